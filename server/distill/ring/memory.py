"""Shared memory between processes: found by name, and allocated before it is written."""

import os
import struct
import sys
from mmap import mmap
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import Final

from typing_extensions import override

from distill.errors import DeviceProblem

_FILES: Final = Path("/dev/shm")  # noqa: S108 - the shared memory of Linux, no temporary file


class SharedBlock(SharedMemory):
    """Shared memory that can be closed, or collected, while views of it still exist.

    `SharedMemory` raises BufferError then, and again from its finalizer, where nothing can catch
    it. A view outlives its memory when a ring is collected without having been closed, since
    attributes are released in the order of their creation, and when an exception keeps the frame of
    a function that was copying.

    Threads: as `SharedMemory`.
    """

    _mmap: mmap | None  # CPython's name for the mapping, unchanged since 3.8

    @override
    def close(self) -> None:
        """Release the memory; the system unmaps it when the last view is gone."""
        try:
            super().close()
        except BufferError:
            self._mmap = None  # the views own the mapping now
            super().close()  # closes the descriptor


def create_block(size: int) -> SharedBlock:
    """Create shared memory of `size` bytes, allocated completely.

    Otherwise Linux allocates each page at its first write, and kills the writer if none is free.

    Raises:
        DeviceProblem: There is not enough memory; nothing is left behind.
    """
    try:
        memory = SharedBlock(create=True, size=size)
    except OSError as error:
        raise DeviceProblem(f"no room for {size} bytes of shared memory: {error}") from error
    if sys.platform == "linux":
        try:
            descriptor = os.open(_FILES / memory.name, os.O_RDWR)
            try:
                os.posix_fallocate(descriptor, 0, size)
            finally:
                os.close(descriptor)
        except OSError as error:
            memory.close()
            memory.unlink()
            raise DeviceProblem(f"no room for {size} bytes of shared memory: {error}") from error
    return memory


def attach_block(name: str) -> SharedBlock:
    """Open shared memory that another process created.

    Call it in processes that `multiprocessing` started: before Python 3.13 they share the
    owner's resource tracker, which removes the memory when the last of them is gone.
    """
    if sys.version_info >= (3, 13):
        return SharedBlock(name, track=False)
    return SharedBlock(name)


def buffer_of(memory: SharedMemory) -> memoryview:
    """Return its bytes.

    Raises:
        DeviceProblem: The memory was closed.
    """
    if memory.buf is None:
        raise DeviceProblem("this shared memory is closed; create another")
    return memory.buf


def read_numbers(memory: SharedMemory, count: int) -> tuple[int, ...]:
    """Copy its first `count` signed 8-byte numbers; those beyond its end are 0."""
    stored = min(count, memory.size // 8)
    return (*struct.unpack_from(f"={stored}q", buffer_of(memory)), *[0] * (count - stored))
