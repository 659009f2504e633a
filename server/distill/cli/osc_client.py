"""One line to a running server: ask, hear how it goes, get the one end; light to start."""

import os
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from distill.errors import BY_CODE, Cancelled, DistillError, NotReady, NotRunning
from distill.installation import shell_command

ROOT: Final = "/distill"  # as in commands.describe, which takes half a second to import
LOOK_S: Final = 0.05
"""Longest wait before it is looked whether the asker has given up."""
PING_S: Final = 2.0
"""Seconds of silence after which it is asked whether anybody is there."""

Word = int | float | str


@dataclass(frozen=True)
class Answer:
    """How a request ended well.

    Attributes:
        verb: What was asked.
        values: What the done told.
        pages: What came before it.
    """

    verb: str
    values: list[Word]
    pages: list[list[Word]] = field(default_factory=list)


class OscClient:
    """A socket to one server; used from one thread.

    Attributes:
        heard: Called with each progress: 0..1 and what is being done.
        given_up: Asked now and then; True cancels what is under way.
        patience_s: How long the server may be silent.
    """

    def __init__(self, host: str, port: int, patience_s: float = 60.0) -> None:
        self.on_progress: Callable[[float, str], None] = lambda _fraction, _stage: None
        self.given_up: Callable[[], bool] = lambda: False
        self._where = f"{host}:{port}"
        self.patience_s = patience_s
        self._asked = 0
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self._socket.connect((host, port))

    def close(self) -> None:
        """Let the line go."""
        self._socket.close()

    def ask(self, verb: str, *words: Word) -> Answer:
        """Say one request and wait for its end.

        Raises:
            NotRunning: Nobody listens.
            NotReady: Somebody does, and is silent for longer than the patience lasts.
            Cancelled: The asker gave up.
            DistillError: As the server says.
        """
        self._asked += 1
        name = f"job{os.getpid()}-{self._asked}"
        if verb == "param" and len(words) == 1:
            return self._wait(f"{ROOT}/param/{words[0]}", (), name)
        if verb == "param":
            return self._wait(f"{ROOT}/param/{words[0]}", (*words[1:], "id", name), name)
        return self._wait(f"{ROOT}/{verb}", (*words, "id", name), name)

    def answers(self) -> bool:
        """Is anybody there now?"""
        try:
            self._send(f"{ROOT}/ping", (0,))
            return self._receive(1.0) is not None
        except NotRunning:
            return False

    def status(self) -> dict[str, Word]:
        """Give every figure of the server's status."""
        return {str(page[0]): page[1] for page in self.ask("status").pages}

    def _wait(self, address: str, values: Sequence[Word], name: str) -> Answer:
        request = _Request(address, name, self.on_progress, query=not values)
        self._send(address, values)
        last = pinged = time.monotonic()
        while True:
            if not request.cancelling and self.given_up():
                self._send(f"{ROOT}/cancel", (name,))
                request.cancelling = True
            message = self._receive(LOOK_S)
            now = time.monotonic()
            if message is not None and request.accepts(message):
                last = now
                answer = request.consume(message)
                if answer is not None:
                    return answer
            elif now - last > self.patience_s:
                raise NotReady(
                    f"{self._where} has been silent for {self.patience_s:g} s; look at the "
                    "server's own window or log, and start it again"
                )
            elif now - max(last, pinged) > PING_S:
                self._send(f"{ROOT}/ping", (0,))  # a server that died is told by the system
                pinged = now

    def _send(self, address: str, values: Sequence[Word]) -> None:
        try:
            self._socket.send(packet(address, values))
        except ConnectionError:
            raise self._nobody() from None

    def _receive(self, seconds: float) -> OscMessage | None:
        self._socket.settimeout(seconds)
        try:
            return OscMessage(self._socket.recv(65_535))
        except TimeoutError:
            return None
        except ConnectionError:
            raise self._nobody() from None

    def _nobody(self) -> NotRunning:
        return NotRunning(no_server(self._where))


@dataclass
class _Request:
    """One request that is under way."""

    address: str
    request_id: str
    on_progress: Callable[[float, str], None]
    query: bool
    cancelling: bool = False
    pages: list[list[Word]] = field(default_factory=list)

    def accepts(self, message: OscMessage) -> bool:
        """Is it about this request, or a sign of life while it waits?"""
        ours = bool(message.params) and message.params[0] == self.request_id
        return ours or message.address in (self.address if self.query else "", f"{ROOT}/pong")

    def consume(self, message: OscMessage) -> Answer | None:
        """Take a message that is known; give the end, if it is.

        Raises:
            Cancelled: It ended well, but nobody wants it any more.
            DistillError: As the server says.
        """
        said = list(message.params)
        verb = self.address.removeprefix(f"{ROOT}/")
        if self.query and message.address == self.address:
            return Answer(verb, said)
        if message.address == f"{ROOT}/progress":
            self.on_progress(float(said[1]), str(said[2]))
        elif message.address == f"{ROOT}/{verb}/page":
            self.pages.append(said[3:])
        elif message.address == f"{ROOT}/done":
            if self.cancelling:
                raise Cancelled("cancelled")
            return Answer(verb, said[2:], self.pages)
        elif message.address == f"{ROOT}/error":
            raise BY_CODE.get(str(said[1]), DistillError)(str(said[2]))
        return None


def no_server(where: str) -> str:
    """Return the sentence for a port on which no server answers, and how to start one."""
    return f"no Distill server answers on {where}; start one with: {shell_command('serve')}"


def packet(address: str, values: Sequence[Word]) -> bytes:
    """Write one message of the three kinds of value that every peer reads."""
    builder = OscMessageBuilder(address)
    for value in values:
        kind = "s" if isinstance(value, str) else "i" if isinstance(value, int) else "f"
        builder.add_arg(value, kind)
    return bytes(builder.build().dgram)
