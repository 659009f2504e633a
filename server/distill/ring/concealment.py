"""Conceals an underrun: the most recent sound is looped without clicks, and fades out later."""

from typing import Final

import numpy as np

from distill.ring.ring import Ring
from distill.types import FloatArray

LOOP_S: Final = 0.3
"""Longest loop of past sound."""
SEAM_S: Final = 0.01
"""Crossfade at the seam of the loop, and into real sound."""
FULL_S: Final = 8.0
"""How long the loop keeps its level: a dead worker is usually replaced by then."""
FADE_S: Final = 4.0
"""Length of the fade to silence that follows."""

CHUNK: Final = 4096
"""Most frames rendered at once; the size of the scratch buffers."""


class Concealment:
    """Loops what was just played, copied out of the ring when sound runs out.

    It starts with the past mirrored in time, which continues the last frame played without a step,
    and crossfades (equal power) into the loop. All memory is allocated by the constructor.

    Threads: the reader's.
    """

    def __init__(self, rate: int, capacity: int) -> None:
        self.seam = min(round(SEAM_S * rate), CHUNK, capacity // 16)
        self._longest = min(round(LOOP_S * rate), capacity // 4)
        self._full, self._fade = round(FULL_S * rate), round(FADE_S * rate)
        phase = (np.arange(self.seam, dtype=np.float32) + 0.5) * np.float32(np.pi / 2 / self.seam)
        self.fade_in: FloatArray = stereo(np.sin(phase))
        self.fade_out: FloatArray = stereo(np.cos(phase))
        self._past = np.zeros((self._longest, 2), dtype=np.float32)
        self._entry = np.zeros((self.seam, 2), dtype=np.float32)
        self._scratch = np.zeros((self.seam, 2), dtype=np.float32)
        self._steps = stereo(np.arange(CHUNK, dtype=np.float32))
        self._gain = np.zeros((CHUNK, 2), dtype=np.float32)
        self._period = 0
        self._at = 0

    def begin(self, ring: Ring, end: int, length: int) -> None:
        """Copy the past and build the loop.

        Args:
            ring: The ring that holds it.
            end: Position after the last frame played.
            length: How many frames before `end` belong to this sound; fewer than four seams are
                not looped but only faded out.
        """
        count = max(0, min(length, self._longest))
        at = (end - count) % ring.capacity
        first = min(count, ring.capacity - at)
        self._past[:first] = ring.frames[at : at + first]
        self._past[first:count] = ring.frames[: count - first]
        self._at = 0
        if count >= self.seam:
            self._entry[:] = self._past[count - self.seam : count][::-1]
        else:
            self._entry[:] = self._past[count - 1] if count else 0
        self._entry *= self.fade_out
        self._period = count - self.seam if count >= 4 * self.seam else 0
        if self._period:
            head = self._past[: self.seam]
            head *= self.fade_in
            self._entry += head
            tail = np.multiply(self._past[self._period : count], self.fade_out, out=self._scratch)
            head += tail

    def render(self, out: FloatArray) -> None:
        """Fill `out`, shape [T, 2] with T up to `CHUNK`, with the next frames of the loop."""
        done = 0
        while done < len(out):
            source, at = self._source()
            count = min(len(out) - done, len(source) - at) if len(source) else len(out) - done
            part = out[done : done + count]
            if len(source):
                part[:] = source[at : at + count]
            else:
                part[:] = 0
            self._apply_fade(part)
            self._at += count
            done += count
        np.clip(out, -1.0, 1.0, out=out)

    def _source(self) -> tuple[FloatArray, int]:
        if self._at < self.seam:
            return self._entry, self._at
        return self._past[: self._period], self._at % self._period if self._period else 0

    def _apply_fade(self, part: FloatArray) -> None:
        left = self._full + self._fade - self._at
        if left - len(part) >= self._fade:
            return
        gain = np.subtract(left, self._steps[: len(part)], out=self._gain[: len(part)])
        gain *= 1.0 / self._fade
        np.clip(gain, 0.0, 1.0, out=gain)
        part *= gain


def stereo(curve: FloatArray) -> FloatArray:
    """Copy a gain curve to both channels, [T] to [T, 2]; broadcasting makes numpy allocate."""
    return np.stack([curve, curve], axis=1)
