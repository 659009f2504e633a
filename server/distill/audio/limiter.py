"""Look-ahead limiter: the gain falls before a peak arrives and recovers slowly.

Below the ceiling the sound passes bit for bit, delayed by `LATENCY` samples.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
from numba import njit

from distill.types import SAMPLE_RATE, Audio, FloatArray

CEILING: Final = 10.0 ** (-0.3 / 20.0)
"""-0.3 dBFS: headroom for peaks that a converter reconstructs between samples."""
AHEAD: Final = 64
"""Samples over which the gain falls, 1.3 ms: too short to hear as a fade, too long to click."""
LATENCY: Final = AHEAD - 1
RELEASE_S: Final = 0.08
"""Time in which the gain recovers by two thirds."""


def _open() -> npt.NDArray[np.float64]:
    return np.ones((2, LATENCY), np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class LimiterState:
    """State of the limiter; never written to.

    Attributes:
        delay: Shape [LATENCY, 2]; input that has not been output.
        gains: Shape [2, LATENCY]; the latest gains that the input requires, and the
            minimum of each AHEAD of them.
        gain: The latest required gain, with its slow recovery.
    """

    delay: FloatArray = field(default_factory=lambda: np.zeros((LATENCY, 2), np.float32))
    gains: npt.NDArray[np.float64] = field(default_factory=_open)
    gain: float = 1.0


def limit(audio: Audio, state: LimiterState) -> tuple[Audio, LimiterState]:
    """Limit the next block; both channels share one gain.

    Args:
        audio: Shape [T, 2], finite; output sample i is input sample i - `LATENCY`.
        state: `LimiterState()` at the start.

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
    """Limit a whole sound [T] or [T, 2], without delay."""
    sound = np.repeat(audio[:, None], 2, axis=1) if audio.ndim == 1 else audio
    tail = np.zeros((LATENCY, 2), np.float32)
    out, _ = limit(np.concatenate([sound, tail]), LimiterState())
    limited = out[LATENCY:]
    return limited[:, 0].copy() if audio.ndim == 1 else limited


@njit(cache=True, nogil=True)
def _limit(
    sound: FloatArray,
    gains: npt.NDArray[np.float64],
    out: FloatArray,
    gain_release: tuple[float, float],
) -> float:
    """Apply the mean over AHEAD of the minimum gain over AHEAD: never more than a sample allows."""
    gain, release = gain_release
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
