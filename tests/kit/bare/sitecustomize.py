"""Runs at the start of every Python process while `kit.bareness` hides PortAudio from it.

Python imports a module of this name at its start if its folder is on PYTHONPATH.
"""

import ctypes.util

_find = ctypes.util.find_library


def find_library(name: str) -> str | None:
    """Find any library of the system except PortAudio, as if libportaudio2 were not installed.

    The copies in the wheels for macOS and Windows are still found: a bare machine has them.
    """
    return None if "portaudio" in name else _find(name)


ctypes.util.find_library = find_library
