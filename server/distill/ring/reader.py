"""The end of the ring where sound is taken out and played, whatever happens at the other end."""

import time
from collections.abc import Callable
from enum import Enum, auto
from typing import Final

import numpy as np

from distill.ring.concealment import CHUNK, Concealment, stereo
from distill.ring.recent_audio import RecentAudio
from distill.ring.ring import DeviceState, Field, Ring
from distill.types import FloatArray

HUSH_S: Final = 0.02
"""Longest fade of a panic."""


class _State(Enum):
    REST = auto()  # silence is meant, or sound has not begun
    PLAY = auto()
    HOLD = auto()  # sound is due and is not there


class Reader:
    """Fills the device's blocks; made for an audio callback.

    `read_into` takes no memory but for the small objects of Python itself, takes no lock, writes
    no log and raises nothing. When sound is due and is not there, it counts an underrun and holds
    (`Concealment`); when a whole block of sound is there again it crossfades into it. Sound
    after a rest also begins with a whole block. What it gives the device it also writes to the
    recent audio, if any.

    Threads: one thread of one process.
    """

    def __init__(
        self,
        ring: Ring,
        clock: Callable[[], int] = time.monotonic_ns,
        tape: RecentAudio | None = None,
    ) -> None:
        self._ring = ring
        self._clock = clock
        self._tape = tape
        self._hold = Concealment(ring.rate, ring.capacity)
        self._scratch = np.zeros((CHUNK, 2), dtype=np.float32)
        self._steps = stereo(np.arange(1, CHUNK + 1, dtype=np.float32))
        self._ramp = np.zeros((CHUNK, 2), dtype=np.float32)
        self._hush_step = 1.0 / (HUSH_S * ring.rate)
        self._gain = 1.0
        self._state = _State.REST
        self._leaving = self._hold.seam
        self._began = 0

    def read_into(self, out: FloatArray) -> int:
        """Fill a block.

        Args:
            out: Shape [T, 2]; every frame is written.

        Returns:
            How many frames of it are real sound, the others being held sound or silence.
        """
        head = self._ring.header
        head[Field.READER_BEAT] = self._clock()
        head[Field.BLOCK] = max(head[Field.BLOCK], len(out))
        real = 0
        for start in range(0, len(out), CHUNK):
            part = out[start : start + CHUNK]
            sounding = self._fill(part)
            real += sounding
            if self._tape is not None:
                self._tape.append(part, head[Field.READ] - sounding, sounding)
        return real

    @property
    def beat(self) -> int:
        """When a block was last asked for, in nanoseconds of the clock."""
        return int(self._ring.header[Field.READER_BEAT])

    def count_underflow(self) -> None:
        """Count that the device was served too late."""
        self._ring.header[Field.UNDERFLOWS] += 1

    def publish_state(self, state: DeviceState, latency: int = 0) -> None:
        """Publish how the device is, and how many frames lie between it and the ear."""
        self._ring.header[Field.LATENCY] = latency
        self._ring.header[Field.STATE] = state

    def _fill(self, out: FloatArray) -> int:
        head = self._ring.header
        before = head[Field.READ]
        self._drop()
        read, write, rest = head[Field.READ], head[Field.WRITE], head[Field.REST]
        ready, ended = write - read, rest == write
        short = ready < len(out) and not ended
        if self._state is _State.HOLD and short:
            self._hold.render(out)
            head[Field.HELD] += len(out)
            real = 0
        else:
            real = 0 if self._state is _State.REST and short else min(ready, len(out))
            self._play(out, real, read, short=short)
        self._fade_out(out)
        head[Field.SILENT] += len(out) - (head[Field.READ] - before)
        return real

    def _drop(self) -> None:
        head = self._ring.header
        read, drop = head[Field.READ], head[Field.DROP]
        if drop <= read:
            return
        if self._state is _State.PLAY:
            self._hold.begin(self._ring, read, read - self._began)
            self._state, self._leaving = _State.HOLD, self._hold.seam
        self._began = drop
        head[Field.READ] = drop

    def _play(self, out: FloatArray, real: int, read: int, *, short: bool) -> None:
        if self._state is _State.HOLD:
            self._leaving = 0
        if self._state is _State.REST:
            self._began = read
        self._take(out[:real], read)
        self._ring.header[Field.READ] = read + real
        out[real:] = 0
        self._leave(out)
        if real == len(out):
            self._state = _State.PLAY
        elif short and self._state is not _State.REST:
            self._begin_hold(out[real:], read + real)
        else:
            self._state = _State.REST

    def _take(self, out: FloatArray, read: int) -> None:
        frames, capacity = self._ring.frames, self._ring.capacity
        at = read % capacity
        first = min(len(out), capacity - at)
        out[:first] = frames[at : at + first]
        out[first:] = frames[: len(out) - first]

    def _begin_hold(self, out: FloatArray, end: int) -> None:
        head = self._ring.header
        head[Field.UNDERRUNS] += 1
        head[Field.HELD] += len(out)
        self._hold.begin(self._ring, end, end - self._began)
        self._hold.render(out)
        self._state, self._leaving = _State.HOLD, self._hold.seam

    def _leave(self, out: FloatArray) -> None:
        """Crossfade from held sound to what `out` holds, over as many blocks as it takes."""
        hold = self._hold
        count = min(len(out), hold.seam - self._leaving)
        if count <= 0:
            return
        fade = slice(self._leaving, self._leaving + count)
        old = self._scratch[:count]
        hold.render(old)
        old *= hold.fade_out[fade]
        new = out[:count]
        new *= hold.fade_in[fade]
        new += old
        np.clip(new, -1.0, 1.0, out=new)
        self._leaving += count

    def _fade_out(self, out: FloatArray) -> None:
        target = 0.0 if self._ring.header[Field.HUSH] else 1.0
        if self._gain == target:
            if target == 0.0:
                out[:] = 0
            return
        step = self._hush_step if target > self._gain else -self._hush_step
        ramp = np.multiply(self._steps[: len(out)], step, out=self._ramp[: len(out)])
        ramp += self._gain
        np.clip(ramp, 0.0, 1.0, out=ramp)
        out *= ramp
        self._gain = float(ramp[-1, 0]) if len(out) else self._gain
