"""Small processes for a supervisor, and a log of its callbacks."""

import contextlib
import os
import queue
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.connection import Connection

from distill.processes.supervisor import Backoff, ProcessSpec, ProcessSupervisor

PATIENCE_S = 30.0
"""Timeout of a test that hangs; no measurement."""


def echo(pipe: Connection, greeting: str = "up") -> None:
    """Send a greeting, then echo messages; `die` ends it with exit code 9, `leave` with 0."""
    pipe.send(greeting)
    while (message := pipe.recv()) != "end":
        if message == "die":
            pipe.send("last words")
            os._exit(9)
        if message == "leave":
            return
        pipe.send(message)


def deaf(pipe: Connection) -> None:
    """Send one message, and read nothing."""
    pipe.send("up")
    time.sleep(3600)


class CallbackLog:
    """Callbacks of a supervisor in order: (`message`, ...), (`lost`, ...), (`active`, ...)."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[tuple[str, object]] = queue.SimpleQueue()

    def put(self, kind: str, value: object) -> None:
        """Record a callback."""
        self._queue.put((kind, value))

    def next(self) -> tuple[str, object]:
        """Wait for the next callback."""
        return self._queue.get(timeout=PATIENCE_S)

    def until(self, *wanted: object) -> list[tuple[str, object]]:
        """Return all callbacks up to and including this one."""
        taken = []
        while not taken or taken[-1] != wanted:
            taken.append(self.next())
        return taken

    @property
    def empty(self) -> bool:
        """Whether there is no further callback."""
        return self._queue.empty()


def spec_for(
    log: CallbackLog, target: Callable[..., None] = echo, **options: object
) -> ProcessSpec:
    """Specify a process that is replaced at once and logs its callbacks; options are fields."""
    spec = ProcessSpec(
        "test",
        lambda: (target, ()),
        lambda message: log.put("message", message),
        lambda reason: log.put("lost", reason),
        backoff=Backoff((0.0,)),
    )
    return replace(spec, **options)  # type: ignore[arg-type] # fields by name


@contextlib.contextmanager
def supervised(spec: ProcessSpec) -> Iterator[ProcessSupervisor]:
    """Supervise a process, and stop it."""
    supervisor = ProcessSupervisor(spec)
    supervisor.start()
    try:
        yield supervisor
    finally:
        supervisor.stop()
        assert supervisor.pid == supervisor.spare_pid == 0
