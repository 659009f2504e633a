"""A client of the server: one socket that asks, waits for its answers, and hears news."""

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
"""A bound for a test that hangs, not a measure."""

GIVEN_PORTS: list[int] = []
"""Ports that tests heard on or gave to programs, in order: none is sent anything afterwards."""

Heard: TypeAlias = tuple[str, tuple[Value, ...]]
"""Address below /distill/ and values."""


@dataclass(frozen=True)
class Answer:
    """How one request ended."""

    end: str
    values: tuple[Value, ...]
    pages: tuple[tuple[Value, ...], ...] = ()
    before: tuple[str, ...] = field(default=())


def packet(address: str, *values: Value) -> bytes:
    """Write a message to `address` below /distill/."""
    builder = OscMessageBuilder(f"/distill/{address}")
    for value in values:
        kind = "s" if isinstance(value, str) else "i" if isinstance(value, int) else "f"
        builder.add_arg(value, kind)
    return bytes(builder.build().dgram)


class Ear:
    """A port that hears."""

    def __init__(self, port: int = 0, log: Callable[[], str] = str) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.socket.bind(("127.0.0.1", port))
        GIVEN_PORTS.append(self.port)
        self.heard: list[Heard] = []
        self._log = log

    @property
    def port(self) -> int:
        return int(self.socket.getsockname()[1])

    def listen(self, seconds: float) -> Heard | None:
        """Hear one message, or nothing in time."""
        self.socket.settimeout(max(0.001, seconds))
        try:
            message = OscMessage(self.socket.recv(65_535))
        except TimeoutError:
            return None
        assert message.address.startswith("/distill/"), message.address
        heard = message.address.removeprefix("/distill/"), tuple(message.params)
        self.heard.append(heard)
        return heard

    def until(self, wanted: Callable[[Heard], bool], seconds: float = PATIENCE_S) -> Heard:
        """Hear messages up to the wanted one."""
        begun = len(self.heard)
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            heard = self.listen(left)
            if heard is not None and wanted(heard):
                return heard
        raise AssertionError(f"not heard; but {self.heard[begun:][-20:]}\n{self._log()}")

    def end(self, name: Value) -> Answer:
        """Hear the one end of a request, and what came before it."""
        begun = len(self.heard)
        end, values = self.until(lambda h: h[0] in ("done", "error") and h[1][0] == name)
        mine = [h for h in self.heard[begun:-1] if h[1][:1] == (name,)]
        pages = tuple(h[1][3:] for h in mine if h[0].endswith("/page"))
        return Answer(end, values[1:], pages, tuple(h[0] for h in mine))

    def drained(self) -> list[Heard]:
        """Give all that has arrived."""
        begun = len(self.heard)
        while self.listen(0.001):
            pass
        return self.heard[begun:]

    def until_quiet(self, seconds: float) -> None:
        """Hear whatever comes until nothing has come for so long."""
        while self.listen(seconds):
            pass

    def close(self) -> None:
        self.socket.close()


class Client(Ear):
    """An ear that also speaks, to one server."""

    def __init__(self, server_port: int, log: Callable[[], str] = str) -> None:
        super().__init__(0, log)
        self._server = ("127.0.0.1", server_port)
        self._last = 0

    def send(self, address: str, *values: Value) -> None:
        self.socket.sendto(packet(address, *values), self._server)

    def bundle(self, bundle: OscBundle) -> None:
        self.socket.sendto(bundle.dgram, self._server)

    def begin(self, verb: str, *values: Value) -> int:
        """Send a request; give its id."""
        self._last += 1
        self.send(verb, *values, "id", self._last)
        return self._last

    def ask(self, verb: str, *values: Value) -> tuple[Value, ...]:
        """Request and wait; give what the done tells."""
        answer = self.end(self.begin(verb, *values))
        assert answer.end == "done", (verb, values, answer, self._log())
        return answer.values[1:]

    def refused(self, verb: str, *values: Value) -> tuple[str, str]:
        """Request what must fail; give code and sentence."""
        answer = self.end(self.begin(verb, *values))
        assert answer.end == "error", (verb, values, answer)
        return str(answer.values[0]), str(answer.values[1])

    def pages(self, verb: str, *values: Value) -> tuple[tuple[Value, ...], ...]:
        """Request and wait; give the pages before the done."""
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
    """A client with a subscribed port; in the end it wants nothing any more, whatever happened."""
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
def ear(port: int, log: Callable[[], str] = str) -> Iterator[Ear]:
    """A port that hears, for senders that do not."""
    one = Ear(port, log)
    try:
        yield one
    finally:
        one.close()


def oscsend(port: int, address: str, *values: Value) -> None:
    """Let liblo's oscsend say it; floats stay floats."""
    kinds = "".join(
        "s" if isinstance(v, str) else "i" if isinstance(v, int) else "f" for v in values
    )
    words = [need("oscsend"), "127.0.0.1", str(port), f"/distill/{address}"]
    subprocess.run([*words, kinds, *map(str, values)] if kinds else words, check=True, timeout=20)
