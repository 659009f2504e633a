"""Shared memory is there before anyone writes, or it is told that there is no room."""

import gc
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from distill.errors import DeviceProblem
from distill.ring.memory import attached, made, numbers, seen
from distill.ring.recent_audio import RecentAudio
from distill.ring.ring import Ring

Owner = Ring | RecentAudio
Make = Callable[[], Owner]
each_owner = pytest.mark.parametrize(
    "make", [lambda: Ring.create(16_384), lambda: RecentAudio.create(0.1)], ids=["ring", "tape"]
)
OPEN = Path("/proc/self/fd")


@pytest.fixture
def ignored(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What finalizers raised, which nobody can catch; the test fails if there is any."""
    raised: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda told: raised.append(str(told.exc_value)))
    yield raised
    gc.collect()
    assert raised == []


def test_what_one_writes_another_reads() -> None:
    memory = made(64)
    other = attached(memory.name)
    try:
        seen(memory)[5] = 7
        assert seen(other)[5] == 7
    finally:
        other.close()
        memory.close()
        memory.unlink()


@pytest.mark.skipif(sys.platform != "linux", reason="only there memory is promised and not given")
def test_memory_that_the_system_has_not_is_refused_and_nothing_stays_behind() -> None:
    with pytest.raises(DeviceProblem, match="no room"):
        made(2**60)


def test_closed_memory_is_told() -> None:
    memory = made(64)
    memory.close()
    memory.unlink()
    with pytest.raises(DeviceProblem, match="closed"):
        seen(memory)


def test_numbers_at_the_beginning_are_read_and_missing_ones_are_nothing() -> None:
    memory = made(4096)
    seen(memory)[:8] = (-3).to_bytes(8, sys.byteorder, signed=True)
    assert numbers(memory, 3) == (-3, 0, 0)
    assert numbers(memory, 1000)[0] == -3
    assert len(numbers(memory, 1000)) == 1000
    memory.close()  # no view is left that would refuse it
    memory.unlink()


@each_owner
@pytest.mark.usefixtures("ignored")
def test_one_that_nobody_closed_is_collected_in_peace(make: Make) -> None:
    one = make()
    name = one.name
    del one
    gc.collect()
    rest = attached(name)
    rest.close()
    rest.unlink()


@each_owner
@pytest.mark.usefixtures("ignored")
def test_one_that_an_exception_holds_is_closed_and_removed(make: Make) -> None:
    one = make()

    def copy() -> None:
        part = one.frames[10:20]
        raise ValueError(part.shape)

    with pytest.raises(ValueError, match="10, 2") as error:
        copy()
    name = one.name
    one.close()
    with pytest.raises(FileNotFoundError):
        attached(name)
    del error


@each_owner
@pytest.mark.usefixtures("ignored")
def test_a_view_that_outlives_its_memory_can_still_be_read(make: Make) -> None:
    one = make()
    one.frames[:4] = 0.5
    view = one.frames[:4]
    one.close()
    one.close()
    del one
    gc.collect()
    assert np.array_equal(view, np.full((4, 2), 0.5, np.float32))


@pytest.mark.skipif(not OPEN.is_dir(), reason="this system does not list a process's files")
@each_owner
def test_a_view_that_outlives_its_memory_holds_no_file_open(make: Make) -> None:
    before = len(list(OPEN.iterdir()))
    kept = []
    for _ in range(3):
        one = make()
        kept.append(one.frames[:4])
        one.close()
    assert len(list(OPEN.iterdir())) <= before + 3  # what each mapping itself keeps
    kept.clear()
    assert len(list(OPEN.iterdir())) == before
