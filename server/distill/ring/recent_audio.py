"""The band of what has passed: the last two minutes of sound, for whoever wants to keep them.

Layout: 32 whole numbers of 8 bytes (`Mark`), then `PIECES` rows of three (`pieces`), then stereo
frames of float32. Positions count frames since the tape was made and only grow; frame p lies at p
modulo capacity. One process writes and never waits; others read what is behind it, and look
afterwards whether it was overwritten meanwhile. What `ring` assumes of the machine is assumed here.
"""

from enum import IntEnum
from multiprocessing.shared_memory import SharedMemory
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from distill.errors import BadArgument, DeviceProblem
from distill.ring.memory import attached, made, numbers, seen
from distill.types import SAMPLE_RATE, Audio, FloatArray

KEPT_S: Final = 120.0
"""How much of what was heard can be taken."""
SPARE_S: Final = 8.0
"""How long a reader may take before the oldest of it is overwritten."""
PIECES: Final = 4096
"""Unbroken stretches of the ring that are remembered: a new one after each rest, hold or drop."""
BLOCK: Final = 4096
"""Most frames written before the position moves on."""

_MAGIC: Final = 0x45504154534944  # "DISTAPE" in ASCII, little end first
_VERSION: Final = 1
_HEADER_BYTES: Final = 32 * 8
_PIECES_BYTES: Final = PIECES * 3 * 8
_FRAME_BYTES: Final = 2 * 4

Pieces = npt.NDArray[np.int64]
"""Shape [n, 3]: position on the tape, position in the ring, frames."""


class Mark(IntEnum):
    """Numbers in the header; owner and writer each have their own cache line."""

    MAGIC = 0
    VERSION = 1
    CAPACITY = 2
    KEPT = 3
    RATE = 4

    END = 8  # frames written since the tape was made
    COUNT = 9  # pieces begun
    BEAT = 10  # monotonic ns, of writers that have no other place to say it
    LOST = 11  # times that the device says something was lost before it came here


class RecentAudio:
    """Shared memory seen as the past.

    Threads: one writer at a time in one process; any number of readers.

    Attributes:
        header: 32 signed 8-byte numbers, indexed by `Mark`.
        frames: Shape [capacity, 2], float32.
        capacity: Frames.
    """

    def __init__(self, memory: SharedMemory, capacity: int, *, owner: bool) -> None:
        self._memory = memory
        self._owner = owner
        buffer = seen(memory)
        self._bytes = buffer[:_HEADER_BYTES]
        self.header: memoryview = self._bytes.cast("q")
        self.capacity = capacity
        self._pieces: Pieces = np.frombuffer(buffer, np.int64, PIECES * 3, _HEADER_BYTES).reshape(
            PIECES, 3
        )
        self.frames: FloatArray = np.frombuffer(
            buffer, np.float32, capacity * 2, _HEADER_BYTES + _PIECES_BYTES
        ).reshape(capacity, 2)

    @classmethod
    def create(cls, kept_s: float = KEPT_S, rate: int = SAMPLE_RATE) -> Self:
        """Make an empty tape; the maker also removes it.

        Raises:
            DeviceProblem: There is no room for it.
        """
        kept = round(kept_s * rate)
        capacity = kept + round(SPARE_S * rate) + BLOCK
        memory = made(_HEADER_BYTES + _PIECES_BYTES + capacity * _FRAME_BYTES)
        tape = cls(memory, capacity, owner=True)
        for mark in Mark:
            tape.header[mark] = 0
        tape.header[Mark.VERSION] = _VERSION
        tape.header[Mark.CAPACITY] = capacity
        tape.header[Mark.KEPT] = kept
        tape.header[Mark.RATE] = rate
        tape.header[Mark.MAGIC] = _MAGIC
        return tape

    @classmethod
    def attach(cls, name: str) -> Self:
        """Open a tape that another process made.

        Raises:
            DeviceProblem: There is no such tape, or it is not one of ours.
        """
        try:
            memory = attached(name)
        except FileNotFoundError:
            raise DeviceProblem(f"there is no tape {name!r}; its owner has gone") from None
        magic, version, capacity = numbers(memory, Mark.CAPACITY + 1)
        needed = _HEADER_BYTES + _PIECES_BYTES + _FRAME_BYTES * capacity
        if (magic, version) != (_MAGIC, _VERSION) or memory.size < needed:
            memory.close()
            raise DeviceProblem(f"{name!r} is not a tape of this version; restart the server")
        return cls(memory, capacity, owner=False)

    @property
    def name(self) -> str:
        """What another process attaches by."""
        return self._memory.name

    @property
    def end(self) -> int:
        """Frames written since the tape was made."""
        return self.header[Mark.END]

    @property
    def available(self) -> int:
        """Frames before the end that can be taken now."""
        return min(self.header[Mark.KEPT], self.header[Mark.END])

    def append(self, block: FloatArray, ring_at: int = 0, real: int = 0) -> None:
        """Write what passed; takes no memory, no lock, and raises nothing.

        Args:
            block: Shape [T, 2], T up to `BLOCK`.
            ring_at: Where in the ring its first frame came from.
            real: How many of its frames came from the ring, the others being held sound or silence.
        """
        head, frames = self.header, self.frames
        end = head[Mark.END]
        at = end % self.capacity
        first = min(len(block), self.capacity - at)
        frames[at : at + first] = block[:first]
        frames[: len(block) - first] = block[first:]
        if real:
            self._note(end, ring_at, real)
        head[Mark.END] = end + len(block)

    def read(self, first: int, last: int) -> tuple[int, Audio]:
        """Copy a stretch of the past.

        Args:
            first: Position of its first frame.
            last: Position after its last one, at most `end`.

        Returns:
            Where it really begins, and the frames [T, 2] from there to `last`: less than asked for
            where its beginning was overwritten before it could be copied.

        Raises:
            BadArgument: It is not in the past.
        """
        if not 0 <= first <= last <= self.end:
            raise BadArgument(f"frames {first} to {last} are not on a tape of {self.end}")
        first = max(first, self._oldest(), last - self.capacity)
        count = max(0, last - first)
        out = np.empty((count, 2), np.float32)
        at = first % self.capacity
        before = min(count, self.capacity - at)
        out[:before] = self.frames[at : at + before]
        out[before:] = self.frames[: count - before]
        whole = min(max(first, self._oldest()), last)
        return whole, out[whole - first :]

    def pieces(self, first: int) -> Pieces:
        """Tell where in the ring the frames from a position on came from, in order."""
        count = self.header[Mark.COUNT]
        oldest = max(0, count - PIECES + 1)
        numbers = np.arange(oldest, count)
        rows = self._pieces[numbers % PIECES]
        begun = self.header[Mark.COUNT] - count
        rows = rows[max(0, count + begun - PIECES + 1 - oldest) :]
        return rows[rows[:, 0] + rows[:, 2] > first]

    def close(self) -> None:
        """Let go of the memory; the owner removes it. Closing twice does nothing."""
        if len(self.frames) == 0:
            return
        self.frames = np.empty((0, 2), dtype=np.float32)
        self._pieces = np.empty((0, 3), dtype=np.int64)
        self.header.release()
        self._bytes.release()
        self._memory.close()
        if self._owner:
            self._memory.unlink()

    def _oldest(self) -> int:
        """Position of the first frame that is not being overwritten now."""
        return max(0, self.end + BLOCK - self.capacity)

    def _note(self, end: int, ring_at: int, real: int) -> None:
        """Remember where frames came from: the piece before grows, or another begins."""
        head, rows = self.header, self._pieces
        count = head[Mark.COUNT]
        if count:
            at = (count - 1) % PIECES
            tape_at, from_at, length = int(rows[at, 0]), int(rows[at, 1]), int(rows[at, 2])
            if tape_at + length == end and from_at + length == ring_at:
                rows[at, 2] = length + real
                return
        at = count % PIECES
        rows[at, 0], rows[at, 1], rows[at, 2] = end, ring_at, real
        head[Mark.COUNT] = count + 1
