"""Converts sound of any rate to `SAMPLE_RATE`, and any number of channels to mono."""

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
    """Resamples sound block by block; the state is inside soxr and cannot be copied.

    Each channel becomes what it would become alone, bit for bit.

    Threads: one.

    One block and many blocks agree to float precision, and in length exactly.
    """

    def __init__(self, rate: int, to: int = SAMPLE_RATE, channels: int = 0) -> None:
        """Begin.

        Args:
            rate: Samples per second that come in.
            to: Samples per second that go out.
            channels: C of blocks [T, C]; 0: blocks are [T], one channel.

        Raises:
            BadArgument: A rate is not positive.
        """
        if rate < 1 or to < 1:
            raise BadArgument(f"sample rates are positive, got {rate} and {to}")
        self._rate, self._to = rate, to
        self._empty = np.zeros((0, channels) if channels else 0, np.float32)
        self._stream = None
        if rate != to:
            self._stream = soxr.ResampleStream(
                rate, to, max(1, channels), dtype="float32", quality=QUALITY
            )
        self._samples_in = 0
        self._samples_out = 0

    def step(self, audio: Audio) -> Audio:
        """Resample a block [T] or [T, C]; return the samples that are ready."""
        self._samples_in += len(audio)
        if self._stream is None or not len(audio):
            return audio
        return self._count(self._stream.resample_chunk(np.ascontiguousarray(audio)))

    def finish(self) -> Audio:
        """Return the remaining samples, so that the total is `length_at`."""
        if self._stream is None:
            return self._empty
        rest = self._stream.resample_chunk(self._empty, last=True)
        missing = length_at(self._samples_in, self._rate, self._to) - self._samples_out
        tail = np.zeros((max(0, missing), *self._empty.shape[1:]), np.float32)
        tail[: len(rest)] = rest[: len(tail)]
        return self._count(tail)

    def _count(self, out: Audio) -> Audio:
        self._samples_out += len(out)
        return out
