"""Onsets are detected within a hop or two, and nothing else is."""

import numpy as np
import pytest

from distill.audio.onset import HOP, OnsetState, onsets

RATE = 48_000


def stereo(sound: np.ndarray) -> np.ndarray:
    return np.repeat(np.asarray(sound, np.float32)[:, None], 2, axis=1)


def sine(seconds: float, hz: float = 440.0, amplitude: float = 0.5) -> np.ndarray:
    return amplitude * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE)) / RATE)


def silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE))


def detected(*parts: np.ndarray) -> list[int]:
    return onsets(stereo(np.concatenate(parts)), OnsetState())[0]


def assert_at(found: list[int], *seconds: float) -> None:
    assert len(found) == len(seconds), found
    for frame, second in zip(found, seconds, strict=True):
        assert 0 <= frame - second * RATE <= 2 * HOP


def test_silence_and_steady_noise_have_no_onset_after_their_start() -> None:
    assert detected(silence(1.0)) == []
    noise = np.random.default_rng(3).normal(0, 0.1, 3 * RATE)
    assert_at(detected(noise), 0.0)


@pytest.mark.parametrize("more", np.arange(11) / 1000)
def test_a_tone_has_one_onset_and_its_end_is_none(more: float) -> None:
    assert_at(detected(silence(0.5), sine(2.0 + more), silence(0.5)), 0.5)


def test_each_repeated_stroke_is_an_onset() -> None:
    stroke = sine(0.25) * np.exp(-np.arange(12_000) / 2_400)
    assert_at(detected(silence(0.1), *[stroke] * 5), 0.1, 0.35, 0.6, 0.85, 1.1)


def test_another_note_at_the_same_level_is_an_onset() -> None:
    assert_at(detected(silence(0.2), sine(1.0), sine(1.0, 1318.5)), 0.2, 1.2)


def test_a_slow_swell_is_no_onset() -> None:
    swell = sine(4.0) * np.linspace(0, 1, 4 * RATE)
    assert len(detected(swell)) <= 1


@pytest.mark.parametrize("cut", [1, 7, 256, 511, 512, 513, 4_800])
def test_blocks_of_any_size_give_the_same_onsets(cut: int) -> None:
    sound = stereo(np.concatenate([silence(0.1), sine(0.2), silence(0.05), sine(0.2, 900.0)]))
    whole, _ = onsets(sound, OnsetState())
    assert len(whole) == 2
    state, found = OnsetState(), []
    for at in range(0, len(sound), cut):
        some, state = onsets(sound[at : at + cut], state)
        found += [at + frame for frame in some]
    assert found == whole
