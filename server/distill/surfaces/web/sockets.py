"""WebSockets that are open: each hears its own answers and all news, in order, or is closed."""

import asyncio
import contextlib
import itertools
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final

from aiohttp import WSCloseCode, WSMessage, WSMsgType, web

from distill.engine.events import Event, Failed, News, ParameterChanged
from distill.engine.ports import Inbox
from distill.errors import BadPacket, Busy
from distill.session.ports import Client
from distill.surfaces.web.translate import MAX_BODY, Misheard, Said, request, sent, texts

MAX_SOCKETS: Final = 64
MAX_WAITING: Final = 2_048
"""Messages that may wait for a slow reader: some seconds of news, or the pages of a long answer."""
END_S: Final = 3.0
"""How long a slow reader has to hear why it is closed."""
HEARTBEAT_S: Final = 20.0
"""How often it is asked whether somebody is still there."""
BURST: Final = 32
"""Messages taken in one go from one socket; then others, and the engine, have their turn."""
REST_S: Final = 0.005


class Socket:
    """One client that hears and speaks.

    Threads: the loop's.
    """

    def __init__(self, wire: web.WebSocketResponse, client: Client) -> None:
        self.client = client
        self._wire = wire
        self._waiting: deque[str] = deque()
        self._more = asyncio.Event()
        self._writer = asyncio.create_task(self._write())
        self._expelling: asyncio.Task[None] | None = None

    def tell(self, said: Iterable[str]) -> bool:
        """Queue messages; False when it is too slow, and is closed for that."""
        if self._expelling is not None:
            return True
        self._waiting.extend(said)
        self._more.set()
        if len(self._waiting) <= MAX_WAITING:
            return True
        self.expel(f"you read too slowly: {MAX_WAITING} messages wait; open it again")
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
        with contextlib.suppress(ConnectionError):  # the reader tells that it is gone
            while True:
                await self._more.wait()
                self._more.clear()
                while self._waiting:
                    await self._wire.send_str(self._waiting.popleft())

    async def _expel(self, why: str, code: int) -> None:
        with contextlib.suppress(TimeoutError, ConnectionError):
            async with asyncio.timeout(END_S):
                await self._wire.close(code=code, message=why.encode())
                return
        if self._wire._req is not None and self._wire._req.transport is not None:  # noqa: SLF001
            self._wire._req.transport.abort()  # noqa: SLF001


class Sockets:
    """All of them.

    Threads: the loop's.

    Attributes:
        slow: How many were closed because they read too slowly.
    """

    def __init__(self, surface: str, inbox: Inbox) -> None:
        self._surface = surface
        self._inbox = inbox
        self._open: dict[Client, Socket] = {}
        self._numbers = itertools.count(1)
        self.slow = 0

    def __len__(self) -> int:
        return len(self._open)

    async def serve(self, asked: web.Request) -> web.WebSocketResponse:
        """Speak with one until it goes.

        Raises:
            Busy: There are too many.
            BadPacket: It does not speak WebSocket.
        """
        if len(self._open) >= MAX_SOCKETS:
            raise Busy(f"{MAX_SOCKETS} sockets are open; close one, or come again")
        wire = web.WebSocketResponse(heartbeat=HEARTBEAT_S, max_msg_size=MAX_BODY, compress=False)
        if not wire.can_prepare(asked):
            raise BadPacket("a WebSocket is spoken here: open it with new WebSocket(...)")
        await wire.prepare(asked)
        client = Client(self._surface, f"socket {next(self._numbers)}")
        socket = self._open[client] = Socket(wire, client)
        try:
            await self._hear(wire, socket)
        finally:
            del self._open[client]
            await socket.end()
        return wire

    def deliver(self, event: Event) -> None:
        """Pass an event on to the one it names, or to all; a change not to its maker."""
        said: list[str] | None = None
        for socket in self._audience(event):
            said = texts(event) if said is None else said
            self.slow += not socket.tell(said)

    def expel(self, why: str, code: int = WSCloseCode.GOING_AWAY) -> None:
        """Close all."""
        for socket in self._open.values():
            socket.expel(why, code)

    def _audience(self, event: Event) -> Iterator[Socket]:
        if isinstance(event, (News, ParameterChanged)):
            maker = event.origin if isinstance(event, ParameterChanged) else None
            yield from [s for s in self._open.values() if s.client != maker]
        elif event.client in self._open:
            yield self._open[event.client]

    async def _hear(self, wire: web.WebSocketResponse, socket: Socket) -> None:
        taken = 0
        async for message in wire:
            said = _said(message)
            if said is None:
                return
            asked = request(said, socket.client)
            if isinstance(asked, Failed):
                socket.tell(texts(asked))
            else:
                self._inbox.submit(asked)
            taken += 1
            if taken % BURST == 0:
                await asyncio.sleep(REST_S)


def _said(message: WSMessage) -> Said | Misheard | None:
    if message.type is WSMsgType.TEXT:
        return sent(message.data)
    if message.type is WSMsgType.BINARY:
        return Misheard(BadPacket("a message is text, in JSON; got binary"), Said(""))
    return None
