"""Bounded send queue of one WebSocket; a client that reads too slowly is disconnected."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Iterable
from typing import Final

from aiohttp import WSCloseCode, web

MAX_WAITING: Final = 2_048
"""Queued messages of a slow reader: some seconds of notifications, or pages of a long answer."""
MAX_BYTES: Final = 4 << 20
"""Their total length in characters and bytes."""
END_S: Final = 3.0
"""How long a slow reader has to read why it is closed."""


class WebSocketWriter:
    """Writes to one WebSocket, in order.

    Threads: the loop's.
    """

    def __init__(self, wire: web.WebSocketResponse, transport: asyncio.Transport | None) -> None:
        """Start to write to an open socket; `transport` is aborted when closing fails."""
        self._wire = wire
        self._transport = transport
        self._waiting: deque[str | bytes] = deque()
        self._size = 0
        self._more = asyncio.Event()
        self._writer = asyncio.create_task(self._write())
        self._expelling: asyncio.Task[None] | None = None

    def queue(self, messages: Iterable[str | bytes]) -> bool:
        """Queue messages; return False when the reader is too slow and is disconnected."""
        if self._expelling is not None:
            return True
        for message in messages:
            self._waiting.append(message)
            self._size += len(message)
        self._more.set()
        if len(self._waiting) <= MAX_WAITING and self._size <= MAX_BYTES:
            return True
        self.expel(f"you read too slowly: {len(self._waiting)} messages wait; open it again")
        return False

    def expel(self, why: str, code: int = WSCloseCode.TRY_AGAIN_LATER) -> None:
        """Close the socket, with a reason if the client reads it in time."""
        if self._expelling is None:
            self._waiting.clear()
            self._writer.cancel()
            self._expelling = asyncio.create_task(self._expel(why, code))

    async def end(self) -> None:
        """Stop writing."""
        self._writer.cancel()
        tasks = [self._writer] + ([self._expelling] if self._expelling else [])
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _write(self) -> None:
        with contextlib.suppress(ConnectionError):  # the reading task notices it too
            while True:
                await self._more.wait()
                self._more.clear()
                while self._waiting:
                    message = self._waiting.popleft()
                    self._size -= len(message)
                    if isinstance(message, str):
                        await self._wire.send_str(message)
                    else:
                        await self._wire.send_bytes(message)

    async def _expel(self, why: str, code: int) -> None:
        with contextlib.suppress(TimeoutError, ConnectionError):
            async with asyncio.timeout(END_S):
                await self._wire.close(code=code, message=why.encode())
                return
        if self._transport is not None:
            self._transport.abort()
