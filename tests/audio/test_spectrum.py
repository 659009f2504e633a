import numpy as np
import pytest

from distill.audio.spectrum import HOP, REGIONS, SILENCE_DB, WINDOW, _shape, measure_spectrum


def edges_hz():
    """Return the edges of the regions, shape [REGIONS + 1]."""
    _, first, last = _shape()
    return np.append(first, last[-1]) * 48_000 / WINDOW


def sine(hertz, amplitude=1.0):
    mono = amplitude * np.sin(2 * np.pi * hertz * np.arange(WINDOW) / 48_000)
    return np.stack([mono, mono], 1).astype(np.float32)


@pytest.mark.parametrize("hertz", [60.0, 440.0, 3_000.0, 12_000.0])
def test_a_tone_is_loud_in_its_own_region_and_nowhere_far_from_it(hertz):
    levels = measure_spectrum(sine(hertz))[2:]
    edges = edges_hz()
    own = int(np.searchsorted(edges, hertz)) - 1
    assert abs(int(levels.argmax()) - own) <= 1
    assert levels.max() == pytest.approx(0.0, abs=3.1)  # half of it where two regions meet
    far = np.abs(np.arange(REGIONS) - own) > 6
    assert levels[far].max() < -50


def test_half_as_loud_is_six_decibels_less():
    full, half = measure_spectrum(sine(1_000)), measure_spectrum(sine(1_000, 0.5))
    assert full[0] == pytest.approx(0.0, abs=0.1)
    np.testing.assert_allclose((full - half)[[0, 1, 2 + int(full[2:].argmax())]], 6.02, atol=0.01)


def test_left_and_right_have_separate_peaks_within_the_last_hop():
    audio = np.zeros((WINDOW, 2), np.float32)
    audio[0, 0] = 1.0
    audio[-HOP, 1] = -0.1
    assert measure_spectrum(audio)[:2].tolist() == [SILENCE_DB, pytest.approx(-20.0, abs=0.01)]


def test_silence_is_at_the_lowest_level():
    assert set(measure_spectrum(np.zeros((WINDOW, 2), np.float32)).tolist()) == {SILENCE_DB}


def test_regions_rise_in_frequency_and_none_is_empty():
    edges = edges_hz()
    assert len(edges) == REGIONS + 1
    assert (np.diff(edges) > 11.7).all()
    assert edges[0] == pytest.approx(40, abs=12)
    assert edges[-1] == pytest.approx(16_000, abs=12)
