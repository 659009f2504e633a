"""numba imports less for kernels from the cache, and compiles those that are not there."""

import os
import subprocess
import sys
from pathlib import Path

KERNELS = """
from numba import njit

@njit(cache=True)
def double(x):
    return 2 * x
"""
PROGRAM = """
import sys
from distill.worker.light_numba import UNUSED, lighten_numba

lighten_numba()
import numpy as np
import own_kernels
from numba import njit

def compiler():
    return "numba.np.linalg" in sys.modules

print(own_kernels.double(np.ones(2)).sum(), sum(own_kernels.double.stats.cache_hits.values()))
print(compiler())

double = own_kernels.double

@njit
def quadruple(x):
    return double(double(x))

print(quadruple(np.ones(2)).sum(), compiler())
print([name for name in UNUSED if sys.modules.get(name) is not None])
"""


def run(folder: Path) -> list[str]:
    paths = os.pathsep.join([str(folder), *sys.path])
    where = {**os.environ, "NUMBA_CACHE_DIR": str(folder / "cache"), "PYTHONPATH": paths}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=where,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout.splitlines()


def test_the_compiler_is_imported_only_to_compile_also_with_kernels_of_the_cache(
    tmp_path: Path,
) -> None:
    (tmp_path / "own_kernels.py").write_text(KERNELS)
    assert run(tmp_path) == ["4.0 0", "True", "8.0 True", "[]"]
    assert run(tmp_path) == ["4.0 1", "False", "8.0 True", "[]"]
