"""A client of one server over OSC: send a request, follow its progress, wait for its end."""

import os
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import BuildError, OscMessageBuilder

from distill.errors import BY_CODE, BadArgument, Cancelled, DistillError, NotReady, NotRunning
from distill.installation import shell_command
from distill.units import MAX_SEED

ROOT: Final = "/distill"  # as in commands.describe, which takes half a second to import
POLL_S: Final = 0.05
"""Longest wait for a message between two checks for a cancellation."""
PING_S: Final = 2.0
"""Seconds of silence after which the client pings the server."""

Word = int | float | str


@dataclass(frozen=True)
class Answer:
    """The result of a request that succeeded.

    Attributes:
        verb: The command.
        values: Values of its `done`.
        pages: Values of the pages before it.
    """

    verb: str
    values: list[Word]
    pages: list[list[Word]] = field(default_factory=list)


class OscClient:
    """A UDP socket to one server.

    Threads: one thread only.

    Attributes:
        on_progress: Called at each progress message with 0..1 and the stage.
        is_cancelled: Polled while a request runs; True cancels that request.
        silence_s: Longest silence of the server before a request fails.
    """

    def __init__(self, host: str, port: int, silence_s: float = 60.0) -> None:
        self.on_progress: Callable[[float, str], None] = lambda _fraction, _stage: None
        self.is_cancelled: Callable[[], bool] = lambda: False
        self.silence_s = silence_s
        self._server = f"{host}:{port}"
        self._requests = 0
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self._socket.connect((host, port))

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()

    def ask(self, verb: str, *words: Word) -> Answer:
        """Send one request and wait for its end.

        Raises:
            NotRunning: No server answers.
            NotReady: The server is silent for longer than `silence_s`.
            Cancelled: `is_cancelled` returned True.
            DistillError: The error that the server sends.
        """
        self._requests += 1
        request_id = f"job{os.getpid()}-{self._requests}"
        if verb == "param" and len(words) == 1:
            return self._wait(f"{ROOT}/param/{words[0]}", (), request_id)
        named = ("id", request_id)
        if verb == "param":
            return self._wait(f"{ROOT}/param/{words[0]}", (*words[1:], *named), request_id)
        return self._wait(f"{ROOT}/{verb}", (*words, *named), request_id)

    def answers(self) -> bool:
        """Does a server answer a ping within a second?"""
        try:
            self._send(f"{ROOT}/ping", (0,))
            return self._receive(1.0) is not None
        except NotRunning:
            return False

    def status(self) -> dict[str, Word]:
        """Return the server's status by key."""
        return {str(page[0]): page[1] for page in self.ask("status").pages}

    def _wait(self, address: str, values: Sequence[Word], request_id: str) -> Answer:
        request = OpenRequest(address, request_id, self.on_progress, query=not values)
        self._send(address, values)
        last = pinged = time.monotonic()
        while True:
            if not request.cancelling and self.is_cancelled():
                self._send(f"{ROOT}/cancel", (request_id,))
                request.cancelling = True
            message = self._receive(POLL_S)
            now = time.monotonic()
            if message is not None and request.accepts(message):
                last = now
                answer = request.consume(message)
                if answer is not None:
                    return answer
            elif now - last > self.silence_s:
                raise NotReady(
                    f"{self._server} has been silent for {self.silence_s:g} s; look at the "
                    "server's own window or log, and start it again"
                )
            elif now - max(last, pinged) > PING_S:
                self._send(f"{ROOT}/ping", (0,))  # the system reports the port of a dead server
                pinged = now

    def _send(self, address: str, values: Sequence[Word]) -> None:
        try:
            self._socket.send(packet(address, values))
        except ConnectionError:
            raise self._not_running() from None

    def _receive(self, seconds: float) -> OscMessage | None:
        self._socket.settimeout(seconds)
        try:
            return OscMessage(self._socket.recv(65_535))
        except TimeoutError:
            return None
        except ConnectionError:
            raise self._not_running() from None

    def _not_running(self) -> NotRunning:
        return NotRunning(no_server(self._server))


@dataclass(eq=False)
class OpenRequest:
    """A request that has not ended.

    Attributes:
        address: Where it was sent.
        request_id: Its id; a query of a parameter is sent without one.
        on_progress: Called at each progress message with 0..1 and the stage.
        query: Whether it asks for a parameter, which is answered on its own address.
        cancelling: Whether its cancellation was sent.
        pages: Values of the pages so far.
    """

    address: str
    request_id: str
    on_progress: Callable[[float, str], None]
    query: bool
    cancelling: bool = False
    pages: list[list[Word]] = field(default_factory=list)

    def accepts(self, message: OscMessage) -> bool:
        """Does the message belong to this request, or is it a pong?"""
        ours = bool(message.params) and message.params[0] == self.request_id
        refused = message.address == f"{ROOT}/error" and message.params[3:] == [self.address]
        about = message.address == self.address or refused
        return ours or (self.query and about) or message.address == f"{ROOT}/pong"

    def consume(self, message: OscMessage) -> Answer | None:
        """Process a message that `accepts` has accepted; return the answer if it is the last one.

        Raises:
            Cancelled: The request was done before the cancellation reached the server.
            DistillError: The error that the server sends.
        """
        params = list(message.params)
        verb = self.address.removeprefix(f"{ROOT}/")
        if self.query and message.address == self.address:
            return Answer(verb, params)
        if message.address == f"{ROOT}/progress":
            self.on_progress(float(params[1]), str(params[2]))
        elif message.address == f"{ROOT}/{verb}/page":
            self.pages.append(params[3:])
        elif message.address == f"{ROOT}/done":
            if self.cancelling:
                raise Cancelled("cancelled")
            return Answer(verb, params[2:], self.pages)
        elif message.address == f"{ROOT}/error":
            raise BY_CODE.get(str(params[1]), DistillError)(str(params[2]))
        return None


def no_server(server: str) -> str:
    """Return the sentence for a host and port where no server answers; it says how to start one."""
    return f"no Distill server answers on {server}; start one with: {shell_command('serve')}"


def packet(address: str, values: Sequence[Word]) -> bytes:
    """Encode one OSC message of int32, float32 and string values.

    Raises:
        BadArgument: A number does not fit, or a text is no Unicode.
    """
    builder = OscMessageBuilder(address)
    for value in values:
        kind = "s" if isinstance(value, str) else "i" if isinstance(value, int) else "f"
        builder.add_arg(value, kind)
    try:
        return bytes(builder.build().dgram)
    except (BuildError, UnicodeEncodeError) as error:
        wide = [value for value in values if isinstance(value, int) and abs(value) > MAX_SEED]
        raise BadArgument(
            f"a whole number must lie in {-MAX_SEED}..{MAX_SEED} and text must be Unicode, got "
            + " ".join(map(repr, wide or values))
        ) from error
