"""The web surface: a thread with a loop of its own, which hears the engine and asks it."""

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

MAX_NEWS: Final = 8_192
"""Events that may wait for the loop; more means that it stands still."""


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Where the web surface listens.

    Attributes:
        host: As OSC's.
        port: TCP port; None takes the number that OSC has.
        allow: Addresses and networks of other machines that may speak to us.
        on: Is it wanted at all?
    """

    host: str = "127.0.0.1"
    port: int | None = None
    allow: tuple[str, ...] = ()
    on: bool = True


class WebServer:
    """A surface of the engine.

    Threads: one of its own, with a loop, on which all else of this room runs; `deliver` is called
    on the engine's and only leaves what it was given for the loop.
    """

    def __init__(
        self,
        settings: WebSettings,
        inbox: Inbox,
        values: Mapping[str, float],
        shelf: "TrainingsSource | None" = None,
    ) -> None:
        """Prepare; nothing is opened, or imported, before `start`.

        Args:
            settings: Where to listen.
            inbox: Where requests go.
            values: Where each parameter stands at the start.
            shelf: Trainings to be watched; None for none.
        """
        self._settings = settings
        self._inbox = inbox
        self._values = dict(values)
        self._shelf = shelf
        self._events: deque[Event] = deque()
        self._lock = threading.Lock()
        self._stirred = False
        self._dropped = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._site: HttpHandlers | None = None
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
        """Where it listens, once it does."""
        return self._address

    def start(self, osc: tuple[str, int]) -> None:
        """Listen, and begin to answer as soon as what that needs is imported.

        If the port is taken, the log says so, and the server goes on without.

        Args:
            osc: Where OSC is spoken.
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
                "Choose another with serve --web PORT; OSC and all else go on",
                port, osc[0], error.strerror,
            )  # fmt: skip
            return
        host, port = wire.getsockname()[:2]
        self._address = host, port
        self._state = "open"
        self._thread = threading.Thread(target=self._run, args=(wire, osc), name="web", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let everybody go, and close the port."""
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
        """Leave an event for the loop."""
        if isinstance(event, ParameterChanged):
            self._values[event.name] = event.value
        loop = self._loop
        if loop is None:
            return
        with self._lock:
            if len(self._events) >= MAX_NEWS and isinstance(
                event, (Notification, ParameterChanged)
            ):
                self._dropped += 1
                return
            self._events.append(event)
            stirred, self._stirred = self._stirred, True
        if not stirred:
            with contextlib.suppress(RuntimeError):  # it ends
                loop.call_soon_threadsafe(self._pass_on)

    def subscribe(self, client: Client, port: int, lease_s: float) -> None:  # noqa: ARG002 - Surface
        """Refuse: over the web, news come by the socket.

        Raises:
            BadArgument: Always.
        """
        raise BadArgument(f"nothing is sent to port {port} from here; news come by /live")

    def place(self, client: Client, port: int) -> str:
        """Name where a client wants its live values: they come by its socket.

        Raises:
            BadArgument: A port was given.
        """
        if port:
            raise BadArgument(
                f"nothing is sent to port {port} from here; live values come by /live"
            )
        return client.key

    def unsubscribe(self, client: Client, port: int) -> None:
        """Do nothing: nobody subscribed."""

    def stats(self) -> dict[str, float | int | str]:
        """Tell how it is.

        Its `state` and `address`; requests `received`, requests and connections `refused`; open
        `sockets`, how many were closed because they read too `slow`, and news `dropped`.
        """
        site = self._site
        none = dict.fromkeys(("received", "refused", "sockets", "slow"), 0)
        return {
            "state": self._state,
            "address": "" if self._address is None else url(self._address),
            **(none if site is None else site.stats()),
            "dropped": self._dropped,
        }

    # --- on our thread

    def _run(self, wire: socket.socket, osc: tuple[str, int]) -> None:
        # Imported here and not above: it takes longer than the first answer over OSC may wait.
        import asyncio  # noqa: PLC0415

        from distill.surfaces.web.http_handlers import HttpContext, HttpHandlers  # noqa: PLC0415
        from distill.surfaces.web.training_routes import NoTrainings  # noqa: PLC0415

        host = self._settings.host.lower()
        open_ = not is_loopback(osc[0])
        facts = HttpContext(
            self.name, osc, OriginCheck(frozenset({host}), open_),
            AllowList.parse(self._settings.allow), self._values, self._shelf or NoTrainings(),
        )  # fmt: skip

        async def serve() -> None:
            ending = asyncio.Event()
            site = HttpHandlers(facts, self._inbox)
            self._end = ending.set
            self._site = site
            self._loop = asyncio.get_running_loop()
            await site.open(wire)
            log.info("the page is at %s", _where(host, wire.getsockname()[1]))
            async with self._announced(wire, others=open_):
                if not self._ending.is_set():
                    await ending.wait()
            await site.close()

        try:
            asyncio.run(serve())
        except Exception:
            self._state = "broken"
            log.exception("our fault: the page is gone; OSC and all else go on")
        finally:
            self._loop = None
            wire.close()

    @contextlib.asynccontextmanager
    async def _announced(self, wire: socket.socket, *, others: bool) -> AsyncIterator[None]:
        """Let clients in the local network find us, if that is who we listen to."""
        if not others:
            yield
            return
        from distill.surfaces.web.mdns import announced  # noqa: PLC0415 - most never need it

        async with announced(*wire.getsockname()[:2]):
            yield

    def _pass_on(self) -> None:
        site = self._site
        with self._lock:
            events, self._events = self._events, deque()
            self._stirred = False
        for event in events:
            try:
                if site is not None:
                    site.deliver(event)
            except Exception:
                log.exception("our fault, in passing on %s", event)


def url(address: tuple[str, int]) -> str:
    """Say where a browser finds it."""
    host, port = address
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _where(host: str, port: int) -> str:
    """Say it to who reads the log."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - looked for, not bound
        return f"{url(('127.0.0.1', port))}, and at this machine's other addresses"
    return url((host, port))


def _open(host: str, port: int) -> socket.socket:
    """Listen; `host` is a number."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    wire = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":  # without it, another program could take the port from us
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
