"""Level of the sound: decibels, smoothed parameters, and a guard against NaN, infinity and DC.

Each streaming function takes a state and returns the next one. The block size changes no sample.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
from numba import njit

from distill.types import SAMPLE_RATE, Audio, FloatArray

SILENCE_DB: Final = -200.0
"""The level that stands for a gain of 0."""
DC_HERTZ: Final = 2.0
"""Corner of the DC guard: 20 Hz loses 0.04 dB, an offset is gone in half a second."""


def gain_of(decibels: float) -> float:
    """Convert dB to a factor; `SILENCE_DB` and below is 0."""
    return 0.0 if decibels <= SILENCE_DB else 10.0 ** (decibels / 20.0)


def decibels_of(gain: float) -> float:
    """Convert a factor to dB; 0 is `SILENCE_DB`."""
    return max(SILENCE_DB, 20.0 * float(np.log10(gain))) if gain > 0 else SILENCE_DB


@dataclass(frozen=True, slots=True)
class Glide:
    """A value that moves linearly to its goal, so that no parameter change clicks.

    Attributes:
        start: Value when the last move began.
        goal: Value at the end of the move.
        length: Samples that the move takes.
        done: Samples of the move that have passed.
    """

    start: float
    goal: float
    length: int = 0
    done: int = 0

    @classmethod
    def at(cls, value: float) -> "Glide":
        """Make a glide that rests at a value."""
        return cls(value, value)

    @property
    def value(self) -> float:
        """The present value."""
        if self.done >= self.length:
            return self.goal
        return self.start + (self.goal - self.start) * self.done / self.length

    @property
    def still(self) -> bool:
        """Has it arrived?"""
        return self.done >= self.length

    def to(self, goal: float, seconds: float, rate: int = SAMPLE_RATE) -> "Glide":
        """Start a move from the present value; the same goal again changes nothing."""
        if goal == self.goal:
            return self
        return Glide(self.value, goal, round(seconds * rate))

    def step(self, samples: int) -> tuple[FloatArray, "Glide"]:
        """Return the next values, shape [T], and the glide after them."""
        if self.still:
            return np.full(samples, self.goal, np.float32), self
        passed = np.minimum(np.arange(self.done + 1, self.done + samples + 1), self.length)
        values = self.start + (self.goal - self.start) * (passed / self.length)
        return values.astype(np.float32), replace(self, done=self.done + samples)


@dataclass(frozen=True, slots=True)
class GuardState:
    """State of the guard.

    Attributes:
        last_in: Previous input of each of two channels.
        last_out: Previous output.
        healed: Samples so far that were NaN or infinite.
    """

    last_in: tuple[float, float] = (0.0, 0.0)
    last_out: tuple[float, float] = (0.0, 0.0)
    healed: int = 0


def guard(audio: Audio, state: GuardState) -> tuple[Audio, GuardState]:
    """Replace NaN and infinity by silence, count them, and remove DC.

    Args:
        audio: Shape [T] or [T, 2].
        state: `GuardState()` at the start.

    Returns:
        Sound of the same shape, and the state after it.
    """
    sound = audio[:, None] if audio.ndim == 1 else audio
    out = np.empty_like(sound)
    memory = np.array([state.last_in, state.last_out], np.float64)
    healed = _guard(sound, out, memory, 1.0 - 2.0 * np.pi * DC_HERTZ / SAMPLE_RATE)
    last_in, last_out = memory.tolist()
    after = GuardState(tuple(last_in), tuple(last_out), state.healed + healed)
    return out.reshape(audio.shape), after


@njit(cache=True, nogil=True)
def _guard(sound: FloatArray, out: FloatArray, memory: npt.NDArray[np.float64], pole: float) -> int:
    """Run y[t] = x[t] - x[t-1] + pole * y[t-1] over each channel; treble has gain 1."""
    healed = 0
    scale = 0.5 * (1.0 + pole)
    for c in range(sound.shape[1]):
        last_in = memory[0, c]
        last_out = memory[1, c]
        for t in range(sound.shape[0]):
            x = float(sound[t, c])
            if not np.isfinite(x):
                healed += 1
                x = 0.0
            last_out = x - last_in + pole * last_out
            if abs(last_out) < 1e-15:  # noqa: PLR2004 - far below float32 sound: no denormals
                last_out = 0.0
            last_in = x
            out[t, c] = last_out * scale
        memory[0, c] = last_in
        memory[1, c] = last_out
    return healed
