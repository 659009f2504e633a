"""Runs at the start of every Python process while `kit.bareness` hides PortAudio from it.

Python imports a module of this name by itself when its folder is on PYTHONPATH.
"""

import ctypes.util

_find = ctypes.util.find_library


def find_library(name: str) -> str | None:
    """Find any library of the system but PortAudio, as where libportaudio2 is not installed.

    The copies that the wheels for macOS and Windows bring are still found: there they belong to
    a bare machine.
    """
    return None if "portaudio" in name else _find(name)


ctypes.util.find_library = find_library
