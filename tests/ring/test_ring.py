"""The ring is created, attached, refused and removed."""

import contextlib
from collections.abc import Iterator
from multiprocessing.shared_memory import SharedMemory

import numpy as np
import pytest

from distill.errors import BadArgument, DeviceProblem
from distill.ring.reader import Reader
from distill.ring.ring import DeviceState, Field, Ring
from distill.ring.writer import Writer


@pytest.fixture
def ring() -> Iterator[Ring]:
    made = Ring.create(16_384)
    yield made
    made.close()


def test_a_new_ring_is_silent_and_at_rest(ring: Ring) -> None:
    status = ring.status()
    assert (status.written, status.played, status.ahead, status.underruns) == (0, 0, 0, 0)
    assert status.state is DeviceState.CLOSED
    assert ring.rate == 48_000
    assert not ring.frames.any()


def test_header_numbers_are_aligned_to_eight_bytes_and_no_two_sides_share_a_cache_line(
    ring: Ring,
) -> None:
    assert ring.frames.ctypes.data % 8 == 0
    owner = {field // 8 for field in Field if field < Field.WRITE}
    writer = {field // 8 for field in Field if Field.WRITE <= field < Field.READ}
    reader = {field // 8 for field in Field if field >= Field.READ}
    assert not owner & writer
    assert not writer & reader


def test_an_attached_ring_holds_the_same_sound(ring: Ring) -> None:
    with contextlib.closing(Ring.attach(ring.name)) as other:
        Writer(other).write(np.full((100, 2), 0.25, dtype=np.float32))
    assert ring.status().ahead == 100
    out = np.empty((100, 2), dtype=np.float32)
    assert Reader(ring).read_into(out) == 100
    assert (out == 0.25).all()


def test_a_ring_closed_twice_stays_closed_and_cannot_be_attached() -> None:
    made = Ring.create(16_384)
    name = made.name
    made.close()
    made.close()
    with pytest.raises(DeviceProblem, match="process that created it has ended"):
        Ring.attach(name)


def test_foreign_memory_is_refused() -> None:
    foreign = SharedMemory(create=True, size=4096)
    try:
        with pytest.raises(DeviceProblem, match="not a ring"):
            Ring.attach(foreign.name)
    finally:
        foreign.close()
        foreign.unlink()


def test_a_ring_from_the_future_is_refused(ring: Ring) -> None:
    ring.header[Field.VERSION] += 1
    with pytest.raises(DeviceProblem, match="version"):
        Ring.attach(ring.name)


def test_a_ring_that_claims_more_frames_than_it_has_is_refused(ring: Ring) -> None:
    ring.header[Field.CAPACITY] = 1 << 40
    with pytest.raises(DeviceProblem):
        Ring.attach(ring.name)


@pytest.mark.parametrize("capacity", [0, -1, 8192, 50_000])
def test_an_unusable_capacity_is_refused(capacity: int) -> None:
    with pytest.raises(BadArgument, match="power of two"):
        Ring.create(capacity)
