"""The line between a sink's process and its supervisor: news one way, the end the other way."""

import contextlib
from multiprocessing.connection import Connection
from typing import Protocol

from distill.ring.ring import DeviceState
from distill.sinks.options import News


class Says(Protocol):
    """Who publishes how a device is where others can read it."""

    def say(self, state: DeviceState, latency: int = 0) -> None:
        """Publish a state, and how many frames lie between the process and the ear."""


class Line:
    """The sink's end. Whatever arrives, also the supervisor's death, means that it is over.

    Threads: the sink's main thread; `end` also from a signal handler.
    """

    def __init__(self, pipe: Connection, reader: Says) -> None:
        self._pipe = pipe
        self._reader = reader
        self._over = False
        self._last: News | None = None

    def end(self) -> None:
        """Let `wait` say that it is over."""
        self._over = True

    def wait(self, seconds: float) -> bool:
        """Wait, at most so long, for the end; tell whether it has come."""
        with contextlib.suppress(OSError):
            if not self._over and self._pipe.poll(max(0.0, seconds)):
                self._over = True
        return self._over

    def say(self, state: DeviceState, text: str, latency: int = 0) -> None:
        """Publish a state in the ring, and tell it to the supervisor unless it was told last."""
        self._reader.say(state, latency)
        news = News(state, text)
        if news != self._last:
            self._last = news
            with contextlib.suppress(OSError):
                self._pipe.send(news)
