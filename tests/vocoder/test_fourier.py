import numpy as np
import pytest

from distill.errors import BadArgument
from distill.vocoder.fourier import forward, inverse, tables


def _spectrum(frame):
    bins = len(frame) // 2 + 1
    real, imag = np.empty(bins, np.float32), np.empty(bins, np.float32)
    forward(frame, real, imag, tables(len(frame)))
    return real, imag


@pytest.mark.parametrize("length", [8, 16, 32, 512, 1024, 2048, 4096])
def test_a_spectrum_is_that_of_numpy(length):
    frame = np.random.default_rng(length).standard_normal(length).astype(np.float32)
    real, imag = _spectrum(frame)
    wanted = np.fft.rfft(frame.astype(np.float64))
    assert np.abs(real + 1j * imag - wanted).max() < 1e-6 * np.abs(wanted).max()


@pytest.mark.parametrize("length", [8, 16, 2048])
def test_the_inverse_restores_the_frame(length):
    frame = np.random.default_rng(length).standard_normal(length).astype(np.float32)
    real, imag = _spectrum(frame)
    back = np.empty_like(frame)
    inverse(real, imag, back, tables(length))
    np.testing.assert_allclose(back, frame, atol=2e-6)


def test_an_impulse_has_a_flat_spectrum_and_dc_only_the_first_bin():
    impulse = np.zeros(64, np.float32)
    impulse[0] = 1.0
    np.testing.assert_allclose(_spectrum(impulse)[0], 1.0, atol=1e-7)
    real, imag = _spectrum(np.ones(64, np.float32))
    np.testing.assert_allclose(real, [64.0] + [0.0] * 32, atol=1e-5)
    np.testing.assert_allclose(imag, 0.0, atol=1e-5)


@pytest.mark.parametrize("length", [0, 4, 12, 2047])
def test_a_length_that_is_no_power_of_two_is_refused(length):
    with pytest.raises(BadArgument, match=f"power of two from 8, got {length}"):
        tables(length)
