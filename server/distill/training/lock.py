"""One training at a time in a work folder: two would write over each other's checkpoints."""

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
    """Keep a work folder for this training; the system lets go of it even after a kill.

    Of processes that train together the first one holds it for all.

    Raises:
        BadArgument: Another training has it.
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
                f"{name} is being trained by another process already: wait until it ends, stop it "
                "with Ctrl-C, or choose another name"
            ) from None
    try:
        yield
    finally:
        lock.release()
        _leave_nothing(work)


def _leave_nothing(work: Path) -> None:
    """Take a folder away in which nothing was done, as after a refusal."""
    with contextlib.suppress(OSError):
        if [file.name for file in work.iterdir()] == [_LOCK]:
            (work / _LOCK).unlink()
            work.rmdir()
            work.parent.rmdir()
