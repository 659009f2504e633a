"""Nothing leaves louder than the ceiling: gain goes down before a peak comes, and up again slowly.

Below the ceiling the sound passes bit for bit, only later by `LATENCY` samples.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
from numba import njit

from distill.types import SAMPLE_RATE, Audio, FloatArray

CEILING: Final = 10.0 ** (-0.3 / 20.0)
"""-0.3 dBFS: room for what a converter draws between samples."""
AHEAD: Final = 64
"""Samples over which gain goes down, 1.3 ms: short for an ear, long for a click."""
LATENCY: Final = AHEAD - 1
RELEASE_S: Final = 0.08
"""Time in which gain comes back by two thirds."""


def _open() -> npt.NDArray[np.float64]:
    return np.ones((2, LATENCY), np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class LimiterState:
    """Where the limiter stands; never written to.

    Attributes:
        delay: Shape [LATENCY, 2]; sound that has come in but not gone out.
        gains: Shape [2, LATENCY]; the latest gains that the sound coming in asked for, and the
            least of each AHEAD of them.
        gain: The latest asked for, with its slow return.
    """

    delay: FloatArray = field(default_factory=lambda: np.zeros((LATENCY, 2), np.float32))
    gains: npt.NDArray[np.float64] = field(default_factory=_open)
    gain: float = 1.0


def limit(audio: Audio, state: LimiterState) -> tuple[Audio, LimiterState]:
    """Hold the next block under the ceiling; both channels share one gain.

    Args:
        audio: Shape [T, 2], finite; output sample i is input sample i - `LATENCY`.
        state: `LimiterState()` at first.

    Returns:
        Shape [T, 2], and the state after it.
    """
    sound = np.concatenate([state.delay, audio])
    gains = np.concatenate([state.gains, np.empty((2, len(audio)))], axis=1)
    out = np.empty_like(audio)
    release = 1.0 - np.exp(-1.0 / (RELEASE_S * SAMPLE_RATE))
    gain = _limit(sound, gains, out, (state.gain, release))
    after = LimiterState(sound[len(audio) :].copy(), gains[:, len(audio) :].copy(), gain)
    return out, after


def limit_whole(audio: Audio) -> Audio:
    """Hold a whole sound [T] or [T, 2] under the ceiling, without delay."""
    sound = np.repeat(audio[:, None], 2, axis=1) if audio.ndim == 1 else audio
    tail = np.zeros((LATENCY, 2), np.float32)
    out, _ = limit(np.concatenate([sound, tail]), LimiterState())
    held = out[LATENCY:]
    return held[:, 0].copy() if audio.ndim == 1 else held


@njit(cache=True, nogil=True)
def _limit(
    sound: FloatArray,
    gains: npt.NDArray[np.float64],
    out: FloatArray,
    way: tuple[float, float],
) -> float:
    """Gain of a sample: mean over AHEAD of the least gain over AHEAD, so never above its own."""
    gain, release = way
    for t in range(out.shape[0]):
        new = t + LATENCY
        peak = max(abs(sound[new, 0]), abs(sound[new, 1]))
        gain += (1.0 - gain) * release
        if gain > 1.0 - 1e-6:
            gain = 1.0
        if peak * gain > CEILING:
            gain = CEILING / peak
        gains[0, new] = gain
        least = gain
        for i in range(t, new):
            least = min(least, gains[0, i])
        gains[1, new] = least
        total = least
        for i in range(t, new):
            total += gains[1, i]
        for c in range(2):
            out[t, c] = min(max(sound[t, c] * (total / AHEAD), -CEILING), CEILING)
    return gain
