"""Shared memory between processes: found by its name, and really there before anyone writes."""

import os
import sys
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import Final

from distill.errors import DeviceProblem

_FILES: Final = Path("/dev/shm")  # noqa: S108 - where Linux keeps shared memory, nothing temporary


def made(size: int) -> SharedMemory:
    """Make shared memory of so many bytes, all of them taken from the system now.

    Linux else takes each page when it is first written, and kills the writer if there is none.

    Raises:
        DeviceProblem: There is no room; nothing is left behind.
    """
    try:
        memory = SharedMemory(create=True, size=size)
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


def attached(name: str) -> SharedMemory:
    """Open shared memory that another process made.

    Call it in processes that `multiprocessing` started: before Python 3.13 they share the
    owner's resource tracker, which removes the memory when the last of them is gone.
    """
    if sys.version_info >= (3, 13):
        return SharedMemory(name, track=False)
    return SharedMemory(name)


def seen(memory: SharedMemory) -> memoryview:
    """Give its bytes.

    Raises:
        DeviceProblem: It was closed.
    """
    if memory.buf is None:
        raise DeviceProblem("this shared memory was closed; make another")
    return memory.buf
