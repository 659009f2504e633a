"""Converts sound of any rate and any number of channels to mono at `SAMPLE_RATE`."""

from typing import Final

import numpy as np
import soxr

from distill.errors import BadArgument
from distill.types import SAMPLE_RATE, Audio

QUALITY: Final = "HQ"
"""The soxr setting with 20 bits of precision and linear phase."""


def to_mono(audio: Audio) -> Audio:
    """Average channels: [T, C] or [T] to [T]."""
    if audio.ndim == 1:
        return audio
    if audio.shape[1] == 1:
        return np.ascontiguousarray(audio[:, 0])
    return np.asarray(audio.mean(axis=1, dtype=np.float64), np.float32)


def length_at(samples: int, rate: int, to: int = SAMPLE_RATE) -> int:
    """Length of `samples` at `rate` after resampling: rounded; at least 1 unless it is 0."""
    return max(1, round(samples * to / rate)) if samples else 0


class Resampler:
    """Resamples mono sound block by block; the state is inside soxr and cannot be copied.

    Threads: one.

    One block and many blocks agree to float precision, and in length exactly.
    """

    def __init__(self, rate: int, to: int = SAMPLE_RATE) -> None:
        if rate < 1 or to < 1:
            raise BadArgument(f"sample rates are positive, got {rate} and {to}")
        self._rate, self._to = rate, to
        self._stream = None
        if rate != to:
            self._stream = soxr.ResampleStream(rate, to, 1, dtype="float32", quality=QUALITY)
        self._samples_in = 0
        self._samples_out = 0

    def step(self, audio: Audio) -> Audio:
        """Resample a block [T]; return the samples that are ready."""
        self._samples_in += len(audio)
        if self._stream is None or not len(audio):
            return audio
        return self._count(self._stream.resample_chunk(np.ascontiguousarray(audio)))

    def finish(self) -> Audio:
        """Return the remaining samples, so that the total is `length_at`."""
        if self._stream is None:
            return np.zeros(0, np.float32)
        rest = self._stream.resample_chunk(np.zeros(0, np.float32), last=True)
        missing = length_at(self._samples_in, self._rate, self._to) - self._samples_out
        tail = np.zeros(max(0, missing), np.float32)
        tail[: len(rest)] = rest[: len(tail)]
        return self._count(tail)

    def _count(self, out: Audio) -> Audio:
        self._samples_out += len(out)
        return out
