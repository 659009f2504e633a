"""Files that are there whole or not at all: a kill, a crash or a full disk leaves the old one."""

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from distill.errors import DiskFull, FileProblem

_PART: Final = ".part"
_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def write_whole(path: Path, content: bytes | memoryview) -> None:
    """Write a file under another name, bring it to disk, then give it its name.

    Args:
        path: Where to; its folder is made.
        content: All of it.

    Raises:
        DiskFull: There is no room; the old file is as it was.
        FileProblem: The file cannot be written; the old file is as it was.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_PART}")
    with _told(path, len(content)):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            with contextlib.suppress(OSError):
                part.unlink()
        _settle(path.parent)


def sweep(folder: Path) -> None:
    """Remove what a kill left half-written."""
    for part in folder.glob(f".*{_PART}"):
        with contextlib.suppress(OSError):
            part.unlink()


@contextlib.contextmanager
def _told(path: Path, size: int) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull(
                f"no room for {path} ({size / 2**20:.1f} MiB, {error.strerror}): "
                "free some space on that disk"
            ) from error
        raise FileProblem(
            f"{path} cannot be written ({error.strerror or error}): make its folder writable"
        ) from error


def _settle(folder: Path) -> None:
    """Bring the folder's new names to disk, where that is a thing."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
