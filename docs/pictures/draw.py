"""Draws panels of coloured cells onto one sheet, and writes the sheet as a PNG of the house."""

from typing import Final

import numpy as np
import numpy.typing as npt

from distill.mel.analysis import DECIBELS_PER_NEPER
from distill.training.report.picture import SHOWN_DB, palette, png

PAPER: Final = 251
"""The first indices are the ink of a spectrogram; the last few are fixed colours."""
LINE: Final = 252
MARK: Final = 253
_INKS: Final = 250
_FIXED: Final = {PAPER: (32, 34, 40), LINE: (120, 126, 140), MARK: (102, 224, 163)}

Cells = npt.NDArray[np.uint8]


def ink(values: npt.NDArray[np.floating]) -> Cells:
    """Turn values of 0 to 1 into palette indices."""
    return np.rint(np.nan_to_num(values).clip(0.0, 1.0) * (_INKS - 1)).astype(np.uint8)


def spectrogram(mel: npt.NDArray[np.floating], loudest: float, wide: int, high: int) -> Cells:
    """Draw log-mel [L, M]: time to the right, pitch upwards.

    Args:
        mel: Natural log of power.
        loudest: Value that is brightest; 80 dB below it is black.
        wide: Pixels per frame.
        high: Pixels per mel bin.
    """
    bright = (mel - loudest) * DECIBELS_PER_NEPER / SHOWN_DB + 1.0
    return magnify(ink(bright).T[::-1], wide, high)


def magnify(cells: Cells, wide: int, high: int) -> Cells:
    """Make each cell so many pixels wide and high."""
    return cells.repeat(high, axis=0).repeat(wide, axis=1)


def rule(panel: Cells, *, every_x: int = 0, every_y: int = 0, colour: int = LINE) -> Cells:
    """Draw lines between columns and between bands."""
    ruled = panel.copy()
    if every_x:
        ruled[:, every_x::every_x] = colour
    if every_y:
        ruled[every_y::every_y] = colour
    return ruled


def frame(panel: Cells, left: int, right: int, top: int, bottom: int) -> Cells:
    """Mark a rectangle, in pixels, with a line of two."""
    marked = panel.copy()
    marked[top:bottom, left : left + 2] = MARK
    marked[top:bottom, right - 2 : right] = MARK
    marked[top : top + 2, left:right] = MARK
    marked[bottom - 2 : bottom, left:right] = MARK
    return marked


def stack(*panels: Cells, gap: int = 10) -> Cells:
    """Lay panels of one width below each other."""
    space = np.full((gap, panels[0].shape[1]), PAPER, np.uint8)
    parts = [part for panel in panels for part in (panel, space)][:-1]
    return np.concatenate(parts)


def beside(*panels: Cells, gap: int = 10) -> Cells:
    """Lay panels of one height beside each other."""
    space = np.full((panels[0].shape[0], gap), PAPER, np.uint8)
    parts = [part for panel in panels for part in (panel, space)][:-1]
    return np.concatenate(parts, axis=1)


def sheet(cells: Cells) -> bytes:
    """Write a sheet as a PNG file."""
    colours = np.zeros((256, 3), np.uint8)
    colours[:_INKS] = palette()[np.linspace(0, 255, _INKS).astype(int)]
    for index, colour in _FIXED.items():
        colours[index] = colour
    return png(cells, colours)
