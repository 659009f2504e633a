"""Hears where sounds begin, hop by hop, as they come."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from distill.types import Audio, FloatArray

HOP: Final = 512
"""Frames between two looks: 10.7 ms."""
WINDOW: Final = 1024
REST: Final = 5
"""Hops after a beginning in which there is no other: 53 ms."""
RISE: Final = 2.5
"""How many times the usual change a beginning is."""
LEAST: Final = 0.05
"""Least change of a beginning, in nats of each pitch region: a steady tone changes by less."""
LOSS: Final = 0.8
"""A hop that goes out with less than this share of the power before it is an end: it clicks too."""
FLOOR: Final = 1e-3
"""What is 60 dB below full scale counts as nothing."""
SMOOTHING: Final = 0.1
"""Weight of the newest change in the usual one: about a tenth of a second."""


@dataclass(frozen=True, slots=True, eq=False)
class OnsetState:
    """Where the listening stands.

    Attributes:
        rest: Shape [n]; less than a hop that was not looked at yet.
        past: Shape [WINDOW - HOP]; what came before it.
        bins: Shape [WINDOW / 2 + 1]; how loud each pitch region was.
        usual: The usual change from hop to hop.
        since: Hops since the last beginning.
    """

    rest: FloatArray = field(default_factory=lambda: np.zeros(0, np.float32))
    past: FloatArray = field(default_factory=lambda: np.zeros(WINDOW - HOP, np.float32))
    bins: FloatArray = field(default_factory=lambda: np.zeros(WINDOW // 2 + 1, np.float32))
    usual: float = 0.0
    since: int = REST


def onsets(audio: Audio, state: OnsetState) -> tuple[list[int], OnsetState]:
    """Hear some more sound, cut anyhow.

    Args:
        audio: Shape [T, 2].
        state: Out of silence, or what was given before.

    Returns:
        For each beginning the frame of `audio` after the hop in which it is, and the state.

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
    kept = sound[end : end + past], sound[end + past :]
    return found, OnsetState(kept[1].copy(), kept[0].copy(), bins, usual, since)


def _power(part: FloatArray) -> float:
    return float(np.dot(part, part)) / len(part)


_HANN: Final = np.hanning(WINDOW).astype(np.float32)


def _bins(window: FloatArray) -> FloatArray:
    """Give nats above the floor of each pitch region, shape [WINDOW / 2 + 1]."""
    magnitude = np.abs(np.fft.rfft(window * _HANN)) * np.float32(4 / WINDOW)
    bins: FloatArray = np.log1p(magnitude / np.float32(FLOOR))
    return bins
