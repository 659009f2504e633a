"""The line between a sink's process and its supervisor: news one way, the end the other way."""

import contextlib
import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Final, NoReturn, Protocol

from distill.errors import DeviceProblem
from distill.ring.ring import DeviceState
from distill.sinks.options import SinkStatus

LOST_CODE: Final = 3
"""Exit code of a process whose device was lost."""


class StatusPublisher(Protocol):
    """Who publishes how a device is where others can read it."""

    def publish_state(self, state: DeviceState, latency: int = 0) -> None:
        """Publish a state, and how many frames lie between the process and the ear."""


class SinkControl:
    """The sink's end. Whatever arrives, also the supervisor's death, means that it is over.

    Threads: the sink's main thread; `end` also from a signal handler.
    """

    def __init__(self, pipe: Connection, reader: StatusPublisher) -> None:
        self._pipe = pipe
        self._reader = reader
        self._over = False
        self._last: SinkStatus | None = None

    def end(self) -> None:
        """Let `wait` say that it is over."""
        self._over = True

    def wait(self, seconds: float) -> bool:
        """Wait, at most so long, for the end; tell whether it has come."""
        with contextlib.suppress(OSError):
            if not self._over and self._pipe.poll(max(0.0, seconds)):
                self._over = True
        return self._over

    def publish_state(self, state: DeviceState, text: str, latency: int = 0) -> None:
        """Publish a state in the ring, and tell it to the supervisor unless it was told last."""
        self._reader.publish_state(state, latency)
        news = SinkStatus(state, text)
        if news != self._last:
            self._last = news
            with contextlib.suppress(OSError):
                self._pipe.send(news)

    def live(self, work: Callable[[], None], what: str) -> NoReturn:
        """Do a process's work until the pipe closes or SIGTERM comes, and end the process.

        How the work ended is told; a device that is lost ends it with `LOST_CODE`.
        """
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the main process: it ends us
        signal.signal(signal.SIGTERM, lambda *_: self.end())
        code = 0
        try:
            work()
        except DeviceProblem as problem:
            self.publish_state(DeviceState.LOST, str(problem))
            code = LOST_CODE
        except Exception as error:  # noqa: BLE001 - the supervisor tells it and starts another
            self.publish_state(
                DeviceState.LOST, f"the {what} failed: {type(error).__name__}: {error}"
            )
            code = 1
        os._exit(code)  # PortAudio's own clean-up at exit may hang
