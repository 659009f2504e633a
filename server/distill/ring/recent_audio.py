"""The last two minutes of sound in shared memory, for capture and for the input encoder.

Layout: 32 whole numbers of 8 bytes (`Mark`), then `PIECES` rows of three (`pieces`), then stereo
frames of float32. Positions count frames since the memory was created and only grow; frame p lies
at p modulo capacity. One process writes and never waits; others read behind it, and check
afterwards whether the frames were overwritten meanwhile. The assumptions of `ring` apply here too.
"""

from enum import IntEnum
from multiprocessing.shared_memory import SharedMemory
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from distill.errors import BadArgument, DeviceProblem
from distill.ring.memory import attach_block, buffer_of, create_block, read_numbers
from distill.types import SAMPLE_RATE, Audio, FloatArray

KEPT_S: Final = 120.0
"""How much past sound can be read."""
SPARE_S: Final = 8.0
"""How long a reader may take before the oldest frames are overwritten."""
PIECES: Final = 4096
"""Most contiguous pieces of the ring on record: each rest, concealment or drop begins another."""
BLOCK: Final = 4096
"""Most frames written before the position is updated."""

_MAGIC: Final = 0x45504154534944  # "DISTAPE" in ASCII, little end first
_VERSION: Final = 1
_HEADER_BYTES: Final = 32 * 8
_PIECES_BYTES: Final = PIECES * 3 * 8
_FRAME_BYTES: Final = 2 * 4

Pieces = npt.NDArray[np.int64]
"""Shape [n, 3]: position here, position in the ring, frames."""


class Mark(IntEnum):
    """Numbers in the header; owner and writer each have their own cache line."""

    MAGIC = 0
    VERSION = 1
    CAPACITY = 2
    KEPT = 3
    RATE = 4

    END = 8  # frames written since the memory was created
    COUNT = 9  # pieces begun
    BEAT = 10  # monotonic ns, of writers without a ring
    LOST = 11  # input overflows that the device reported


class RecentAudio:
    """A view of shared memory that holds recent sound.

    Threads: one writer at a time in one process; any number of readers.

    Attributes:
        header: 32 signed 8-byte numbers, indexed by `Mark`.
        frames: Shape [capacity, 2], float32.
        capacity: Frames.
    """

    def __init__(self, memory: SharedMemory, capacity: int, *, owner: bool) -> None:
        self._memory = memory
        self._owner = owner
        buffer = buffer_of(memory)
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
        """Create the memory, empty; its creator also removes it.

        Raises:
            DeviceProblem: There is not enough memory.
        """
        kept = round(kept_s * rate)
        capacity = kept + round(SPARE_S * rate) + BLOCK
        memory = create_block(_HEADER_BYTES + _PIECES_BYTES + capacity * _FRAME_BYTES)
        recent = cls(memory, capacity, owner=True)
        for mark in Mark:
            recent.header[mark] = 0
        recent.header[Mark.VERSION] = _VERSION
        recent.header[Mark.CAPACITY] = capacity
        recent.header[Mark.KEPT] = kept
        recent.header[Mark.RATE] = rate
        recent.header[Mark.MAGIC] = _MAGIC
        return recent

    @classmethod
    def attach(cls, name: str) -> Self:
        """Open memory that another process created.

        Raises:
            DeviceProblem: It does not exist, or does not hold recent audio of this version.
        """
        try:
            memory = attach_block(name)
        except FileNotFoundError:
            raise DeviceProblem(
                f"there is no recent audio {name!r}; the process that created it has ended"
            ) from None
        magic, version, capacity = read_numbers(memory, Mark.CAPACITY + 1)
        needed = _HEADER_BYTES + _PIECES_BYTES + _FRAME_BYTES * capacity
        if (magic, version) != (_MAGIC, _VERSION) or memory.size < needed:
            memory.close()
            raise DeviceProblem(
                f"{name!r} holds no recent audio of this version; restart the server"
            )
        return cls(memory, capacity, owner=False)

    @property
    def name(self) -> str:
        """Name by which another process attaches."""
        return self._memory.name

    @property
    def end(self) -> int:
        """Frames written since the memory was created."""
        return self.header[Mark.END]

    @property
    def available(self) -> int:
        """Frames before the end that can be read now."""
        return min(self.header[Mark.KEPT], self.header[Mark.END])

    def append(self, block: FloatArray, ring_at: int = 0, real: int = 0) -> None:
        """Append sound; allocates nothing, takes no lock and raises nothing.

        Args:
            block: Shape [T, 2], T up to `BLOCK`.
            ring_at: Position in the ring of its first frame.
            real: How many of its frames came from the ring; the others are concealed or silent.
        """
        head, frames = self.header, self.frames
        end = head[Mark.END]
        at = end % self.capacity
        first = min(len(block), self.capacity - at)
        frames[at : at + first] = block[:first]
        frames[: len(block) - first] = block[first:]
        if real:
            self._record_piece(end, ring_at, real)
        head[Mark.END] = end + len(block)

    def read(self, first: int, last: int) -> tuple[int, Audio]:
        """Copy past sound.

        Args:
            first: Position of its first frame.
            last: Position after its last one, at most `end`.

        Returns:
            The actual first position, and the frames [T, 2] from there to `last`: fewer than
            requested where the oldest were overwritten before they could be copied.

        Raises:
            BadArgument: The range is not within 0..`end`.
        """
        if not 0 <= first <= last <= self.end:
            raise BadArgument(f"frames must lie in 0..{self.end}, got {first} to {last}")
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
        """Return the pieces of the ring that the frames from a position on came from, in order."""
        count = self.header[Mark.COUNT]
        oldest = max(0, count - PIECES + 1)
        numbers = np.arange(oldest, count)
        rows = self._pieces[numbers % PIECES]
        begun = self.header[Mark.COUNT] - count
        rows = rows[max(0, count + begun - PIECES + 1 - oldest) :]
        return rows[rows[:, 0] + rows[:, 2] > first]

    def close(self) -> None:
        """Release the memory; the owner also removes it. Closing twice does nothing."""
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
        """Return the position of the first frame that is not being overwritten."""
        return max(0, self.end + BLOCK - self.capacity)

    def _record_piece(self, end: int, ring_at: int, real: int) -> None:
        """Record where frames came from: extend the last piece, or begin another."""
        head, rows = self.header, self._pieces
        count = head[Mark.COUNT]
        if count:
            at = (count - 1) % PIECES
            begun_at, from_at, length = int(rows[at, 0]), int(rows[at, 1]), int(rows[at, 2])
            if begun_at + length == end and from_at + length == ring_at:
                rows[at, 2] = length + real
                return
        at = count % PIECES
        rows[at, 0], rows[at, 1], rows[at, 2] = end, ring_at, real
        head[Mark.COUNT] = count + 1
