"""Keeps the sink alive: starts its process, watches its heartbeat, kills and replaces it."""

import contextlib
import multiprocessing
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Final

from distill.ring.ring import DeviceState, Field, Ring
from distill.sinks import process
from distill.sinks.options import News, SinkOptions

BACKOFF_S: Final = (0.2, 1.0, 2.0, 5.0)
"""Pause before each successive restart; back to the first after a minute of life."""
LIVED_S: Final = 60.0
"""A process that lived this long starts the pauses anew."""
STUCK_S: Final = 3.0
"""Oldest heartbeat of a process that plays or waits; it ends itself after 1 s if it can."""
OPENING_S: Final = 10.0
"""Longest search for a device: some drivers take seconds."""
LOOK_S: Final = 0.1
"""Time between two looks at the heartbeat."""
END_S: Final = 2.0
"""Longest orderly end of a process."""


class Supervisor:
    """One sink process at a time.

    Threads: `start`, `restart` and `stop` from the app; `report` is called on this class's own
    thread and must only post.

    Attributes:
        restarts: How often a process had to be replaced.
    """

    def __init__(self, ring: Ring, options: SinkOptions, report: Callable[[News], None]) -> None:
        self._ring = ring
        self._options = options
        self._report = report
        self._context = multiprocessing.get_context("spawn")
        self._ending = threading.Event()
        self._changed = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="sink-watch", daemon=True)
        self._process: BaseProcess | None = None
        self._told: News | None = None
        self.restarts = 0

    @property
    def pid(self) -> int:
        """Process id of the present sink, 0 while there is none."""
        present = self._process
        return (present.pid or 0) if present is not None else 0

    def start(self) -> None:
        """Begin; the process starts on the watcher's thread."""
        self._thread.start()

    def restart(self, options: SinkOptions) -> None:
        """Go on with another sink, or another device."""
        self._options = options
        self._changed.set()

    def stop(self) -> None:
        """End the process in order, then the thread."""
        self._ending.set()
        self._changed.set()
        if self._thread.is_alive():
            self._thread.join(2 * END_S + 1)

    def _watch(self) -> None:
        failures = 0
        while not self._ending.is_set():
            self._changed.clear()
            began = time.monotonic()
            reason = self._live()
            if self._changed.is_set():
                continue
            self.restarts += 1
            self._tell_ourselves(DeviceState.LOST, f"sound output {reason}; starting it again")
            failures = 0 if time.monotonic() - began > LIVED_S else failures
            self._changed.wait(BACKOFF_S[min(failures, len(BACKOFF_S) - 1)])
            failures += 1
        self._tell_ourselves(DeviceState.CLOSED, "sound output is closed")

    def _live(self) -> str:
        """Run one process to its end; say how it ended."""
        ours, theirs = self._context.Pipe()
        self._ring.header[Field.STATE] = DeviceState.OPENING
        child = self._context.Process(
            target=process.run,
            args=(theirs, self._ring.name, self._options),
            name="distill-sink",
            daemon=True,
        )
        child.start()
        theirs.close()
        self._process = child
        reason = self._listen(ours, child)
        with contextlib.suppress(OSError):
            ours.send("end")
        child.join(END_S if self._changed.is_set() else 0)
        if child.is_alive():
            child.kill()
            child.join()
        self._drain(ours)
        ours.close()
        self._process = None
        return reason

    def _listen(self, ours: Connection, child: BaseProcess) -> str:
        since = time.monotonic_ns()
        while not self._changed.is_set():
            try:
                if ours.poll(LOOK_S):
                    self._tell(ours.recv())
            except (EOFError, OSError):
                child.join(END_S)
                return f"ended (exit code {child.exitcode})"
            status = self._ring.status()
            opening = status.state is DeviceState.OPENING
            beat = since if opening else max(since, status.reader_beat)
            age = (time.monotonic_ns() - beat) / 1e9
            if age > (OPENING_S if opening else STUCK_S):
                return f"was stuck for {age:.0f} s"
        return "changed"

    def _drain(self, ours: Connection) -> None:
        """Hear last words."""
        with contextlib.suppress(EOFError, OSError):
            while ours.poll(0):
                self._tell(ours.recv())

    def _tell_ourselves(self, state: DeviceState, text: str) -> None:
        """Speak for a process that is gone, in the ring too: nobody else writes there now."""
        self._ring.header[Field.STATE] = state
        self._tell(News(state, text))

    def _tell(self, news: News) -> None:
        if news != self._told:
            self._told = news
            self._report(news)
