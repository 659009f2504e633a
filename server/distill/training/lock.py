"""Locks a work folder, so that two trainings cannot overwrite each other's checkpoints."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from distill.errors import BadArgument
from distill.storage.atomic import translated
from distill.training.data.features import ADVICE
from distill.training.loop.hardware import is_main_process

_LOCK: Final = "lock"


@contextlib.contextmanager
def work_lock(work: Path, name: str) -> Iterator[None]:
    """Lock a work folder for this training; the system releases the lock even after a kill.

    In a distributed training, the main process holds the lock for all.

    Raises:
        BadArgument: Another training holds the lock.
    """
    if not is_main_process():
        yield
        return
    with translated(f"the work folder {work}", work.parent, ADVICE):
        work.mkdir(parents=True, exist_ok=True)
        lock = FileLock(work / _LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise BadArgument(
                f"another process is training {name} already: wait until it ends, stop it "
                "with Ctrl-C, or choose another name"
            ) from None
    try:
        yield
    finally:
        lock.release()
        _remove_if_empty(work)


def _remove_if_empty(work: Path) -> None:
    """Remove a work folder that holds nothing but the lock, as after a refused command."""
    with contextlib.suppress(OSError):
        if [file.name for file in work.iterdir()] == [_LOCK]:
            (work / _LOCK).unlink()
            work.rmdir()
            work.parent.rmdir()
