"""Read or replace a small text file of the user; the earlier one is kept beside it."""

from pathlib import Path
from typing import Final

from distill.errors import FileProblem
from distill.storage import atomic, regular_file

MAX_BYTES: Final = 2**20
"""Largest file that is read: a thousand bindings have 80 kB."""
_ADVICE: Final = atomic.Advice(
    "free some space on that disk; the file is unchanged",
    "make its folder writable; the file is unchanged",
)


def read(path: Path, inside: Path | None = None) -> str:
    """Read a file of UTF-8, with its line ends and byte order mark as they are.

    Args:
        path: The file, or a link to it.
        inside: Folder that it must lie in, at the end of all links; None: anywhere.

    Raises:
        OSError: It is missing or unreadable; or it is too large, leads out of its folder, or is no
            regular file: `strerror` says so.
        UnicodeDecodeError: It is not UTF-8.
    """
    return regular_file.read(path, MAX_BYTES, inside).decode("utf-8")


def replace(path: Path, text: str, inside: Path | None = None) -> None:
    """Write a file, or the target of a link; the earlier content goes to `NAME.bak`.

    Args:
        path: The file, or a link to it.
        text: The new content.
        inside: As in `read`.

    Raises:
        DiskFull: The disk is full; the file is unchanged.
        FileProblem: It cannot be written, or nothing but a regular file is there; it is unchanged.
    """
    try:
        if inside is not None:
            regular_file.check_inside(path, inside)
        real = path.resolve()
        before = regular_file.read(real, MAX_BYTES) if real.exists() else None
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links
        why = getattr(error, "strerror", None) or error
        raise FileProblem(f"{path} cannot be replaced: {why}; the file is unchanged") from error
    with atomic.replacing(real, _ADVICE) as file:
        file.write(text.encode())
        if before is not None:
            backup = real.with_name(f"{real.name}.bak")
            atomic.replace(backup, before, _ADVICE, like=real)
