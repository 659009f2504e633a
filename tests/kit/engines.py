"""A running engine on the small worker, and a surface that collects what it is told."""

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from multiprocessing.connection import Connection
from typing import TypeVar

import numpy as np

from distill.commands.context import Client
from distill.commands.grammar import parse
from distill.commands.parameter import SetParameter
from distill.engine.engine import Engine
from distill.engine.events import Done, Event, Failed, Notification
from distill.engine.model_worker import WorkerSpec
from distill.engine.ports import AudioPorts, Request, Surface
from distill.parameters import PARAMETERS
from distill.protocol.input import InputPosition
from distill.protocol.output import OutputSnapshot, PlayheadState
from distill.protocol.tasks import LoadModel
from distill.session.session import Session
from distill.types import SAMPLE_RATE, Audio
from kit import workers
from kit.instrument import FolderOfNames, silence

T = TypeVar("T")
PATIENCE_S = 20.0
"""A bound for a test that hangs, not a measure."""


class Collector:
    """A surface that keeps what it hears; obeys `engine.ports.Surface`."""

    name = "test"

    def __init__(self) -> None:
        self.heard: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.subscribed: dict[int, float] = {}

    def deliver(self, event: Event) -> None:
        self.heard.put(event)

    def subscribe(self, client: Client, port: int, lease_s: float) -> None:
        self.subscribed[port] = lease_s

    def unsubscribe(self, client: Client, port: int) -> None:
        self.subscribed.pop(port, None)

    def place(self, client: Client, port: int) -> str:
        return f"{client.key}/{port}"

    def stats(self) -> dict[str, float | int]:
        return {"received": 3}

    def until(self, wanted: Callable[[Event], bool]) -> list[Event]:
        """Take events up to and with the first wanted one."""
        taken: list[Event] = []
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            try:
                event = self.heard.get(timeout=0.2)
            except queue.Empty:
                continue
            taken.append(event)
            if wanted(event):
                return taken
        raise AssertionError(f"never heard what was wanted; heard {taken}")


class NoOutput:
    """Where no sound goes; obeys `engine.engine.Output`."""

    def __init__(self) -> None:
        self.hushed: list[bool] = []

    def stats(self) -> dict[str, float | int | str]:
        return {"state": "null", "underruns": 0}

    def history(self) -> OutputSnapshot:
        return silence(0)

    def recent_audio(self, first: int, last: int) -> Audio:
        return np.zeros((0, 2), np.float32)

    def clock(self) -> int:
        """A device that plays in time."""
        return round(time.monotonic() * SAMPLE_RATE)

    def frame_at(self, at_s: float) -> int:
        return round(at_s * SAMPLE_RATE)

    def playhead(self, at_s: float, first: int, most: int) -> PlayheadState:
        return PlayheadState(self.frame_at(at_s), np.zeros((most, 2), np.float32), -1, 0)

    def block(self) -> int:
        return 256

    def fade_out(self, *, on: bool) -> None:
        self.hushed.append(on)


class NoInput:
    """Where no sound comes from; obeys `engine.ports.Input`."""

    def stats(self) -> dict[str, float | int | str]:
        return {"state": "closed"}

    def position(self) -> InputPosition:
        return InputPosition("input", 4800)


class Bench:
    """An engine that runs, and words for it."""

    def __init__(self, engine: Engine, surface: Collector, output: NoOutput) -> None:
        self.engine, self.surface, self.output = engine, surface, output
        self.next_id = 0
        self._clients = {Client("test", "1")}

    def restore(self) -> None:
        """Bring the engine back to how it was, whatever a test left."""
        self._clients |= {request.client for request in self.engine._jobs.requests.values()}
        for client in self._clients:
            for verb, *values in (("cancel", "all"), ("unsubscribe", 0)):
                self.next_id += 1
                self.engine.submit(Request(parse(verb, values), client, self.next_id))
        for verb, *values in (
            ("panic",),
            ("clear", "*"),
            ("towards", "-"),
            ("load", "tiny"),
            ("only",),
            ("avoid",),
        ):
            assert isinstance(answer := self.ask(verb, *values), Done), answer
        for row in PARAMETERS.values():
            self.turn(row.name, row.default)
        assert self.ask("sync", 0).verb == "sync"
        deadline = time.monotonic() + PATIENCE_S
        wanted = {"state": "ready", "jobs": 0, "held": 0, "watched": 0, "slots": 0}
        changes = self.engine._session.changes  # a later change would be told as this one's
        while changes.waiting or not wanted.items() <= self.engine.status().items():
            assert time.monotonic() < deadline, self.engine.status()
            time.sleep(0.01)
        while not self.surface.heard.empty():
            self.surface.heard.get()

    def say(self, verb: str, *values: float | str, client: str = "1") -> int:
        self.next_id += 1
        self._clients.add(Client("test", client))
        request = Request(parse(verb, values), Client("test", client), self.next_id)
        self.engine.submit(request)
        return self.next_id

    def turn(self, name: str, value: float, request: int = 0) -> None:
        self.engine.submit(Request(SetParameter(name, value), Client("test", "1"), request))

    def end(self, request: int) -> Done | Failed:
        """Wait for a request's one end."""
        events = self.surface.until(lambda e: isinstance(e, (Done, Failed)) and e.id == request)
        last = events[-1]
        assert isinstance(last, (Done, Failed))
        return last

    def ask(self, verb: str, *values: float | str) -> Done | Failed:
        return self.end(self.say(verb, *values))

    def state(self, wanted: str) -> None:
        self.surface.until(
            lambda e: isinstance(e, Notification) and e.topic == "state" and e.values[0] == wanted
        )


@contextmanager
def renewed(
    make: Callable[[], AbstractContextManager[T]], restore: Callable[[T], None]
) -> Iterator[Callable[[], T]]:
    """Give the same thing again and again, restored before; another one where that fails."""
    with ExitStack() as stack:
        made: list[T] = []

        def give() -> T:
            try:
                for one in made:
                    restore(one)
            except (AssertionError, OSError):
                made.clear()
                stack.close()
            if not made:
                made.append(stack.enter_context(make()))
            return made[0]

        yield give


@contextmanager
def running_engine(
    model: str = "tiny",
    *,
    wait: bool = True,
    worker: Callable[[Connection], None] = workers.serve,
    surfaces: Callable[[Engine, Session], Sequence[Surface]] = lambda _engine, _session: (),
) -> Iterator[Bench]:
    session = Session(np.random.default_rng(1))
    output = NoOutput()
    files = FolderOfNames(names=("tiny", "other", "slow", "late", "deadly", "broken"))
    sound = AudioPorts(output, NoInput())
    engine = Engine(session, files, WorkerSpec(worker, ()), sound, time.monotonic)
    surface = Collector()
    engine.attach(surface)
    for other in surfaces(engine, session):
        engine.attach(other)
    thread = threading.Thread(target=engine.run, args=(LoadModel("x", model),))
    thread.start()
    try:
        bench = Bench(engine, surface, output)
        if wait:
            bench.state("ready")
        yield bench
    finally:
        engine.stop()
        thread.join(timeout=PATIENCE_S)
        assert not thread.is_alive()
