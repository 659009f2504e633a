"""Inverts mel frames to magnitude spectra, one frame at a time.

Many spectra have the same mel frame. The result is the non-negative one that a few multiplicative
updates reach from a smooth start, so the energy of a band stays spread and does not collapse to
single lines. Each frame is inverted alone, so whole and step by step are equal.

Source: Lee and Seung 2001, multiplicative updates for the Kullback-Leibler divergence.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from distill.errors import BadArgument
from distill.mel.filterbank import filterbank
from distill.mel.mel_config import MelConfig
from distill.types import FloatArray, Mel
from distill.vocoder.fourier import KERNEL, PART

UPDATES: Final = 12
"""12 leave a mean mel error of 0.10 dB, 40 leave 0.02 dB.

Source: docs/background/sound-quality.md#vocoder.
"""
FITS: Final = 2
"""Updates of a spectrum that is nearly right, once per iteration of the phases."""
CEILING: Final = 30.0
"""Largest natural log of mel power: full scale is about 12; e^30 squares safely."""


class Bank(NamedTuple):
    """The mel filterbank in sparse form: a bin of the spectrum lies in at most two filters.

    Attributes:
        edge: Shape [M], int64; filters m and m + 1 share the bins edge[m] to edge[m + 1] - 1.
        lower: Shape [F]; m of each bin. Unsigned, so that no index can count from the end.
        weight: Shape [2, F]; weights of those two (0 where there is none).
        share: Shape [2, F]; the same divided by their sum.
        height: Shape [M]; sum of each filter's weights.
    """

    edge: npt.NDArray[np.int64]
    lower: npt.NDArray[np.uint64]
    weight: FloatArray
    share: FloatArray
    height: FloatArray


def bank(config: MelConfig, bins: int | None = None) -> Bank:
    """Build the sparse filterbank of an analysis.

    Args:
        config: The analysis.
        bins: F, the lowest bins only, of which the last is in no filter; None: all.
    """
    full = filterbank(config)
    if bins is not None:
        full = full[:bins]
        full[-1] = 0.0
        full = full[:, : max(2, int(np.count_nonzero(full.any(axis=0))))]
    mels = full.shape[1]
    lower = np.minimum(np.maximum.accumulate(np.argmax(full > 0, axis=1)), mels - 2)
    rows = np.arange(len(full))
    weight = np.stack([full[rows, lower], full[rows, lower + 1]])
    total = weight.sum(axis=0)
    share = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    edge = np.searchsorted(lower, np.arange(mels))
    return Bank(edge, lower.astype(np.uint64), weight, share, full.sum(axis=0))


def magnitude(mel: Mel, floor: float, table: Bank) -> FloatArray:
    """Invert log-mel frames to magnitudes.

    A value at the floor is silence and becomes exactly 0. NaN counts as silence, and values above
    `CEILING` count as the ceiling, so no frame can corrupt the next.

    Args:
        mel: Shape [L, M], natural log of power.
        floor: The power that silence has in `mel`.
        table: From `bank`.

    Returns:
        Shape [L, F].

    Raises:
        BadArgument: The shape is not [L, M].
    """
    mels = len(table.height)
    if mel.ndim != 2 or mel.shape[1] != mels:
        raise BadArgument(f"mel frames must have shape [L, {mels}], got {mel.shape}")
    if not (mel > np.log(floor * 1.001)).any():  # as beside a carrier that gives all
        return np.zeros((len(mel), table.share.shape[1]), np.float32)
    clean = np.nan_to_num(mel, nan=-np.inf, posinf=CEILING, neginf=-np.inf)
    power = np.exp(np.minimum(clean, CEILING)).astype(np.float32)
    power[power <= floor * 1.001] = 0.0
    out = np.empty((len(mel), table.share.shape[1]), np.float32)
    _invert(power, table, UPDATES, out)
    return out


@njit(**KERNEL)
def _invert(power: FloatArray, table: Bank, updates: int, out: FloatArray) -> None:
    """Start from the weighted mean of a bin's filters, then update `updates` times."""
    frames, mels = power.shape
    ratio = np.empty(mels, np.float32)
    spectrum = np.empty(out.shape[1], np.float32)
    for t in range(frames):
        for f in range(out.shape[1]):
            spectrum[f] = np.float32(1.0)
        for m in range(mels):
            ratio[m] = power[t, m] / (table.height[m] + np.float32(1e-12))
        _spread(ratio, table, spectrum)
        for _ in range(updates):
            _compare(power[t], spectrum, table, ratio)
            _spread(ratio, table, spectrum)
        for f in range(out.shape[1]):
            out[t, f] = np.sqrt(spectrum[f])


@njit(**PART)
def filter_power(magnitude: FloatArray, table: Bank, power: FloatArray) -> None:
    """Compute the power [M] that each filter gets from magnitudes [F]."""
    carried = np.float32(0.0)
    for m in range(power.shape[0] - 1):
        low = np.float32(0.0)
        high = np.float32(0.0)
        for f in range(table.edge[m], table.edge[m + 1]):
            energy = magnitude[f] * magnitude[f]
            low += table.weight[0, f] * energy
            high += table.weight[1, f] * energy
        power[m] = carried + low
        carried = high
    power[-1] = carried


@njit(**PART)
def fit(power: FloatArray, table: Bank, ratio: FloatArray, spectrum: FloatArray) -> None:
    """Update a power spectrum [F] so that filters get nearly the given power [M].

    It keeps its fine structure. Writes `ratio` [M].
    """
    for _ in range(FITS):
        _compare(power, spectrum, table, ratio)
        _spread(ratio, table, spectrum)


@njit(**PART)
def _spread(ratio: FloatArray, table: Bank, spectrum: FloatArray) -> None:
    """Multiply each bin by the mean ratio of its two filters."""
    for f in range(spectrum.shape[0]):
        m = table.lower[f]
        low = ratio[m]
        high = ratio[m + np.uint64(1)]
        spectrum[f] *= table.share[0, f] * low + table.share[1, f] * high


@njit(**PART)
def _compare(power: FloatArray, spectrum: FloatArray, table: Bank, ratio: FloatArray) -> None:
    """Compute the ratio of each filter's power to what the spectrum gives it."""
    carried = np.float32(1e-12)
    for m in range(ratio.shape[0] - 1):
        low = np.float32(0.0)
        high = np.float32(0.0)
        for f in range(table.edge[m], table.edge[m + 1]):
            low += table.weight[0, f] * spectrum[f]
            high += table.weight[1, f] * spectrum[f]
        ratio[m] = power[m] / (carried + low)
        carried = high + np.float32(1e-12)
    ratio[-1] = power[-1] / carried
