"""Recent audio holds past sound exactly, or reports how much of it is gone."""

import contextlib
import threading
import tracemalloc
from collections.abc import Iterator

import numpy as np
import pytest

from distill.errors import BadArgument, DeviceProblem
from distill.ring.memory import create_block
from distill.ring.reader import Reader
from distill.ring.recent_audio import BLOCK, PIECES, SPARE_S, RecentAudio
from distill.ring.ring import Ring
from distill.ring.writer import Writer
from kit.players import sine

HERTZ = 220.0


@pytest.fixture
def recent() -> Iterator[RecentAudio]:
    made = RecentAudio.create(1.0)
    yield made
    made.close()


@pytest.fixture
def ring() -> Iterator[Ring]:
    made = Ring.create()
    yield made
    made.close()


def numbered(first: int, count: int) -> np.ndarray:
    """Make frames that hold their own position; float32 is exact up to here."""
    count_up = np.arange(first, first + count, dtype=np.float32)
    return np.stack([count_up, -count_up], 1)


def test_written_sound_is_read_back_across_the_wrap(recent: RecentAudio) -> None:
    while recent.end < recent.capacity + 3 * BLOCK:
        recent.append(numbered(recent.end, 1000))
    end = recent.end
    assert recent.available == 48_000
    first, sound = recent.read(end - recent.available, end)
    assert first == end - 48_000
    assert np.array_equal(sound, numbered(first, 48_000))
    assert end - recent.capacity < BLOCK * 4


def test_before_it_is_full_all_written_sound_is_available(recent: RecentAudio) -> None:
    assert (recent.end, recent.available) == (0, 0)
    assert recent.read(0, 0)[1].shape == (0, 2)
    recent.append(numbered(0, 300))
    assert recent.available == 300
    with pytest.raises(BadArgument, match="300"):
        recent.read(0, 301)


def test_overwritten_sound_is_left_out(recent: RecentAudio) -> None:
    while recent.end < recent.capacity + 48_000:
        recent.append(numbered(recent.end, 1000))
    first, sound = recent.read(0, recent.end)
    assert first == recent.end + BLOCK - recent.capacity
    assert np.array_equal(sound, numbered(first, recent.end - first))
    assert recent.read(0, 1000)[1].shape == (0, 2)


def test_sound_overwritten_during_a_copy_is_left_out_and_never_torn() -> None:
    recent = RecentAudio.create(4.0)
    ending = threading.Event()

    def write() -> None:
        while not ending.is_set():
            recent.append(numbered(recent.end % 2**23, BLOCK))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        shorter = 0
        while shorter < 3:
            last = recent.end
            wanted = max(0, last + 1 - recent.capacity)
            first, sound = recent.read(wanted, last)
            shorter += first > wanted
            assert len(sound) == last - first
            expected = (np.arange(first, last) % 2**23).astype(np.float32)
            assert np.array_equal(sound[:, 0], expected)
            assert np.array_equal(sound[:, 1], -expected)
    finally:
        ending.set()
        writer.join()
        recent.close()


def test_another_process_attaches_by_name(recent: RecentAudio) -> None:
    recent.append(numbered(0, 100))
    with contextlib.closing(RecentAudio.attach(recent.name)) as other:
        assert np.array_equal(other.read(0, 100)[1], numbered(0, 100))


def test_foreign_or_missing_memory_is_refused(recent: RecentAudio) -> None:
    with pytest.raises(DeviceProblem, match="process that created it has ended"):
        RecentAudio.attach("nobody-has-this")
    foreign = create_block(4096)
    try:
        with pytest.raises(DeviceProblem, match="no recent audio of this version"):
            RecentAudio.attach(foreign.name)
    finally:
        foreign.close()
        foreign.unlink()


def test_a_reader_records_exactly_what_the_device_gets(ring: Ring, recent: RecentAudio) -> None:
    """Sound, a concealed underrun, the crossfade back, a rest and a panic."""
    reader, writer, heard = Reader(ring, recent=recent), Writer(ring), []

    def play(frames: int, block: int = 256) -> None:
        for _ in range(0, frames, block):
            out = np.full((block, 2), np.nan, np.float32)
            reader.read_into(out)
            heard.append(out)

    for _ in range(60):
        writer.write(sine(writer.position, 512, HERTZ))
        play(512)
    play(1024)
    writer.write(sine(writer.position, 8192, HERTZ))
    play(4096)
    ring.fade_out(on=True)
    play(4096)
    ring.fade_out(on=False)
    writer.rest()
    play(1024, 1024)
    assert ring.status().underruns == 1
    sound = np.concatenate(heard)
    assert recent.end == len(sound)
    assert np.array_equal(recent.read(0, recent.end)[1], sound)


def test_pieces_map_sound_to_its_position_in_the_ring(ring: Ring, recent: RecentAudio) -> None:
    reader, writer = Reader(ring, recent=recent), Writer(ring)

    def play(frames: int) -> None:
        reader.read_into(np.empty((frames, 2), np.float32))

    play(1000)  # intended silence
    writer.write(sine(0, 3000, HERTZ))
    play(1000)
    play(1000)
    play(1500)  # 500 of them are concealed
    play(500)
    writer.write(sine(3000, 2000, HERTZ))
    play(700)
    writer.drop()
    writer.rest()
    play(300)
    writer.write(sine(5000, 400, HERTZ))
    play(400)
    found = recent.pieces(0)
    assert found.tolist() == [[1000, 0, 3000], [5000, 3000, 700], [6000, 5000, 400]]
    assert recent.pieces(4000).tolist() == found[1:].tolist()


def test_the_newest_pieces_are_kept(recent: RecentAudio) -> None:
    for number in range(PIECES + 10):
        recent.append(numbered(0, 4), 100 * number, 3)
    found = recent.pieces(0)
    assert len(found) == PIECES - 1
    assert found[-1].tolist() == [4 * (PIECES + 9), 100 * (PIECES + 9), 3]
    assert (np.diff(found[:, 0]) == 4).all()


def test_recording_allocates_no_memory_for_sound(ring: Ring, recent: RecentAudio) -> None:
    reader, writer = Reader(ring, recent=recent), Writer(ring)
    out, block = np.empty((4096, 2), np.float32), sine(0, 8192, HERTZ)

    def once() -> None:
        writer.write(block)
        for _ in range(4):
            reader.read_into(out)

    once()
    tracemalloc.start()
    try:
        once()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < out.nbytes / 4


def test_two_minutes_and_time_to_copy_them_are_kept() -> None:
    with contextlib.closing(RecentAudio.create()) as recent:
        assert recent.capacity >= (120 + SPARE_S) * 48_000
