import numpy as np
import pytest

from distill.audio.stereo import WidenState, place, widen, widen_step


def _noise(samples=48_000):
    return np.random.default_rng(0).uniform(-0.5, 0.5, samples).astype(np.float32)


def _correlation(sound):
    return float(np.corrcoef(sound[:, 0], sound[:, 1])[0, 1])


@pytest.mark.parametrize("width", [0.0, 0.3, 1.0])
def test_the_mono_sum_never_changes(width):
    sound = _noise()
    wide = widen(sound, width)
    np.testing.assert_allclose(0.5 * (wide[:, 0] + wide[:, 1]), sound, atol=1.2e-7)


def test_width_zero_gives_the_same_samples_on_both_sides():
    sound = _noise(1000)
    wide = widen(sound, 0.0)
    np.testing.assert_array_equal(wide[:, 0], sound)
    np.testing.assert_array_equal(wide[:, 1], sound)


def test_more_width_decorrelates_the_sides():
    likeness = [_correlation(widen(_noise(), width)) for width in (0.0, 0.5, 1.0)]
    assert likeness[0] == pytest.approx(1.0)
    assert likeness[0] > likeness[1] + 0.2 > likeness[2] + 0.4
    assert abs(likeness[2]) < 0.1


def test_both_sides_are_equally_loud_and_at_most_3_db_up():
    levels = 20 * np.log10(np.std(widen(_noise(), 1.0), axis=0) / np.std(_noise()))
    assert abs(levels[0] - levels[1]) < 0.5
    assert 2.0 < levels.max() < 3.5


def test_bass_stays_in_the_middle():
    tone = np.sin(2 * np.pi * 30 * np.arange(48_000) / 48_000).astype(np.float32)
    side = np.diff(widen(tone, 1.0), axis=1)[:, 0] / 2
    assert np.std(side) < 0.25 * np.std(tone)


@pytest.mark.parametrize("sizes", [[1] * 600, [100, 0, 500], [599, 1]])
def test_blocks_of_any_size_give_the_same_samples(sizes):
    sound, width = _noise(600), np.linspace(0, 1, 600, dtype=np.float32)
    whole, _ = widen_step(sound, width, WidenState())
    pieces, state, at = [], WidenState(), 0
    for size in sizes:
        piece, state = widen_step(sound[at : at + size], width[at : at + size], state)
        pieces.append(piece)
        at += size
    np.testing.assert_array_equal(np.concatenate(pieces), whole)


def test_a_click_leaves_no_audible_echo():
    click = np.zeros(9600, np.float32)
    click[100] = 1.0
    side = np.abs(np.diff(widen(click, 1.0), axis=1)[:, 0] / 2)
    assert side[100 + 48 * 60 :].max() < 0.003  # -50 dB


def test_silence_and_empty_sound_are_unchanged():
    assert not widen(np.zeros(100, np.float32), 1.0).any()
    assert widen(np.zeros(0, np.float32), 1.0).shape == (0, 2)


def test_a_panned_sound_is_equally_loud_everywhere_and_unchanged_in_the_middle():
    sound = np.random.default_rng(1).standard_normal((1000, 1)).astype(np.float32).repeat(2, 1)
    power = np.square(sound).sum()
    for position in (-1.0, -0.3, 0.4, 1.0):
        placed = place(sound, np.full(1000, position, np.float32))
        assert np.square(placed).sum() == pytest.approx(power, rel=1e-5)
    np.testing.assert_array_equal(place(sound, np.zeros(1000, np.float32)), sound)
    left = place(sound, np.full(1000, -1.0, np.float32))
    assert np.abs(left[:, 1]).max() < 1e-6
    half = place(sound, np.repeat([0.0, 1.0], 500).astype(np.float32))
    np.testing.assert_array_equal(half[:500], sound[:500])
