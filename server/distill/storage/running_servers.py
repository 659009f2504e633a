"""Addresses of the servers that run on this machine: an empty file for each, while it runs."""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from distill.errors import DistillError
from distill.storage import atomic

FOLDER: Final = "servers"
"""Below ~/Distill."""
_NAME: Final = re.compile(r"([0-9]{1,5})@([0-9]+(?:\.[0-9]+){3})")
"""A file's name: port and IPv4 address."""
EVERY: Final = "0.0.0.0"  # noqa: S104 - compared, not bound
LOOPBACK: Final = "127.0.0.1"


@contextlib.contextmanager
def announced(home: Path, address: tuple[str, int]) -> Iterator[None]:
    """Keep the file of a server while it runs; where it cannot be written, the server runs too.

    Args:
        home: The folder ~/Distill.
        address: Numeric host and UDP port of the server.
    """
    host, port = address
    file = home / FOLDER / f"{port}@{LOOPBACK if host == EVERY else host}"
    if not _NAME.fullmatch(file.name):  # IPv6; the command line speaks IPv4
        yield
        return
    with contextlib.suppress(OSError, DistillError):
        file.parent.mkdir(parents=True, exist_ok=True)
        atomic.replace(file, "")
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            file.unlink()


def addresses(home: Path) -> tuple[tuple[str, int], ...]:
    """Return host and port of each server, the lowest port first.

    A server that was killed leaves its file behind.
    """
    try:
        names = [_NAME.fullmatch(file.name) for file in (home / FOLDER).iterdir()]
    except OSError:
        return ()
    found = {(int(name[1]), name[2]) for name in names if name is not None}
    return tuple((host, port) for port, host in sorted(found))
