"""Limits of connections: allowed hosts, the number at once, and silent ones."""

import asyncio
import json
from collections.abc import Callable
from typing import Final, cast

from aiohttp import web
from typing_extensions import override

from distill.errors import Busy, DistillError, Forbidden
from distill.surfaces.allow_list import AllowList
from distill.surfaces.web.translate import STATUS

MAX_CONNECTIONS: Final = 128
SILENT_S: Final = 20.0
"""How long a connection may stay open without a request."""


class ConnectionLimiter:
    """Accepts or refuses each new connection.

    Threads: the loop's.

    Attributes:
        refused: Number of refused connections.
    """

    def __init__(
        self, server: web.Server, allowed: AllowList, connect: Callable[[], web.RequestHandler]
    ) -> None:
        self._server = server
        self._connect = connect
        self._allowed = allowed
        self._silent: set[object] = set()
        self.refused = 0

    def accept(self) -> asyncio.Protocol:
        """Make the protocol of the next connection."""
        return _NewConnection(self)

    def refusal(self, host: str, own: str) -> DistillError | None:
        """Return why a host may not connect now, if so; `own` is the address it connected to."""
        if host != own and not self._allowed.include(host):
            return Forbidden(f"{host} is not on the allow-list of this server (serve --allow)")
        if len(self._server.connections) >= MAX_CONNECTIONS:
            return Busy(f"{MAX_CONNECTIONS} connections are open; close some, or try again later")
        return None

    def admit(self, transport: asyncio.Transport) -> None:
        """Pass a connection to the HTTP handler."""
        handler = self._connect()
        transport.set_protocol(handler)
        handler.connection_made(transport)
        self._silent.add(handler)
        asyncio.get_running_loop().call_later(SILENT_S, self._close_if_silent, handler, transport)

    def note_request(self, handler: object) -> None:
        """Note that a connection sent a request; from now on it may be idle for longer."""
        self._silent.discard(handler)

    def _close_if_silent(self, handler: object, transport: asyncio.Transport) -> None:
        if handler in self._silent:
            self._silent.discard(handler)
            transport.abort()


class _NewConnection(asyncio.Protocol):
    """A connection that is not accepted yet."""

    def __init__(self, limiter: ConnectionLimiter) -> None:
        self._limiter = limiter

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        wire = cast("asyncio.Transport", transport)
        host, own = (str(wire.get_extra_info(end)[0]) for end in ("peername", "sockname"))
        problem = self._limiter.refusal(host, own)
        if problem is None:
            self._limiter.admit(wire)
            return
        self._limiter.refused += 1
        body = json.dumps({"error": problem.code, "text": str(problem), "address": ""})
        head = f"HTTP/1.1 {STATUS[problem.code]} Refused\r\nContent-Type: application/json\r\n"
        head += f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        wire.write((head + body).encode())
        wire.close()
