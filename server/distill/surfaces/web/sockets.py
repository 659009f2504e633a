"""Open WebSockets: players get answers and notifications, listeners the addresses they chose."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import WSCloseCode, WSMessage, WSMsgType, web

from distill.commands.context import Client
from distill.commands.system import Unsubscribe
from distill.engine.events import Event, Failed, Notification, ParameterChanged
from distill.engine.ports import Inbox, Request
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
"""Time between pings of each socket."""
BURST: Final = 32
"""Messages read from one socket before others, and the engine, have their turn."""
REST_S: Final = 0.005


class WebSockets:
    """All open sockets: players (`/live`), and OSCQuery listeners.

    Threads: the loop's.

    Attributes:
        slow: Number of sockets closed because they read too slowly.
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
        """Serve a player: it sends commands, and gets answers and notifications.

        Raises:
            Busy: Too many sockets are open.
            BadPacket: The request is no WebSocket handshake.
        """
        wire = self._wire(asked)
        client = Client(self._surface, f"socket {next(self._numbers)}")

        def handle(message: WSMessage) -> None:
            command = request(_parse(message), client)
            if isinstance(command, Failed):
                self._queue(writer, texts(command))
            else:
                self._inbox.submit(command)

        async with self._open(wire, asked) as writer:
            self._players[client] = writer
            try:
                await _receive(wire, handle)
            finally:
                del self._players[client]
                self._inbox.submit(Request(Unsubscribe(), client))  # ends its live values
        return wire

    async def listen(self, asked: web.Request) -> web.WebSocketResponse:
        """Serve an OSCQuery listener: it names addresses, and gets OSC when they change.

        Raises:
            Busy: Too many sockets are open.
            BadPacket: The request is no WebSocket handshake.
        """
        wire = self._wire(asked)
        wanted: set[str] = set()

        def handle(message: WSMessage) -> None:
            match parse_listen(message.data) if message.type is WSMsgType.TEXT else None:
                case ListenRequest(address, on=True):
                    wanted.add(address)
                case ListenRequest(address):
                    wanted.discard(address)
                case None:
                    pass

        async with self._open(wire, asked) as writer:
            self._listeners[writer] = wanted
            try:
                await _receive(wire, handle)
            finally:
                del self._listeners[writer]
        return wire

    def deliver(self, event: Event) -> None:
        """Send an event to its client, or to all; a change not to its origin."""
        encoded: list[str] | None = None
        for writer in self._recipients(event):
            encoded = texts(event) if encoded is None else encoded
            self._queue(writer, encoded)
        if isinstance(event, ParameterChanged) and self._listeners:
            changes = packets(event)
            for writer, wanted in list(self._listeners.items()):
                self._queue(writer, [packet for address, packet in changes if address in wanted])

    def expel(self, why: str) -> None:
        """Close all sockets, with a reason."""
        for writer in [*self._players.values(), *self._listeners]:
            writer.expel(why, WSCloseCode.GOING_AWAY)

    def _recipients(self, event: Event) -> Iterator[WebSocketWriter]:
        if isinstance(event, (Notification, ParameterChanged)):
            origin = event.origin if isinstance(event, ParameterChanged) else None
            yield from [writer for client, writer in self._players.items() if client != origin]
        elif event.client in self._players:
            yield self._players[event.client]

    def _queue(self, writer: WebSocketWriter, messages: list[str] | list[bytes]) -> None:
        self.slow += not writer.queue(messages)

    def _wire(self, asked: web.Request) -> web.WebSocketResponse:
        if len(self) + self._opening >= MAX_SOCKETS:
            raise Busy(f"{MAX_SOCKETS} sockets are open; close one, or try again later")
        wire = web.WebSocketResponse(heartbeat=HEARTBEAT_S, max_msg_size=MAX_BODY, compress=False)
        if not wire.can_prepare(asked):
            raise BadPacket("this address is a WebSocket: open it with new WebSocket(...)")
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
        writer = WebSocketWriter(wire, asked.transport)
        try:
            yield writer
        finally:
            await writer.end()


async def _receive(wire: web.WebSocketResponse, handle: Callable[[WSMessage], None]) -> None:
    """Handle messages one by one until the socket is closed."""
    count = 0
    async for message in wire:
        if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
            return
        handle(message)
        count += 1
        if count % BURST == 0:
            await asyncio.sleep(REST_S)


def _parse(message: WSMessage) -> JsonRequest | RefusedRequest:
    if message.type is WSMsgType.TEXT:
        return sent(message.data)
    return RefusedRequest(BadPacket("a message is text, in JSON; got binary"), JsonRequest(""))
