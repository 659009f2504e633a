"""Memory goes back to the system, and what was released still works."""

import importlib
import re
import sys
from pathlib import Path

import numpy as np
import pytest

from distill.processes.unused_memory import release_code, return_freed

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what is resident")
LIBRARY = "_multiarray_umath"


def resident(name: str = "") -> int:
    """Return the KiB of code of a library that are resident; of all mappings without a name."""
    found, inside = 0, False
    for line in Path("/proc/self/smaps").read_text("utf-8").splitlines():
        if re.match(r"[0-9a-f]+-[0-9a-f]+ ", line):
            inside = not name or (" r-xp " in line and name in line)
        elif inside and line.startswith("Rss:"):
            found += int(line.split()[1])
    return found


@linux
def test_code_of_a_library_is_released_and_comes_back_when_it_runs() -> None:
    importlib.import_module(f"numpy._core.{LIBRARY}")
    before = np.sort(np.arange(1000)[::-1] * 0.5)
    full = resident(LIBRARY)
    assert release_code(LIBRARY) >= 1024 * full > 0
    assert resident(LIBRARY) < full / 2
    assert np.array_equal(np.sort(np.arange(1000)[::-1] * 0.5), before)


def test_a_library_that_is_not_loaded_has_nothing_to_release() -> None:
    assert release_code("no such library") == 0


@linux
def test_freed_memory_is_returned() -> None:
    blocks = [bytearray(100_000) for _ in range(400)]
    last = bytearray(1000)
    full = resident()
    blocks.clear()
    return_freed()
    assert resident() < full - 20_000
    assert len(last) == 1000
