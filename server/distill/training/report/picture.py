"""Draws a spectrogram as a PNG picture, with zlib as the only dependency."""

import struct
import zlib
from typing import Final

import numpy as np
import numpy.typing as npt

from distill.mel.analysis import DECIBELS_PER_NEPER
from distill.types import Mel

SHOWN_DB: Final = 80.0
"""Range from the loudest cell down to black; that of the mel error (docs/figures.md)."""
_INK: Final = (
    (0, 0, 4), (28, 16, 68), (79, 18, 123), (129, 37, 129), (181, 54, 122),
    (229, 80, 100), (251, 135, 97), (254, 194, 135), (252, 253, 191),
)  # fmt: skip
"""Dark to bright at even steps; brightness alone shows the level, so it prints in grey.

Source: matplotlib's magma (van der Walt and Smith 2015), sampled.
"""


def spectrogram(mel: Mel, loudest: float) -> bytes:
    """Draw log-mel [L, M]: time to the right, pitch upwards.

    Args:
        mel: Natural log of power.
        loudest: Value of the brightest colour; black is `SHOWN_DB` below it.

    Returns:
        A PNG file, L wide and M high.
    """
    bright = ((mel - loudest) * DECIBELS_PER_NEPER / SHOWN_DB + 1.0).clip(0.0, 1.0)
    cells = np.rint(np.nan_to_num(bright) * 255).astype(np.uint8)
    return png(cells.T[::-1], palette())


def png(cells: npt.NDArray[np.uint8], palette: npt.NDArray[np.uint8]) -> bytes:
    """Encode a picture as a PNG file.

    Args:
        cells: Shape [height, width]; indices into the palette.
        palette: Shape [256, 3], red, green, blue.
    """
    height, width = cells.shape
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    rows = np.zeros((height, width + 1), np.uint8)  # each row begins with 0: no filter
    rows[:, 1:] = cells
    parts = (
        (b"IHDR", head),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def palette() -> npt.NDArray[np.uint8]:
    """Return the colours of a spectrogram, dark to bright, shape [256, 3]."""
    ink = np.asarray(_INK, np.float64)
    at = np.linspace(0, len(ink) - 1, 256)
    mixed = [np.interp(at, np.arange(len(ink)), ink[:, colour]) for colour in range(3)]
    return np.rint(np.stack(mixed, 1)).astype(np.uint8)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
