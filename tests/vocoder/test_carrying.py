"""Carried frames: a source's own spectrum times the change that an edit asks for."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from distill.mel.analysis import DECIBELS_PER_NEPER
from distill.mel.mel_config import MelConfig
from distill.types import Audio, FloatArray, Mel
from distill.vocoder.carrying import CarriedFrames, CarrierPart, Carrying
from distill.vocoder.contract import Start
from distill.vocoder.griffin_lim import GriffinLim
from distill.vocoder.rtisi import Rtisi

Analyse = Callable[[Audio], Mel]


@pytest.fixture(scope="module")
def carrying(config: MelConfig) -> Carrying:
    return Carrying(config)


@pytest.fixture(scope="module")
def live(config: MelConfig) -> Rtisi:
    return Rtisi(config)


def _windows(audio: Audio) -> FloatArray:
    return np.ascontiguousarray(sliding_window_view(np.pad(audio, 768), 2048)[::512])


def _part(audio: Audio, weight: float = 1.0) -> CarrierPart:
    frames = _windows(audio)
    return CarrierPart(frames, None, np.full((len(frames), 128), weight, np.float32))


def _decibels(error: Audio, audio: Audio) -> float:
    return float(20 * np.log10(np.abs(error).max() / np.abs(audio).max() + 1e-12))


def _mel_error(got: Mel, wanted: Mel) -> float:
    heard = wanted > wanted.max() - 60 / DECIBELS_PER_NEPER
    return float(np.abs(got - wanted)[heard].mean() * DECIBELS_PER_NEPER)


def _clip(config: MelConfig, frames: CarriedFrames) -> Audio:
    def starts(first: int, last: int) -> Start:
        return Start(*(part[first:last] for part in frames.start))

    return GriffinLim(config).render(frames.fill, 1, starts)


def test_what_is_not_edited_is_the_source_itself(
    carrying: Carrying, live: Rtisi, config: MelConfig, chord: Audio
) -> None:
    frames = carrying.frames([_part(chord)], None, None, 1.0)
    assert _decibels(live.render(frames.fill, frames.start) - chord, chord) < -120
    assert _decibels(_clip(config, frames) - chord, chord) < -120


def test_a_start_gives_the_same_samples_in_steps_of_any_size(
    carrying: Carrying, live: Rtisi, analyse: Analyse, chord: Audio
) -> None:
    mel = analyse(chord)
    frames = carrying.frames([_part(chord)], np.roll(mel, 5, axis=1), mel, 0.7)
    whole = live.render(frames.fill, frames.start)
    state, sound = live.initial_state(), []
    for first, last in pairwise((0, 1, 4, 40, 41, len(mel))):
        start = Start(*(part[first:last] for part in frames.start))
        piece, state = live.step(frames.fill[first:last], state, start)
        sound.append(piece)
    steps = np.concatenate([*sound, live.flush(state)])[live.latency :]
    np.testing.assert_array_equal(steps, whole)


def test_without_a_start_the_vocoder_sounds_as_ever(
    carrying: Carrying, live: Rtisi, analyse: Analyse, chord: Audio
) -> None:
    mel = analyse(chord)
    frames = carrying.frames([_part(chord)], mel, mel, 0.0)
    np.testing.assert_array_equal(frames.fill, mel)
    np.testing.assert_array_equal(live.render(frames.fill, frames.start), live.render(mel))


def test_a_small_change_arrives_as_it_was_asked(
    carrying: Carrying, live: Rtisi, analyse: Analyse, chord: Audio
) -> None:
    mel = analyse(chord)
    softer = mel.copy()
    softer[:, 40:60] -= 6 / DECIBELS_PER_NEPER
    frames = carrying.frames([_part(chord)], softer, mel, 1.0)
    assert _mel_error(analyse(live.render(frames.fill, frames.start)), softer) < 0.5


def test_a_far_change_reaches_the_mel_of_the_edit(
    carrying: Carrying, live: Rtisi, config: MelConfig, analyse: Analyse, chord: Audio
) -> None:
    rng = np.random.default_rng(3)
    other = (rng.standard_normal(len(chord)) * np.linspace(0.01, 0.2, len(chord))).astype(
        np.float32
    )
    mel, wanted = analyse(chord), analyse(other)
    frames = carrying.frames([_part(chord)], wanted, mel, 1.0)
    assert _mel_error(analyse(live.render(frames.fill, frames.start)), wanted) < 2.5
    assert _mel_error(analyse(_clip(config, frames)), wanted) < 2.5


def test_where_the_carrier_is_silent_the_vocoder_fills_in(
    carrying: Carrying, live: Rtisi, analyse: Analyse, chord: Audio
) -> None:
    hole = chord.copy()
    hole[10_000:30_000] = 0
    frames = carrying.frames([_part(hole)], analyse(chord), analyse(hole), 1.0)
    sound = live.render(frames.fill, frames.start)
    level = np.sqrt(np.square(sound[12_000:28_000]).mean() / np.square(chord[12_000:28_000]).mean())
    assert abs(20 * np.log10(level)) < 1.5


def test_two_sources_are_blended_without_a_jump_of_level(
    carrying: Carrying, live: Rtisi, analyse: Analyse, chord: Audio
) -> None:
    other = np.sin(2 * np.pi * 330 * np.arange(len(chord)) / 48_000).astype(np.float32) * 0.3
    for t in (0.25, 0.5):
        wanted = (1 - t) * analyse(chord) + t * analyse(other)
        parts = [_part(chord, 1 - t), _part(other, t)]
        frames = carrying.frames(parts, wanted, wanted, 1.0)
        assert _mel_error(analyse(live.render(frames.fill, frames.start)), wanted) < 2.5


def test_stereo_is_carried_with_one_gain(
    carrying: Carrying, analyse: Analyse, chord: Audio
) -> None:
    mel = analyse(chord)
    part = _part(chord)._replace(side=_windows(chord * np.float32(0.5)))
    same = carrying.frames([part], None, None, 1.0)
    frames = carrying.frames([part], mel + np.float32(0.5), mel, 1.0)
    assert same.side is not None and frames.side is not None  # noqa: PT018
    spectrum = frames.start.real + 1j * frames.start.imag
    np.testing.assert_allclose(frames.side, spectrum * 0.5, rtol=1e-4, atol=1e-4)
    ratio = np.abs(frames.side) / np.maximum(np.abs(same.side), 1e-12)
    np.testing.assert_allclose(ratio[np.abs(same.side) > 1.0], np.exp(0.25), rtol=0.1)
