"""One open WebSocket as a queue that ends: what is written waits, and who reads too slowly goes."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Iterable
from typing import Final

from aiohttp import WSCloseCode, web

MAX_WAITING: Final = 2_048
"""Messages that may wait for a slow reader: some seconds of news, or the pages of a long answer."""
MAX_BYTES: Final = 4 << 20
"""And how many characters and bytes they may have together."""
END_S: Final = 3.0
"""How long a slow reader has to hear why it is closed."""


class WebSocketWriter:
    """What is written to one WebSocket, in order.

    Threads: the loop's.
    """

    def __init__(self, wire: web.WebSocketResponse, transport: asyncio.Transport | None) -> None:
        """Begin to write to a socket that is open; its transport is cut when nothing else helps."""
        self._wire = wire
        self._transport = transport
        self._waiting: deque[str | bytes] = deque()
        self._size = 0
        self._more = asyncio.Event()
        self._writer = asyncio.create_task(self._write())
        self._expelling: asyncio.Task[None] | None = None

    def queue(self, said: Iterable[str | bytes]) -> bool:
        """Queue messages; False when it has become too slow, and is closed for that."""
        if self._expelling is not None:
            return True
        for one in said:
            self._waiting.append(one)
            self._size += len(one)
        self._more.set()
        if len(self._waiting) <= MAX_WAITING and self._size <= MAX_BYTES:
            return True
        self.expel(f"you read too slowly: {len(self._waiting)} messages wait; open it again")
        return False

    def expel(self, why: str, code: int = WSCloseCode.TRY_AGAIN_LATER) -> None:
        """Close it, with a sentence if that is read in time."""
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
        with contextlib.suppress(ConnectionError):  # whoever reads from it notices as well
            while True:
                await self._more.wait()
                self._more.clear()
                while self._waiting:
                    one = self._waiting.popleft()
                    self._size -= len(one)
                    if isinstance(one, str):
                        await self._wire.send_str(one)
                    else:
                        await self._wire.send_bytes(one)

    async def _expel(self, why: str, code: int) -> None:
        with contextlib.suppress(TimeoutError, ConnectionError):
            async with asyncio.timeout(END_S):
                await self._wire.close(code=code, message=why.encode())
                return
        if self._transport is not None:
            self._transport.abort()
