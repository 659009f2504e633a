"""A small real worker process without torch, which file and model names control."""

import os
import threading
import time
from multiprocessing.connection import Connection

import numpy as np

from distill.protocol.messages import (
    Alive,
    CancelTask,
    Quit,
    Ready,
    SetScore,
    StartTask,
    TakeOver,
    TaskFailed,
    TaskFinished,
    TaskProgress,
)
from distill.protocol.tasks import Encoded, EncodeFile, LoadModel, SampleCodes, Sampled
from kit.instrument import some_codes, tiny_facts


def serve(pipe: Connection) -> None:  # noqa: C901, PLR0912 - one case for each message
    """Encode `kick.wav` to 4 columns; `slow.wav` waits to be cancelled; `death.wav` exits.

    Loading `slow` is cancelled, loading `late` ends before the cancellation, `deadly` exits.
    """
    loading = 0, ""
    lock = threading.Lock()

    def send(message: object) -> None:
        with lock:
            pipe.send(message)

    def live() -> None:
        while True:
            send(Alive(0.0, {"load": 0.5}))
            time.sleep(0.05)

    threading.Thread(target=live, daemon=True).start()
    send(Ready())
    while True:
        match pipe.recv():
            case StartTask(job, LoadModel(_, name)):
                send(TaskProgress(job, 0.0, "load"))
                if name == "broken":
                    send(TaskFailed(job, "bad_model", "truncated"))
                elif name == "deadly":
                    os._exit(9)
                elif name in ("slow", "late"):
                    loading = job, name
                else:
                    send(TaskFinished(job, tiny_facts(name)))
            case StartTask(job, EncodeFile(path)) if path.endswith("death.wav"):
                os._exit(9)
            case StartTask(job, EncodeFile(path)) if path.endswith("slow.wav"):
                send(TaskProgress(job, 0.5, "read"))
            case StartTask(job, EncodeFile(path)) if path.endswith("bad.wav"):
                send(TaskFailed(job, "bad_audio", "no sound in it"))
            case StartTask(job, EncodeFile()):
                send(TaskFinished(job, Encoded(some_codes(4), restored=False, seconds=0.5)))
            case StartTask(job, SampleCodes() as task):
                send(
                    TaskFinished(
                        job, Sampled(np.where(task.free, 1, task.codes).astype(np.int16), 1.0)
                    )
                )
            case SetScore(score):
                send(TaskProgress(-1, float(score.take), score.transport))
            case CancelTask(job) if loading == (job, "slow"):
                send(TaskFailed(job, "cancelled", "cancelled by its client"))
            case CancelTask(job) if loading == (job, "late"):
                send(TaskFinished(job, tiny_facts("late")))
            case TakeOver():
                send(TaskProgress(-2, 0.0, "enter"))
            case Quit():
                return


def deaf(pipe: Connection) -> None:
    """Report to be alive, and read no message, as a worker that still imports."""
    while True:
        pipe.send(Alive(0.0))
        time.sleep(0.05)
