"""The worker process: import the kernels, perhaps wait as the spare, then serve."""

import contextlib
import gc
import logging
import os
import signal
import sys
import threading
import time
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Final

from distill.protocol.messages import (
    Alive,
    CancelTask,
    Quit,
    Ready,
    SetScore,
    StartTask,
    TakeOver,
    TaskFinished,
    ToWorker,
)
from distill.protocol.tasks import LoadModel, ModelInfo, SnapshotLive
from distill.storage.compiled import use_kernel_cache
from distill.worker.light_numba import lighten_numba

if TYPE_CHECKING:
    from distill.worker.input_thread import InputThread
    from distill.worker.performer import Performer
    from distill.worker.worker_shared import WorkerShared

ALIVE_S: Final = 0.1
"""Time between two heartbeats."""
SWITCH_S: Final = 0.0005
"""How long another thread may hold the interpreter while the renderer waits.

Source: docs/background/devices.md#threads-and-the-interpreter.
"""


def serve(pipe: Connection, log_level: int) -> None:
    """Serve the engine until the pipe closes, at `log_level`; ends the process."""
    line = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    logging.basicConfig(level=log_level, format=line, datefmt="%H:%M:%S")
    sys.setswitchinterval(SWITCH_S)
    for number in (signal.SIGINT, signal.SIGTERM):  # to the group: the main process ends this one
        signal.signal(number, signal.SIG_IGN)
    use_kernel_cache()
    gc.disable()  # while modules are imported, which stay: it would scan them several times
    lighten_numba()
    from distill.ring.ring import Ring  # noqa: PLC0415 - beside the rest
    from distill.ring.writer import Writer  # noqa: PLC0415 - beside the rest
    from distill.worker.input_thread import InputThread  # noqa: PLC0415 - imports kernels
    from distill.worker.performer import Performer  # noqa: PLC0415 - imports kernels
    from distill.worker.task_thread import work  # noqa: PLC0415 - imports kernels
    from distill.worker.worker_shared import WorkerShared  # noqa: PLC0415 - imports kernels

    shared = WorkerShared(pipe, busy_since=time.monotonic())
    threading.Thread(target=work, args=(shared,), name="tasks", daemon=True).start()
    gc.freeze()  # else a collection scans all modules and holds the interpreter's lock
    gc.enable()
    shared.send(Ready())
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        if ring_name := _wait_as_spare(shared):
            shared.busy_since = time.monotonic()
            threading.Thread(
                target=_send_heartbeats, args=(shared,), name="alive", daemon=True
            ).start()
            input_thread = InputThread(shared)
            input_thread.start()
            _serve(shared, Performer(shared, Writer(Ring.attach(ring_name))), input_thread)
    os._exit(0)  # a task may be inside a library call; nothing here needs an orderly end


def _wait_as_spare(shared: "WorkerShared") -> str:
    """Queue tasks, a load above all, until this worker takes over.

    Returns:
        The name of the ring to fill; empty if it has to quit.
    """
    while True:
        message: ToWorker = shared.pipe.recv()
        match message:
            case StartTask():
                shared.tasks.put(message)
            case TakeOver(ring):
                return ring
            case Quit():
                return ""


def _serve(shared: "WorkerShared", performer: "Performer", input_thread: "InputThread") -> None:
    """Handle messages, render what the ring needs, then wait; until the engine sends `Quit`."""
    while True:
        shared.busy_since = time.monotonic()
        if not shared.pipe.poll(performer.step()):
            continue
        message: ToWorker = shared.pipe.recv()
        match message:
            case StartTask(job, SnapshotLive()):
                shared.send(TaskFinished(job, performer.snapshot()))
            case StartTask(job, LoadModel() as task) if held := held_model(shared, task):
                shared.send(TaskFinished(job, held))
            case StartTask():
                shared.tasks.put(message)
            case CancelTask(job):
                shared.cancelled.add(job)
            case SetScore(score, at, live):
                performer.set_score(score, at, live)
                input_thread.set_input(score.input_spec, performer.newest)
            case Quit():
                return


def held_model(shared: "WorkerShared", task: LoadModel) -> ModelInfo | None:
    """Return the model that this worker holds, if the task asks to go on with just that one.

    A worker that takes over answers here, not in its task thread, which has a low priority and may
    still be compiling.
    """
    loaded = shared.loaded
    if loaded is None or not task.id or loaded.info.id != task.id:
        return None
    return replace(loaded.info, name=task.name)


def _send_heartbeats(shared: "WorkerShared") -> None:
    while True:
        shared.send(Alive(time.monotonic() - shared.busy_since, shared.stats))
        time.sleep(ALIVE_S)
