"""The reading end: exact while sound is available, smooth when it is not."""

import tracemalloc
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.ring.concealment import FADE_S, FULL_S
from distill.ring.reader import Reader
from distill.ring.ring import DeviceState, Ring
from distill.ring.writer import Writer
from kit.listening import largest_step, longest_silence
from kit.players import LEVEL, sine

RATE = 48_000
HERTZ = 220.0
STEP = LEVEL * 2 * np.pi * HERTZ / RATE
"""Largest step between two frames of the test sine itself."""


@pytest.fixture
def ring() -> Iterator[Ring]:
    made = Ring.create()
    yield made
    made.close()


def read(reader: Reader, count: int, block: int = 256) -> np.ndarray:
    out = np.full((count, 2), np.nan, dtype=np.float32)
    for start in range(0, count, block):
        reader.read_into(out[start : start + block])
    return out


def played(ring: Ring, reader: Reader, seconds: float) -> np.ndarray:
    writer, heard = Writer(ring), []
    for _ in range(round(seconds * RATE / 512)):
        writer.write(sine(writer.position, 512, HERTZ))
        heard.append(read(reader, 512))
    return np.concatenate(heard)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 5000)), max_size=30))
def test_all_written_sound_is_played_once_in_order_for_any_block_size(
    sizes: list[tuple[int, int]],
) -> None:
    ring = Ring.create(16_384)
    try:
        writer, reader = Writer(ring), Reader(ring)
        heard = []
        for wished, take in sizes:
            put = min(wished, ring.room - ring.status().ahead)
            first = writer.position + 1
            block = np.arange(first, first + put, dtype=np.float32)
            writer.write(np.stack([block, -block], 1) / 2**20)
            writer.rest()
            out = np.empty((take, 2), dtype=np.float32)
            real = reader.read_into(out)
            heard.append(out[:real])
            assert not out[real:].any()
        sound = np.concatenate([np.zeros((0, 2), dtype=np.float32), *heard])
        expected = np.arange(1, len(sound) + 1, dtype=np.float32) / 2**20
        assert np.array_equal(sound, np.stack([expected, -expected], 1))
        assert ring.status().underruns == 0
    finally:
        ring.close()


def test_intended_silence_is_not_an_underrun(ring: Ring) -> None:
    reader = Reader(ring)
    assert not read(reader, 5000).any()
    writer = Writer(ring)
    writer.write(sine(0, 1000, HERTZ))
    writer.rest()
    heard = read(reader, 2048)
    assert np.array_equal(heard[:1000], sine(0, 1000, HERTZ))
    assert not heard[1000:].any()
    assert ring.status().underruns == 0
    assert ring.status().concealed == 0


def test_sound_begins_with_a_whole_block_and_loses_nothing(ring: Ring) -> None:
    reader, writer = Reader(ring), Writer(ring)
    writer.write(sine(0, 200, HERTZ))
    assert not read(reader, 256).any()
    assert ring.status().underruns == 0
    writer.write(sine(200, 100, HERTZ))
    assert np.array_equal(read(reader, 256), sine(0, 256, HERTZ))


@pytest.mark.parametrize("left", [0, 1, 100, 255])
def test_an_underrun_is_concealed_without_a_gap_or_a_click(ring: Ring, left: int) -> None:
    reader = Reader(ring)
    before = played(ring, reader, 0.7)
    if left:
        writer = Writer(ring)
        writer.write(sine(writer.position, left, HERTZ))
    held = read(reader, 2 * RATE)
    sound = np.concatenate([before, held])
    assert longest_silence(sound) <= 2
    assert largest_step(sound) < 2.5 * STEP
    rms = np.sqrt(np.square(held[: held.size // 4096 * 2048].reshape(-1, 2048)).mean(1))
    assert rms.min() > 0.5 * LEVEL / np.sqrt(2)
    assert ring.status().underruns == 1
    assert ring.status().concealed == 2 * RATE - left


def test_concealed_sound_fades_after_some_seconds_and_then_is_silent(ring: Ring) -> None:
    reader = Reader(ring)
    played(ring, reader, 0.7)
    held = read(reader, round((FULL_S + FADE_S + 1) * RATE))
    assert np.abs(held[: round(FULL_S * RATE)]).max() == pytest.approx(LEVEL, rel=0.45)
    assert np.abs(held[round((FULL_S + FADE_S) * RATE) :]).max() == 0.0
    half = round((FULL_S + FADE_S / 2) * RATE)
    assert np.abs(held[half : half + 2048]).max() == pytest.approx(LEVEL / 2, rel=0.45)
    assert largest_step(held) < 2.5 * STEP


@pytest.mark.parametrize("block", [32, 256, 2048])
def test_real_sound_is_crossfaded_in_again_and_none_of_it_is_lost(ring: Ring, block: int) -> None:
    reader = Reader(ring)
    before = played(ring, reader, 0.7)
    held = read(reader, 20 * block + 8192, block)
    writer = Writer(ring)
    first = writer.position
    writer.write(sine(first, 8192, HERTZ))
    after = read(reader, 8192, block)
    sound = np.concatenate([before, held, after])
    assert largest_step(sound) < 2.5 * STEP
    assert longest_silence(sound) <= 2
    seam = 480
    assert np.array_equal(after[seam:], sine(first + seam, 8192 - seam, HERTZ))
    assert ring.status().underruns == 1


def test_too_little_sound_leaves_the_concealment_running(ring: Ring) -> None:
    reader = Reader(ring)
    played(ring, reader, 0.7)
    read(reader, 1024)
    writer = Writer(ring)
    writer.write(sine(writer.position, 255, HERTZ))
    read(reader, 1024)
    assert ring.status().ahead == 255
    assert ring.status().underruns == 1


def test_a_stop_during_concealment_fades_it_out_within_a_seam(ring: Ring) -> None:
    reader = Reader(ring)
    before = played(ring, reader, 0.7)
    held = read(reader, 2560)
    Writer(ring).rest()
    after = read(reader, 2560)
    assert not after[480:].any()
    assert largest_step(np.concatenate([before, held, after])) < 2.5 * STEP


@pytest.mark.parametrize("count", [1, 100, 600, 1919, 1920])
def test_a_sound_too_short_to_loop_ends_without_a_click(ring: Ring, count: int) -> None:
    reader, writer = Reader(ring), Writer(ring)
    writer.write(sine(100, count, HERTZ))
    heard = [read(reader, count, count)]
    heard.append(read(reader, RATE))
    sound = np.concatenate(heard)
    assert largest_step(sound) < 2.5 * STEP
    assert sound[count:].any() == (count > 0)
    assert (not sound[-1000:].any()) == (count < 1920)


def test_concealment_never_repeats_sound_from_before_a_rest(ring: Ring) -> None:
    reader, writer = Reader(ring), Writer(ring)
    writer.write(np.full((8192, 2), 0.9, dtype=np.float32))
    writer.rest()
    read(reader, 8192 + 256)
    writer.write(np.full((4096, 2), 0.1, dtype=np.float32))
    read(reader, 4096)
    held = read(reader, RATE)
    assert ring.status().underruns == 1
    assert np.abs(held).max() == pytest.approx(0.1 * np.sqrt(2), rel=0.02)


def test_concealed_sound_never_exceeds_full_scale(ring: Ring) -> None:
    reader, writer = Reader(ring), Writer(ring)
    writer.write(np.ones((32_768, 2), dtype=np.float32))
    sound = read(reader, 40_000)
    writer.write(np.ones((4096, 2), dtype=np.float32))
    sound = np.concatenate([sound, read(reader, 4096)])
    assert sound.max() == 1.0
    assert sound.min() == 1.0


def test_fade_out_is_silent_within_20_ms_and_can_be_undone(ring: Ring) -> None:
    reader, writer = Reader(ring), Writer(ring)
    writer.write(sine(0, 16_000, HERTZ))
    read(reader, 2048)
    ring.fade_out(on=True)
    heard = read(reader, 4096)
    assert not heard[961:].any()
    assert largest_step(heard) < 2.5 * STEP
    ring.fade_out(on=False)
    back = read(reader, 4096)
    assert np.array_equal(back[961:], sine(2048 + 4096 + 961, 4096 - 961, HERTZ))


def test_fade_out_silences_concealed_sound_while_the_writer_hangs(ring: Ring) -> None:
    reader = Reader(ring)
    played(ring, reader, 0.7)
    read(reader, 2048)
    ring.fade_out(on=True)
    assert not read(reader, 2048)[961:].any()


def test_dropped_sound_fades_within_a_seam_and_leaves_silence(ring: Ring) -> None:
    reader = Reader(ring)
    before = played(ring, reader, 0.7)
    writer = Writer(ring)
    writer.write(sine(writer.position, 8192, HERTZ))
    writer.drop()
    writer.rest()
    after = read(reader, 4096)
    assert not after[480:].any()
    assert largest_step(np.concatenate([before, after])) < 2.5 * STEP
    assert ring.status().ahead == 0
    assert ring.status().underruns == 0


def test_sound_written_after_a_drop_is_played_at_once_and_completely(ring: Ring) -> None:
    reader = Reader(ring)
    before = played(ring, reader, 0.7)
    writer = Writer(ring)
    writer.write(np.full((8192, 2), -1.0, dtype=np.float32))
    writer.drop()
    first = writer.position
    writer.write(sine(first, 4096, HERTZ))
    after = read(reader, 4096)
    assert largest_step(np.concatenate([before, after])) < 2.5 * STEP
    assert np.array_equal(after[480:], sine(first + 480, 4096 - 480, HERTZ))


def test_a_drop_during_silence_stays_silent(ring: Ring) -> None:
    reader, writer = Reader(ring), Writer(ring)
    writer.write(sine(0, 100, HERTZ))
    writer.drop()
    assert not read(reader, 2048).any()
    assert ring.status().underruns == 0


def test_a_new_reader_continues_where_the_last_one_stopped(ring: Ring) -> None:
    writer = Writer(ring)
    writer.write(sine(0, 4096, HERTZ))
    read(Reader(ring), 1024)
    assert np.array_equal(read(Reader(ring), 1024), sine(1024, 1024, HERTZ))


def test_a_block_larger_than_the_scratch_buffers_is_filled(ring: Ring) -> None:
    writer = Writer(ring)
    writer.write(sine(0, 10_000, HERTZ))
    out = np.full((10_000, 2), np.nan, dtype=np.float32)
    assert Reader(ring).read_into(out) == 10_000
    assert np.array_equal(out, sine(0, 10_000, HERTZ))
    assert ring.status().block == 10_000


def test_an_empty_block_is_accepted(ring: Ring) -> None:
    assert Reader(ring).read_into(np.empty((0, 2), dtype=np.float32)) == 0


def test_the_state_of_the_device_is_published(ring: Ring) -> None:
    reader = Reader(ring, lambda: 77)
    reader.publish_state(DeviceState.RUNNING, latency=512)
    reader.count_underflow()
    read(reader, 256)
    status = ring.status()
    assert status.state is DeviceState.RUNNING
    assert (status.latency, status.underflows, status.reader_beat) == (512, 1, 77)


def test_playback_and_concealment_allocate_no_memory_for_sound(ring: Ring) -> None:
    reader, writer = Reader(ring), Writer(ring)
    out, block = np.empty((4096, 2), dtype=np.float32), sine(0, 16_384, HERTZ)

    def once() -> None:
        writer.write(block)
        for _ in range(8):
            reader.read_into(out)
        writer.write(block)
        reader.read_into(out)
        ring.fade_out(on=True)
        reader.read_into(out)
        ring.fade_out(on=False)
        for _ in range(4):
            reader.read_into(out)

    once()
    tracemalloc.start()
    try:
        once()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert ring.status().underruns == 4
    assert peak < out.nbytes / 4
