"""A client for many requests at once, on one UDP port and one event loop: the console's."""

import asyncio
import os
from collections.abc import Callable, Sequence
from typing import Final, cast

from pythonosc.osc_message import OscMessage, ParseError
from typing_extensions import override

from distill.cli.osc_client import ROOT, Answer, OpenRequest, Word, no_server, packet
from distill.errors import DistillError, NotReady, NotRunning

ANSWER_S: Final = 10.0
"""Longest wait for the answer of a request that needs no work, on a very busy machine."""
_ANSWERS: Final = ("ack", "progress", "done", "error", "pong", "synced")

News = Callable[[str, Sequence[Word]], None]


class ConsoleClient(asyncio.DatagramProtocol):
    """A UDP port that sends requests, and receives their answers and the news of the server.

    Threads: the event loop's only.
    """

    def __init__(self, host: str, port: int, on_news: News) -> None:
        self.server: Final = f"{host}:{port}"
        self._where = (host, port)
        self._on_news = on_news
        self._requests = 0
        self._open: dict[OpenRequest, asyncio.Future[Answer]] = {}
        self._transport: asyncio.DatagramTransport | None = None

    @property
    def port(self) -> int:
        """The local port, once it is open."""
        return 0 if self._transport is None else int(self._transport.get_extra_info("sockname")[1])

    async def open(self) -> None:
        """Open the port.

        Raises:
            NotReady: The host has no address.
        """
        loop = asyncio.get_running_loop()
        try:
            made, _ = await loop.create_datagram_endpoint(lambda: self, remote_addr=self._where)
        except OSError as error:
            raise NotReady(f"{self.server} cannot be reached: {error.strerror or error}") from None
        self._transport = made

    def close(self) -> None:
        """End the subscription and close the port; open requests end with `NotRunning`."""
        if self._transport is not None:
            self._transport.sendto(packet(f"{ROOT}/unsubscribe", [0]))
            self._transport.close()
        self.fail_all()

    def begin(
        self,
        verb: str,
        values: Sequence[Word] = (),
        on_progress: Callable[[float, str], None] = lambda _fraction, _stage: None,
    ) -> tuple[OpenRequest, asyncio.Future[Answer]]:
        """Send a request; the future gets its answer, or the error that the server sends.

        `param/NAME` without values asks for the value of a parameter.
        """
        self._requests += 1
        request_id = f"console{os.getpid()}-{self._requests}"
        asks = verb.startswith("param/") and not values
        request = OpenRequest(f"{ROOT}/{verb}", request_id, on_progress, query=asks)
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._open[request] = future
        future.add_done_callback(lambda _: self._open.pop(request, None))
        self._send(request.address, values if asks else [*values, "id", request_id])
        return request, future

    async def ask(self, verb: str, *values: Word) -> Answer:
        """Send a request that needs no work, and wait for its answer.

        Raises:
            NotRunning: No server answers, or not within `ANSWER_S`.
            DistillError: The error that the server sends.
        """
        _, future = self.begin(verb, values)
        try:
            async with asyncio.timeout(ANSWER_S):  # wait_for of Python 3.11 can lose an end
                return await future
        except TimeoutError:
            raise self._not_running() from None

    def cancel(self, request: OpenRequest) -> None:
        """Have the server cancel a request."""
        request.cancelling = True
        self._send(f"{ROOT}/cancel", [request.request_id])

    def fail_all(self) -> None:
        """End every open request with `NotRunning`."""
        for future in [*self._open.values()]:
            if not future.done():
                future.set_exception(self._not_running())

    # --- of the event loop

    @override
    def datagram_received(self, data: bytes, addr: object) -> None:
        try:
            message = OscMessage(data)
        except ParseError:
            return  # not from the server
        topic = message.address.removeprefix(f"{ROOT}/")
        for request, future in [*self._open.items()]:
            if topic != "pong" and not future.done() and request.accepts(message):
                self._consume(request, future, message)
        if topic not in _ANSWERS and not topic.endswith("/page"):
            self._on_news(topic, list(message.params))

    @override
    def error_received(self, exc: Exception) -> None:
        if isinstance(exc, ConnectionError):  # the system reports that the port is closed
            self.fail_all()

    def _consume(
        self, request: OpenRequest, future: "asyncio.Future[Answer]", message: OscMessage
    ) -> None:
        try:
            answer = request.consume(message)
        except DistillError as error:
            future.set_exception(error)
        else:
            if answer is not None:
                future.set_result(answer)

    def _send(self, address: str, values: Sequence[Word]) -> None:
        transport = cast("asyncio.DatagramTransport", self._transport)
        if not transport.is_closing():
            transport.sendto(packet(address, values))

    def _not_running(self) -> NotRunning:
        return NotRunning(no_server(self.server))
