"""Builds a folder under another name and puts it in place whole, so that no half is seen."""

import contextlib
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from distill.storage import atomic

_HALF: Final = ".half"
_LEFT_S: Final = 3600.0
"""A half folder that nobody has written to for so long belongs to a process that was killed."""


@contextlib.contextmanager
def building(folder: Path) -> Iterator[Path]:
    """Yield an empty folder; at the end of the block it replaces `folder`, with all that is in it.

    After an error, Ctrl-C included, `folder` is as it was.

    Raises:
        DiskFull: There is no room.
        FileProblem: A folder cannot be made or renamed.
    """
    half = _beside(folder)
    try:
        with atomic.translated(str(folder), folder.parent):
            half.mkdir(parents=True)
            _sweep(folder, half)
        yield half
        with atomic.translated(str(folder), folder.parent):
            _put(half, folder)
    finally:
        shutil.rmtree(half, ignore_errors=True)


def remove(folder: Path) -> None:
    """Delete a folder at once, if it is there: what cannot be deleted has another name then.

    Raises:
        FileProblem: It cannot be renamed.
    """
    gone = _beside(folder)
    with atomic.translated(str(folder), folder.parent), contextlib.suppress(FileNotFoundError):
        folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def _put(half: Path, folder: Path) -> None:
    earlier = _beside(folder)
    with contextlib.suppress(FileNotFoundError):
        folder.rename(earlier)
    try:
        half.rename(folder)
    except OSError:
        with contextlib.suppress(FileNotFoundError):
            earlier.rename(folder)
        raise
    atomic.sync_folder(folder.parent)
    shutil.rmtree(earlier, ignore_errors=True)


def _beside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.{secrets.token_hex(4)}{_HALF}")


def _sweep(folder: Path, half: Path) -> None:
    """Delete what killed processes have left beside a folder; `half` was made just now."""
    before_s = half.stat().st_mtime - _LEFT_S
    for left in folder.parent.glob(f".{folder.name}.*{_HALF}"):
        with contextlib.suppress(OSError):
            if left.stat().st_mtime < before_s:
                shutil.rmtree(left, ignore_errors=True)
