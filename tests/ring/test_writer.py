"""The writing end: how far ahead, and what is refused."""

from collections.abc import Iterator

import numpy as np
import pytest

from distill.errors import BadArgument
from distill.ring.reader import Reader
from distill.ring.ring import Field, Ring
from distill.ring.writer import Writer


@pytest.fixture
def ring() -> Iterator[Ring]:
    made = Ring.create(16_384)
    yield made
    made.close()


def frames(count: int) -> np.ndarray:
    return np.zeros((count, 2), dtype=np.float32)


def test_space_is_the_number_of_frames_missing_to_be_ahead(ring: Ring) -> None:
    writer = Writer(ring)
    assert writer.space(2048) == 2048
    writer.write(frames(1500))
    assert writer.space(2048) == 548
    Reader(ring).read_into(frames(500))
    assert writer.space(2048) == 1048
    assert writer.space(100) == 0
    assert (writer.position, writer.played) == (1500, 500)


def test_a_device_with_large_blocks_gets_two_of_them_ahead(ring: Ring) -> None:
    writer = Writer(ring)
    Reader(ring).read_into(frames(3000))
    assert writer.space(2048) == 6000


def test_at_most_half_the_ring_is_written_ahead(ring: Ring) -> None:
    writer = Writer(ring)
    assert writer.space(10**6) == 8192
    writer.write(frames(8192))
    with pytest.raises(BadArgument, match="room for 0 frames, got 1"):
        writer.write(frames(1))


def test_mono_is_refused(ring: Ring) -> None:
    for shape in ((10,), (10, 1), (10, 3)):
        with pytest.raises(BadArgument, match="stereo"):
            Writer(ring).write(np.zeros(shape, dtype=np.float32))


def test_an_empty_block_changes_nothing(ring: Ring) -> None:
    writer = Writer(ring)
    writer.write(frames(0))
    assert writer.position == 0


def test_a_new_writer_continues_where_the_last_one_stopped(ring: Ring) -> None:
    Writer(ring).write(frames(700))
    second = Writer(ring)
    assert second.position == 700
    assert ring.status().epoch == 2


def test_each_heartbeat_carries_the_time_of_the_clock(ring: Ring) -> None:
    times = iter([10, 20, 30, 40])
    writer = Writer(ring, lambda: next(times))
    assert ring.status().writer_beat == 10
    writer.write(frames(1))
    assert ring.status().writer_beat == 20
    writer.rest()
    assert ring.status().writer_beat == 30
    assert ring.header[Field.REST] == 1
    writer.beat()
    assert ring.status().writer_beat == 40
