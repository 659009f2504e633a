"""The writing end of the ring, ahead of what is played."""

import time
from collections.abc import Callable

from distill.errors import BadArgument
from distill.ring.ring import Field, Ring
from distill.types import FloatArray


class Writer:
    """Writes from the position where the last writer stopped, so a new worker continues there.

    Threads: one thread of one process.
    """

    def __init__(self, ring: Ring, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self._ring = ring
        self._clock = clock
        ring.header[Field.EPOCH] += 1
        self.beat()

    @property
    def position(self) -> int:
        """Frames written since the ring was created."""
        return self._ring.header[Field.WRITE]

    @property
    def played(self) -> int:
        """Frames that the reader has already played."""
        return self._ring.header[Field.READ]

    @property
    def clock(self) -> int:
        """Number of the next frame written, counted in frames passed to the device.

        Silence and concealed sound advance it; it stands still while written sound is played.
        """
        return self.position + self.silent

    @property
    def silent(self) -> int:
        """Frames that the device received and that were not written here."""
        return self._ring.header[Field.SILENT]

    def space(self, ahead: int) -> int:
        """Count the frames to write so that the reader has `ahead` frames.

        A device with large blocks gets at least two of them, even if `ahead` is less.
        """
        head = self._ring.header
        target = min(max(ahead, 2 * head[Field.BLOCK]), self._ring.room)
        return max(0, target - (head[Field.WRITE] - head[Field.READ]))

    def write(self, block: FloatArray) -> None:
        """Append sound.

        Args:
            block: Shape [T, 2].

        Raises:
            BadArgument: Not stereo, or more than fits; call `space` first.
        """
        ring, head = self._ring, self._ring.header
        if block.ndim != 2 or block.shape[1] != 2:  # noqa: PLR2004 - stereo
            raise BadArgument(f"the ring takes stereo blocks [T, 2], got shape {block.shape}")
        write = head[Field.WRITE]
        if write + len(block) - head[Field.READ] > ring.room:
            free = ring.room - (write - head[Field.READ])
            raise BadArgument(f"the ring has room for {free} frames, got {len(block)}")
        at = write % ring.capacity
        first = min(len(block), ring.capacity - at)
        ring.frames[at : at + first] = block[:first]
        ring.frames[: len(block) - first] = block[first:]
        head[Field.WRITE] = write + len(block)
        self.beat()

    def rest(self) -> None:
        """Mark the silence after the written frames as intended: the reader does not conceal it.

        The next `write` ends the rest.
        """
        self._ring.header[Field.REST] = self._ring.header[Field.WRITE]
        self.beat()

    def drop(self) -> None:
        """Discard what was written and not yet played: the reader fades out within 10 ms.

        Follow it with other sound, or with `rest`.
        """
        self._ring.header[Field.DROP] = self._ring.header[Field.WRITE]
        self.beat()

    def beat(self) -> None:
        """Update the heartbeat that the supervisor watches."""
        self._ring.header[Field.WRITER_BEAT] = self._clock()
