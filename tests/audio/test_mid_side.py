import numpy as np
import pytest

from distill.audio.mid_side import HOP, MidSideState, mid_side_end, mid_side_step
from distill.audio.resample import to_mono


def mixed(sound, sizes=(10**9,)):
    """Mix in blocks of these sizes, again and again."""
    state, parts, at, turn = MidSideState(), [], 0, 0
    while at < len(sound):
        size = sizes[turn % len(sizes)]
        part, state = mid_side_step(sound[at : at + size], state)
        parts.append(part)
        at, turn = at + size, turn + 1
    return np.concatenate([*parts, mid_side_end(state)])


def noise(samples, seed=0, gain=0.3):
    return (gain * np.random.default_rng(seed).standard_normal(samples)).astype(np.float32)


def stereo(left, right):
    return np.stack([left, right], axis=1)


def test_of_ordinary_stereo_the_mid_is_heard_bit_for_bit():
    sound = stereo(noise(20_000), noise(20_000, 1))
    np.testing.assert_array_equal(mixed(sound), to_mono(sound))


@pytest.mark.parametrize("hard", [0, 1])
def test_a_sound_on_one_side_alone_is_heard_as_before(hard):
    sound = np.zeros((9000, 2), np.float32)
    sound[:, hard] = noise(9000)
    np.testing.assert_array_equal(mixed(sound), to_mono(sound))


@pytest.mark.parametrize("samples", [1, 511, 512, 513, 20_000])
def test_where_the_right_is_the_inverted_left_the_left_is_heard(samples):
    left = noise(samples)
    np.testing.assert_array_equal(mixed(stereo(left, -left)), left)


def test_an_inverted_sound_that_begins_after_silence_is_whole_from_its_first_sample():
    left = np.concatenate([np.zeros(10_007, np.float32), noise(10_000)])
    np.testing.assert_array_equal(mixed(stereo(left, -left)), left)


def test_mid_and_side_are_crossfaded_without_a_click():
    time = np.arange(60_000) / 48_000
    tone = (0.5 * np.sin(2 * np.pi * 100 * time)).astype(np.float32)
    turned = tone * np.where((time > 0.4) & (time < 0.8), -1, 1).astype(np.float32)
    out = mixed(stereo(tone, turned))
    np.testing.assert_array_equal(out[:19_000], tone[:19_000])
    np.testing.assert_array_equal(out[24_000:38_000], tone[24_000:38_000])  # the side is heard
    np.testing.assert_array_equal(out[42_000:], tone[42_000:])
    # Two cuts are in the sound itself: the mid of 400 to 800 ms is silent.
    jumps = np.abs(np.diff(out))
    cuts = [round(0.4 * 48_000), round(0.8 * 48_000)]
    away = np.ones(len(jumps), np.bool_)
    for cut in cuts:
        away[cut - 2 : cut + 2] = False
    assert jumps[away].max() < 2 * np.abs(np.diff(tone)).max()


def test_a_mid_that_is_soft_but_not_20_db_softer_is_heard():
    mid, side = noise(20_000, 2, 0.03), noise(20_000, 3, 0.2)
    sound = stereo(mid + side, mid - side)
    np.testing.assert_array_equal(mixed(sound), to_mono(sound))
    softer = stereo(mid / 4 + side, mid / 4 - side)
    np.testing.assert_allclose(mixed(softer), side, atol=1e-6)


@pytest.mark.parametrize("sizes", [(1,), (7, 1000), (HOP,), (HOP - 1, 2), (4096, 0, 3)])
def test_blocks_of_any_size_give_the_same_samples(sizes):
    left, right = noise(9000), noise(9000, 1)
    right[2000:5000] = -left[2000:5000]
    left[6000:8500] = right[6000:8500] = 0
    sound = stereo(left, right)
    np.testing.assert_array_equal(mixed(sound, sizes), mixed(sound))


def test_silence_and_nothing_are_silent():
    assert not mixed(np.zeros((3000, 2), np.float32)).any()
    assert mid_side_end(MidSideState()).shape == (0,)
