"""Measure OSC decoding, encoding and answering: against python-osc, and a thread against asyncio.

Run: python benchmarks/wire.py. Over loopback; the client is a separate process. The round trip is a
ping through socket, decoder, an engine's thread and back; the flood is as many changing parameter
values as one client can send, counted at the engine.
"""

import asyncio
import queue
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.osc_packet import OscPacket

from distill.commands.context import Client
from distill.commands.parameter import SetParameter
from distill.engine.events import Done, Event, Failed
from distill.engine.ports import Request
from distill.errors import BadPacket
from distill.surfaces.osc.decoder import MAX_PACKET, decode
from distill.surfaces.osc.encoder import encode
from distill.surfaces.osc.server import RECEIVE_BUFFERS, OscServer, OscSettings
from distill.surfaces.osc.translate import OscTranslator
from distill.surfaces.wire_schema import messages
from usage import answer_help

PINGS = 5_000
FLOOD = 50_000


def packet(*values: float | str) -> bytes:
    """Encode a message with python-osc, in the types that it infers."""
    builder = OscMessageBuilder("/distill/set")
    for value in values:
        builder.add_arg(value)
    return builder.build().dgram


PACKETS = {
    "one float": packet(0.5),
    "six mixed": packet("a", 3, 0.5, "coarse", "id", 7),
    "400 ints": packet(*range(400)),
    "512 codes and a slot": packet("a", *range(512)),
}
HOSTILE = {
    "rubbish": bytes(range(200, 256)) * 8,
    "stars": b"/" + b"*" * 58 + b"\0" + b",\0\0\0",
    "256 messages, last bad": b"#bundle\0" + b"\0" * 8 + (b"\0\0\0\x08/a\0\0,\0\0\0" * 256)[:-4],
}


def microseconds(work: Callable[[], object], seconds: float = 0.5) -> float:
    """Time one call: the best of five rounds."""
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < seconds / 5:
        work()
        count += 1
    rounds = []
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(count):
            work()
        rounds.append((time.perf_counter() - began) / count)
    return min(rounds) * 1e6


def refused(data: bytes) -> None:
    """Decode a packet that must be refused."""
    try:
        decode(data)
    except BadPacket:
        return
    raise AssertionError("a hostile packet was decoded")


def print_decoding() -> None:
    """Print microseconds per packet of Distill and of python-osc."""
    print(f"{'decoding':28}{'Distill us':>10}{'per s':>10}{'python-osc us':>16}")
    for name, data in PACKETS.items():
        ours = microseconds(lambda data=data: decode(data))
        theirs = microseconds(lambda data=data: OscPacket(data))
        print(f"{name:28}{ours:10.1f}{1e6 / ours:10.0f}{theirs:16.1f}")
    print(f"{'refusing':28}{'Distill us':>10}")
    for name, data in HOSTILE.items():
        print(f"{name:28}{microseconds(lambda data=data: refused(data)):10.1f}")
    print(f"{'encoding':28}{'Distill us':>10}")
    page = ("/distill/codes/page", tuple(range(240)))
    print(f"{'page of 240 ints':28}{microseconds(lambda: encode(*page)):10.1f}")
    print(f"{'pong':28}{microseconds(lambda: encode('/distill/pong', (1,))):10.1f}")


class Echo:
    """A stand-in for the engine: one thread that answers every command and counts settings."""

    def __init__(self) -> None:
        self.deliver: Callable[[Event], None] = lambda _event: None
        self.settings = 0
        self._inbox: queue.SimpleQueue[Request] = queue.SimpleQueue()
        threading.Thread(target=self._run, daemon=True).start()

    def submit(self, request: Request) -> None:
        """Queue a request; any thread may call it."""
        self._inbox.put(request)

    def _run(self) -> None:
        while True:
            request = self._inbox.get()
            if isinstance(request.command, SetParameter):
                self.settings += 1
            else:
                n = getattr(request.command, "n", 0)
                self.deliver(Done(request.client, request.id, request.command.verb, (n,)))


@contextmanager
def thread_server(echo: Echo) -> Iterator[int]:
    """Serve with the server of the product."""
    server = OscServer(OscSettings(port=0, reply_port=9), echo, time.monotonic)
    server.start()
    echo.deliver = server.deliver
    yield server.address[1]
    server.stop()


class Protocol(asyncio.DatagramProtocol):
    """The same translation inside an asyncio loop, replies through `call_soon_threadsafe`."""

    def __init__(self, echo: Echo, loop: asyncio.AbstractEventLoop) -> None:
        self._echo = echo
        self._loop = loop
        self._translator = OscTranslator()
        echo.deliver = self.deliver

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:
        """Store the transport for replies."""
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Submit the requests of a packet."""
        client = Client("osc", f"{addr[0]}:{addr[1]}")
        for message in decode(data[: MAX_PACKET + 1]):
            asked = self._translator.request(message, client)
            if isinstance(asked, Request):
                self._echo.submit(asked)

    def deliver(self, event: Event) -> None:
        """Answer from the engine's thread, to the source and to one more port as ours does."""
        assert isinstance(event, (Done, Failed))  # noqa: S101 - what Echo sends
        host, _, port = event.client.key.rpartition(":")
        for message in messages(event):
            data = encode(message.address, message.values)
            for target in ((host, int(port)), (host, 9)):
                self._loop.call_soon_threadsafe(self._transport.sendto, data, target)


@contextmanager
def asyncio_server(echo: Echo) -> Iterator[int]:
    """Serve with asyncio."""
    loop = asyncio.new_event_loop()
    wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFERS[0])
    wire.bind(("127.0.0.1", 0))
    wire.setblocking(False)  # noqa: FBT003 - the standard library's own signature
    opened = loop.create_datagram_endpoint(lambda: Protocol(echo, loop), sock=wire)
    transport, _ = loop.run_until_complete(opened)
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield wire.getsockname()[1]
    loop.call_soon_threadsafe(transport.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def client(port: int) -> None:
    """Run as the client process: ping one by one, then flood."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.connect(("127.0.0.1", port))
        wire.settimeout(2.0)
        times = []
        for turn in range(PINGS):
            began = time.perf_counter()
            wire.send(encode("/distill/ping", (turn,)))
            wire.recv(2048)
            times.append((time.perf_counter() - began) * 1e6)
        cuts = statistics.quantiles(times, n=100)
        flood = [encode("/distill/param/gain", (-turn / FLOOD,)) for turn in range(FLOOD)]
        began = time.perf_counter()
        for data in flood:
            wire.send(data)
        took = time.perf_counter() - began
    print(f"{cuts[49]:10.0f}{cuts[98]:10.0f}{FLOOD / took:14.0f}", end="", flush=True)


def print_serving() -> None:
    """Print round trips and the share of a flood that arrives, for both kinds of server."""
    print(f"{'serving':28}{'p50 us':>10}{'p99 us':>10}{'sent per s':>14}{'arrived %':>11}")
    for name, serve in {"thread (the product)": thread_server, "asyncio": asyncio_server}.items():
        echo = Echo()
        with serve(echo) as port:
            print(f"{name:28}", end="", flush=True)
            subprocess.run([sys.executable, __file__, str(port)], check=True)
            seen = -1
            while seen != echo.settings:  # until no more comes out of the buffer
                seen = echo.settings
                time.sleep(0.2)
        print(f"{100 * seen / FLOOD:11.1f}")


if __name__ == "__main__":
    answer_help(__doc__)
    if len(sys.argv) > 1:
        client(int(sys.argv[1]))
    else:
        print_decoding()
        print_serving()
