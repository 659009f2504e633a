"""Supervision of the model worker: messages to it, its spare, and its failures."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from distill.engine.watchdog import WorkerWatchdog
from distill.processes.stats import probe
from distill.processes.supervisor import (
    Backoff,
    EndPolicy,
    ProcessSpec,
    ProcessSupervisor,
    SpareSpec,
)
from distill.protocol.messages import (
    Alive,
    FromWorker,
    Quit,
    Ready,
    StartTask,
    TakeOver,
    TaskFailed,
    TaskFinished,
    ToWorker,
)
from distill.protocol.tasks import LoadModel
from distill.types import Clock

log = logging.getLogger("distill.worker")

BACKOFF: Final = Backoff((0.0, 0.2, 1.0, 2.0, 5.0), healthy_s=5.0)
"""A worker that ran for 5 s is replaced at once, however often."""
END: Final = EndPolicy(Quit(), patience_s=1.0, grace_s=0.0, verb="died")
"""A worker that still imports, or is stopped, does not read `Quit`."""
SPARE_AFTER_S: Final = 2.0
"""Time from a worker's start to that of its spare, which uses a core for some seconds: the worker
loads its model first. A former spare has its model, so the next spare starts at once."""
SPARE_AGAIN_S: Final = 30.0
"""Time from the death of a spare to the start of the next one."""
PRELOAD_JOB: Final = -1
"""Job number of a spare's load; messages about it are ignored."""


@dataclass(frozen=True, slots=True)
class WorkerSpec:
    """How to start a worker.

    Attributes:
        target: A function of an importable module; its first argument is its end of a pipe.
        arguments: Its further arguments.
        spare: Whether a second worker stands ready to take over.
    """

    target: Callable[..., None]
    arguments: tuple[object, ...]
    spare: bool = False


class ModelWorker:
    """Keeps one worker running, and a spare with the same model loaded.

    Threads: `start`, `send`, `preload` and `stop` from the engine's. `on_message` and `on_lost`
    are called on the supervisor's thread and must only post to the engine. Both threads set
    single attributes here, and need no lock: a spare becomes ready before the model to preload
    is read, and the engine sets that model before it reads whether the spare is ready.

    Attributes:
        worker_stats: The last stats of the worker on its load and timing.
    """

    def __init__(
        self,
        spec: WorkerSpec,
        on_message: Callable[[int, FromWorker], None],
        on_lost: Callable[[int, str], None],
        clock: Clock,
    ) -> None:
        self._on_message = on_message
        self._on_lost = on_lost
        self._ready = False
        self._spare_ready = False
        self._spare_loaded = False
        self._preload_model: LoadModel | None = None
        spare = SpareSpec(self._on_spare_message, self._on_spare_lost, SPARE_AGAIN_S)
        self._supervisor = ProcessSupervisor(
            ProcessSpec(
                "worker",
                lambda: (spec.target, spec.arguments),
                self._on_worker_message,
                self._on_worker_lost,
                self._take_over,
                lambda pid, now: WorkerWatchdog(pid, probe, now, ready=self._ready),
                BACKOFF,
                END,
                spare if spec.spare else None,
            ),
            clock,
        )
        self.worker_stats: dict[str, float] = {}

    @property
    def epoch(self) -> int:
        """Number of the current worker."""
        return self._supervisor.epoch

    @property
    def restarts(self) -> int:
        """Number of times that a worker was replaced."""
        return self._supervisor.restarts

    @property
    def pid(self) -> int:
        """Process id of the current worker, 0 while there is none."""
        return self._supervisor.pid

    @property
    def spare_pid(self) -> int:
        """Process id of the spare worker once it can take over, else 0."""
        return self._supervisor.spare_pid if self._spare_loaded else 0

    def start(self) -> None:
        """Start the first worker, on the supervisor's thread."""
        self._supervisor.start()

    def send(self, message: ToWorker, epoch: int) -> None:
        """Queue a message for one worker; it is dropped if that worker was replaced."""
        self._supervisor.post(message, epoch)

    def preload(self, model: LoadModel | None) -> None:
        """Have every spare load this model ahead of need; failures are not reported."""
        self._preload_model = model
        self._send_preload()

    def stats(self) -> dict[str, float | int]:
        """Return the counters of the worker, for the status."""
        process = {"restarts": self.restarts, "pid": self.pid, "spare_pid": self.spare_pid}
        return {**process, **self.worker_stats}

    def stop(self) -> None:
        """End the workers and the threads."""
        self._supervisor.stop()

    # --- on the supervisor's thread

    def _take_over(self, was_spare: bool) -> None:  # noqa: FBT001 - a callback of the supervisor
        """Have a worker fill the ring; one that was a spare may be ready already."""
        self._ready = was_spare and self._spare_ready
        self._spare_ready = self._spare_loaded = False
        self.send(TakeOver(), self.epoch)
        if self._ready:
            self._announce(spare_after_s=0.0)

    def _announce(self, spare_after_s: float) -> None:
        self._on_message(self.epoch, Ready())
        self._supervisor.start_spare(spare_after_s)

    def _on_worker_message(self, message: FromWorker) -> None:
        match message:
            case Ready():
                self._announce(SPARE_AFTER_S)
            case Alive():
                self.worker_stats = message.stats
            case _:
                self._on_message(self.epoch, message)

    def _on_worker_lost(self, reason: str) -> None:
        log.warning("model worker %s; starting another", reason)
        self._on_lost(self.epoch, reason)

    def _on_spare_message(self, message: FromWorker) -> None:
        match message:
            case Ready():
                self._spare_ready = True
                self._spare_loaded = self._preload_model is None
                self._send_preload()
            case (
                TaskFinished() | TaskFailed()
            ):  # the worker itself reports a model that cannot be loaded
                self._spare_loaded = True
            case _:
                pass

    def _on_spare_lost(self, reason: str) -> None:
        self._spare_ready = self._spare_loaded = False
        log.warning("the spare model worker %s", reason)

    def _send_preload(self) -> None:
        model = self._preload_model
        if self._spare_ready and model is not None:
            self._spare_loaded = False
            self._supervisor.post_spare(StartTask(PRELOAD_JOB, model))
