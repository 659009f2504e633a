"""The whole spectrum and its bass, each as a band in which phases are estimated.

Up to 3 kHz lie most of the notes, in an eighth of the bins. The same frames at an eighth of the
sample rate have just these bins, with the same values, and an iteration costs a tenth: so the bass
gets many more of them.
"""

from typing import Final, NamedTuple

import numpy as np

from distill.mel.mel_config import MelConfig
from distill.types import FloatArray
from distill.vocoder.inverse import bank
from distill.vocoder.phase import Band, PhaseEstimate, make_stft

FACTOR: Final = 8
"""Divisor of the sample rate in the bass, where frames and hop can be divided by it."""
LEAST_FRAME: Final = 8
"""Fewest samples of a frame in the bass."""
CROSSOVER: Final = 0.9
"""Share of the bins of the bass whose values are used; those at its upper end are cut off."""


class Bass(NamedTuple):
    """The lowest bins.

    Attributes:
        band: All of them.
        factor: The sample rate is lower by this.
        crossover: Bins that are used.
    """

    band: Band
    factor: int
    crossover: int


def full_band(config: MelConfig) -> Band:
    """Return the band of the whole spectrum.

    Raises:
        BadArgument: The vocoders cannot work with such frames.
    """
    return Band(make_stft(config.n_fft, config.hop), bank(config))


def bass(config: MelConfig) -> Bass:
    """Return the bass.

    Raises:
        BadArgument: The vocoders cannot work with such frames.
    """
    factor = FACTOR
    while config.n_fft < factor * LEAST_FRAME or config.hop % (2 * factor):
        if factor == 1:
            break
        factor //= 2
    size = config.n_fft // factor
    bins = size // 2 + 1
    band = Band(make_stft(size, config.hop // factor), bank(config, bins))
    return Bass(band, factor, int(bins * CROSSOVER))


def window_sums(band: Band, first: int, frames: int) -> FloatArray:
    """Return the sum of the squared windows of frames first..frames, [(frames-1) * hop + N]."""
    square, hop = np.square(band.stft.window), band.stft.hop
    total = np.zeros((frames - 1) * hop + len(square), np.float32)
    for frame in range(first, frames):
        total[frame * hop : frame * hop + len(square)] += square
    return total


def lowest(frames: PhaseEstimate, band: Band) -> PhaseEstimate:
    """Copy the bins of a band; its last one is half cut off and left out."""
    bins = len(band.bank.lower)
    magnitude, real, imag = (part[:, :bins].copy() for part in frames[:3])
    for part in (magnitude, real, imag):
        part[:, -1] = 0
    return PhaseEstimate.of((magnitude, real, imag), frames.held[:, :bins].copy())
