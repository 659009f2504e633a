"""A small text file that is replaced at once and whole; the one before is kept beside it."""

import contextlib
import errno
import os
import secrets
import shutil
from pathlib import Path

from distill.errors import DiskFull, FileProblem


def replace(path: Path, text: str) -> None:
    """Write a file; of a link, the file it leads to. The older one becomes `NAME.bak`.

    Raises:
        FileProblem: It cannot be written; all is as it was.
    """
    real = path.resolve()
    part = real.with_name(f".{secrets.token_hex(8)}.part")
    try:
        real.parent.mkdir(parents=True, exist_ok=True)
        with part.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if real.exists():
            shutil.copymode(real, part)
            shutil.copy2(real, real.with_name(f"{real.name}.bak"))
        part.replace(real)
    except OSError as error:
        kind = DiskFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else FileProblem
        raise kind(f"{path} could not be written: {error}; it is as it was") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
