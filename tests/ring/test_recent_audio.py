"""The tape is what passed, to the last sample, or says how much of it is gone."""

import contextlib
import threading
import tracemalloc
from collections.abc import Iterator

import numpy as np
import pytest

from distill.errors import BadArgument, DeviceProblem
from distill.ring.memory import made
from distill.ring.reader import Reader
from distill.ring.recent_audio import BLOCK, PIECES, SPARE_S, RecentAudio
from distill.ring.ring import Ring
from distill.ring.writer import Writer
from kit.players import sine

HERTZ = 220.0


@pytest.fixture
def tape() -> Iterator[RecentAudio]:
    made = RecentAudio.create(1.0)
    yield made
    made.close()


@pytest.fixture
def ring() -> Iterator[Ring]:
    made = Ring.create()
    yield made
    made.close()


def numbered(first: int, count: int) -> np.ndarray:
    """Frames that say where they belong; float32 counts exactly so far."""
    count_up = np.arange(first, first + count, dtype=np.float32)
    return np.stack([count_up, -count_up], 1)


def test_what_was_written_is_read_back_also_over_its_end(tape: RecentAudio) -> None:
    while tape.end < tape.capacity + 3 * BLOCK:
        tape.append(numbered(tape.end, 1000))
    end = tape.end
    assert tape.available == 48_000
    first, sound = tape.read(end - tape.available, end)
    assert first == end - 48_000
    assert np.array_equal(sound, numbered(first, 48_000))
    assert end - tape.capacity < BLOCK * 4


def test_a_young_tape_keeps_what_there_is(tape: RecentAudio) -> None:
    assert (tape.end, tape.available) == (0, 0)
    assert tape.read(0, 0)[1].shape == (0, 2)
    tape.append(numbered(0, 300))
    assert tape.available == 300
    with pytest.raises(BadArgument, match="300"):
        tape.read(0, 301)


def test_what_was_overwritten_is_left_out(tape: RecentAudio) -> None:
    while tape.end < tape.capacity + 48_000:
        tape.append(numbered(tape.end, 1000))
    first, sound = tape.read(0, tape.end)
    assert first == tape.end + BLOCK - tape.capacity
    assert np.array_equal(sound, numbered(first, tape.end - first))
    assert tape.read(0, 1000)[1].shape == (0, 2)


def test_what_is_overwritten_while_it_is_copied_is_left_out_and_never_torn() -> None:
    tape = RecentAudio.create(4.0)
    ending = threading.Event()

    def write() -> None:
        while not ending.is_set():
            tape.append(numbered(tape.end % 2**23, BLOCK))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        shorter = 0
        while shorter < 3:
            last = tape.end
            wanted = max(0, last + 1 - tape.capacity)
            first, sound = tape.read(wanted, last)
            shorter += first > wanted
            assert len(sound) == last - first
            expected = (np.arange(first, last) % 2**23).astype(np.float32)
            assert np.array_equal(sound[:, 0], expected)
            assert np.array_equal(sound[:, 1], -expected)
    finally:
        ending.set()
        writer.join()
        tape.close()


def test_another_process_finds_it_by_its_name(tape: RecentAudio) -> None:
    tape.append(numbered(0, 100))
    with contextlib.closing(RecentAudio.attach(tape.name)) as other:
        assert np.array_equal(other.read(0, 100)[1], numbered(0, 100))


def test_a_foreign_or_a_missing_tape_is_refused(tape: RecentAudio) -> None:
    with pytest.raises(DeviceProblem, match="owner has gone"):
        RecentAudio.attach("nobody-has-this")
    foreign = made(4096)
    try:
        with pytest.raises(DeviceProblem, match="not a tape"):
            RecentAudio.attach(foreign.name)
    finally:
        foreign.close()
        foreign.unlink()


def test_a_reader_tapes_exactly_what_it_gives_the_device(ring: Ring, tape: RecentAudio) -> None:
    """Sound, a held underrun, the way back, a rest and a panic."""
    reader, writer, heard = Reader(ring, tape=tape), Writer(ring), []

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
    assert tape.end == len(sound)
    assert np.array_equal(tape.read(0, tape.end)[1], sound)


def test_pieces_say_where_in_the_ring_sound_came_from(ring: Ring, tape: RecentAudio) -> None:
    reader, writer = Reader(ring, tape=tape), Writer(ring)

    def play(frames: int) -> None:
        reader.read_into(np.empty((frames, 2), np.float32))

    play(1000)  # silence that is meant
    writer.write(sine(0, 3000, HERTZ))
    play(1000)
    play(1000)
    play(1500)  # 500 of it are held
    play(500)
    writer.write(sine(3000, 2000, HERTZ))
    play(700)
    writer.drop()
    writer.rest()
    play(300)
    writer.write(sine(5000, 400, HERTZ))
    play(400)
    found = tape.pieces(0)
    assert found.tolist() == [[1000, 0, 3000], [5000, 3000, 700], [6000, 5000, 400]]
    assert tape.pieces(4000).tolist() == found[1:].tolist()


def test_of_more_pieces_than_are_remembered_the_last_are_told(tape: RecentAudio) -> None:
    for number in range(PIECES + 10):
        tape.append(numbered(0, 4), 100 * number, 3)
    found = tape.pieces(0)
    assert len(found) == PIECES - 1
    assert found[-1].tolist() == [4 * (PIECES + 9), 100 * (PIECES + 9), 3]
    assert (np.diff(found[:, 0]) == 4).all()


def test_taping_takes_no_memory_for_sound(ring: Ring, tape: RecentAudio) -> None:
    reader, writer = Reader(ring, tape=tape), Writer(ring)
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


def test_two_minutes_and_some_to_copy_them_are_kept() -> None:
    with contextlib.closing(RecentAudio.create()) as tape:
        assert tape.capacity >= (120 + SPARE_S) * 48_000
