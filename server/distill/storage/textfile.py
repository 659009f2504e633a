"""A small text file of the user's that is replaced whole; the one before is kept beside it."""

from pathlib import Path
from typing import Final

from distill.storage import atomic

_ADVICE: Final = atomic.Advice(
    "free some space on that disk; it is as it was", "make its folder writable; it is as it was"
)


def replace(path: Path, text: str) -> None:
    """Write a file; of a link, the file it leads to. The older one becomes `NAME.bak`.

    Raises:
        DiskFull: There is no room; all is as it was.
        FileProblem: It cannot be written; all is as it was.
    """
    real = path.resolve()
    with atomic.replacing(real, _ADVICE) as file:
        file.write(text.encode())
        if real.exists():
            kept = real.with_name(f"{real.name}.bak")
            atomic.replace(kept, real.read_bytes(), _ADVICE, like=real)
