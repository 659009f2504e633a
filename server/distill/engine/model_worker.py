"""Supervision of the model worker: messages to it, its spare, and its failures."""

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from distill.engine.watchdog import WorkerWatchdog
from distill.processes.child import Child
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
    TaskProgress,
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
loads its model first, or, as a former spare, fills the ring again."""
SPARE_AGAIN_S: Final = 30.0
"""Time from the death of a spare to the start of the next one."""
TRIAL_S: Final = 120.0
"""Longest trial of a model, its process's start included; a busy machine once needed 46 s."""
PRELOAD_JOB: Final = -1
"""Job number of a spare's load; messages about it are ignored."""


@dataclass(frozen=True, slots=True)
class WorkerSpec:
    """How to start a worker.

    Attributes:
        target: A function of an importable module; its first argument is its end of a pipe.
        arguments: Its further arguments.
        spare: Whether a second worker stands ready to take over.
        ring: Name of the ring that a worker fills.
        first: The first worker, if its process was started before the engine.
    """

    target: Callable[..., None]
    arguments: tuple[object, ...]
    spare: bool = False
    ring: str = ""
    first: Child | None = None


class ModelWorker:
    """Keeps one worker running, and a spare with the same model loaded.

    The spare also tries strange models, so that one that kills its process does not kill the worker
    that plays; without a standing spare, one is started for the trial and ended after it. A spare
    that tries a model does not take over.

    Threads: `start`, `send`, `preload`, the trials and `stop` from the engine's. `on_message`,
    `on_lost` and `on_trial` are called on the supervisor's thread and must only post to the engine.
    Both threads set single attributes here, and need no lock: a spare becomes ready before the
    model to preload or to try is read, and the engine sets that model before it reads whether the
    spare is ready. So it may be sent twice, which changes nothing.

    Attributes:
        worker_stats: The last stats of the worker on its load and timing.
    """

    def __init__(
        self,
        spec: WorkerSpec,
        on_message: Callable[[int, FromWorker], None],
        on_lost: Callable[[int, str], None],
        on_trial: Callable[[TaskFinished | TaskFailed], None],
        clock: Clock,
    ) -> None:
        self._on_message = on_message
        self._on_lost = on_lost
        self._on_trial = on_trial
        self._clock = clock
        self._standing = spec.spare
        self._ring = spec.ring
        self._trial: StartTask | None = None
        self._trial_began = math.inf
        self._trial_loads = False
        self._ready = False
        self._spare_ready = False
        self._spare_loaded = False
        self._preload_model: LoadModel | None = None
        spare = SpareSpec(
            self._on_spare_message,
            self._on_spare_lost,
            SPARE_AGAIN_S if spec.spare else math.inf,
            self._on_spare_dropped,
            self._judge_trial,
        )
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
                spare,
                spec.first,
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

    def try_model(self, number: int, model: LoadModel) -> None:
        """Have a spare load a model; `on_trial` gets the end of it, under that job number."""
        self._spare_loaded = self._trial_loads = False
        self._trial_began = self._clock()
        self._trial = StartTask(number, model)
        if self._spare_ready:
            self._supervisor.post_spare(self._trial)
        else:
            self._supervisor.start_spare(0.0)

    def end_trial(self, *, passed: bool) -> None:
        """Note that the end of the trial was received; `preload` follows if it passed."""
        self._trial = None
        if not self._standing:
            self._supervisor.drop_spare()
        elif not passed:
            self._send_preload()

    def abandon_trial(self) -> None:
        """End the process that tries a model: it may never end by itself."""
        self._trial = None
        self._supervisor.drop_spare()

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
        self.send(TakeOver(self._ring), self.epoch)
        if self._ready:
            self._announce()

    def _announce(self) -> None:
        self._on_message(self.epoch, Ready())
        if self._standing:
            self._supervisor.start_spare(SPARE_AFTER_S)

    def _on_worker_message(self, message: FromWorker) -> None:
        match message:
            case Ready():
                self._announce()
            case Alive():
                self.worker_stats = message.stats
            case _:
                self._on_message(self.epoch, message)

    def _on_worker_lost(self, reason: str) -> None:
        log.warning("model worker %s; starting another", reason)
        if self._trial is not None:
            self._trial = None
            self._supervisor.drop_spare()
        self._on_lost(self.epoch, reason)

    def _on_spare_message(self, message: FromWorker) -> None:
        match message:
            case Ready():
                self._spare_ready = True
                if (trial := self._trial) is not None:
                    self._supervisor.post_spare(trial)
                elif self._standing:
                    self._spare_loaded = self._preload_model is None
                    self._send_preload()
            case TaskProgress() if message.job != PRELOAD_JOB:
                self._trial_loads = True
            case TaskFinished() | TaskFailed() if message.job != PRELOAD_JOB:
                self._on_trial(message)
            case (
                TaskFinished() | TaskFailed()
            ):  # the worker itself reports a model that cannot be loaded
                self._spare_loaded = self._trial is None
            case _:
                pass

    def _on_spare_lost(self, reason: str) -> None:
        self._spare_ready = self._spare_loaded = False
        log.warning("the spare model worker %s", reason)
        trial = self._trial
        if trial is None or not isinstance(trial.task, LoadModel):
            return
        name = trial.task.name
        if self._trial_loads:
            text = f"the process that tried {name!r} {reason}, so it is not loaded; nothing else is"
            self._on_trial(TaskFailed(trial.job, "bad_model", f"{text} changed"))
            if self._standing:
                self._supervisor.start_spare(0.0)
        else:
            text = f"the process that was to try {name!r} {reason}; load it again later"
            self._on_trial(TaskFailed(trial.job, "not_ready", text))

    def _on_spare_dropped(self) -> None:
        self._spare_ready = self._spare_loaded = False
        if self._trial is not None or self._standing:
            self._supervisor.start_spare(0.0 if self._trial is not None else SPARE_AFTER_S)

    def _judge_trial(self, now: float) -> str:
        """Return what is wrong with a spare that tries a model for too long."""
        late = self._trial is not None and now - self._trial_began > TRIAL_S
        return f"did not end in {TRIAL_S:.0f} s" if late else ""

    def _send_preload(self) -> None:
        model = self._preload_model
        if self._spare_ready and model is not None and self._trial is None:
            self._spare_loaded = False
            self._supervisor.post_spare(StartTask(PRELOAD_JOB, model))
