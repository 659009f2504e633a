import dataclasses

import numpy as np
import pytest

from distill.mel.analysis import LogMel
from distill.vocoder import griffin_lim
from distill.vocoder.griffin_lim import GriffinLim
from distill.vocoder.inverse import bank, magnitude


@pytest.fixture(scope="module")
def vocoder(config):
    return GriffinLim(config)


def test_the_sound_has_the_target_magnitudes(vocoder, config, analyse, chord, convergence):
    mel = analyse(chord)
    wanted = magnitude(mel, config.floor, bank(config))
    assert convergence(vocoder.render(mel, 1), wanted) < 0.12


def test_more_iterations_fit_better(config, analyse, monkeypatch):
    noise = (0.1 * np.random.default_rng(0).standard_normal(96 * 512)).astype(np.float32)
    mel = analyse(noise)
    few, many = (np.abs(analyse(GriffinLim(config, n).render(mel, 1)) - mel) for n in (1, 32))
    assert many.mean() < 0.7 * few.mean()


def test_partials_stay_where_they_are(vocoder, analyse, steady, purity):
    assert purity(vocoder.render(analyse(steady), 1)) > 0.999


def test_a_clip_is_the_same_however_it_is_begun_and_stopped(vocoder, analyse, chord):
    mel = analyse(chord)
    stopped = vocoder.blocks(mel, 3)
    for _ in range(5):
        next(stopped)
    np.testing.assert_array_equal(vocoder.render(mel, 3), vocoder.render(mel, 3))


def test_the_same_seed_gives_the_same_samples_and_another_seed_others(vocoder, analyse, chord):
    mel = analyse(chord)[:30]
    np.testing.assert_array_equal(vocoder.render(mel, 7), vocoder.render(mel, 7))
    assert not np.array_equal(vocoder.render(mel, 7), vocoder.render(mel, 8))


def test_a_long_sound_in_blocks_has_all_samples_and_no_seam(
    config, analyse, chord, convergence, monkeypatch
):
    mel = analyse(np.tile(chord, 2))
    wanted = magnitude(mel, config.floor, bank(config))
    monkeypatch.setattr(griffin_lim, "BLOCK", 80)
    vocoder = GriffinLim(config)
    pieces = list(vocoder.blocks(mel, 1))
    lengths = [len(piece) for piece in pieces if len(piece)]
    assert lengths[:2] == [48 * 512 - 768, 48 * 512]
    assert len(pieces) > 8 * len(lengths)  # empty ones come between, so that a caller can cancel
    sound = np.concatenate(pieces)
    assert sound.shape == (192 * 512,)
    np.testing.assert_array_equal(sound, vocoder.render(mel, 1))
    assert convergence(sound, wanted) < 0.12
    for seam in (48, 96):
        near = slice(seam - 3, seam + 4)
        padded = np.pad(sound, (768, 768))
        frames = np.stack([padded[t * 512 : t * 512 + 2048] for t in range(seam - 3, seam + 4)])
        seen = np.abs(np.fft.rfft(frames * np.hanning(2049)[:-1], axis=1))
        error = np.linalg.norm(seen - wanted[near]) / np.linalg.norm(wanted[near])
        assert error < 0.25


def test_a_sound_of_one_block_or_one_frame_more_is_complete(config, analyse, chord, monkeypatch):
    monkeypatch.setattr(griffin_lim, "BLOCK", 48)
    vocoder = GriffinLim(config, 2)
    mel = analyse(chord)
    for frames in (1, 47, 48, 49, 96):
        assert vocoder.render(mel[:frames], 1).shape == (frames * 512,)


def test_blocks_of_frames_that_overlap_much_are_joined(config, chord, monkeypatch):
    """A block leaves fewer frames for the next than lie over one sample."""
    monkeypatch.setattr(griffin_lim, "BLOCK", 100)
    dense = dataclasses.replace(config, n_fft=512, hop=8, mels=20)
    mel = LogMel(dense).whole(chord[:2400])
    sound = GriffinLim(dense, 1).render(mel, 1)
    assert sound.shape == (2400,)
    assert np.corrcoef(np.abs(sound), np.abs(chord[:2400]))[0, 1] > 0.3


def test_the_edges_are_as_loud_as_the_original(vocoder, analyse):
    time = np.arange(40 * 512) / 48_000
    tone = (0.3 * np.sin(2 * np.pi * 1000 * time)).astype(np.float32)
    sound = vocoder.render(analyse(tone), 1)
    for part in (slice(0, 512), slice(-512, None)):
        rms = np.sqrt(np.mean(np.square(sound[part])))
        assert rms == pytest.approx(0.3 / np.sqrt(2), rel=0.25)


def test_silence_and_no_frames_give_silence_and_no_sound(vocoder, config):
    assert not vocoder.render(np.full((20, 128), config.silence, np.float32), 1).any()
    assert vocoder.render(np.zeros((0, 128), np.float32), 1).shape == (0,)


def test_nan_in_the_mel_does_not_reach_the_sound(vocoder, analyse, chord):
    mel = analyse(chord)
    mel[5] = np.nan
    assert np.isfinite(vocoder.render(mel, 1)).all()
