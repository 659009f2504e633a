"""Keeps a model worker alive: starts it, hears it, replaces it when it dies or freezes."""

import contextlib
import logging
import math
import multiprocessing
import queue
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Final, Protocol

from distill.engine.silence import Silence
from distill.processes.stats import probe
from distill.session.messages import (
    Alive,
    Broke,
    Do,
    Enter,
    Finished,
    FromWorker,
    Quit,
    Ready,
    ToWorker,
)
from distill.session.tasks import LoadModel

log = logging.getLogger("distill.worker")

LOOK_S: Final = 0.1
"""Longest wait between two looks at a worker."""
STUCK_S: Final = 60.0
"""Longest single step of the main loop (a long file is read in one)."""
STARTING_S: Final = 60.0
"""Longest start: importing torch from a cold disk."""
QUIT_S: Final = 1.0
"""Longest orderly end; one that still imports, or is stopped, does not hear that it should."""
LIVED_S: Final = 5.0
"""A worker that was up for so long is replaced at once, however often."""
BACKOFF_S: Final = (0.0, 0.2, 1.0, 2.0, 5.0)
"""Pause before each successive restart of workers that did not live so long."""
SPARE_AFTER_S: Final = 2.0
"""How long a worker is up before a spare one is started, which takes a core for some seconds: it
loads its model first. One that has waited itself has done so; then it is started at once."""
SPARE_AGAIN_S: Final = 30.0
"""How long none is started after one died waiting."""
REHEARSAL: Final = -1
"""Number of the job that a spare worker does; what is told of it later belongs to nobody."""


class Clock(Protocol):
    """Where time comes from."""

    def __call__(self) -> float:
        """Seconds, never going back."""


@dataclass(frozen=True, slots=True)
class WorkerSpec:
    """How to start a worker.

    Attributes:
        target: A function of an importable module; takes its end of a pipe first.
        arguments: What it takes after that.
        spare: Is a second one kept ready to take over?
    """

    target: Callable[..., None]
    arguments: tuple[object, ...]
    spare: bool = False


@dataclass(slots=True)
class _Worker:
    """A process, our end of its pipe, and what is still to be sent to it.

    Attributes:
        ready: It has imported all it needs.
        rehearsed: And loaded the model in use, if there is one.
    """

    process: BaseProcess
    pipe: Connection
    outgoing: "queue.SimpleQueue[ToWorker | None]"
    speaker: threading.Thread
    ready: bool = False
    rehearsed: bool = False


class Supervisor:
    """One worker process at a time makes the sound, and perhaps a second waits to take over.

    Threads: `send` and `rehearse` from the engine's thread; `heard`, `lost` are called on threads
    of this class and must only post into the engine's mailbox. A watcher thread replaces the
    process.

    Attributes:
        epoch: Number of the present worker.
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
        self._worker: _Worker | None = None
        self._spare: _Worker | None = None
        self._spare_due = math.inf
        self._rehearsal: LoadModel | None = None
        self.epoch = 0
        self.restarts = 0
        self.figures: dict[str, float] = {}

    @property
    def pid(self) -> int:
        """Process id of the present worker, 0 while there is none."""
        worker = self._worker
        return (worker.process.pid or 0) if worker is not None else 0

    @property
    def spare_pid(self) -> int:
        """Process id of the spare worker once it could take over, else 0."""
        spare = self._spare
        return (spare.process.pid or 0) if spare is not None and spare.rehearsed else 0

    def start(self) -> None:
        """Begin watching; the first worker starts on the watcher's thread."""
        self._watcher.start()

    def send(self, message: ToWorker, epoch: int) -> None:
        """Queue a message for one worker; dropped if it was replaced (the engine starts anew)."""
        current, outgoing = self._line
        if current == epoch:
            outgoing.put(message)

    def rehearse(self, model: LoadModel | None) -> None:
        """Have every spare worker load this before it is needed; nobody hears how it ended."""
        self._rehearsal = model
        self._send_rehearsal()

    def facts(self) -> dict[str, float | int]:
        """Tell about the worker, for the status."""
        who = {"restarts": self.restarts, "pid": self.pid, "spare_pid": self.spare_pid}
        return {**who, **self.figures}

    def stop(self) -> None:
        """End the workers and the threads."""
        self._ending.set()
        self._line[1].put(Quit())
        if self._watcher.is_alive():
            self._watcher.join(timeout=5.0)

    # --- the watcher

    def _watch(self) -> None:
        young = 0
        while not self._ending.is_set():
            began = self._clock()
            self._live()
            if self._ending.is_set():
                break
            young = 0 if self._clock() - began > LIVED_S else young + 1
            self._ending.wait(BACKOFF_S[min(max(young - 1, 0), len(BACKOFF_S) - 1)])
        spare, self._spare = self._spare, None
        if spare is not None:
            _dismiss(spare)

    def _live(self) -> None:
        """Let one worker make the sound to its end; tell how it ended, then make sure of it."""
        worker, self._spare = self._spare or self._hire(), None
        self._line = self.epoch + 1, worker.outgoing
        self.epoch += 1
        self._worker = worker
        worker.outgoing.put(Enter())
        if worker.ready:
            self._is_up(spare_after_s=0.0)
        reason = self._listen(worker)
        self._worker = None
        self._spare_due = math.inf
        if not self._ending.is_set():
            self.restarts += 1
            log.warning("model worker %s; starting another", reason)
            self._lost(self.epoch, reason)
        _dismiss(worker)

    def _hire(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=self._spec.target,
            args=(theirs, *self._spec.arguments),
            name="distill-worker",
            daemon=True,
        )
        process.start()
        theirs.close()
        outgoing: queue.SimpleQueue[ToWorker | None] = queue.SimpleQueue()
        speaker = threading.Thread(
            target=_speak, args=(ours, outgoing), name="worker-speak", daemon=True
        )
        speaker.start()
        return _Worker(process, ours, outgoing, speaker)

    def _is_up(self, spare_after_s: float) -> None:
        self._heard(self.epoch, Ready())
        if self._spec.spare and self._spare is None:
            self._spare_due = self._clock() + spare_after_s

    def _listen(self, worker: _Worker) -> str:
        began = self._clock()
        ending_since = math.inf
        silence = Silence(worker.process.pid or 0, probe, began)
        while True:
            spoke = wait([worker.pipe, *self._spare_pipe()], LOOK_S)
            self._tend_spare(spoke)
            now = self._clock()
            if self._ending.is_set():
                ending_since = min(ending_since, now)
            if now - ending_since > QUIT_S:
                return "did not end"
            if worker.pipe in spoke:
                silence.broken(now)
                reason = self._hear(worker)
            elif worker.ready:
                reason = silence.verdict(now)
            else:
                reason = "" if now - began < STARTING_S else f"did not start in {STARTING_S:.0f} s"
            if reason:
                return reason

    def _hear(self, worker: _Worker) -> str:
        """Pass a word on; say why the worker that spoke it must be replaced, if it must."""
        try:
            message: FromWorker = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(timeout=0.5)
            return f"died (exit code {worker.process.exitcode})"
        match message:
            case Ready():
                worker.ready = True
                self._is_up(SPARE_AFTER_S)
            case Alive():
                self.figures = message.figures
                if message.busy_s > STUCK_S:
                    return f"was stuck for {message.busy_s:.0f} s"
            case _:
                self._heard(self.epoch, message)
        return ""

    # --- the spare worker

    def _spare_pipe(self) -> Iterable[Connection]:
        return [] if self._spare is None else [self._spare.pipe]

    def _tend_spare(self, spoke: Iterable[object]) -> None:
        """Start a spare worker when it is time, and hear what it says."""
        spare = self._spare
        if spare is None:
            if self._clock() >= self._spare_due and not self._ending.is_set():
                self._spare_due = math.inf
                self._spare = self._hire()
        elif spare.pipe in spoke:
            try:
                message = spare.pipe.recv()
            except (EOFError, OSError):
                self._spare = None
                self._spare_due = self._clock() + SPARE_AGAIN_S
                _dismiss(spare)
                code = spare.process.exitcode
                log.warning("the spare model worker died (exit code %s)", code)
                return
            match message:
                case Ready():
                    spare.ready = True
                    spare.rehearsed = self._rehearsal is None
                    self._send_rehearsal()
                case Finished() | Broke():  # one that cannot be loaded will be told of by others
                    spare.rehearsed = True

    def _send_rehearsal(self) -> None:
        spare, model = self._spare, self._rehearsal
        if spare is not None and spare.ready and model is not None:
            spare.rehearsed = False
            spare.outgoing.put(Do(REHEARSAL, model))


def _speak(ours: Connection, outgoing: "queue.SimpleQueue[ToWorker | None]") -> None:
    while (message := outgoing.get()) is not None:
        with contextlib.suppress(OSError):  # the listener tells that it died
            ours.send(message)


def _dismiss(worker: _Worker) -> None:
    """Make sure that it is gone; one that is stopped, or imports, only reacts to kill."""
    worker.outgoing.put(None)
    if worker.process.is_alive():
        worker.process.kill()
    worker.process.join(timeout=2.0)
    worker.pipe.close()
    worker.speaker.join(timeout=1.0)
