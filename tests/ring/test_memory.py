"""Shared memory is allocated before it is written, or refused when there is too little."""

import contextlib
import gc
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from distill.errors import DeviceProblem
from distill.ring.memory import attach_block, buffer_of, create_block, read_numbers
from distill.ring.recent_audio import RecentAudio
from distill.ring.ring import Ring

Owner = Ring | RecentAudio
Make = Callable[[], Owner]
each_owner = pytest.mark.parametrize(
    "make",
    [lambda: Ring.create(16_384), lambda: RecentAudio.create(0.1)],
    ids=["ring", "recent_audio"],
)
OPEN = Path("/proc/self/fd")


@pytest.fixture
def ignored(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collect what finalizers raise, which nothing can catch; fail if there is any."""
    raised: list[str] = []
    monkeypatch.setattr(
        sys, "unraisablehook", lambda reported: raised.append(str(reported.exc_value))
    )
    yield raised
    gc.collect()
    assert raised == []


def test_one_process_reads_what_another_writes() -> None:
    memory = create_block(64)
    other = attach_block(memory.name)
    try:
        buffer_of(memory)[5] = 7
        assert buffer_of(other)[5] == 7
    finally:
        other.close()
        memory.close()
        memory.unlink()


@pytest.mark.skipif(sys.platform != "linux", reason="only there memory is promised and not given")
def test_too_much_memory_is_refused_and_nothing_is_left_behind() -> None:
    with pytest.raises(DeviceProblem, match="no room"):
        create_block(2**60)


def test_access_to_closed_memory_is_refused() -> None:
    memory = create_block(64)
    memory.close()
    memory.unlink()
    with pytest.raises(DeviceProblem, match="closed"):
        buffer_of(memory)


def test_header_numbers_are_read_and_missing_ones_are_zero() -> None:
    memory = create_block(4096)
    buffer_of(memory)[:8] = (-3).to_bytes(8, sys.byteorder, signed=True)
    assert read_numbers(memory, 3) == (-3, 0, 0)
    assert read_numbers(memory, 1000)[0] == -3
    assert len(read_numbers(memory, 1000)) == 1000
    memory.close()  # no view is left that would prevent it
    memory.unlink()


@each_owner
@pytest.mark.usefixtures("ignored")
def test_memory_that_was_not_closed_is_collected_without_an_error(make: Make) -> None:
    one = make()
    name = one.name
    del one
    gc.collect()
    rest = attach_block(name)
    rest.close()
    rest.unlink()


@each_owner
@pytest.mark.usefixtures("ignored")
def test_memory_that_an_exception_references_is_closed_and_removed(make: Make) -> None:
    one = make()

    def copy() -> None:
        part = one.frames[10:20]
        raise ValueError(part.shape)

    with pytest.raises(ValueError, match="10, 2") as error:
        copy()
    name = one.name
    one.close()
    with pytest.raises(FileNotFoundError):
        attach_block(name)
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
    kept = []
    names = []
    for _ in range(3):
        one = make()
        names.append(one.name)
        kept.append(one.frames[:4])
        one.close()
    mappings = _open_files_of(names)
    assert len(mappings) <= 3, mappings  # the descriptors of the mappings themselves
    kept.clear()
    assert _open_files_of(names) == []


def _open_files_of(names: list[str]) -> list[str]:
    """List this process's open files of some blocks; those of other threads come and go."""
    found = []
    for descriptor in OPEN.iterdir():
        with contextlib.suppress(OSError):  # it was closed meanwhile, as that of this listing is
            found.append(str(descriptor.readlink()))
    return [path for path in found if any(name.strip("/") in path for name in names)]
