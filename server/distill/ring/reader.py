"""The reading end of the ring: fills the device's blocks whatever happens to the writer."""

import time
from collections.abc import Callable
from enum import Enum, auto
from typing import Final

import numpy as np

from distill.ring.concealment import CHUNK, Concealment, stereo
from distill.ring.recent_audio import RecentAudio
from distill.ring.ring import DeviceState, Field, Ring
from distill.types import FloatArray

PANIC_FADE_S: Final = 0.02
"""Length of the fade of a panic."""


class _State(Enum):
    REST = auto()  # silence is intended, or sound has not begun
    PLAY = auto()
    CONCEAL = auto()  # sound is due and missing


class Reader:
    """Fills the device's blocks; safe for an audio callback.

    `read_into` allocates nothing but small Python objects, takes no lock, writes no log and raises
    nothing. When sound is due and missing, it counts an underrun and conceals it (`Concealment`);
    when a whole block of sound is available again, it crossfades into it. Sound after a rest also
    begins with a whole block. Every block is also appended to `recent`, if given.

    Threads: one thread of one process.
    """

    def __init__(
        self,
        ring: Ring,
        clock: Callable[[], int] = time.monotonic_ns,
        recent: RecentAudio | None = None,
    ) -> None:
        self._ring = ring
        self._clock = clock
        self._recent = recent
        self._concealment = Concealment(ring.rate, ring.capacity)
        self._scratch = np.zeros((CHUNK, 2), dtype=np.float32)
        self._steps = stereo(np.arange(1, CHUNK + 1, dtype=np.float32))
        self._ramp = np.zeros((CHUNK, 2), dtype=np.float32)
        self._fade_step = 1.0 / (PANIC_FADE_S * ring.rate)
        self._gain = 1.0
        self._state = _State.REST
        self._faded = self._concealment.seam
        self._began = 0

    def read_into(self, out: FloatArray) -> int:
        """Fill a block of the device.

        Args:
            out: Shape [T, 2]; every frame is written.

        Returns:
            How many of its frames are real sound; the others are concealed sound or silence.
        """
        head = self._ring.header
        head[Field.READER_BEAT] = self._clock()
        head[Field.BLOCK] = max(head[Field.BLOCK], len(out))
        real = 0
        for start in range(0, len(out), CHUNK):
            part = out[start : start + CHUNK]
            sounding = self._fill(part)
            real += sounding
            if self._recent is not None:
                self._recent.append(part, head[Field.READ] - sounding, sounding)
        return real

    @property
    def beat(self) -> int:
        """Time at which a block was last requested, in nanoseconds of the clock."""
        return int(self._ring.header[Field.READER_BEAT])

    def count_underflow(self) -> None:
        """Count a block that the device received too late."""
        self._ring.header[Field.UNDERFLOWS] += 1

    def publish_state(self, state: DeviceState, latency: int = 0) -> None:
        """Publish the state of the device, and its output latency in frames."""
        self._ring.header[Field.LATENCY] = latency
        self._ring.header[Field.STATE] = state

    def _fill(self, out: FloatArray) -> int:
        head = self._ring.header
        before = head[Field.READ]
        self._skip_dropped()
        read, write, rest = head[Field.READ], head[Field.WRITE], head[Field.REST]
        ready, ended = write - read, rest == write
        short = ready < len(out) and not ended
        if self._state is _State.CONCEAL and short:
            self._concealment.render(out)
            head[Field.CONCEALED] += len(out)
            real = 0
        else:
            real = 0 if self._state is _State.REST and short else min(ready, len(out))
            self._play(out, real, read, short=short)
        self._fade_out(out)
        head[Field.SILENT] += len(out) - (head[Field.READ] - before)
        return real

    def _skip_dropped(self) -> None:
        head = self._ring.header
        read, drop = head[Field.READ], head[Field.DROP]
        if drop <= read:
            return
        if self._state is _State.PLAY:
            self._concealment.begin(self._ring, read, read - self._began)
            self._state, self._faded = _State.CONCEAL, self._concealment.seam
        self._began = drop
        head[Field.READ] = drop

    def _play(self, out: FloatArray, real: int, read: int, *, short: bool) -> None:
        if self._state is _State.CONCEAL:
            self._faded = 0
        if self._state is _State.REST:
            self._began = read
        self._copy(out[:real], read)
        self._ring.header[Field.READ] = read + real
        out[real:] = 0
        self._crossfade(out)
        if real == len(out):
            self._state = _State.PLAY
        elif short and self._state is not _State.REST:
            self._conceal(out[real:], read + real)
        else:
            self._state = _State.REST

    def _copy(self, out: FloatArray, read: int) -> None:
        frames, capacity = self._ring.frames, self._ring.capacity
        at = read % capacity
        first = min(len(out), capacity - at)
        out[:first] = frames[at : at + first]
        out[first:] = frames[: len(out) - first]

    def _conceal(self, out: FloatArray, end: int) -> None:
        head = self._ring.header
        head[Field.UNDERRUNS] += 1
        head[Field.CONCEALED] += len(out)
        self._concealment.begin(self._ring, end, end - self._began)
        self._concealment.render(out)
        self._state, self._faded = _State.CONCEAL, self._concealment.seam

    def _crossfade(self, out: FloatArray) -> None:
        """Crossfade from concealed sound to `out`, over as many blocks as needed."""
        concealment = self._concealment
        count = min(len(out), concealment.seam - self._faded)
        if count <= 0:
            return
        fade = slice(self._faded, self._faded + count)
        old = self._scratch[:count]
        concealment.render(old)
        old *= concealment.fade_out[fade]
        new = out[:count]
        new *= concealment.fade_in[fade]
        new += old
        np.clip(new, -1.0, 1.0, out=new)
        self._faded += count

    def _fade_out(self, out: FloatArray) -> None:
        target = 0.0 if self._ring.header[Field.FADE_OUT] else 1.0
        if self._gain == target:
            if target == 0.0:
                out[:] = 0
            return
        step = self._fade_step if target > self._gain else -self._fade_step
        ramp = np.multiply(self._steps[: len(out)], step, out=self._ramp[: len(out)])
        ramp += self._gain
        np.clip(ramp, 0.0, 1.0, out=ramp)
        out *= ramp
        self._gain = float(ramp[-1, 0]) if len(out) else self._gain
