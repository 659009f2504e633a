"""The bass as a band of its own."""

import dataclasses

import numpy as np
import pytest
from scipy.signal import resample_poly

from distill.vocoder.bands import bass, full_band, lowest, window_sums
from distill.vocoder.contract import Start
from distill.vocoder.phase import given


def _spectra(sound, window, hop):
    size = len(window)
    padded = np.pad(sound, (size - hop) // 2)
    return np.fft.rfft(np.lib.stride_tricks.sliding_window_view(padded, size)[::hop] * window)


def test_the_lowest_bins_are_those_of_the_sound_at_a_lower_rate(config, steady):
    low, full = bass(config), full_band(config)
    assert (low.factor, low.band.stft.hop, len(low.band.stft.window)) == (8, 64, 256)
    slow = resample_poly(steady.astype(np.float64), 1, 8)
    wanted = _spectra(steady, full.stft.window, 512)[8:-8, : low.crossover]
    found = 8 * _spectra(slow, low.band.stft.window, 64)[8:-8, : low.crossover]
    assert np.abs(found - wanted).max() < 0.01 * np.abs(wanted).max()


def test_its_filters_are_those_of_the_whole_up_to_its_last_bin(config):
    low, full = bass(config).band.bank, full_band(config).bank
    bins = len(low.lower) - 1
    np.testing.assert_array_equal(low.lower[:bins], full.lower[:bins])
    np.testing.assert_array_equal(low.weight[:, :bins], full.weight[:, :bins])
    assert not low.weight[:, bins].any()


@pytest.mark.parametrize(
    ("n_fft", "hop", "factor"),
    [(2048, 512, 8), (2048, 500, 2), (64, 16, 8), (16, 8, 2), (16, 2, 1)],
)
def test_the_rate_is_divided_as_far_as_frames_and_hop_can_be(config, n_fft, hop, factor):
    found = bass(dataclasses.replace(config, n_fft=n_fft, hop=hop, mels=6))
    assert found.factor == factor
    assert found.band.stft.hop * factor == hop


def test_windows_are_summed_where_their_frames_are(config):
    band = full_band(config)
    square = np.square(band.stft.window)
    total = window_sums(band, 1, 3)
    assert len(total) == 2 * 512 + 2048
    assert not total[:512].any()
    np.testing.assert_array_equal(total[512:1024], square[:512])
    np.testing.assert_array_equal(total[-512:], square[-512:])
    assert not window_sums(band, 3, 3).any()


def test_the_lowest_bins_are_copies_without_the_last_one(config):
    spectra = np.ones((3, 1025), np.complex64)
    start = Start.of(spectra, np.ones(spectra.shape, np.bool_))
    frames = given(np.zeros_like(start.real), start)
    low = lowest(frames, bass(config).band)
    assert low.real.shape == (3, 129)
    assert not low.real[:, -1].any()
    assert not low.magnitude[:, -1].any()
    low.real[:] = 5.0
    assert not (frames.real == 5.0).any()
