"""The OSC server: receives packets, submits requests to the engine, and sends its events.

It is a plain thread on a non-blocking socket: as fast as asyncio here (`benchmarks/wire.py`
measures both), and the engine sends from its own thread without waiting for an event loop.
"""

import contextlib
import logging
import selectors
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from distill.commands.context import Client
from distill.engine.events import Event, Failed, LiveValue, Notification, ParameterChanged
from distill.engine.ports import Inbox
from distill.errors import BadArgument, BadPacket, Crash, DeviceProblem
from distill.surfaces.allow_list import AllowList, is_loopback
from distill.surfaces.osc.backlog import Backlog
from distill.surfaces.osc.decoder import MAX_PACKET, decode
from distill.surfaces.osc.encoder import encode, encode_float
from distill.surfaces.osc.flood import Packet, newest
from distill.surfaces.osc.subscribers import Address, Subscribers
from distill.surfaces.osc.translate import OscTranslator
from distill.surfaces.wire_schema import WireMessage, messages

log = logging.getLogger("distill.osc")
log_in = logging.getLogger("distill.osc.in")
log_out = logging.getLogger("distill.osc.out")

RECEIVE_BUFFERS: Final = (4 << 20, 2 << 20, 1 << 20)
"""Bytes requested of the system, largest first; the usual 208 kB hold only 48 long messages."""
READ_AT_ONCE: Final = 32
"""Packets that are read before the socket is emptied again; each takes up to 0.3 ms on a busy core,
and the buffer of the system holds 10,000 short ones."""
_MEMORY_INFO: Final = (55, 8)
"""SO_MEMINFO, and the place of the dropped packets in it, as in linux/sock_diag.h."""


@dataclass(frozen=True, slots=True)
class OscSettings:
    """Addresses of the OSC surface.

    Attributes:
        host: Address of this machine to listen on; 127.0.0.1 receives from this machine only.
        port: UDP port; 0 picks any free one.
        reply_port: Port of this machine that also gets answers to clients without a subscription.
        allow: Addresses and networks of other machines that may send.
    """

    host: str = "127.0.0.1"
    port: int = 9000
    reply_port: int = 9001
    allow: tuple[str, ...] = ()


class OscServer:
    """A surface of the engine.

    Threads: one of its own receives; `deliver` sends on the thread that calls it. Neither
    blocks: packets that the system cannot take at once are dropped and counted.
    """

    def __init__(self, settings: OscSettings, inbox: Inbox, clock: Callable[[], float]) -> None:
        """Prepare; `start` opens the socket.

        Raises:
            BadArgument: An entry of the allow-list is neither address nor network.
        """
        self._settings = settings
        self._inbox = inbox
        self._allowed = AllowList.parse(settings.allow)
        self._translator = OscTranslator()
        self._counts = dict.fromkeys(
            ("received", "replaced", "bad", "dropped", "strangers", "sent"), 0
        )
        self._counting = threading.Lock()
        self._backlog = Backlog()
        own = (settings.host, settings.port)
        self._subscribers = Subscribers(("127.0.0.1", settings.reply_port), own, clock)
        self._thread: threading.Thread | None = None

    @property
    def name(self) -> str:
        """The `surface` of its clients."""
        return "osc"

    @property
    def address(self) -> Address:
        """The listening address; after `start` with the actual port."""
        return self._subscribers.own

    def start(self) -> None:
        """Open the socket and start to listen.

        Raises:
            DeviceProblem: The port is taken, or the host is not this machine.
            BadArgument: The host is open to other machines and there is no allow-list.
        """
        family, where = _resolve(self._settings)
        if not is_loopback(where[0]):
            if not self._settings.allow:
                raise BadArgument(
                    f"host {where[0]} is open to other machines; list those that may send in the "
                    "allow-list, or listen on 127.0.0.1"
                )
            log.warning(
                "listening on %s for %s: OSC has no password, so anyone who can send from there "
                "can play",
                where[0],
                ", ".join(self._settings.allow),
            )
        self._socket = _open(family, where)
        self._wake, self._woken = socket.socketpair()
        own = self._subscribers.own = self._socket.getsockname()[:2]
        if family == socket.AF_INET6:
            self._subscribers.fallback = ("::1", self._settings.reply_port)
        self._thread = threading.Thread(target=self._listen, name="osc", daemon=True)
        self._thread.start()
        log.info("OSC in on %s:%d, answers on port %d", *own, self._settings.reply_port)

    def stop(self) -> None:
        """Stop listening and close the socket; later events are not sent."""
        if self._thread is None:
            return
        self._wake.send(b"\0")
        self._thread.join()
        self._thread = None
        for wire in (self._socket, self._wake, self._woken):
            wire.close()

    def deliver(self, event: Event) -> None:
        """Send an event to its client, or to all subscribers; does nothing before `start`."""
        if self._thread is None:
            return
        if isinstance(event, ParameterChanged):
            self._translator.changed(event)
            origin = event.origin
            mine = origin is not None and origin.surface == self.name
            but = _source(origin) if origin is not None and mine else None
            targets = self._subscribers.everyone(but)
        elif isinstance(event, Notification):
            targets = self._subscribers.everyone()
        elif isinstance(event, LiveValue):
            if event.client.surface == self.name:
                self._send_live(event)
            return
        elif event.client.surface == self.name:
            if isinstance(event, Failed):
                self._translator.failed(event)
            targets = self._subscribers.replies(_source(event.client))
        else:
            return
        for message in messages(event):
            self._send(message, targets)

    def subscribe(self, client: Client, port: int, lease_s: float) -> None:
        """Send that client's answers and all notifications to `port` of its host for `lease_s`.

        Raises:
            BadArgument: The port or the lease is not allowed.
            Busy: Too many subscribers.
        """
        self._subscribers.subscribe(_source(client), port, lease_s)

    def unsubscribe(self, client: Client, port: int) -> None:
        """End one subscription, or all of that client's for port 0."""
        self._subscribers.unsubscribe(_source(client), port)

    def place(self, client: Client, port: int) -> str:
        """Return the destination of a client's live values, as a key.

        Raises:
            BadArgument: The port is not allowed.
        """
        if port == 0:
            return client.key
        source = _source(client)
        self._subscribers.check(source, "telemetry port", port)
        return f"{source[0]}:{port}"

    def stats(self) -> dict[str, float | int]:
        """Return counts of packets and messages.

        Packets `received`; of these `replaced` (settings in a flood that a later one replaced
        before they were decoded), `bad` (not OSC) and from `strangers` (not on the allow-list);
        messages `repeated` and `ignored`; outgoing packets `sent` and `dropped`. Packets of floods
        that were `lost` unread, here or (where the system tells, on Linux) in its buffer.
        """
        return {
            **self._counts,
            "lost": self._backlog.lost + self._dropped_by_system(),
            "repeated": self._translator.repeated,
            "ignored": self._translator.ignored,
            "subscribers": self._subscribers.count(),
        }

    # --- in

    def _listen(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._socket, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while True:
                ready = selector.select(0 if self._backlog else None)
                if any(key.fileobj is self._woken for key, _ in ready):
                    return
                self._drain()
                for packet, where in self._backlog.take(READ_AT_ONCE):
                    self._receive(packet, where)

    def _drain(self, most: int = 4096) -> None:
        """Move packets from the socket to the backlog, up to a bound: a flood must not block us."""
        arrived: list[Packet] = []
        for _ in range(most):
            try:
                packet, source = self._socket.recvfrom(MAX_PACKET + 1)
            except BlockingIOError:
                break
            except OSError as error:  # Windows: too long, or an earlier answer was undeliverable
                self._count("received", "bad")
                log_in.debug("a packet could not be read: %s", error)
                continue
            arrived.append((packet, source[:2]))
        remaining = newest(arrived)
        with self._counting:
            self._counts["received"] += len(arrived)
            self._counts["replaced"] += len(arrived) - len(remaining)
        self._backlog.put(remaining)

    def _receive(self, packet: bytes, source: Address) -> None:
        if not (source[0] == self.address[0] or self._allowed.include(source[0])):
            self._count("strangers")
            return
        client = Client(self.name, f"{source[0]}:{source[1]}")
        try:
            received = decode(packet)
        except BadPacket as error:
            self._count("bad")
            self.deliver(Failed(client, 0, error.code, str(error), ""))
            return
        for message in received:
            try:
                self._submit(message, client)
            except Exception:
                log.exception("internal error in %s from %s", message, client.key)
                text = "internal error in the server; its log has the details"
                self.deliver(Failed(client, 0, Crash.code, text, message.address))

    def _submit(self, message: WireMessage, client: Client) -> None:
        request = self._translator.request(message, client)
        if isinstance(request, Failed):
            self.deliver(request)
        elif request is not None:
            self._inbox.submit(request)

    # --- out

    def _send(self, message: WireMessage, targets: Iterable[Address]) -> None:
        packet = encode(message.address, message.values)
        for target in targets:
            self._send_packet(packet, message.address, target)

    def _send_live(self, event: LiveValue) -> None:
        source = _source(event.client)
        own = (source[0], event.port)
        targets = (own,) if event.port else self._subscribers.replies(source)
        for message in messages(event):
            packet = encode_float(message.address, float(message.values[0]))
            for target in targets:
                self._send_packet(packet, message.address, target)

    def _send_packet(self, packet: bytes, address: str, target: Address) -> None:
        try:
            self._socket.sendto(packet, target)
        except OSError as error:
            self._count("dropped")
            log_out.debug("%s to %s:%d was not sent: %s", address, *target, error)
        else:
            self._count("sent")

    def _dropped_by_system(self) -> int:
        """Return the packets that found the buffer of the system full; 0 where it does not tell."""
        option, place = _MEMORY_INFO
        if sys.platform != "linux" or self._thread is None:
            return 0
        try:
            info = self._socket.getsockopt(socket.SOL_SOCKET, option, 4 * (place + 1))
        except OSError:
            return 0
        return int(struct.unpack("=9I", info)[place]) if len(info) == 36 else 0  # noqa: PLR2004 - 9 I

    def _count(self, *names: str) -> None:
        with self._counting:
            for name in names:
                self._counts[name] += 1


def _source(client: Client) -> Address:
    host, _, port = client.key.rpartition(":")
    return host, int(port)


def _resolve(settings: OscSettings) -> tuple[socket.AddressFamily, Address]:
    """Resolve the host to a numeric address."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_DGRAM)
    except (OSError, UnicodeError) as error:
        raise DeviceProblem(
            f"host {settings.host!r} is not an address of this machine ({error}); "
            "use 127.0.0.1 for this machine alone"
        ) from None
    family, _, _, _, where = found[0]
    return family, (str(where[0]), int(where[1]))


def _open(family: socket.AddressFamily, where: Address) -> socket.socket:
    wire = socket.socket(family, socket.SOCK_DGRAM)
    if sys.platform == "win32":  # without it, another program could take the port over
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    for size in RECEIVE_BUFFERS:
        with contextlib.suppress(OSError):  # macOS refuses what Linux would cut down
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, size)
            break
    try:
        wire.bind(where)
    except OSError as error:
        wire.close()
        raise DeviceProblem(
            f"UDP port {where[1]} of {where[0]} cannot be opened ({error.strerror}); another "
            "program, or another Distill, may have it: stop that one, or choose another port"
        ) from None
    wire.setblocking(False)  # noqa: FBT003 - the standard library's own signature
    return wire
