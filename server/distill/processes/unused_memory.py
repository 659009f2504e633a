"""Returns memory to the system that a process holds and does not use, where the system can."""

import contextlib
import ctypes
import re
import sys
from pathlib import Path
from typing import Final

_MAPPING: Final = re.compile(r"([0-9a-f]+)-([0-9a-f]+) r-xp \S+ \S+ \S+ +(/.*)")
"""A line of `maps`: code of a file that nothing can have written to since it was mapped."""
_DONTNEED: Final = 4
"""MADV_DONTNEED of Linux."""


def return_freed() -> None:
    """Return what the C library keeps after `free`: a loaded model leaves some 15 MB of it."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # not every C library has it
            ctypes.CDLL(None).malloc_trim(0)


def release_code(library: str) -> int:
    """Unmap the code of a library until it runs again; then it comes back by itself.

    The pages stay in the cache of the system, which has its memory back when it needs it.

    Args:
        library: Part of its file name.

    Returns:
        The bytes that its code may have held; 0 where the system cannot do this.
    """
    if sys.platform != "linux":
        return 0
    released = 0
    with contextlib.suppress(OSError, AttributeError):
        advise = ctypes.CDLL(None, use_errno=True).madvise
        advise.argtypes = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int
        for line in Path("/proc/self/maps").read_text("utf-8", "replace").splitlines():
            found = _MAPPING.fullmatch(line)
            if found is None or library not in Path(found[3]).name:
                continue
            begin, end = int(found[1], 16), int(found[2], 16)
            if advise(begin, end - begin, _DONTNEED) == 0:
                released += end - begin
    return released
