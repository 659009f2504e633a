"""The cache of compiled kernels, so that the second start does not compile.

numba reuses a kernel as long as the file that defines it is unchanged, and ignores changes in the
files that it imports: after an update old machine code could run. So the name of the cache folder
is a hash of every file that kernels come from.
"""

import contextlib
import hashlib
import os
import shutil
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parents[1]

ROOMS: Final = ("audio", "codec", "prior", "vocoder")
"""Packages that define kernels."""
VARIABLE: Final = "NUMBA_CACHE_DIR"
MAX_OTHERS: Final = 4
"""Folders of other versions that stay, so that two copies of Distill do not recompile in turns."""


def use_kernel_cache(package: Path | None = None, cache: Path | None = None) -> Path:
    """Choose the cache folder; must run before the first kernel is imported.

    A folder that the user sets in `NUMBA_CACHE_DIR` is used as it is. Of the folders of other
    versions the last used ones stay; the others are removed.

    Args:
        package: Folder of the package `distill`.
        cache: The cache folder of the user.

    Returns:
        The folder in use.
    """
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE])
    parent = (cache or user_cache()) / "compiled"
    folder = parent / digest_of_kernels(package or PACKAGE)
    if parent.is_dir():
        others = (other for other in parent.iterdir() if other != folder)
        for old in sorted(others, key=_last_use, reverse=True)[MAX_OTHERS:]:
            shutil.rmtree(old, ignore_errors=True)
    with contextlib.suppress(OSError):  # numba creates it with the first kernel
        os.utime(folder)
    os.environ[VARIABLE] = str(folder)
    return folder


def digest_of_kernels(package: Path = PACKAGE) -> str:
    """Return a hash of every file that kernels come from; `run.py` asks for it too."""
    digest = hashlib.sha256()
    for room in ROOMS:
        for file in sorted((package / room).glob("*.py")):
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def user_cache() -> Path:
    """Return the folder of this user for what can be made again."""
    import platformdirs  # noqa: PLC0415 - the hash is asked for before this is installed

    return platformdirs.user_cache_path("distill")


def are_kernels_compiled(room: str) -> bool:
    """Return whether the folder in use holds compiled kernels of one of `ROOMS`."""
    folder = os.environ.get(VARIABLE, "")
    return bool(folder) and any(Path(folder).glob(f"{room}_*/*.nbi"))


def _last_use(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:  # another process has just removed it
        return 0.0
