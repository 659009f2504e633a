"""A client of the server: one socket that sends requests and receives answers and events."""

import contextlib
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from pythonosc.osc_bundle import OscBundle
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from distill.types import Value
from kit.peers import need

PATIENCE_S = 60.0
"""Timeout of a test that hangs; no measurement."""

GIVEN_PORTS: list[int] = []
"""Ports that tests bound or gave to programs, in order; `kit.shared` ends what is sent to them."""

Message: TypeAlias = tuple[str, tuple[Value, ...]]
"""Address below /distill/ and values."""


@dataclass(frozen=True)
class Answer:
    """The end of one request, and what came before it."""

    end: str
    values: tuple[Value, ...]
    pages: tuple[tuple[Value, ...], ...] = ()
    before: tuple[str, ...] = field(default=())


def packet(address: str, *values: Value) -> bytes:
    """Encode a message to `address` below /distill/."""
    builder = OscMessageBuilder(f"/distill/{address}")
    for value in values:
        kind = "s" if isinstance(value, str) else "i" if isinstance(value, int) else "f"
        builder.add_arg(value, kind)
    return bytes(builder.build().dgram)


class Receiver:
    """A UDP port that records what it receives."""

    def __init__(self, port: int = 0, log: Callable[[], str] = str) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.socket.bind(("127.0.0.1", port))
        GIVEN_PORTS.append(self.port)
        self.received: list[Message] = []
        self._log = log

    @property
    def port(self) -> int:
        return int(self.socket.getsockname()[1])

    def receive(self, seconds: float) -> Message | None:
        """Receive one message, or None in time."""
        self.socket.settimeout(max(0.001, seconds))
        try:
            raw = OscMessage(self.socket.recv(65_535))
        except TimeoutError:
            return None
        assert raw.address.startswith("/distill/"), raw.address
        message = raw.address.removeprefix("/distill/"), tuple(raw.params)
        self.received.append(message)
        return message

    def until(self, wanted: Callable[[Message], bool], seconds: float = PATIENCE_S) -> Message:
        """Receive messages up to the wanted one, and return that."""
        begun = len(self.received)
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            message = self.receive(left)
            if message is not None and wanted(message):
                return message
        raise AssertionError(f"not received; but {self.received[begun:][-20:]}\n{self._log()}")

    def end(self, request_id: Value) -> Answer:
        """Wait for the end of a request."""
        begun = len(self.received)
        end, values = self.until(lambda h: h[0] in ("done", "error") and h[1][0] == request_id)
        mine = [h for h in self.received[begun:-1] if h[1][:1] == (request_id,)]
        pages = tuple(h[1][3:] for h in mine if h[0].endswith("/page"))
        return Answer(end, values[1:], pages, tuple(h[0] for h in mine))

    def drained(self) -> list[Message]:
        """Return the messages that have arrived."""
        begun = len(self.received)
        while self.receive(0.001):
            pass
        return self.received[begun:]

    def until_quiet(self, seconds: float) -> None:
        """Receive messages until none has come for so long."""
        while self.receive(seconds):
            pass

    def close(self) -> None:
        self.socket.close()


class Client(Receiver):
    """A receiver that also sends to one server."""

    def __init__(self, server_port: int, log: Callable[[], str] = str) -> None:
        super().__init__(0, log)
        self._server = ("127.0.0.1", server_port)
        self._last = 0

    def send(self, address: str, *values: Value) -> None:
        self.socket.sendto(packet(address, *values), self._server)

    def bundle(self, bundle: OscBundle) -> None:
        self.socket.sendto(bundle.dgram, self._server)

    def begin(self, verb: str, *values: Value) -> int:
        """Send a request; return its id."""
        self._last += 1
        self.send(verb, *values, "id", self._last)
        return self._last

    def ask(self, verb: str, *values: Value) -> tuple[Value, ...]:
        """Send a request and wait; return the values of its `done`."""
        answer = self.end(self.begin(verb, *values))
        assert answer.end == "done", (verb, values, answer, self._log())
        return answer.values[1:]

    def refused(self, verb: str, *values: Value) -> tuple[str, str]:
        """Send a request that must fail; return code and text of the error."""
        answer = self.end(self.begin(verb, *values))
        assert answer.end == "error", (verb, values, answer)
        return str(answer.values[0]), str(answer.values[1])

    def pages(self, verb: str, *values: Value) -> tuple[tuple[Value, ...], ...]:
        """Send a request and wait; return its pages."""
        answer = self.end(self.begin(verb, *values))
        assert answer.end == "done", (verb, values, answer, self._log())
        return answer.pages

    def status(self) -> dict[str, Value]:
        return {str(page[0]): page[1] for page in self.pages("status")}

    def codes(self, *region: Value) -> list[Value]:
        return [code for page in self.pages("codes", *region) for code in page]

    def parameter(self, name: str) -> Value:
        self.send(f"param/{name}")
        return self.until(lambda h: h[0] == f"param/{name}")[1][0]


@contextlib.contextmanager
def client(server_port: int, log: Callable[[], str] = str) -> Iterator[Client]:
    """A client with a subscribed port; its subscription ends in any case."""
    one = Client(server_port, log)
    try:
        one.ask("subscribe", one.port)
        yield one
        one.ask("unsubscribe", 0)
    except BaseException:
        one.send("cancel")
        one.send("unsubscribe", 0)
        raise
    finally:
        one.close()


@contextlib.contextmanager
def receiver(port: int, log: Callable[[], str] = str) -> Iterator[Receiver]:
    """A port that receives, for senders that do not."""
    one = Receiver(port, log)
    try:
        yield one
    finally:
        one.close()


def oscsend(port: int, address: str, *values: Value) -> None:
    """Send a message with liblo's oscsend; floats stay floats."""
    kinds = "".join(
        "s" if isinstance(v, str) else "i" if isinstance(v, int) else "f" for v in values
    )
    words = [need("oscsend"), "127.0.0.1", str(port), f"/distill/{address}"]
    subprocess.run([*words, kinds, *map(str, values)] if kinds else words, check=True, timeout=20)
