"""Sound of any rate and any number of channels becomes one channel at the house's rate."""

from typing import Final

import numpy as np
import soxr

from distill.errors import BadArgument
from distill.types import SAMPLE_RATE, Audio

QUALITY: Final = "HQ"
"""soxr's recipe with 20 bits of precision and linear phase."""


def to_mono(audio: Audio) -> Audio:
    """Average channels: [T, C] or [T] to [T]."""
    if audio.ndim == 1:
        return audio
    if audio.shape[1] == 1:
        return np.ascontiguousarray(audio[:, 0])
    return np.asarray(audio.mean(axis=1, dtype=np.float64), np.float32)


def length_at(samples: int, rate: int, to: int = SAMPLE_RATE) -> int:
    """How many samples `samples` at `rate` become: rounded, but at least one of something."""
    return max(1, round(samples * to / rate)) if samples else 0


class Resampler:
    """Changes the rate of mono sound block by block; its memory is soxr's own, so no forks here.

    Threads: one.

    Whole and block by block agree to float precision, and in length exactly.
    """

    def __init__(self, rate: int, to: int = SAMPLE_RATE) -> None:
        if rate < 1 or to < 1:
            raise BadArgument(f"sample rates are positive, got {rate} and {to}")
        self._rate, self._to = rate, to
        self._stream = None
        if rate != to:
            self._stream = soxr.ResampleStream(rate, to, 1, dtype="float32", quality=QUALITY)
        self._taken = 0
        self._given = 0

    def step(self, audio: Audio) -> Audio:
        """Take a block [T], give what is ready."""
        self._taken += len(audio)
        if self._stream is None or not len(audio):
            return audio
        return self._count(self._stream.resample_chunk(np.ascontiguousarray(audio)))

    def finish(self) -> Audio:
        """Give the rest, so that the whole has `length_at` samples."""
        if self._stream is None:
            return np.zeros(0, np.float32)
        rest = self._stream.resample_chunk(np.zeros(0, np.float32), last=True)
        missing = length_at(self._taken, self._rate, self._to) - self._given
        held = np.zeros(max(0, missing), np.float32)
        held[: len(rest)] = rest[: len(held)]
        return self._count(held)

    def _count(self, out: Audio) -> Audio:
        self._given += len(out)
        return out
