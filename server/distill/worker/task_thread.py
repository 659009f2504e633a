"""The worker's task thread: one task after the other, beside the live sound."""

import contextlib
import logging
import os
import sys
import threading
import time
from typing import Final

from distill.errors import Cancelled, DistillError, WrongModel
from distill.protocol.messages import StartTask, TaskFailed, TaskFinished, TaskProgress
from distill.protocol.tasks import LoadModel, Result
from distill.worker.renderer import warm
from distill.worker.task_steps import Loaded, carry_out, load, unchanged, warm_clips
from distill.worker.worker_shared import WorkerShared

log = logging.getLogger("distill.worker")

PROGRESS_S: Final = 0.05
"""Shortest time between two reports of progress."""
LOW_PRIORITY: Final = 10
"""Niceness of this thread, where a thread can have its own: live sound goes first. Not before it
has loaded a model: nothing can sound until then, and a busy machine let it wait for seconds."""


def work(desk: WorkerShared) -> None:
    """Carry out tasks for ever; the first load is urgent, all else lets live sound go first."""
    loaded: Loaded | None = None
    while True:
        message = desk.tasks.get()
        try:
            if isinstance(message.task, LoadModel):
                desk.send(TaskProgress(message.job, 0.0, "load"))
                loaded = _load(desk, message.job, message.task, loaded)
                result: Result = loaded.facts
            else:
                result = _follow(desk, message, loaded)
            desk.send(TaskFinished(message.job, result))
        except DistillError as error:
            desk.send(TaskFailed(message.job, error.code, str(error)))
        except Exception as error:
            log.exception("our fault, in %s", type(message.task).__name__)
            desk.send(TaskFailed(message.job, "internal", f"{type(error).__name__}: {error}"))
        else:
            if loaded is not None and isinstance(message.task, LoadModel):
                _step_back()
                _warm_clips(loaded)
        finally:
            desk.dropped.discard(message.job)


def _step_back() -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOW_PRIORITY)


def _warm_clips(loaded: Loaded) -> None:
    """Compile what clips need while nobody waits; the load has been answered, so only log."""
    try:
        warm_clips(loaded.bundle)
    except Exception:
        log.exception("our fault, in warming up for clips")


def _load(desk: WorkerShared, job: int, task: LoadModel, before: Loaded | None) -> Loaded:
    """Load a model and have it ready to be played, unless it was given up before that."""
    _check_wanted(desk, job)
    if before is not None and (same := unchanged(task, before)) is not None:
        log.info("model %s is loaded already", task.name)
        return same
    log.info("loading model %s", task.name)
    loaded = load(task)
    warm(loaded.bundle)
    _check_wanted(desk, job)
    desk.models.put(loaded)
    return loaded


def _check_wanted(desk: WorkerShared, job: int) -> None:
    if job in desk.dropped:
        raise Cancelled("cancelled by its client")


def _follow(desk: WorkerShared, message: StartTask, loaded: Loaded | None) -> Result:
    """Take a task's steps one by one, and look between them whether it was given up."""
    if message.model and loaded is not None and loaded.facts.codec_id != message.model:
        raise WrongModel(f"model {loaded.facts.name!r} was loaded before this was done; ask again")
    steps = carry_out(message.task, loaded.bundle if loaded else None)
    told = 0.0
    while True:
        _check_wanted(desk, message.job)
        try:
            step = next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result
        now = time.monotonic()
        if now - told >= PROGRESS_S:
            told = now
            desk.send(TaskProgress(message.job, step.fraction, step.stage))
