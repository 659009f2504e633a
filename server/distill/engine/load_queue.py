"""Loads of models, in order: a strange file is first tried by a process that does not play."""

import os
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from distill.errors import BY_CODE, Crash, DistillError
from distill.protocol.messages import StartTask, TaskFailed, TaskFinished, TaskProgress, ToWorker
from distill.protocol.tasks import LoadModel

FileMark: TypeAlias = tuple[str, int, int, int]
"""Path, inode, size and time of the last change of a file."""
TRY: str = "try"
"""Stage of a load that is tried."""


class Trials(Protocol):
    """What can try a model beside the worker; `ModelWorker` is one."""

    @property
    def spare_pid(self) -> int:
        """Process id of a spare worker that stands ready, else 0."""

    def try_model(self, number: int, model: LoadModel) -> None:
        """Have a spare worker load a model; `LoadQueue.on_trial` gets the end of it."""

    def end_trial(self, *, passed: bool) -> None:
        """Note that the end of the trial was received."""

    def abandon_trial(self) -> None:
        """End the process that tries a model."""


@dataclass(frozen=True, slots=True)
class LoadPorts:
    """What the queue calls.

    Attributes:
        send: Sends the worker a message.
        progress: Reports the progress of a job.
        fail: Ends a job with an error.
        sounds: Whether anything sounds or is recorded, which the death of the worker would hurt.
    """

    send: Callable[[ToWorker], None]
    progress: Callable[[TaskProgress], None]
    fail: Callable[[int, DistillError], None]
    sounds: Callable[[], bool]


class LoadQueue:
    """Loads that have not reached the worker, and the files that are known to be loadable.

    A file that no process of this server has loaded as it is now is strange. While something
    sounds, or if a spare worker stands ready anyway, the spare tries it first, and the worker that
    plays gets it only if that succeeded.

    Threads: the engine's only.
    """

    def __init__(self, trials: Trials, ports: LoadPorts) -> None:
        self._trials = trials
        self._ports = ports
        self._waiting: deque[tuple[int, LoadModel]] = deque()  # the first is being tried
        self._mark: FileMark | None = None  # of the file that is being tried
        self._known: set[FileMark] = set()
        self._passed = 0

    def begin(self, number: int, model: LoadModel) -> None:
        """Load a model as job `number`, after those that wait."""
        self._waiting.append((number, model))
        if len(self._waiting) == 1:
            self._go_on()

    def on_trial(self, message: TaskFinished | TaskFailed) -> None:
        """Give the worker the model that was tried, or refuse it."""
        if not self._waiting or self._waiting[0][0] != message.job:
            return  # it was cancelled
        self._trials.end_trial(passed=isinstance(message, TaskFinished))
        if isinstance(message, TaskFailed):
            self._waiting.popleft()
            self._ports.fail(message.job, BY_CODE.get(message.code, Crash)(message.text))
        else:
            if self._mark is not None:
                self._known.add(self._mark)
            self._passed = message.job
            self._send_first()
        self._go_on()

    def cancel(self, number: int) -> bool:
        """Forget a load that has not reached the worker; return whether there was one."""
        found = next((row for row in self._waiting if row[0] == number), None)
        if found is None:
            return False
        first = found is self._waiting[0]
        self._waiting.remove(found)
        if first:
            self._trials.abandon_trial()
            self._go_on()
        return True

    def lose(self) -> None:
        """Forget all loads, since the worker was lost; those that have not ended begin again."""
        self._waiting.clear()

    def know(self, model: LoadModel) -> None:
        """Note that a process has loaded this file."""
        mark = file_mark(model.path)
        if mark is not None:
            self._known.add(mark)

    def knows(self, model: LoadModel) -> bool:
        """Has a process of this server loaded the file as it is now?"""
        return file_mark(model.path) in self._known

    def was_tried(self, number: int) -> bool:
        """Is this the load that passed the last trial? The spare has its model then."""
        return number == self._passed

    def _go_on(self) -> None:
        """Send the worker what it can load, up to the first that has to be tried."""
        while self._waiting:
            number, model = self._waiting[0]
            self._mark = file_mark(model.path)
            guarded = self._ports.sounds() or self._trials.spare_pid
            if guarded and self._mark not in self._known:
                self._ports.progress(TaskProgress(number, 0.0, TRY))
                self._trials.try_model(number, model)
                return
            self._send_first()

    def _send_first(self) -> None:
        number, model = self._waiting.popleft()
        self._ports.send(StartTask(number, model))


def file_mark(path: str) -> FileMark | None:
    """Return what identifies a file and its present content; None if it cannot be read."""
    try:
        about = os.stat(path)  # noqa: PTH116 - the engine opens no file, so it has no pathlib
    except (OSError, ValueError):
        return None
    return path, about.st_ino, about.st_size, about.st_mtime_ns
