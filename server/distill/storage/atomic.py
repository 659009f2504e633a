"""Write a file whole or not at all, so that no reader sees half of one.

Every file of the program is written here. The content goes to a temporary name in the same folder
and is synced to disk (fsync). Then the file gets its final name in one step (rename), and the
folder is synced too. A kill, a crash or a full disk leaves the earlier file. Errors of the system
become `DiskFull` or `FileProblem`.
"""

import contextlib
import errno
import math
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from typing_extensions import Buffer

from distill.errors import DiskFull, DistillError, FileProblem

_PART: Final = ".part"
_FULL_ERRNOS: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_WINERRORS: Final = {39, 112}
"""ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL. Source: winerror.h."""
_MIN_FREE: Final = 2**20
"""Free bytes below which a failed write without an errno counts as a full disk."""
KEPT_FREE: Final = 2**24
"""Bytes that stay free on the disk: a full system disk is worse than a missing file."""
_SHOW_SIZE: Final = 2**17
"""Bytes of content from which an error states the size."""
_NAME: Final = 40
"""Characters of the name that its temporary name keeps: at 4 bytes each it stays below 255."""
_TRIES: Final = 40
"""Attempts to rename on Windows, which refuses to replace a file while another process reads it."""
_PAUSE_S: Final = 0.05


@dataclass(frozen=True, slots=True)
class Advice:
    """What the user can do about a failed write: the last part of the error text.

    Attributes:
        full: When the disk is full.
        refused: For any other error.
    """

    full: str = "free some space on that disk"
    refused: str = "make its folder writable"


USUAL: Final = Advice()


def replace(
    path: Path,
    content: Buffer | str,
    advice: Advice = USUAL,
    *,
    durable: bool = True,
    like: Path | None = None,
) -> None:
    """Write a file; an earlier one of that name is replaced once the new one is complete.

    Args:
        path: Target; its folder is created.
        content: Whole content; text is written as UTF-8.
        advice: What the user can do if the write fails.
        durable: Sync to disk. Without it a power cut may lose both files: only for content that
            is worthless after one.
        like: File to copy the permissions from; default: the earlier file.

    Raises:
        DiskFull: There is no room; the earlier file is as it was.
        FileProblem: The file cannot be written; the earlier file is as it was.
    """
    data = memoryview(content.encode() if isinstance(content, str) else content)
    about = f" ({data.nbytes / 2**20:.1f} MiB)" if data.nbytes >= _SHOW_SIZE else ""
    with replacing(path, advice, durable=durable, about=about, like=like) as file:
        file.write(data)


@contextlib.contextmanager
def replacing(
    path: Path,
    advice: Advice = USUAL,
    *,
    durable: bool = True,
    about: str = "",
    like: Path | None = None,
) -> Iterator[BinaryIO]:
    """Like `replace`, for content that comes in pieces or from a library that writes to a file.

    Args:
        path: Target; its folder is created.
        advice: What the user can do if the write fails.
        durable: As in `replace`.
        about: Follows the path in an error text.
        like: As in `replace`.

    Raises:
        DiskFull: There is no room; the earlier file is as it was.
        FileProblem: The file cannot be written; the earlier file is as it was.
    """
    part = _part(path)
    try:
        with translated(f"{path}{about}", path.parent, advice):
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("xb") as file:
                yield file
                if durable:
                    sync_file(file)
            if (source := like or path).exists():
                shutil.copymode(source, part)
            _rename(part, path)
            if durable:
                sync_folder(path.parent)
    finally:  # after `translated`, which may read the free space
        _remove(part)


def create(path: Path, content: Buffer | str, advice: Advice = USUAL) -> None:
    """Write a file that does not exist yet.

    Raises:
        DiskFull: There is no room; nothing is left behind.
        FileProblem: The file exists, or it cannot be written; nothing is left behind.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        with translated(str(path), path.parent, advice), temporary(path, [data]) as part:
            claim(part, path)
            sync_folder(path.parent)
    except FileProblem as problem:
        if isinstance(problem.__cause__, FileExistsError):
            raise FileProblem(f"{path} exists already; nothing is overwritten") from problem
        raise


@contextlib.contextmanager
def temporary(path: Path, pieces: Iterable[Buffer]) -> Iterator[Path]:
    """Write bytes to a synced temporary file beside `path`; it is removed at the end of the block.

    Raises:
        OSError: Any error of the system; see `translated`.
    """
    part = _part(path)
    try:
        with part.open("xb") as file:
            for piece in pieces:
                file.write(piece)
            sync_file(file)
        yield part
    finally:
        _remove(part)


@contextlib.contextmanager
def begun(path: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """Like `temporary`, for content that is written during the block, with a last `sync_file`.

    Yields:
        The open file, and its temporary name; close the file before `claim`.
    """
    part = _part(path)
    try:
        with part.open("xb") as file:
            yield file, part
    finally:
        _remove(part)


def claim(part: Path, path: Path) -> None:
    """Give a temporary file its final name; never replace a file, even one that appears just now.

    Raises:
        FileExistsError: A file has that name.
        OSError: Any error of the system; see `translated`.
    """
    if os.name == "nt":
        part.rename(path)  # refuses an existing name by itself
        return
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: reserve the name, then replace it
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644))
        part.replace(path)


def sync_folder(folder: Path) -> None:
    """Sync the entries of a folder to disk, on systems that can."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sweep(folder: Path, before_s: float = math.inf) -> None:
    """Remove temporary files that a killed process has left: those last written before a time."""
    for part in folder.glob(f".*{_PART}"):
        with contextlib.suppress(OSError):
            if part.stat().st_mtime < before_s:
                _remove(part)


def leave_room(folder: Path, size: int) -> None:
    """Refuse to write so many bytes to a disk that would be nearly full then.

    Raises:
        OSError: There is no room; see `translated`.
    """
    free = shutil.disk_usage(folder).free
    if free < size + KEPT_FREE:
        raise OSError(
            errno.ENOSPC,
            f"{size / 2**20:.1f} MiB are needed besides {KEPT_FREE >> 20} MiB that are left free "
            f"for the system, and {free / 2**20:.1f} MiB are free",
        )


def put(part: Path, path: Path) -> None:
    """Give a temporary file, which is closed, its final name; an earlier file is replaced.

    Raises:
        OSError: Any error of the system; see `translated`.
    """
    _rename(part, path)


@contextlib.contextmanager
def translated(subject: str, folder: Path, advice: Advice = USUAL) -> Iterator[None]:
    """Translate errors while writing into `DiskFull` or `FileProblem`.

    Args:
        subject: What is written, and where; the error text names it.
        folder: A folder on the same disk.
        advice: What the user can do.

    Raises:
        DiskFull: There is no room.
        FileProblem: The system reports another error.
    """
    try:
        yield
    except DistillError:
        raise
    except Exception as error:
        cause = _system_error(error)
        reason = (cause.strerror if cause else None) or error
        if is_disk_full(error, folder):
            raise DiskFull(f"no room for {subject}: {reason}; {advice.full}") from error
        if cause is None and not isinstance(error, OSError):
            raise
        raise FileProblem(f"{subject} cannot be written: {reason}; {advice.refused}") from error


def is_disk_full(error: BaseException, folder: Path) -> bool:
    """Did a write fail because the disk is full? The text of the error is never read.

    A library may hide the system's error behind one of its own. Then the chain of causes is
    searched for an error with an errno; if it has none, the free space decides.

    Args:
        error: The exception.
        folder: A folder on the same disk.
    """
    cause = _system_error(error)
    if cause is not None:
        return cause.errno in _FULL_ERRNOS or getattr(cause, "winerror", None) in _FULL_WINERRORS
    try:
        return shutil.disk_usage(folder).free < _MIN_FREE
    except OSError:
        return False


def _system_error(error: BaseException) -> OSError | None:
    """Return the first error with an errno in the chain of causes, or None."""
    seen: list[BaseException] = []
    now: BaseException | None = error
    while now is not None and now not in seen:
        if isinstance(now, OSError) and now.errno is not None:
            return now
        seen.append(now)
        now = now.__cause__ or now.__context__
    return None


def _part(path: Path) -> Path:
    return path.with_name(f".{path.name[:_NAME]}.{secrets.token_hex(4)}{_PART}")


def sync_file(file: BinaryIO) -> None:
    """Sync what was written so far to disk."""
    file.flush()
    os.fsync(file.fileno())


def _rename(part: Path, path: Path) -> None:
    for left in reversed(range(_TRIES if os.name == "nt" else 1)):
        try:
            part.replace(path)
        except PermissionError:
            if not left:
                raise
            time.sleep(_PAUSE_S)
        else:
            return


def _remove(part: Path) -> None:
    with contextlib.suppress(OSError):
        part.unlink(missing_ok=True)
