"""Shared memory between processes: found by its name, and really there before anyone writes."""

import os
import struct
import sys
from mmap import mmap
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import Final

from typing_extensions import override

from distill.errors import DeviceProblem

_FILES: Final = Path("/dev/shm")  # noqa: S108 - where Linux keeps shared memory, nothing temporary


class SharedBlock(SharedMemory):
    """Shared memory that can be closed, or collected, while somebody still holds a view of it.

    `SharedMemory` raises BufferError then, and does so again from its finalizer, where nobody can
    catch it. A view outlives its memory whenever a ring is collected that nobody closed, as its
    attributes go in the order in which they came, and whenever an exception keeps the frame of a
    function that was copying.

    Threads: as `SharedMemory`.
    """

    _mmap: mmap | None  # CPython's own name for the mapping, the same since 3.8

    @override
    def close(self) -> None:
        """Let go of the memory; the system unmaps it as soon as the last view of it is gone."""
        try:
            super().close()
        except BufferError:
            self._mmap = None  # the views hold the mapping, and end it
            super().close()  # the descriptor


def made(size: int) -> SharedBlock:
    """Make shared memory of so many bytes, all of them taken from the system now.

    Linux else takes each page when it is first written, and kills the writer if there is none.

    Raises:
        DeviceProblem: There is no room; nothing is left behind.
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


def attached(name: str) -> SharedBlock:
    """Open shared memory that another process made.

    Call it in processes that `multiprocessing` started: before Python 3.13 they share the
    owner's resource tracker, which removes the memory when the last of them is gone.
    """
    if sys.version_info >= (3, 13):
        return SharedBlock(name, track=False)
    return SharedBlock(name)


def seen(memory: SharedMemory) -> memoryview:
    """Give its bytes.

    Raises:
        DeviceProblem: It was closed.
    """
    if memory.buf is None:
        raise DeviceProblem("this shared memory was closed; make another")
    return memory.buf


def numbers(memory: SharedMemory, count: int) -> tuple[int, ...]:
    """Read its first signed 8-byte numbers, and keep no view of it; 0 where it ends before them."""
    there = min(count, memory.size // 8)
    return (*struct.unpack_from(f"={there}q", seen(memory)), *[0] * (count - there))
