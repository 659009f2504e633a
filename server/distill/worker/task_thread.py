"""The worker's task thread: runs tasks in turn, step by step, beside the live sound."""

import contextlib
import logging
import os
import queue
import sys
import threading
import time
from typing import Final

from distill.errors import Cancelled, DistillError, WrongModel
from distill.processes.unused_memory import release_code, return_freed
from distill.protocol.messages import (
    CompilingKernels,
    StartTask,
    TaskFailed,
    TaskFinished,
    TaskProgress,
)
from distill.protocol.tasks import LoadModel, ModelInfo, Result
from distill.worker.kernels import compile_kernels
from distill.worker.renderer import warm
from distill.worker.task_schedule import TaskSchedule
from distill.worker.task_step import Steps
from distill.worker.task_steps import (
    Loaded,
    load,
    reload_unchanged,
    run_task,
    warm_clips,
)
from distill.worker.worker_shared import WorkerShared

log = logging.getLogger("distill.worker")

PROGRESS_S: Final = 0.05
"""Shortest time between two progress reports."""
BUSY: Final = 8.0
"""How many times as long as on a core a step may take before its task is charged for waiting: less
would make every task a long one beside live sound, and none a task that waits for a slow disk."""
LOG_S: Final = 5.0
"""Shortest time between two lines of the log about kernels that are compiled."""
LOW_PRIORITY: Final = 10
"""Niceness of this thread, where threads have their own: live sound goes first.

It is set after the first load: nothing can sound before that, and a busy machine delayed the load
by seconds."""


def work(shared: WorkerShared) -> None:
    """Run tasks for ever: the first load at normal priority, the rest below live sound."""
    loaded: Loaded | None = None
    schedule = TaskSchedule()
    running: dict[int, Steps] = {}
    while True:
        _receive(shared, schedule)
        message = schedule.following()
        answer: TaskFinished | TaskFailed
        try:
            if isinstance(message.task, LoadModel):
                shared.send(TaskProgress(message.job, 0.0, "load"))
                loaded = shared.loaded = _load(shared, message.job, message.task, loaded)
                result: Result | None = loaded.info
            else:
                _check_cancelled(shared, message.job)
                if message.job not in running:
                    running[message.job] = _begin(shared, message, loaded)
                result = _step(schedule, message.job, running[message.job])
            if result is None:
                continue
            answer = TaskFinished(message.job, result)
        except DistillError as error:
            answer = TaskFailed(message.job, error.code, str(error))
        except Exception as error:
            log.exception("internal error in %s", type(message.task).__name__)
            answer = TaskFailed(message.job, "internal", f"{type(error).__name__}: {error}")
        _end(shared, message.job, running)
        schedule.remove(message.job)
        shared.send(answer)
        if loaded is not None and isinstance(getattr(answer, "result", None), ModelInfo):
            _lower_priority()
            _warm_clips(loaded)
            return_freed()
            release_code("llvmlite")  # all is compiled


def _receive(shared: WorkerShared, schedule: TaskSchedule) -> None:
    """Schedule the tasks that have arrived; wait for one if there is none to run."""
    with contextlib.suppress(queue.Empty):
        while True:
            schedule.add(shared.tasks.get(block=not schedule))


def _end(shared: WorkerShared, job: int, running: dict[int, Steps]) -> None:
    """Close the steps of a task, so that files of a cancelled one are removed."""
    shared.cancelled.discard(job)
    steps = running.pop(job, None)
    try:
        if steps is not None:
            steps.close()
    except Exception:
        log.exception("internal error after a task")


def _lower_priority() -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOW_PRIORITY)


def _warm_clips(loaded: Loaded) -> None:
    """Compile what clips need after the load was answered; errors are only logged."""
    try:
        warm_clips(loaded.bundle)
    except Exception:
        log.exception("internal error in warming up for clips")


def _load(shared: WorkerShared, job: int, task: LoadModel, before: Loaded | None) -> Loaded:
    """Load a model and pass it to the main thread, unless the task is cancelled first."""
    _check_cancelled(shared, job)
    if before is not None and (same := reload_unchanged(task, before)) is not None:
        log.info("model %s is already loaded", task.name)
        return same
    _compile(shared, job)
    log.info("loading model %s", task.name)
    loaded = load(task)
    warm(loaded.bundle)
    _check_cancelled(shared, job)
    shared.models.put(loaded)
    return loaded


def _compile(shared: WorkerShared, job: int) -> None:
    """Compile the kernels that are not in the cache, and say how far it is.

    A spare loads its model with a negative job number, while the first worker may still compile:
    it begins at the other end, and leaves the log to that one.
    """
    logged = -LOG_S

    def tell(ready: int, total: int) -> None:
        nonlocal logged
        shared.send(CompilingKernels(ready, total))
        if job >= 0 and time.monotonic() - logged >= LOG_S:
            logged = time.monotonic()
            log.info("compiling for this machine, once: %d of %d kernels are ready", ready, total)

    compile_kernels(tell, backwards=job < 0)


def _check_cancelled(shared: WorkerShared, job: int) -> None:
    if job in shared.cancelled:
        raise Cancelled("cancelled by its client")


def _begin(shared: WorkerShared, message: StartTask, loaded: Loaded | None) -> Steps:
    """Return the steps of a task, which report its progress."""
    if message.model and loaded is not None and loaded.info.codec_id != message.model:
        raise WrongModel(
            f"model {loaded.info.name!r} was loaded before this task ran; send the command again"
        )
    return _reported(shared, message.job, run_task(message.task, loaded.bundle if loaded else None))


def _reported(shared: WorkerShared, job: int, steps: Steps) -> Steps:
    """Pass on the steps of a task, and report its progress from time to time."""
    reported = 0.0
    with contextlib.closing(steps):
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                result: Result = end.value
                return result
            now = time.monotonic()
            if now - reported >= PROGRESS_S:
                reported = now
                shared.send(TaskProgress(job, step.fraction, step.stage))
            yield step


def _step(schedule: TaskSchedule, job: int, steps: Steps) -> Result | None:
    """Run one step; return the result of the task after its last one."""
    began = time.thread_time(), time.monotonic()
    try:
        next(steps)
    except StopIteration as end:
        result: Result = end.value
        return result
    finally:
        used_s, took_s = time.thread_time() - began[0], time.monotonic() - began[1]
        schedule.charge(job, max(used_s, took_s / BUSY))
    return None
