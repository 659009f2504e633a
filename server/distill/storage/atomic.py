"""Every file of the program is written here: whole or not at all, and nobody reads half of one.

A write goes to a temporary name in the same folder and is brought to disk (fsync). Then the file
takes its final name in one step (rename), and the folder is brought to disk too. A kill, a crash or
a full disk leaves the earlier file. Failures of the system become `DiskFull` or `FileProblem`.
"""

import contextlib
import errno
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
_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_ON_WINDOWS: Final = {39, 112}
"""ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL. Source: winerror.h."""
_NOTHING_LEFT: Final = 2**20
"""Free bytes below which a library's failure to write is put down to the disk."""
_WORTH_TELLING: Final = 2**17
"""Bytes of content from which an error says how many there are."""
_NAME: Final = 40
"""Characters of a file's name in its temporary one: at 4 bytes each a name stays below 255."""
_TRIES: Final = 40
"""Renames tried on Windows, where a file that somebody reads cannot be replaced this moment."""
_PAUSE_S: Final = 0.05


@dataclass(frozen=True, slots=True)
class Advice:
    """What the user can do about a write that failed: the end of the error's sentence.

    Attributes:
        full: When the disk is full.
        refused: When anything else is wrong.
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
    """Write a file; an earlier one of that name is replaced once the new one is whole.

    Args:
        path: Where to; its folder is made.
        content: All of it; text is written as UTF-8.
        advice: What the user can do when that fails.
        durable: Bring it to disk at once. Without, a power cut may lose both files: only for what
            nobody wants after one.
        like: A file whose permissions it gets; if there is none, those of the earlier file.

    Raises:
        DiskFull: There is no room; the earlier file is as it was.
        FileProblem: The file cannot be written; the earlier file is as it was.
    """
    data = memoryview(content.encode() if isinstance(content, str) else content)
    about = f" ({data.nbytes / 2**20:.1f} MiB)" if data.nbytes >= _WORTH_TELLING else ""
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
    """Like `replace`, for content that comes in pieces or from a library that wants a file.

    Args:
        path: Where to; its folder is made.
        advice: What the user can do when that fails.
        durable: As in `replace`.
        about: Said behind the path in an error.
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
                    _to_disk(file)
            if (model := like or path).exists():
                shutil.copymode(model, part)
            _rename(part, path)
            if durable:
                settle(path.parent)
    finally:  # after the translation, which may ask how much room is left
        _remove(part)


def create(path: Path, content: Buffer | str, advice: Advice = USUAL) -> None:
    """Write a file that is not there yet.

    Raises:
        DiskFull: There is no room; nothing is left behind.
        FileProblem: A file has that name already, or it cannot be written; nothing is left behind.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        with translated(str(path), path.parent, advice), temporary(path, [data]) as part:
            claim(part, path)
            settle(path.parent)
    except FileProblem as problem:
        if isinstance(problem.__cause__, FileExistsError):
            raise FileProblem(f"{path} is there already; nothing is overwritten") from problem
        raise


@contextlib.contextmanager
def temporary(path: Path, pieces: Iterable[Buffer]) -> Iterator[Path]:
    """Bring bytes to disk beside `path`, under a name that goes away whatever happens.

    Raises:
        OSError: As the system says it; see `translated`.
    """
    part = _part(path)
    try:
        with part.open("xb") as file:
            for piece in pieces:
                file.write(piece)
            _to_disk(file)
        yield part
    finally:
        _remove(part)


def claim(part: Path, path: Path) -> None:
    """Give a temporary file its name without ever replacing one, even one that appears just now.

    Raises:
        FileExistsError: The name is taken.
        OSError: As the system says it; see `translated`.
    """
    if os.name == "nt":
        part.rename(path)  # refuses a taken name by itself
        return
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: hold the name, then move over it
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644))
        part.replace(path)


def settle(folder: Path) -> None:
    """Bring a folder's new names to disk, where the system has that."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sweep(folder: Path) -> None:
    """Remove what a kill left under temporary names."""
    for part in folder.glob(f".*{_PART}"):
        _remove(part)


@contextlib.contextmanager
def translated(subject: str, folder: Path, advice: Advice = USUAL) -> Iterator[None]:
    """Turn what goes wrong while writing into a sentence.

    Args:
        subject: What is written, and where.
        folder: On the disk in question.
        advice: What the user can do.

    Raises:
        DiskFull: There is no room.
        FileProblem: The system refuses for another reason.
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
    """Tell if a write failed for want of room; the text of the error is never read.

    A library may hide the system's error behind one of its own. Then the errors that it was raised
    from are asked, and if there is none of the system's among them, the disk.

    Args:
        error: What was raised.
        folder: On the disk in question.
    """
    cause = _system_error(error)
    if cause is not None:
        return cause.errno in _FULL or getattr(cause, "winerror", None) in _FULL_ON_WINDOWS
    try:
        return shutil.disk_usage(folder).free < _NOTHING_LEFT
    except OSError:
        return False


def _system_error(error: BaseException) -> OSError | None:
    """Find the system's error behind a library's; None if there is none that has a number."""
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


def _to_disk(file: BinaryIO) -> None:
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
