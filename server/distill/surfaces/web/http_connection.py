"""One HTTP connection: bytes that are no HTTP are refused as JSON, and counted in the log."""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Final

from aiohttp import web
from aiohttp.abc import AbstractAccessLogger
from typing_extensions import override

from distill.errors import BadPacket, Crash, DistillError
from distill.surfaces.web.translate import INTERNAL

log = logging.getLogger("distill.web")

END_S: Final = 1.0
"""Longest time for open answers at shutdown, and for the rest of a refused body."""
LOG_S: Final = 60.0
"""Shortest time between two lines about malformed requests."""

Later = Callable[[float, Callable[[], None]], object]
"""Calls a function after some seconds, as `loop.call_later`."""


class MalformedLog:
    """Logs malformed requests: the first one at once, then one line a minute with their number.

    Threads: the loop's.

    Attributes:
        total: How many there were.
    """

    def __init__(self, later: Later) -> None:
        self._later = later
        self._unlogged = 0
        self._waits = False
        self._last = ""
        self.total = 0

    def note(self, host: str, why: str) -> None:
        """Count a malformed request of a host."""
        self.total += 1
        self._unlogged += 1
        self._last = f"{host}: {why}"
        if not self._waits:
            self._write()

    def _write(self) -> None:
        count, self._unlogged = self._unlogged, 0
        if count == 1:
            log.warning("refused a malformed HTTP request from %s", self._last)
        else:
            log.warning("refused %d malformed HTTP requests, the last from %s", count, self._last)
        self._waits = True
        self._later(LOG_S, self._end_wait)

    def _end_wait(self) -> None:
        self._waits = False
        if self._unlogged:
            self._write()


class _NoAccessLog(AbstractAccessLogger):
    """Logs no request: nothing is printed per message."""

    @property
    @override
    def enabled(self) -> bool:
        return False

    @override
    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        pass


class HttpConnection(web.RequestHandler):
    """A connection of the HTTP server, with refusals of our own.

    Threads: the loop's.
    """

    __slots__ = ("_malformed",)

    def __init__(self, server: web.Server, malformed: MalformedLog) -> None:
        super().__init__(
            server,
            loop=asyncio.get_running_loop(),
            access_log_class=_NoAccessLog,
            auto_decompress=False,
            lingering_time=END_S,
        )
        self._malformed = malformed

    @override
    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = INTERNAL,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Refuse bytes that could not be parsed, or answer an internal error.

        Raises:
            ConnectionError: The client is gone; nobody is left to answer.
        """
        if isinstance(exc, ConnectionError):
            raise exc
        problem: DistillError
        if status >= INTERNAL:
            log.error("internal error in HTTP from %s", request.remote, exc_info=exc)
            problem = Crash("internal error in the server; its log has the details")
        else:
            why = _first_line(message or str(exc))
            self._malformed.note(str(request.remote), why)
            problem = BadPacket(
                f"this is no well-formed HTTP request ({why}); this port takes plain HTTP, "
                "without TLS"
            )
        body = json.dumps({"error": problem.code, "text": str(problem), "address": ""})
        answer = web.Response(text=body, status=status, content_type="application/json")
        answer.force_close()
        return answer


def _first_line(text: str) -> str:
    """Return the first line of the parser's message as printable ASCII."""
    line = next(iter(text.strip().splitlines()), "").strip().rstrip(":.")
    return ascii(line)[1:-1][:100]
