"""Kernels are compiled part by part, once, by as many processes as there are."""

import os
import subprocess
import sys
import threading

import numba
import pytest
from filelock import FileLock

from distill.storage.compiled import use_kernel_cache
from distill.worker import kernels
from distill.worker.kernels import PARTS, Part, compile_kernels


@pytest.fixture
def parts(monkeypatch, tmp_path):
    """Two parts that only say that they ran, with a cache of their own."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "cache"))
    ran = []
    made = tuple(
        Part(name, PARTS[0].modules, lambda name=name: ran.append(name)) for name in ("one", "two")
    )
    monkeypatch.setattr(kernels, "PARTS", made)
    return ran


def ignore(_ready, _total):
    pass


def lock_of(name):
    return FileLock(use_kernel_cache() / f"{name}.lock")


def test_a_second_process_begins_at_the_other_end(parts):
    compile_kernels(ignore)
    compile_kernels(ignore, backwards=True)
    assert parts == ["one", "two", "two", "one"]


def test_a_part_that_another_process_compiles_comes_last_and_the_wait_is_told(parts):
    use_kernel_cache().mkdir()
    other = lock_of("one")
    other.acquire()
    told = threading.Event()
    done = threading.Thread(target=compile_kernels, args=(lambda _ready, _total: told.set(),))
    done.start()
    assert told.wait(30)
    assert parts == ["two"]
    other.release()
    done.join(30)
    assert parts == ["two", "one"]


def test_a_process_that_holds_a_part_for_too_long_is_not_waited_for(parts, monkeypatch):
    monkeypatch.setattr(kernels, "PATIENCE_S", 0.01)
    use_kernel_cache().mkdir()
    with lock_of("two"):
        compile_kernels(ignore)
    assert parts == ["one", "two"]


def test_a_part_that_was_compiled_before_needs_no_lock(parts):
    compile_kernels(ignore)
    with lock_of("one"), lock_of("two"):
        compile_kernels(ignore)
    assert parts == ["one", "two"] * 2


def test_a_part_that_another_compiler_made_is_locked_again(parts, monkeypatch):
    compile_kernels(ignore)
    monkeypatch.setattr(numba, "__version__", "0.1")
    monkeypatch.setattr(kernels, "PATIENCE_S", 0.01)
    told = []
    with lock_of("two"):
        compile_kernels(lambda ready, total: told.append((ready, total)))
    assert parts == ["one", "two"] * 2
    assert told


def test_where_the_cache_cannot_be_written_all_is_compiled(parts, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file" / "cache"))
    compile_kernels(ignore)
    assert parts == ["one", "two"]


def test_every_kernel_belongs_to_a_part():
    found = set().union(*(part.kernels() for part in PARTS))
    assert {name.removeprefix("distill.") for name in found} >= {
        "prior.kernel.write_column",
        "vocoder.rtisi._set_phases",
        "vocoder.phase.refine",
        "audio.limiter._limit",
    }


_PROGRAM = """
import sys
import numpy as np
from distill.installation import bundled_models
from distill.protocol.tasks import LoadModel
from distill.worker.kernels import PARTS, compile_kernels
from distill.worker.renderer import warm
from distill.worker.task_steps import load, warm_clips

def counts():
    rooms = [sys.modules[name] for part in PARTS for name in part.modules]
    return [len(value.signatures) for room in rooms for value in vars(room).values()
            if hasattr(value, "signatures")]

compile_kernels(lambda ready, total: None)
before = counts()
for name in ("demo", "piano"):
    loaded = load(LoadModel(str(bundled_models() / name / f"{name}.distill"), name))
    warm(loaded.bundle)
    warm_clips(loaded.bundle)
    for _ in loaded.bundle.encode_steps(np.zeros(24_000, np.float32)):
        pass
print(counts() == before, sum(before) > 8)
"""


@pytest.mark.slow
def test_the_bundled_models_need_no_kernel_that_was_not_compiled_before():
    where = {**os.environ, "NUMBA_CACHE_DIR": str(use_kernel_cache())}
    where["PYTHONPATH"] = os.pathsep.join(sys.path)
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], env=where, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "True"]


def test_progress_counts_the_kernels_of_this_program_once(monkeypatch, tmp_path):
    told = []
    progress = kernels._Progress(lambda ready, total: told.append((ready, total)))
    part = PARTS[1]
    progress.finish(part)
    progress.tell()
    ready, total = told[-1]
    assert ready == len(part.kernels())
    assert total == sum(len(each.kernels()) for each in PARTS)
