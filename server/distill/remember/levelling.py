"""Measures how loud a sound is, by which gain it is remembered, and where it is not silent."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from distill.audio.level import gain_of
from distill.types import SAMPLE_RATE, Audio, FloatArray

LOUDNESS_DB: Final = -20.0
"""RMS to which a sound is brought, in dBFS; less where its peak would be too high."""
PEAK_DB: Final = -1.0
"""Highest peak after that: a lossy codec may exceed it, and 1 dB is room for that."""
SILENT_DB: Final = -60.0
"""What stays below is silence: a sound by its peak, a moment by its RMS after the gain."""
FRAME: Final = 512
"""Samples of a moment."""
REST_S: Final = 2.0
"""A longer silence is left out, and ends a file of the corpus; shorter ones are rests of music."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Samples of a sound without long silence: from `first` until before `end`."""

    first: int
    end: int


class LoudnessMeter:
    """Measures a sound block by block.

    Threads: one.

    Attributes:
        peak: Greatest absolute sample so far.
        samples: Length so far.
    """

    def __init__(self) -> None:
        self.peak, self.samples = 0.0, 0
        self._powers: list[FloatArray] = []
        self._rest: Audio | None = None

    def step(self, block: Audio) -> None:
        """Measure the next block [T, C]."""
        if not len(block):
            return
        self.peak = max(self.peak, float(np.abs(block).max()))
        self.samples += len(block)
        whole = block if self._rest is None else np.concatenate([self._rest, block])
        count = len(whole) // FRAME
        self._powers.append(_powers(whole[: count * FRAME]))
        self._rest = whole[count * FRAME :]

    @property
    def is_silent(self) -> bool:
        """Is nothing of it loud enough to be remembered?"""
        return self.peak < gain_of(SILENT_DB)

    def gain(self) -> float:
        """Return the factor by which the sound is brought to the common loudness.

        What is 60 dB below the peak does not count, so that a hit with a long tail is as loud as
        one without.
        """
        power = self._power()
        loud = power[power >= (self.peak * gain_of(SILENT_DB)) ** 2]
        rms = float(np.sqrt(loud.mean(dtype=np.float64)))
        return min(gain_of(LOUDNESS_DB) / rms, gain_of(PEAK_DB) / self.peak)

    def stretches(self, tail: int) -> list[Stretch]:
        """Find what is not silent, in order.

        Args:
            tail: Most samples of silence that a stretch keeps at its end.

        Returns:
            The stretches; empty if the sound is silent.
        """
        if self.is_silent:
            return []
        floor = (gain_of(SILENT_DB) / self.gain()) ** 2
        loud = np.flatnonzero(self._power() >= floor)
        most = round(REST_S * SAMPLE_RATE / FRAME)
        breaks = np.flatnonzero(np.diff(loud) > most)
        firsts, lasts = loud[[0, *(breaks + 1)]], loud[[*breaks, -1]]
        return [
            Stretch(int(first) * FRAME, min((int(last) + 1) * FRAME + tail, self.samples))
            for first, last in zip(firsts, lasts, strict=True)
        ]

    def _power(self) -> FloatArray:
        """Return the power of each moment, mean over channels, with the last one that is cut."""
        rest = self._rest
        last = [] if rest is None or not len(rest) else [np.array([np.square(rest).mean()])]
        return np.concatenate([*self._powers, *last]).astype(np.float32)


def _powers(audio: Audio) -> FloatArray:
    """Return the mean square of each moment of whole ones [n * FRAME, C]."""
    return np.asarray(np.square(audio).reshape(-1, FRAME * audio.shape[1]).mean(1), np.float32)
