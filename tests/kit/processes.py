"""Small processes for a supervisor, and what it told of them."""

import contextlib
import os
import queue
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.connection import Connection

from distill.processes.supervisor import Backoff, ProcessSpec, ProcessSupervisor

PATIENCE_S = 30.0
"""A bound for a test that hangs, not a measure."""


def echo(pipe: Connection, greeting: str = "up") -> None:
    """Greet, and send back what comes; `die` ends it with exit code 9, `leave` with 0."""
    pipe.send(greeting)
    while (message := pipe.recv()) != "end":
        if message == "die":
            pipe.send("last words")
            os._exit(9)
        if message == "leave":
            return
        pipe.send(message)


def deaf(pipe: Connection) -> None:
    """Say once that it lives, and read nothing."""
    pipe.send("up")
    time.sleep(3600)


class Told:
    """What a supervisor told, in order: (`message`, ...), (`lost`, ...), (`active`, ...)."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[tuple[str, object]] = queue.SimpleQueue()

    def put(self, kind: str, value: object) -> None:
        """Note something."""
        self._queue.put((kind, value))

    def next(self) -> tuple[str, object]:
        """Wait for what comes next."""
        return self._queue.get(timeout=PATIENCE_S)

    def until(self, *wanted: object) -> list[tuple[str, object]]:
        """Take all up to and with this one."""
        taken = []
        while not taken or taken[-1] != wanted:
            taken.append(self.next())
        return taken

    @property
    def empty(self) -> bool:
        """Whether nothing has come since."""
        return self._queue.empty()


def spec_for(told: Told, target: Callable[..., None] = echo, **options: object) -> ProcessSpec:
    """Name a process that is replaced at once, and notes what it says; options are fields."""
    spec = ProcessSpec(
        "test",
        lambda: (target, ()),
        lambda message: told.put("message", message),
        lambda reason: told.put("lost", reason),
        backoff=Backoff((0.0,)),
    )
    return replace(spec, **options)  # type: ignore[arg-type] # fields by name


@contextlib.contextmanager
def supervised(spec: ProcessSpec) -> Iterator[ProcessSupervisor]:
    """Supervise a process, and end it."""
    supervisor = ProcessSupervisor(spec)
    supervisor.start()
    try:
        yield supervisor
    finally:
        supervisor.stop()
        assert supervisor.pid == supervisor.spare_pid == 0
