import hashlib
from dataclasses import replace

import numpy as np
import pytest

from distill.mel.analysis import LogMel
from distill.mel.mel_config import MelConfig
from distill.training.data.augmentation import Alteration, copies_of, draw
from distill.training.data.prepare import log_mel
from distill.training.recipe import DataRecipe
from kit.models import TINY_MEL

RECIPE = DataRecipe()
NONE = Alteration(0.0, 0.0, 1.0, 0)
FINE = MelConfig(n_fft=4096, hop=512, mels=256)


def sine(hertz: float, seconds: float = 1.0) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(int(48_000 * seconds)) / 48_000)).astype(
        np.float32
    )


def analysed(change: Alteration, audio: np.ndarray, mel: MelConfig = TINY_MEL) -> np.ndarray:
    blocks = np.array_split(audio, 5)
    return np.concatenate(list(log_mel(change.alter_audio(blocks), LogMel(change.alter_mel(mel)))))


def test_an_empty_alteration_changes_nothing() -> None:
    audio = sine(440)
    plain = np.concatenate(list(log_mel([audio], LogMel(TINY_MEL))))
    np.testing.assert_allclose(analysed(NONE, audio), plain, atol=1e-5)


def test_gain_lowers_every_cell_by_its_decibels() -> None:
    audio = np.random.default_rng(0).uniform(-0.9, 0.9, 48_000).astype(np.float32)
    fall = analysed(NONE, audio) - analysed(replace(NONE, gain_db=-6.0), audio)
    np.testing.assert_allclose(fall, 0.6 * np.log(10), atol=1e-3)


@pytest.mark.parametrize("semitones", [-2.0, -0.5, 1.0, 2.0])
def test_a_pitch_shift_moves_a_tone_and_keeps_its_length(semitones: float) -> None:
    change = replace(NONE, semitones=semitones)
    moved = analysed(change, sine(3000), FINE)
    meant = analysed(NONE, sine(3000 * 2 ** (semitones / 12)), FINE)
    assert len(moved) == pytest.approx(len(meant), rel=0.005)
    middle = slice(20, 70)
    assert moved[middle].mean(0).argmax() == meant[middle].mean(0).argmax()


@pytest.mark.parametrize("stretch", [0.8, 0.93, 1.1, 1.25])
def test_a_stretch_changes_the_length_and_keeps_pitch_and_level(stretch: float) -> None:
    audio = np.concatenate([sine(500, 0.5), sine(4000, 0.5)])
    plain, made = analysed(NONE, audio), analysed(replace(NONE, stretch=stretch), audio)
    assert len(made) == pytest.approx(len(plain) * stretch, rel=0.02)
    assert abs((made.argmax(1) > 10).argmax() - stretch * len(plain) / 2) <= 3
    for share in (0.25, 0.75):
        frame, other = plain[int(len(plain) * share)], made[int(len(made) * share)]
        assert np.abs(frame.max() - other.max()) < 0.05
        assert frame.argmax() == other.argmax()


def test_pitch_shift_and_stretch_combine() -> None:
    made = analysed(Alteration(0.0, 2.0, 0.9, 0), sine(3000, 2.0), FINE)
    meant = analysed(NONE, sine(3000 * 2 ** (2 / 12), 1.8), FINE)
    assert abs(len(made) - len(meant)) <= 1
    assert made[60].argmax() == meant[60].argmax()


def test_a_skip_drops_samples_at_the_start() -> None:
    audio = np.random.default_rng(0).uniform(-0.9, 0.9, 48_000).astype(np.float32)
    late = np.concatenate(list(replace(NONE, skip=1234).alter_audio(np.array_split(audio, 50))))
    np.testing.assert_array_equal(late, audio[1234:])


def test_alterations_depend_only_on_seed_sound_and_number_and_stay_in_bounds() -> None:
    sounds = [hashlib.sha256(bytes([n])).hexdigest() for n in range(200)]
    drawn = [draw(RECIPE, sound, 1, 96_000) for sound in sounds]
    assert drawn == [draw(RECIPE, sound, 1, 96_000) for sound in sounds]
    assert draw(RECIPE, sounds[0], 2, 96_000) != drawn[0]
    assert draw(replace(RECIPE, augmentation_seed=1), sounds[0], 1, 96_000) != drawn[0]
    for values, low, high in (
        ([c.gain_db for c in drawn], -6, 0),
        ([c.semitones for c in drawn], -1, 1),
        ([c.stretch for c in drawn], 1 / 1.1, 1.1),
        ([c.skip for c in drawn], 0, 0.17 * 48_000),
    ):
        assert low <= min(values) < low + 0.1 * (high - low)
        assert high - 0.1 * (high - low) < max(values) <= high


def test_at_most_a_quarter_of_a_short_sound_is_skipped() -> None:
    sound = hashlib.sha256(b"x").hexdigest()
    assert max(draw(RECIPE, sound, n, 4000).skip for n in range(50)) <= 1000


@pytest.mark.parametrize(("given", "made"), [(0, 0), (3, 3)])
def test_a_given_number_of_copies_is_used(given: int, made: int) -> None:
    assert copies_of(replace(RECIPE, augmentation_expansion=given), 5.0) == made


def test_little_sound_gets_copies_and_much_gets_none() -> None:
    assert copies_of(RECIPE, 5.0) == 4
    assert copies_of(RECIPE, 250.0) == 2
    assert copies_of(RECIPE, 400.0) == 1
    assert copies_of(RECIPE, 600.0) == 0
    assert copies_of(RECIPE, 36_000.0) == 0


def test_no_copies_are_made_that_would_equal_the_original() -> None:
    same = replace(RECIPE, gain_db=0.0, pitch_semitones=0.0, time_ratio=1.0, offset_s=0.0)
    assert copies_of(replace(same, augmentation_expansion=5), 5.0) == 0
