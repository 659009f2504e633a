"""Keeps the process of the ports alive: starts it, listens to it, kills and replaces it."""

import contextlib
import logging
import multiprocessing
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Final

from distill.surfaces.midi import process
from distill.surfaces.midi.news import PortNews, Ports

log = logging.getLogger("distill.midi")

BACKOFF_S: Final = (0.2, 1.0, 2.0, 5.0)
"""Pause before each successive restart; back to the first after a minute of life."""
LIVED_S: Final = 60.0
"""A process that lived this long starts the pauses anew."""
STUCK_S: Final = 3.0
"""Longest silence of a process that lives; it beats four times a second."""
OPENING_S: Final = 10.0
"""Longest start of a process, and its first look: some drivers take seconds."""
LOOK_S: Final = 0.1
"""Time between two looks at the clock."""
END_S: Final = 2.0
"""Longest orderly end of a process."""


class Supervisor:
    """One port process at a time.

    Threads: `start` and `stop` from the app; `hear` is called on this class's own thread.

    Attributes:
        restarts: How often a process had to be replaced.
    """

    def __init__(self, pattern: str, hear: Callable[[PortNews], None]) -> None:
        self._pattern = pattern
        self._hear = hear
        self._context = multiprocessing.get_context("spawn")
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="midi-watch", daemon=True)
        self._process: BaseProcess | None = None
        self.restarts = 0

    @property
    def pid(self) -> int:
        """Process id of the present process, 0 while there is none."""
        present = self._process
        return (present.pid or 0) if present is not None else 0

    def start(self) -> None:
        """Begin; the process starts on the watcher's thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the process in order, then the thread."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join(2 * END_S + 1)

    def _watch(self) -> None:
        failures = 0
        while not self._ending.is_set():
            began = time.monotonic()
            reason = self._live()
            if self._ending.is_set():
                return
            self.restarts += 1
            self._hear(Ports((), f"the process of the ports {reason}; starting it again"))
            failures = 0 if time.monotonic() - began > LIVED_S else failures
            self._ending.wait(BACKOFF_S[min(failures, len(BACKOFF_S) - 1)])
            failures += 1

    def _live(self) -> str:
        """Run one process to its end; say how it ended."""
        ours, theirs = self._context.Pipe()
        child = self._context.Process(
            target=process.run, args=(theirs, self._pattern), name="distill-midi", daemon=True
        )
        child.start()
        theirs.close()
        self._process = child
        reason = self._listen(ours, child)
        with contextlib.suppress(OSError):
            ours.send("end")
        child.join(END_S if self._ending.is_set() else 0)
        if child.is_alive():
            child.kill()
            child.join()
        ours.close()
        self._process = None
        return reason

    def _listen(self, ours: Connection, child: BaseProcess) -> str:
        beat, patience = time.monotonic(), OPENING_S
        while not self._ending.is_set():
            try:
                if ours.poll(LOOK_S):
                    self._pass_on(ours.recv())
                    beat, patience = time.monotonic(), STUCK_S
            except (EOFError, OSError):
                child.join(END_S)
                return f"ended (exit code {child.exitcode})"
            if time.monotonic() - beat > patience:
                return f"was stuck for {patience:.0f} s"
        return "was ended"

    def _pass_on(self, news: PortNews) -> None:
        try:
            self._hear(news)
        except Exception:
            log.exception("our fault, with %s", news)
