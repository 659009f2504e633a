"""Shared memory is there before anyone writes, or it is told that there is no room."""

import sys

import pytest

from distill.errors import DeviceProblem
from distill.ring.memory import attached, made, seen


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
