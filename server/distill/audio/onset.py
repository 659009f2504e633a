"""Detects onsets in a stream, hop by hop."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from distill.types import Audio, FloatArray

HOP: Final = 512
"""Frames from one analysis to the next: 10.7 ms."""
WINDOW: Final = 1024
REST: Final = 5
"""Hops after an onset in which no other is reported: 53 ms."""
RISE: Final = 2.5
"""Change of an onset, as a multiple of the usual change."""
LEAST: Final = 0.05
"""Least change of an onset, mean nats per bin: a steady tone changes by less."""
LOSS: Final = 0.8
"""A hop that ends with less than this share of the power before it is an end; ends click too."""
FLOOR: Final = 1e-3
"""Magnitude that counts as nothing: 60 dB below full scale."""
SMOOTHING: Final = 0.1
"""Weight of the newest change in the running mean: about a tenth of a second."""


@dataclass(frozen=True, slots=True, eq=False)
class OnsetState:
    """State of the detector.

    Attributes:
        rest: Shape [n]; input that is not analysed yet, less than a hop.
        past: Shape [WINDOW - HOP]; the samples before it.
        bins: Shape [WINDOW / 2 + 1]; level of each bin in the previous hop.
        usual: Running mean of the change from hop to hop.
        since: Hops since the last onset.
    """

    rest: FloatArray = field(default_factory=lambda: np.zeros(0, np.float32))
    past: FloatArray = field(default_factory=lambda: np.zeros(WINDOW - HOP, np.float32))
    bins: FloatArray = field(default_factory=lambda: np.zeros(WINDOW // 2 + 1, np.float32))
    usual: float = 0.0
    since: int = REST


def onsets(audio: Audio, state: OnsetState) -> tuple[list[int], OnsetState]:
    """Find the onsets of the next block, of any size.

    Args:
        audio: Shape [T, 2].
        state: `OnsetState()` at the start, then the state returned before.

    Returns:
        For each onset the frame of `audio` after its hop, and the state.

    Source: spectral flux of log magnitudes, half-wave rectified (Dixon 2006, Onset detection
    revisited), against its own running mean.
    """
    offset = -len(state.rest)
    sound = np.concatenate([state.past, state.rest, audio.mean(axis=1, dtype=np.float32)])
    past, bins, usual, since = len(state.past), state.bins, state.usual, state.since
    found = []
    count = (len(sound) - past) // HOP
    for hop in range(count):
        window = sound[hop * HOP : hop * HOP + WINDOW]
        now = _bins(window)
        ends = _power(window[-HOP // 2 :]) < LOSS * _power(window[:-HOP])
        change = float(np.maximum(now - bins, 0.0).mean())
        since += 1
        if change > max(LEAST, RISE * usual) and since > REST and not ends:
            found.append(offset + (hop + 1) * HOP)
            since = 0
        usual += SMOOTHING * (change - usual)
        bins = now
    end = count * HOP
    before, rest = sound[end : end + past], sound[end + past :]
    return found, OnsetState(rest.copy(), before.copy(), bins, usual, since)


def _power(part: FloatArray) -> float:
    return float(np.dot(part, part)) / len(part)


_HANN: Final = np.hanning(WINDOW).astype(np.float32)


def _bins(window: FloatArray) -> FloatArray:
    """Return each bin in nats above the floor, shape [WINDOW / 2 + 1]."""
    magnitude = np.abs(np.fft.rfft(window * _HANN)) * np.float32(4 / WINDOW)
    bins: FloatArray = np.log1p(magnitude / np.float32(FLOOR))
    return bins
