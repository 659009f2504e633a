import dataclasses

import numpy as np
import pytest
import torchaudio

from distill.errors import BadArgument
from distill.vocoder.inverse import CEILING, bank, filterbank, magnitude


@pytest.mark.parametrize(("mels", "n_fft"), [(128, 2048), (64, 1024), (80, 2048)])
def test_the_filterbank_is_that_of_torchaudio(config, mels, n_fft):
    wanted = torchaudio.functional.melscale_fbanks(
        n_fft // 2 + 1, 0.0, 24_000.0, mels, 48_000, norm=None, mel_scale="htk"
    )
    ours = filterbank(dataclasses.replace(config, mels=mels, n_fft=n_fft))
    np.testing.assert_allclose(ours, wanted.numpy(), atol=3e-5)


def test_the_sparse_bank_holds_every_weight(config):
    table, full = bank(config), filterbank(config)
    rebuilt = np.zeros_like(full)
    for m in range(config.mels - 1):
        bins = slice(table.edge[m], table.edge[m + 1])
        rebuilt[bins, m] = table.weight[0, bins]
        rebuilt[bins, m + 1] = table.weight[1, bins]
    np.testing.assert_array_equal(rebuilt, full)


def test_the_magnitudes_have_the_given_mel(config, analyse, chord):
    mel = analyse(chord)
    found = magnitude(mel, config.floor, bank(config))
    again = np.log(np.maximum(found**2 @ filterbank(config), config.floor))
    assert np.abs(again - mel).mean() < 0.12  # nats, 0.5 dB; a chord is the hardest case


def test_silence_is_exactly_zero(config):
    mel = np.full((5, config.mels), config.silence, np.float32)
    assert not magnitude(mel, config.floor, bank(config)).any()


@pytest.mark.parametrize("bad", [np.nan, -np.inf])
def test_nan_counts_as_silence_and_affects_only_its_neighbours(config, bad):
    mel = np.zeros((3, config.mels), np.float32)
    clean = magnitude(mel, config.floor, bank(config))
    mel[1, 5] = bad
    found = magnitude(mel, config.floor, bank(config))
    assert np.isfinite(found).all()
    np.testing.assert_array_equal(found[[0, 2]], clean[[0, 2]])


def test_absurd_levels_are_limited_to_the_ceiling(config):
    loud = np.full((1, config.mels), np.inf, np.float32)
    found = magnitude(loud, config.floor, bank(config))
    held = magnitude(np.full_like(loud, CEILING), config.floor, bank(config))
    np.testing.assert_array_equal(found, held)
    assert np.isfinite(found).all()


def test_no_frames_give_no_frames(config):
    assert magnitude(np.zeros((0, 128), np.float32), config.floor, bank(config)).shape == (0, 1025)


def test_another_number_of_mels_is_refused(config):
    with pytest.raises(BadArgument, match=r"\[L, 128\], got \(4, 80\)"):
        magnitude(np.zeros((4, 80), np.float32), config.floor, bank(config))
