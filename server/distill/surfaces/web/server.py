"""The web surface: HTTP and WebSockets on a thread with an event loop of its own."""

import contextlib
import logging
import socket
import sys
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from distill.commands.context import Client
from distill.engine.events import Event, Notification, ParameterChanged
from distill.engine.ports import Inbox
from distill.errors import BadArgument
from distill.surfaces.allow_list import AllowList, is_loopback
from distill.surfaces.web.origin_check import OriginCheck

if TYPE_CHECKING:
    import asyncio

    from distill.surfaces.web.http_handlers import HttpHandlers
    from distill.surfaces.web.training_routes import TrainingsSource

log = logging.getLogger("distill.web")

MAX_EVENTS: Final = 8_192
"""Events that may wait for the loop; more means that it is stuck."""


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Addresses of the web surface.

    Attributes:
        host: As OSC's.
        port: TCP port; None uses the number of OSC's port.
        allow: Addresses and networks of other machines that may connect.
        on: Whether the surface is started at all.
    """

    host: str = "127.0.0.1"
    port: int | None = None
    allow: tuple[str, ...] = ()
    on: bool = True


class WebServer:
    """A surface of the engine.

    Threads: one of its own with an event loop, on which everything else of this room runs;
    `deliver` is called on the engine's and only queues events for the loop.
    """

    def __init__(
        self,
        settings: WebSettings,
        inbox: Inbox,
        values: Mapping[str, float],
        trainings: "TrainingsSource | None" = None,
    ) -> None:
        """Prepare; `start` opens the port and imports the rest.

        Args:
            settings: Where to listen.
            inbox: Takes the requests.
            values: Initial values of the parameters.
            trainings: Trainings to show; None for none.
        """
        self._settings = settings
        self._inbox = inbox
        self._values = dict(values)
        self._trainings = trainings
        self._events: deque[Event] = deque()
        self._lock = threading.Lock()
        self._scheduled = False
        self._dropped = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._handlers: HttpHandlers | None = None
        self._end: Callable[[], object] = bool
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        self._address: tuple[str, int] | None = None
        self._state = "closed"

    @property
    def name(self) -> str:
        """The `surface` of its clients."""
        return "web"

    @property
    def address(self) -> tuple[str, int] | None:
        """The listening address; None before `start`."""
        return self._address

    def start(self, osc: tuple[str, int]) -> None:
        """Listen, and answer as soon as the imports are done.

        If the port is taken, it logs a warning, and the server runs without the web surface.

        Args:
            osc: Address of the OSC server.
        """
        if not self._settings.on:
            return
        port = osc[1] if self._settings.port is None else self._settings.port
        try:
            wire = _open(osc[0], port)
        except OSError as error:
            self._state = "taken"
            log.warning(
                "no page: TCP port %d of %s cannot be opened (%s); another program may have it. "
                "Choose another with serve --web PORT; everything else works",
                port, osc[0], error.strerror,
            )  # fmt: skip
            return
        host, port = wire.getsockname()[:2]
        self._address = host, port
        self._state = "open"
        self._thread = threading.Thread(target=self._run, args=(wire, osc), name="web", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close all connections and the port."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._ending.set()
        loop = self._loop
        if loop is not None:
            with contextlib.suppress(RuntimeError):  # it ended by itself
                loop.call_soon_threadsafe(self._end)
        thread.join(timeout=5.0)

    def deliver(self, event: Event) -> None:
        """Queue an event for the loop."""
        if isinstance(event, ParameterChanged):
            self._values[event.name] = event.value
        loop = self._loop
        if loop is None:
            return
        with self._lock:
            if len(self._events) >= MAX_EVENTS and isinstance(
                event, (Notification, ParameterChanged)
            ):
                self._dropped += 1
                return
            self._events.append(event)
            scheduled, self._scheduled = self._scheduled, True
        if not scheduled:
            with contextlib.suppress(RuntimeError):  # the loop is closed
                loop.call_soon_threadsafe(self._dispatch)

    def subscribe(self, client: Client, port: int, lease_s: float) -> None:  # noqa: ARG002 - Surface
        """Refuse: on the web, notifications come by the socket.

        Raises:
            BadArgument: Always.
        """
        raise BadArgument(f"the web sends nothing to port {port}; notifications come by /live")

    def place(self, client: Client, port: int) -> str:
        """Return the key of a client's live values, which come by its socket.

        Raises:
            BadArgument: A port was given.
        """
        if port:
            raise BadArgument(f"the web sends nothing to port {port}; live values come by /live")
        return client.key

    def unsubscribe(self, client: Client, port: int) -> None:
        """Do nothing: the web has no subscriptions."""

    def stats(self) -> dict[str, float | int | str]:
        """Return state and counts of the surface.

        Its `state` and `address`; requests `received`, requests and connections `refused`; open
        `sockets`, how many were closed because they read too slowly (`slow`), and notifications
        `dropped`.
        """
        handlers = self._handlers
        none = dict.fromkeys(("received", "refused", "sockets", "slow"), 0)
        return {
            "state": self._state,
            "address": "" if self._address is None else url(self._address),
            **(none if handlers is None else handlers.stats()),
            "dropped": self._dropped,
        }

    # --- on the surface's thread

    def _run(self, wire: socket.socket, osc: tuple[str, int]) -> None:
        # Imported here: it takes longer than the first answer over OSC may wait.
        import asyncio  # noqa: PLC0415

        from distill.surfaces.web.http_handlers import HttpContext, HttpHandlers  # noqa: PLC0415
        from distill.surfaces.web.training_routes import NoTrainings  # noqa: PLC0415

        host = self._settings.host.lower()
        open_ = not is_loopback(osc[0])
        context = HttpContext(
            self.name, osc, OriginCheck(frozenset({host}), open_),
            AllowList.parse(self._settings.allow), self._values, self._trainings or NoTrainings(),
        )  # fmt: skip

        async def serve() -> None:
            ending = asyncio.Event()
            handlers = HttpHandlers(context, self._inbox)
            self._end = ending.set
            self._handlers = handlers
            self._loop = asyncio.get_running_loop()
            await handlers.open(wire)
            log.info("the page is at %s", _where(host, wire.getsockname()[1]))
            async with self._announced(wire, others=open_):
                if not self._ending.is_set():
                    await ending.wait()
            await handlers.close()

        try:
            asyncio.run(serve())
        except Exception:
            self._state = "broken"
            log.exception("internal error in the web surface: it has ended; everything else works")
        finally:
            self._loop = None
            wire.close()

    @contextlib.asynccontextmanager
    async def _announced(self, wire: socket.socket, *, others: bool) -> AsyncIterator[None]:
        """Announce the server in the local network, if other machines may connect."""
        if not others:
            yield
            return
        from distill.surfaces.web.mdns import announced  # noqa: PLC0415 - most never need it

        async with announced(*wire.getsockname()[:2]):
            yield

    def _dispatch(self) -> None:
        handlers = self._handlers
        with self._lock:
            events, self._events = self._events, deque()
            self._scheduled = False
        for event in events:
            try:
                if handlers is not None:
                    handlers.deliver(event)
            except Exception:
                log.exception("internal error in delivering %s", event)


def url(address: tuple[str, int]) -> str:
    """Return the URL of an address."""
    host, port = address
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _where(host: str, port: int) -> str:
    """Return the page's address for the log."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        return f"{url(('127.0.0.1', port))}, and at this machine's other addresses"
    return url((host, port))


def _open(host: str, port: int) -> socket.socket:
    """Open a listening socket; `host` is numeric."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    wire = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":  # without it, another program could take the port over
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        wire.bind((host, port))
        wire.listen(128)
        wire.setblocking(False)  # noqa: FBT003 - the standard library's own signature
    except OSError:
        wire.close()
        raise
    return wire
