"""Level of the sound over frequency, for a live spectrum display."""

from functools import lru_cache
from typing import Final

import numpy as np

from distill.types import SAMPLE_RATE, Audio, FloatArray

HOP: Final = 2400
"""Frames from one measurement to the next: 20 per second."""
WINDOW: Final = 4096
"""Frames of the FFT window; bins are 11.7 Hz apart, and the lowest regions span three."""
REGIONS: Final = 64
"""Frequency regions, evenly spaced on the mel scale."""
LOWEST_HZ: Final = 40.0
HIGHEST_HZ: Final = 16_000.0
SILENCE_DB: Final = -100.0


def measure_spectrum(audio: Audio) -> FloatArray:
    """Measure the end of a sound.

    Args:
        audio: Shape [WINDOW, 2].

    Returns:
        Decibels below full scale, shape [2 + REGIONS]: the sample peak left and right within the
        last `HOP`, then the level of each region from low to high. A sine of full scale is 0.
    """
    peaks = np.abs(audio[-HOP:]).max(0)
    window, first, last = _shape()
    power = np.square(np.abs(np.fft.rfft(audio.mean(1) * window)))
    sums = np.concatenate(([0.0], np.cumsum(power)))
    regions = (sums[last] - sums[first]) / np.square(window.sum() / 2) / _LEAK
    decibels = 10.0 * np.log10(np.maximum(np.concatenate((np.square(peaks), regions)), 1e-30))
    levels: FloatArray = np.maximum(decibels, SILENCE_DB).astype(np.float32)
    return levels


_LEAK: Final = 1.5
"""Power of a sine in all bins of a Hann window, as a multiple of that in its centre bin."""


@lru_cache(maxsize=1)
def _shape() -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the window, and for each region its first bin and the bin after its last."""
    window = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
    low, high = (_mel(hertz) for hertz in (LOWEST_HZ, HIGHEST_HZ))
    hertz = 700.0 * (np.exp(np.linspace(low, high, REGIONS + 1) / 1127.0) - 1.0)
    edges = np.round(hertz * WINDOW / SAMPLE_RATE).astype(np.int64)
    edges = np.maximum(edges, edges[0] + np.arange(REGIONS + 1))
    return window, edges[:-1], edges[1:]


def _mel(hertz: float) -> float:
    return float(1127.0 * np.log1p(hertz / 700.0))
