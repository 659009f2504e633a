"""Sounds are brought to one loudness, and silence is found."""

import numpy as np
import pytest

from distill.remember.levelling import FRAME, LoudnessMeter, Stretch

RATE = 48_000


def noise(seconds, rms, channels=1, seed=0):
    audio = np.random.default_rng(seed).uniform(-1, 1, (round(seconds * RATE), channels))
    return (audio * rms * np.sqrt(3)).astype(np.float32)


def silence(seconds, channels=1):
    return np.zeros((round(seconds * RATE), channels), np.float32)


def measured(*blocks):
    meter = LoudnessMeter()
    for block in blocks:
        meter.step(block)
    return meter


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("rms", [0.002, 0.03, 0.5])
def test_the_rms_becomes_minus_20_decibels(rms, channels):
    assert measured(noise(1, rms, channels)).gain() * rms == pytest.approx(0.1, rel=0.02)


def test_a_peak_stays_one_decibel_below_full_scale():
    audio = noise(1, 0.01)
    audio[100] = -0.5
    assert measured(audio).gain() * 0.5 == pytest.approx(10 ** (-1 / 20))


def test_silence_around_a_sound_does_not_make_it_louder():
    alone = measured(noise(1, 0.05)).gain()
    assert measured(noise(1, 0.05), silence(1)).gain() == pytest.approx(alone, rel=0.01)


def test_blocks_of_any_size_measure_the_same():
    audio = np.concatenate([silence(0.1, 2), noise(1.03, 0.1, 2), silence(3, 2), noise(1, 0.1, 2)])
    whole = measured(audio)
    parts = measured(*np.array_split(audio, 77), audio[:0])
    assert parts.samples == len(audio)
    assert parts.peak == whole.peak
    assert parts.gain() == pytest.approx(whole.gain(), rel=1e-5)
    assert parts.stretches(4096) == whole.stretches(4096)


def test_a_sound_whose_peak_is_60_decibels_down_is_silent():
    assert measured(silence(1)).stretches(0) == []
    assert measured(noise(1, 0.0005)).is_silent
    assert not measured(noise(1, 0.001)).is_silent


def test_silence_at_both_ends_is_left_out_but_for_a_tail():
    before, sound = silence(1), noise(1, 0.1)
    (found,) = measured(before, sound, silence(1)).stretches(1000)
    assert found.first == pytest.approx(len(before), abs=FRAME)
    assert found.end == pytest.approx(2 * RATE + 1000, abs=FRAME)
    (found,) = measured(before, sound).stretches(1000)
    assert found == Stretch(found.first, 2 * RATE)


def test_a_rest_of_music_stays_and_a_long_pause_ends_a_stretch():
    sound = noise(1, 0.1)
    assert len(measured(sound, silence(1.5), sound).stretches(0)) == 1
    first, second = measured(sound, silence(3), sound).stretches(0)
    assert (first.first, second.end) == (0, 5 * RATE)
    assert first.end == pytest.approx(RATE, abs=FRAME)
    assert second.first == pytest.approx(4 * RATE, abs=FRAME)


def test_what_is_60_decibels_down_after_the_gain_is_silence():
    loud, soft = noise(1, 0.1), noise(3, 0.1 * 10 ** (-45 / 20), seed=1)
    assert len(measured(loud, soft * 0.5, loud).stretches(0)) == 2
    assert len(measured(loud, soft * 2, loud).stretches(0)) == 1


def test_a_single_click_has_a_gain():
    audio = silence(1)
    audio[-3] = 0.9
    meter = measured(audio)
    assert meter.gain() == pytest.approx(10 ** (-1 / 20) / 0.9)
    assert meter.stretches(0)[0].end == RATE
