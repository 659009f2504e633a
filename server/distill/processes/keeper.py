"""Keeps a process alive: starts it, listens to it, kills and replaces it."""

import contextlib
import logging
import multiprocessing
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Final

log = logging.getLogger("distill.processes")

BACKOFF_S: Final = (0.2, 1.0, 2.0, 5.0)
"""Pause before each successive restart; back to the first after a minute of life."""
LIVED_S: Final = 60.0
"""A process that lived this long starts the pauses anew."""
STUCK_S: Final = 3.0
"""Oldest heartbeat of a process that has begun its work."""
OPENING_S: Final = 10.0
"""Longest time before that: some drivers take seconds."""
TOLD: Final = (0, -signal.SIGTERM)
"""Exit codes of a process that somebody asked to end."""
GRACE_S: Final = 1.0
"""Such an end is no loss if we are asked to end too: a signal may go to the whole group."""
LOOK_S: Final = 0.1
"""Time between two looks at the heartbeat."""
END_S: Final = 2.0
"""Longest orderly end of a process."""

Message = Any
"""What a process sends; Any because each pair of ends has its own."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What to keep alive, and who is told. All are called on the keeper's own thread.

    Attributes:
        name: Of the process.
        start: Called before each process; gives its entry and what the entry takes after its end
            of a pipe. The entry ends when anything but orders comes by the pipe, or it closes.
        hear: Takes what the process sends.
        lost: Told how a process ended that should not have; another is about to be started.
        beat: Gives the time of the last heartbeat in ns (monotonic), None while there is none
            yet; when left out, whatever the process sends is one.
        stuck_s: Oldest heartbeat.
    """

    name: str
    start: Callable[[], tuple[Callable[..., None], tuple[object, ...]]]
    hear: Callable[[Message], None]
    lost: Callable[[str], None]
    beat: Callable[[], int | None] | None = None
    stuck_s: float = STUCK_S


class Keeper:
    """One process at a time.

    Threads: `start`, `restart` and `stop` from the app; a thread of its own watches.

    Attributes:
        restarts: How often a process had to be replaced.
    """

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._context = multiprocessing.get_context("spawn")
        self._ending = threading.Event()
        self._changed = threading.Event()
        self._thread = threading.Thread(target=self._watch, name=f"{kept.name}-watch", daemon=True)
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._sending = threading.Lock()
        self._heard: int | None = None
        self.restarts = 0

    @property
    def pid(self) -> int:
        """Process id of the present process, 0 while there is none."""
        present = self._process
        return (present.pid or 0) if present is not None else 0

    def start(self) -> None:
        """Begin; the process starts on the watcher's thread."""
        self._thread.start()

    def restart(self) -> None:
        """End the present process in order, and start another at once."""
        self._changed.set()

    def send(self, order: Message) -> bool:
        """Send the present process something; False when there is none.

        Blocks while the process does not listen; when it is killed for that, this ends.
        """
        with self._sending:
            pipe = self._pipe
            if pipe is None:
                return False
            try:
                pipe.send(order)
            except OSError:
                return False
            return True

    def expect_end(self) -> None:
        """Replace the process no more: it may be ended by whoever ends us."""
        self._ending.set()

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
            if self._ending.is_set():  # came between the two lines above
                return
            began = time.monotonic()
            reason = self._live()
            if self._changed.is_set() or self._ending.is_set():
                continue
            self.restarts += 1
            self._kept.lost(reason)
            failures = 0 if time.monotonic() - began > LIVED_S else failures
            self._changed.wait(BACKOFF_S[min(failures, len(BACKOFF_S) - 1)])
            failures += 1

    def _live(self) -> str:
        """Run one process to its end; say how it ended."""
        ours, theirs = self._context.Pipe()
        self._heard = None
        entry, arguments = self._kept.start()
        child = self._context.Process(
            target=entry, args=(theirs, *arguments), name=f"distill-{self._kept.name}", daemon=True
        )
        child.start()
        theirs.close()
        self._process, self._pipe = child, ours
        reason = self._listen(ours, child)
        self._pipe = None
        if self._sending.acquire(timeout=0.1):  # else somebody is stuck there, as the process is
            with contextlib.suppress(OSError):
                ours.send("end")
            self._sending.release()
        child.join(END_S if self._changed.is_set() else 0)
        if child.is_alive():
            child.kill()
            child.join()
        with contextlib.suppress(EOFError, OSError):
            while ours.poll(0):  # last words
                self._hear(ours.recv())
        with self._sending:  # whoever was stuck is free now
            ours.close()
        self._process = None
        return reason

    def _listen(self, ours: Connection, child: BaseProcess) -> str:
        since = time.monotonic_ns()
        while not self._changed.is_set():
            try:
                if ours.poll(LOOK_S):
                    self._hear(ours.recv())
            except (EOFError, OSError):
                child.join(END_S)
                if child.exitcode in TOLD:
                    self._ending.wait(GRACE_S)
                return f"ended (exit code {child.exitcode})"
            beat = self._heard if self._kept.beat is None else self._kept.beat()
            age = (time.monotonic_ns() - max(since, beat or 0)) / 1e9
            if age > (OPENING_S if beat is None else self._kept.stuck_s):
                return f"was stuck for {age:.0f} s"
        return "changed"

    def _hear(self, message: Message) -> None:
        self._heard = time.monotonic_ns()
        try:
            self._kept.hear(message)
        except Exception:
            log.exception("our fault, with %s", message)
