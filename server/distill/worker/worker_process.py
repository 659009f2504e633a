"""Entry of the worker process: torch, then perhaps a wait as the spare one, then music."""

import contextlib
import gc
import logging
import os
import signal
import sys
import threading
import time
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
from distill.protocol.tasks import SnapshotLive
from distill.storage.compiled import use_kernel_cache

if TYPE_CHECKING:
    from distill.worker.input_thread import InputThread
    from distill.worker.performer import Performer
    from distill.worker.worker_shared import WorkerShared

ALIVE_S: Final = 0.1
"""Time between two signs of life."""
SWITCH_S: Final = 0.0005
"""How long one thread may hold the interpreter while the renderer waits.

Source: docs/background/devices.md#threads-and-the-interpreter.
"""


def run(pipe: Connection, ring_name: str, log_level: int, threads: int = 1) -> None:
    """Serve the engine until the pipe closes; what the supervisor starts."""
    line = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    logging.basicConfig(level=log_level, format=line, datefmt="%H:%M:%S")
    os.environ.setdefault("OMP_NUM_THREADS", str(threads))
    sys.setswitchinterval(SWITCH_S)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the main process, which ends us
    use_kernel_cache()
    import torch

    from distill.ring.ring import Ring  # noqa: PLC0415 - after torch, beside the rest
    from distill.ring.writer import Writer  # noqa: PLC0415 - after torch, beside the rest
    from distill.worker.input_thread import InputThread  # noqa: PLC0415 - imports torch
    from distill.worker.performer import Performer  # noqa: PLC0415 - imports torch
    from distill.worker.task_thread import work  # noqa: PLC0415 - imports torch
    from distill.worker.worker_shared import WorkerShared  # noqa: PLC0415 - imports torch

    torch.set_num_threads(threads)
    desk = WorkerShared(pipe, busy_since=time.monotonic())
    threading.Thread(target=work, args=(desk,), name="tasks", daemon=True).start()
    gc.collect()
    gc.freeze()  # else a collection walks through all of torch with the interpreter's lock: 0.3 s
    desk.send(Ready())
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        if _wait(desk):
            desk.busy_since = time.monotonic()
            threading.Thread(
                target=_send_heartbeats, args=(desk,), name="alive", daemon=True
            ).start()
            listener = InputThread(desk)
            listener.start()
            _serve(desk, Performer(desk, Writer(Ring.attach(ring_name))), listener)
    os._exit(0)  # a task may be deep in a library; nothing here needs an orderly end


def _wait(desk: "WorkerShared") -> bool:
    """Carry out tasks, a load above all, until the ring is ours; tell if it will ever be."""
    while True:
        message: ToWorker = desk.pipe.recv()
        match message:
            case StartTask():
                desk.tasks.put(message)
            case TakeOver():
                return True
            case Quit():
                return False


def _serve(desk: "WorkerShared", performer: "Performer", listener: "InputThread") -> None:
    """Messages first, then as much sound as is wanted, then wait."""
    while True:
        desk.busy_since = time.monotonic()
        if not desk.pipe.poll(performer.step()):
            continue
        message: ToWorker = desk.pipe.recv()
        match message:
            case StartTask(job, SnapshotLive()):
                desk.send(TaskFinished(job, performer.snapshot()))
            case StartTask():
                desk.tasks.put(message)
            case CancelTask(job):
                desk.dropped.add(job)
            case SetScore(score, at, live):
                performer.set_score(score, at, live)
                listener.set_input(score.listen, performer.newest)
            case Quit():
                return


def _send_heartbeats(desk: "WorkerShared") -> None:
    while True:
        desk.send(Alive(time.monotonic() - desk.busy_since, desk.figures))
        time.sleep(ALIVE_S)
