"""WebSockets that are open: each hears its own answers and all news, or what it listens to."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import WSCloseCode, WSMessage, WSMsgType, web

from distill.commands.context import Client
from distill.engine.events import Event, Failed, Notification, ParameterChanged
from distill.engine.ports import Inbox
from distill.errors import BadPacket, Busy
from distill.surfaces.web.oscquery_listen import ListenRequest, packets, parse_listen
from distill.surfaces.web.translate import (
    MAX_BODY,
    JsonRequest,
    RefusedRequest,
    request,
    sent,
    texts,
)
from distill.surfaces.web.websocket_writer import WebSocketWriter

MAX_SOCKETS: Final = 64
HEARTBEAT_S: Final = 20.0
"""How often each is asked whether somebody is still there."""
BURST: Final = 32
"""Messages taken in one go from one socket; then others, and the engine, have their turn."""
REST_S: Final = 0.005


class WebSockets:
    """All of them: those that play (`/live`), and those of OSCQuery that only listen.

    Threads: the loop's.

    Attributes:
        slow: How many were closed because they read too slowly.
    """

    def __init__(self, surface: str, inbox: Inbox) -> None:
        self._surface = surface
        self._inbox = inbox
        self._players: dict[Client, WebSocketWriter] = {}
        self._listeners: dict[WebSocketWriter, set[str]] = {}
        self._numbers = itertools.count(1)
        self._opening = 0
        self.slow = 0

    def __len__(self) -> int:
        return len(self._players) + len(self._listeners)

    async def play(self, asked: web.Request) -> web.WebSocketResponse:
        """Speak with one that asks and hears.

        Raises:
            Busy: There are too many.
            BadPacket: It does not speak WebSocket.
        """
        wire = self._wire(asked)
        client = Client(self._surface, f"socket {next(self._numbers)}")

        def hear(message: WSMessage) -> None:
            asked = request(_said(message), client)
            if isinstance(asked, Failed):
                self._queue(line, texts(asked))
            else:
                self._inbox.submit(asked)

        async with self._open(wire, asked) as line:
            self._players[client] = line
            try:
                await _hear(wire, hear)
            finally:
                del self._players[client]
        return wire

    async def listen(self, asked: web.Request) -> web.WebSocketResponse:
        """Let one listen as OSCQuery has it: it names addresses, and hears OSC when they change.

        Raises:
            Busy: There are too many.
            BadPacket: It does not speak WebSocket.
        """
        wire = self._wire(asked)
        wanted: set[str] = set()

        def hear(message: WSMessage) -> None:
            match parse_listen(message.data) if message.type is WSMsgType.TEXT else None:
                case ListenRequest(address, on=True):
                    wanted.add(address)
                case ListenRequest(address):
                    wanted.discard(address)
                case None:
                    pass

        async with self._open(wire, asked) as line:
            self._listeners[line] = wanted
            try:
                await _hear(wire, hear)
            finally:
                del self._listeners[line]
        return wire

    def deliver(self, event: Event) -> None:
        """Pass an event on to the one it names, or to all; a change not to its maker."""
        said: list[str] | None = None
        for line in self._audience(event):
            said = texts(event) if said is None else said
            self._queue(line, said)
        if isinstance(event, ParameterChanged) and self._listeners:
            told = packets(event)
            for line, wanted in list(self._listeners.items()):
                self._queue(line, [packet for address, packet in told if address in wanted])

    def expel(self, why: str) -> None:
        """Close all."""
        for line in [*self._players.values(), *self._listeners]:
            line.expel(why, WSCloseCode.GOING_AWAY)

    def _audience(self, event: Event) -> Iterator[WebSocketWriter]:
        if isinstance(event, (Notification, ParameterChanged)):
            maker = event.origin if isinstance(event, ParameterChanged) else None
            yield from [line for client, line in self._players.items() if client != maker]
        elif event.client in self._players:
            yield self._players[event.client]

    def _queue(self, line: WebSocketWriter, said: list[str] | list[bytes]) -> None:
        self.slow += not line.queue(said)

    def _wire(self, asked: web.Request) -> web.WebSocketResponse:
        if len(self) + self._opening >= MAX_SOCKETS:
            raise Busy(f"{MAX_SOCKETS} sockets are open; close one, or come again")
        wire = web.WebSocketResponse(heartbeat=HEARTBEAT_S, max_msg_size=MAX_BODY, compress=False)
        if not wire.can_prepare(asked):
            raise BadPacket("a WebSocket is spoken here: open it with new WebSocket(...)")
        return wire

    @asynccontextmanager
    async def _open(
        self, wire: web.WebSocketResponse, asked: web.Request
    ) -> AsyncIterator[WebSocketWriter]:
        self._opening += 1
        try:
            await wire.prepare(asked)
        finally:
            self._opening -= 1
        line = WebSocketWriter(wire, asked.transport)
        try:
            yield line
        finally:
            await line.end()


async def _hear(wire: web.WebSocketResponse, hear: Callable[[WSMessage], None]) -> None:
    """Take messages one by one until it is closed."""
    taken = 0
    async for message in wire:
        if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
            return
        hear(message)
        taken += 1
        if taken % BURST == 0:
            await asyncio.sleep(REST_S)


def _said(message: WSMessage) -> JsonRequest | RefusedRequest:
    if message.type is WSMsgType.TEXT:
        return sent(message.data)
    return RefusedRequest(BadPacket("a message is text, in JSON; got binary"), JsonRequest(""))
