"""Keeps a model worker alive: starts it, hears it, replaces it when it dies or freezes."""

import contextlib
import logging
import math
import multiprocessing
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Final, Protocol

from distill.session.messages import Alive, FromWorker, Quit, ToWorker

log = logging.getLogger("distill.worker")

FROZEN_S: Final = 2.0
"""Silence after which a worker counts as frozen; it speaks every 0.1 s.

A held sound keeps its level for 3 s. Measured: while a model loads on a machine with twice as much
to do as it has cores, a healthy worker was once silent for more than 0.8 s.
"""
STUCK_S: Final = 60.0
"""Longest single step of the main loop (a long file is read in one)."""
STARTING_S: Final = 60.0
"""Longest start: importing torch from a cold disk."""
QUIT_S: Final = 1.0
"""Longest orderly end; one that still imports, or is stopped, does not hear that it should."""
BACKOFF_S: Final = (0.0, 0.2, 1.0, 2.0, 5.0)
"""Pause before each successive restart within a minute."""


class Clock(Protocol):
    """Where time comes from."""

    def __call__(self) -> float:
        """Seconds, never going back."""


@dataclass(frozen=True, slots=True)
class WorkerSpec:
    """How to start a worker: a function of an importable module, and its arguments."""

    target: Callable[..., None]
    arguments: tuple[object, ...]


class Supervisor:
    """One worker process at a time, and the threads that speak with it.

    Threads: `send` from the engine's thread; `heard`, `lost` are called on threads of this
    class and must only post into the engine's mailbox. A watcher thread replaces the process.

    Attributes:
        restarts: How often a worker was replaced.
        figures: The last figures the worker told.
    """

    def __init__(
        self,
        spec: WorkerSpec,
        heard: Callable[[int, FromWorker], None],
        lost: Callable[[int, str], None],
        clock: Clock,
    ) -> None:
        self._spec = spec
        self._heard = heard
        self._lost = lost
        self._clock = clock
        self._context = multiprocessing.get_context("spawn")
        self._line: tuple[int, queue.SimpleQueue[ToWorker | None]] = 0, queue.SimpleQueue()
        self._ending = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="worker-watch", daemon=True)
        self._last_word = 0.0
        self._process: multiprocessing.process.BaseProcess | None = None
        self.epoch = 0
        self.restarts = 0
        self.figures: dict[str, float] = {}

    @property
    def pid(self) -> int:
        """Process id of the present worker, 0 while there is none."""
        process = self._process
        return (process.pid or 0) if process is not None else 0

    def start(self) -> None:
        """Begin watching; the first worker starts on the watcher's thread."""
        self._watcher.start()

    def send(self, message: ToWorker, epoch: int) -> None:
        """Queue a message for one worker; dropped if it was replaced (the engine starts anew)."""
        current, outgoing = self._line
        if current == epoch:
            outgoing.put(message)

    def stop(self) -> None:
        """End the worker and the threads."""
        self._ending.set()
        self._line[1].put(Quit())
        if self._watcher.is_alive():
            self._watcher.join(timeout=5.0)

    def _watch(self) -> None:
        recent: list[float] = []
        while not self._ending.is_set():
            reason = self._live()
            if self._ending.is_set():
                return
            now = self._clock()
            recent = [t for t in recent if now - t < 60.0] + [now]  # noqa: PLR2004 - a minute
            self.restarts += 1
            log.warning("model worker %s; starting another", reason)
            self._lost(self.epoch, reason)
            self._ending.wait(BACKOFF_S[min(len(recent), len(BACKOFF_S)) - 1])

    def _live(self) -> str:
        """Run one worker to its end; say how it ended."""
        outgoing: queue.SimpleQueue[ToWorker | None] = queue.SimpleQueue()
        self._line = self.epoch + 1, outgoing
        self.epoch += 1
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=self._spec.target,
            args=(theirs, *self._spec.arguments),
            name="distill-worker",
            daemon=True,
        )
        process.start()
        theirs.close()
        self._process = process
        self._last_word = self._clock() + STARTING_S
        speaker = threading.Thread(
            target=self._speak, args=(ours, outgoing), name="worker-speak", daemon=True
        )
        speaker.start()
        reason = self._listen(ours, process)
        outgoing.put(None)
        _end(process)
        ours.close()
        speaker.join(timeout=1.0)
        self._process = None
        return reason

    def _listen(self, ours: Connection, process: multiprocessing.process.BaseProcess) -> str:
        epoch = self.epoch
        ending_since = math.inf
        while True:
            try:
                message = ours.recv() if ours.poll(0.1) else None
            except (EOFError, OSError):
                process.join(timeout=0.5)
                return f"died (exit code {process.exitcode})"
            now = self._clock()
            if self._ending.is_set():
                ending_since = min(ending_since, now)
            if now - ending_since > QUIT_S:
                return "did not end"
            if message is not None:
                self._last_word = now
                if isinstance(message, Alive):
                    self.figures = message.figures
                    if message.busy_s > STUCK_S:
                        return f"was stuck for {message.busy_s:.0f} s"
                else:
                    self._heard(epoch, message)
            elif self._ending.is_set() and not process.is_alive():
                return "ended"
            elif now - self._last_word > FROZEN_S:
                return f"was silent for {now - self._last_word:.1f} s"

    @staticmethod
    def _speak(ours: Connection, outgoing: "queue.SimpleQueue[ToWorker | None]") -> None:
        while (message := outgoing.get()) is not None:
            with contextlib.suppress(OSError):  # the listener tells that it died
                ours.send(message)


def _end(process: multiprocessing.process.BaseProcess) -> None:
    """Make sure it is gone; a stopped process only reacts to kill."""
    process.join(timeout=0.2)
    if process.is_alive():
        process.kill()
    process.join(timeout=2.0)
