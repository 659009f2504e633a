"""Replace a small text file of the user, and keep the earlier one beside it."""

from pathlib import Path
from typing import Final

from distill.storage import atomic

_ADVICE: Final = atomic.Advice(
    "free some space on that disk; the file is unchanged",
    "make its folder writable; the file is unchanged",
)


def replace(path: Path, text: str) -> None:
    """Write a file, or the target of a link; the earlier content goes to `NAME.bak`.

    Raises:
        DiskFull: The disk is full; the file is unchanged.
        FileProblem: It cannot be written; the file is unchanged.
    """
    real = path.resolve()
    with atomic.replacing(real, _ADVICE) as file:
        file.write(text.encode())
        if real.exists():
            backup = real.with_name(f"{real.name}.bak")
            atomic.replace(backup, real.read_bytes(), _ADVICE, like=real)
