"""The pipe between a sink process and its supervisor: status one way, the end the other way."""

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
"""Exit code of a process that lost its device."""


class StatusPublisher(Protocol):
    """Publishes the state of a device in shared memory."""

    def publish_state(self, state: DeviceState, latency: int = 0) -> None:
        """Publish a state, and the latency in frames."""


class SinkControl:
    """The sink's end of the pipe. Any message, or the death of the supervisor, ends the sink.

    Threads: the sink's main thread; `end` also from a signal handler.
    """

    def __init__(self, pipe: Connection, reader: StatusPublisher) -> None:
        self._pipe = pipe
        self._reader = reader
        self._ended = False
        self._last: SinkStatus | None = None

    def end(self) -> None:
        """Make `wait` return True."""
        self._ended = True

    def wait(self, seconds: float) -> bool:
        """Wait up to `seconds` for the end; return whether it has come."""
        with contextlib.suppress(OSError):
            if not self._ended and self._pipe.poll(max(0.0, seconds)):
                self._ended = True
        return self._ended

    def publish_state(self, state: DeviceState, text: str, latency: int = 0) -> None:
        """Publish a state in shared memory; send it to the supervisor if it changed."""
        self._reader.publish_state(state, latency)
        status = SinkStatus(state, text)
        if status != self._last:
            self._last = status
            with contextlib.suppress(OSError):
                self._pipe.send(status)

    def run(self, work: Callable[[], None], what: str) -> NoReturn:
        """Run the work of the process until the pipe closes or SIGTERM arrives, then exit.

        Errors are published; a lost device exits with `LOST_CODE`.
        """
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the main process
        signal.signal(signal.SIGTERM, lambda *_: self.end())
        code = 0
        try:
            work()
        except DeviceProblem as problem:
            self.publish_state(DeviceState.LOST, str(problem))
            code = LOST_CODE
        except Exception as error:  # noqa: BLE001 - the supervisor reports it and starts another
            self.publish_state(
                DeviceState.LOST, f"the {what} failed: {type(error).__name__}: {error}"
            )
            code = 1
        os._exit(code)  # PortAudio's own clean-up at exit may hang
