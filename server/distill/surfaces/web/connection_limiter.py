"""The door to the web surface: who may connect at all, how many at once, and who says nothing."""

import asyncio
import json
from typing import Final, cast

from aiohttp import web
from typing_extensions import override

from distill.errors import Busy, DistillError, Forbidden
from distill.surfaces.allow_list import AllowList
from distill.surfaces.web.translate import STATUS

MAX_CONNECTIONS: Final = 128
SILENT_S: Final = 20.0
"""How long a connection has to ask for something."""


class ConnectionLimiter:
    """Meets each connection.

    Threads: the loop's.

    Attributes:
        refused: How many were not let in.
    """

    def __init__(self, server: web.Server, neighbours: AllowList) -> None:
        self._server = server
        self._neighbours = neighbours
        self._silent: set[object] = set()
        self.refused = 0

    def accept(self) -> asyncio.Protocol:
        """Make what receives the next connection."""
        return _Met(self)

    def refusal(self, host: str, own: str) -> DistillError | None:
        """Why somebody from there may not come in now, if so; `own` is where they knocked."""
        if host != own and not self._neighbours.include(host):
            return Forbidden(f"{host} is not on the allow-list of this server (serve --allow)")
        if len(self._server.connections) >= MAX_CONNECTIONS:
            return Busy(f"{MAX_CONNECTIONS} connections are open; close some, or come again")
        return None

    def admit(self, transport: asyncio.Transport) -> None:
        """Hand a connection over to who speaks HTTP."""
        handler = self._server()
        transport.set_protocol(handler)
        handler.connection_made(transport)
        self._silent.add(handler)
        asyncio.get_running_loop().call_later(SILENT_S, self._close_if_silent, handler, transport)

    def note_request(self, handler: object) -> None:
        """Note that a connection has asked for something; from now on it may be idle for longer."""
        self._silent.discard(handler)

    def _close_if_silent(self, handler: object, transport: asyncio.Transport) -> None:
        if handler in self._silent:
            self._silent.discard(handler)
            transport.abort()


class _Met(asyncio.Protocol):
    """A connection that nobody has looked at yet."""

    def __init__(self, door: ConnectionLimiter) -> None:
        self._door = door

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        wire = cast("asyncio.Transport", transport)
        host, own = (str(wire.get_extra_info(end)[0]) for end in ("peername", "sockname"))
        problem = self._door.refusal(host, own)
        if problem is None:
            self._door.admit(wire)
            return
        self._door.refused += 1
        body = json.dumps({"error": problem.code, "text": str(problem), "address": ""})
        head = f"HTTP/1.1 {STATUS[problem.code]} Refused\r\nContent-Type: application/json\r\n"
        head += f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        wire.write((head + body).encode())
        wire.close()
