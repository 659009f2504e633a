"""Programs and libraries that are not Python packages: tests without them skip, or fail."""

import ctypes.util
import os
import shutil
import sys
from pathlib import Path
from typing import Final, NoReturn

from distill.sinks.device import NO_PORTAUDIO

PEERS: Final = (
    "chromium", "chromium-browser", "ip", "jack_connect", "jack_lsp", "jack_rec", "jackd", "lua",
    "lua5.4", "node", "npm", "oscdump", "oscsend", "pd", "sox",
)  # fmt: skip
"""Every program that a test may need; DISTILL_TEST_BARE=1 hides these (`kit.bareness`)."""
PORTAUDIO: Final = "portaudio"
"""The library for sound cards; the wheels for macOS and Windows contain it."""


def need(program: str) -> str:
    """Find a program or skip the test; with DISTILL_TEST_ALL=1 a missing one is a failure."""
    assert program in PEERS, f"add {program} to PEERS, so that it can be hidden"
    found = shutil.which(program)
    if found is None:
        missing(f"{program} is not installed")
    return found


def need_portaudio() -> None:
    """Skip the test on a machine without PortAudio."""
    if not has_portaudio():
        missing("PortAudio is not installed (libportaudio2)")


def has_portaudio() -> bool:
    """Does `import sounddevice` find its library?"""
    return sys.platform in ("darwin", "win32") or ctypes.util.find_library(PORTAUDIO) is not None


def unheard() -> str:
    """Return the end of the status text of an output whose device is missing."""
    if has_portaudio():
        return "sound goes on unheard until one appears"
    return f"{NO_PORTAUDIO}; sound goes on unheard"


def need_node_module(name: str) -> Path:
    """Find a Node package where `.ci/run` installs it; return the folder above `node_modules`."""
    need("node")
    folder = Path(os.environ.get("DISTILL_NODE", "."))
    if not (folder / "node_modules" / name).is_dir():
        missing(f"npm's {name} is not in DISTILL_NODE; .ci/run installs it")
    return folder


def missing(reason: str) -> NoReturn:
    """Skip the test; with DISTILL_TEST_ALL=1, fail it. A benchmark ends with the reason."""
    pytest = sys.modules.get("pytest")
    if pytest is None:
        sys.exit(reason)
    if os.environ.get("DISTILL_TEST_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
