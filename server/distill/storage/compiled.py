"""Where compiled kernels are kept, so that the second start does not compile.

numba keeps a kernel as long as the file it stands in is unchanged, and does not look at the files
that one imports: an update could go on running old machine code. So the folder's name is a hash of
every file that kernels come from.
"""

import contextlib
import hashlib
import os
import shutil
from pathlib import Path
from typing import Final

import platformdirs

ROOMS: Final = ("audio", "prior", "vocoder")
"""Rooms with kernels in them."""
VARIABLE: Final = "NUMBA_CACHE_DIR"
KEPT: Final = 4
"""Folders of other versions that stay, so that two copies of Distill do not compile in turns."""


def use_kernel_cache(package: Path | None = None, cache: Path | None = None) -> Path:
    """Choose the folder; call it before the first kernel is imported.

    A folder that the user chose by `NUMBA_CACHE_DIR` is left alone. Of other versions' folders
    those that were used last stay, the others are removed.

    Args:
        package: The program's folder.
        cache: Where the user's system keeps what can be made again.

    Returns:
        The folder in use.
    """
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE])
    root = package or Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for room in ROOMS:
        for file in sorted((root / room).glob("*.py")):
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
    shelf = (cache or platformdirs.user_cache_path("distill")) / "compiled"
    folder = shelf / digest.hexdigest()[:16]
    if shelf.is_dir():
        others = (other for other in shelf.iterdir() if other != folder)
        for old in sorted(others, key=_last_use, reverse=True)[KEPT:]:
            shutil.rmtree(old, ignore_errors=True)
    with contextlib.suppress(OSError):  # it is made with the first kernel
        os.utime(folder)
    os.environ[VARIABLE] = str(folder)
    return folder


def _last_use(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:  # another process has just removed it
        return 0.0
