"""Opens files that anybody may have put there: regular files of bounded size, inside their folder.

A pipe would block whoever opens it, a device may never end, and a link may lead to any file.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


def read(path: Path, most: int, inside: Path | None = None) -> bytes:
    """Read a whole file.

    Args:
        path: A file, or a link to one.
        most: Largest size, in bytes.
        inside: Folder that the file must lie in, at the end of all links; None: anywhere.

    Raises:
        OSError: As `opened`.
    """
    with opened(path, most, inside) as file:
        data = file.read(most + 1)
    if len(data) > most:  # it has grown, or says that it is empty, as files of /proc do
        raise _too_large(most)
    return data


@contextmanager
def opened(path: Path, most: int, inside: Path | None = None) -> Iterator[BinaryIO]:
    """Open a file for reading in the block; arguments as those of `read`.

    Raises:
        OSError: The file is missing or unreadable; or it is too large, leads out of its folder, or
            is a pipe, a device or a folder: `strerror` says so.
    """
    if inside is not None:
        check_inside(path, inside)
    with open_regular(path) as file:
        if os.fstat(file.fileno()).st_size > most:
            raise _too_large(most)
        yield file


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file of any size for reading; never block.

    Raises:
        OSError: As `opened`.
    """
    descriptor = os.open(path, _FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is a device, pipe or folder, not a file")
    return os.fdopen(descriptor, "rb")


def check_inside(path: Path, folder: Path) -> None:
    """Check that a path, which need not exist, lies in a folder at the end of all links.

    Raises:
        OSError: It does not, or its links go round.
    """
    try:
        real = path.resolve()
    except RuntimeError as error:  # a loop of links, in Python 3.11 and 3.12
        raise OSError(errno.ELOOP, "it is a link that leads nowhere") from error
    if not real.is_relative_to(folder.resolve()):
        raise OSError(errno.EINVAL, f"it is a link that leads out of {folder}")


def _too_large(most: int) -> OSError:
    shown = f"{most / 2**20:g} MB" if most >= 2**20 else f"{most / 2**10:g} kB"
    return OSError(errno.EINVAL, f"it is larger than {shown}")
