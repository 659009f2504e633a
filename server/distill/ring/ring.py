"""The audio ring in shared memory: one process writes ahead, one plays, one owns it.

Layout: 32 whole numbers of 8 bytes (`Field`), then `capacity` stereo frames of float32. Positions
count frames since the ring was created and only grow; frame p lies at p modulo capacity. Every
field has one writer, so there are no locks.

Assumptions: an aligned 8-byte load or store is atomic on every machine Python runs on, and the
interpreter turns each access into one. On x86 stores become visible in order. On ARM they may not;
there the distance between writer and reader (at least one device block, tens of milliseconds)
and the thousands of instructions between a copy and the update of its position separate them.
"""

from dataclasses import dataclass
from enum import IntEnum
from multiprocessing.shared_memory import SharedMemory
from typing import Final, Self

import numpy as np

from distill.errors import BadArgument, DeviceProblem
from distill.ring.memory import attach_block, buffer_of, create_block, read_numbers
from distill.types import SAMPLE_RATE, FloatArray

CAPACITY: Final = 65_536
"""Frames; half holds what was just played, so at most 0.68 s can be written ahead."""

_LEAST: Final = 16_384
"""Frames; room for two of the largest chunks that the reader plays (`concealment.CHUNK`)."""
_MAGIC: Final = 0x4C4C4954534944  # "DISTILL" in ASCII, little end first
_VERSION: Final = 2
_HEADER_BYTES: Final = 32 * 8
_FRAME_BYTES: Final = 2 * 4


class Field(IntEnum):
    """Numbers in the header; owner, writer and reader each have their own cache lines."""

    MAGIC = 0
    VERSION = 1
    CAPACITY = 2
    RATE = 3
    FADE_OUT = 4  # owner: 1 makes the reader fade out and stay silent

    WRITE = 8  # frames written since the ring was created
    REST = 9  # the position from which silence is intended and no underrun
    WRITER_BEAT = 10  # monotonic ns
    EPOCH = 11  # incremented when a new writer takes over
    DROP = 12  # the reader skips to this position

    READ = 16  # frames played since the ring was created
    UNDERRUNS = 17  # times that sound was due and missing
    CONCEALED = 18  # frames of concealed sound played in its place
    READER_BEAT = 19  # monotonic ns
    BLOCK = 20  # largest block that the device requested
    STATE = 21  # DeviceState
    LATENCY = 22  # output latency in frames, as the device reports it
    UNDERFLOWS = 23  # blocks that the device reported as late
    SILENT = 24  # frames played that were not written: silence and concealed sound


class DeviceState(IntEnum):
    """State of a sink."""

    CLOSED = 0
    OPENING = 1
    RUNNING = 2
    LOST = 3
    WAITING = 4  # no device: sound is discarded in real time until one appears


@dataclass(frozen=True, slots=True)
class RingStatus:
    """The header as a value. Positions, latency and block in frames, beats in monotonic ns."""

    written: int
    played: int
    underruns: int
    underflows: int
    concealed: int
    writer_beat: int
    reader_beat: int
    epoch: int
    state: DeviceState
    latency: int
    block: int
    silent: int

    @property
    def clock(self) -> int:
        """Frames passed to the device since the ring was created, silence included."""
        return self.played + self.silent

    @property
    def ahead(self) -> int:
        """Frames written and not yet played."""
        return self.written - self.played


class Ring:
    """A view of shared memory as header and frames.

    Threads: one writer, one reader and one owner at a time, each in its own process or thread.

    Attributes:
        header: 32 signed 8-byte numbers, indexed by `Field`.
        frames: Shape [capacity, 2], float32.
        capacity: Frames, a power of two.
        rate: Hz.
    """

    def __init__(self, memory: SharedMemory, capacity: int, *, owner: bool) -> None:
        self._memory = memory
        self._owner = owner
        buffer = buffer_of(memory)
        self._bytes = buffer[:_HEADER_BYTES]
        self.header: memoryview = self._bytes.cast("q")
        self.capacity = capacity
        self.frames: FloatArray = np.frombuffer(
            buffer, np.float32, capacity * 2, _HEADER_BYTES
        ).reshape(capacity, 2)

    @classmethod
    def create(cls, capacity: int = CAPACITY, rate: int = SAMPLE_RATE) -> Self:
        """Create a silent ring; its creator also removes it.

        Raises:
            BadArgument: The capacity is not a power of two, or too small for large blocks.
            DeviceProblem: There is not enough memory.
        """
        if capacity < _LEAST or capacity & (capacity - 1):
            raise BadArgument(f"capacity must be a power of two from {_LEAST}, got {capacity}")
        memory = create_block(_HEADER_BYTES + capacity * _FRAME_BYTES)
        ring = cls(memory, capacity, owner=True)
        ring.frames[:] = 0
        for field in Field:
            ring.header[field] = 0
        ring.header[Field.VERSION] = _VERSION
        ring.header[Field.CAPACITY] = capacity
        ring.header[Field.RATE] = rate
        ring.header[Field.MAGIC] = _MAGIC
        return ring

    @classmethod
    def attach(cls, name: str) -> Self:
        """Open a ring that another process created.

        Call it in processes that `multiprocessing` started (see `memory.attach_block`).

        Raises:
            DeviceProblem: It does not exist, or is not a ring of this version.
        """
        try:
            memory = attach_block(name)
        except FileNotFoundError:
            raise DeviceProblem(
                f"there is no ring {name!r}; the process that created it has ended"
            ) from None
        magic, version, capacity = read_numbers(memory, Field.CAPACITY + 1)
        if (magic, version) != (_MAGIC, _VERSION) or memory.size < _HEADER_BYTES + 8 * capacity:
            memory.close()
            raise DeviceProblem(f"{name!r} is not a ring of this version; restart the server")
        return cls(memory, capacity, owner=False)

    @property
    def name(self) -> str:
        """Name by which another process attaches."""
        return self._memory.name

    @property
    def rate(self) -> int:
        """Hz."""
        return self.header[Field.RATE]

    @property
    def room(self) -> int:
        """Most frames that the writer may be ahead; the rest holds past sound."""
        return self.capacity // 2

    def fade_out(self, *, on: bool) -> None:
        """Make the reader fade to silence within 20 ms, or back; works while the writer hangs."""
        self.header[Field.FADE_OUT] = int(on)

    def status(self) -> RingStatus:
        """Read the header."""
        head = self.header
        return RingStatus(
            written=head[Field.WRITE],
            played=head[Field.READ],
            underruns=head[Field.UNDERRUNS],
            underflows=head[Field.UNDERFLOWS],
            concealed=head[Field.CONCEALED],
            writer_beat=head[Field.WRITER_BEAT],
            reader_beat=head[Field.READER_BEAT],
            epoch=head[Field.EPOCH],
            state=DeviceState(head[Field.STATE]),
            latency=head[Field.LATENCY],
            block=head[Field.BLOCK],
            silent=head[Field.SILENT],
        )

    def close(self) -> None:
        """Release the memory; the owner also removes it. Closing twice does nothing."""
        if len(self.frames) == 0:
            return
        self.frames = np.empty((0, 2), dtype=np.float32)
        self.header.release()
        self._bytes.release()
        self._memory.close()
        if self._owner:
            self._memory.unlink()
