"""Finds the places of a corpus that sound most like some columns: the same role, elsewhere."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from distill.corpus.context_index import ContextIndex
from distill.errors import BadArgument
from distill.types import Codes, FloatArray

_PAIRS: Final = 2048
"""Pairs of columns from which the distance of any two is estimated."""


class LikePlace(NamedTuple):
    """A place of the corpus.

    Attributes:
        place: Its first column.
        distance: How far it is from what was asked for: 0 is the same, 1 as far as any two.
    """

    place: int
    distance: float


def most_alike(
    index: ContextIndex, codes: Codes, own: npt.NDArray[np.int64], most: int, apart: int
) -> list[LikePlace]:
    """Find the stretches of the corpus that are most like some columns, column by column.

    Args:
        index: The corpus.
        codes: Shape [W, H, Q]; the columns.
        own: Shape [W]; the columns of the corpus that they come from, which are not found, or
            `NO_COLUMN`.
        most: Most places.
        apart: Columns by which two places, and a place and where the columns come from, differ.

    Returns:
        The nearest first. Fewer than `most` in a small corpus.

    Raises:
        BadArgument: No sound of the corpus is as long.
    """
    wanted = index.vectors.of(codes)
    distances = _distances(index, wanted)
    for number, place in enumerate(own):
        if place >= 0:
            _leave_out(index, distances, int(place) - number, apart)
    typical = _typical(index.own)
    found: list[LikePlace] = []
    while len(found) < most:
        place = int(distances.argmin())
        if not np.isfinite(distances[place]):
            break
        stretch = index.own[place : place + len(wanted)]
        exact = float(np.linalg.norm(stretch - wanted, axis=1).mean()) / typical
        found.append(LikePlace(place, min(1.0, exact)))
        _leave_out(index, distances, place, apart)
    return sorted(found, key=lambda one: one.distance)


def _distances(index: ContextIndex, wanted: FloatArray) -> FloatArray:
    """Return the mean distance to `wanted` [W, d] from each column on; infinite where it ends."""
    count, columns = len(wanted), len(index.columns)
    ends = np.cumsum([file.columns for file in index.columns.files])
    room = ends[index.file_of] - np.arange(columns) >= count
    if not room.any():
        longest = max(file.columns for file in index.columns.files)
        raise BadArgument(
            f"the longest sound of the corpus has {longest} columns; ask for fewer than {count}"
        )
    starts = columns - count + 1
    squares = np.einsum("nd,nd->n", index.own, index.own)
    total = np.zeros(columns, np.float32)
    for number, vector in enumerate(wanted):
        part = slice(number, number + starts)
        squared = squares[part] - 2 * (index.own[part] @ vector) + vector @ vector
        total[:starts] += np.sqrt(np.maximum(squared, 0))
    total[~room] = np.inf
    return total


def _leave_out(index: ContextIndex, distances: FloatArray, place: int, apart: int) -> None:
    """Leave out the columns of a file that are less than `apart` from one of it."""
    at = np.arange(max(0, place - apart + 1), min(len(distances), place + apart))
    here = index.file_of[min(max(place, 0), len(distances) - 1)]
    distances[at[index.file_of[at] == here]] = np.inf


def _typical(vectors: FloatArray) -> float:
    """Return the mean distance of two columns that were drawn at random."""
    one, other = np.random.default_rng(0).integers(0, len(vectors), (2, _PAIRS))
    return max(float(np.linalg.norm(vectors[one] - vectors[other], axis=1).mean()), 1e-6)
