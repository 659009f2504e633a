"""The tasks about the corpus of a model, and their results."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from distill.codes.carriers import Carriers
from distill.types import Codes, FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class FindPlaces:
    """Find the places of the corpus most like codes [W, H, Q].

    Attributes:
        codes: Shape [W, H, Q].
        carriers: What carries them: where they come from is not found. None: nothing.
        most: Most places.
    """

    codes: Codes
    carriers: Carriers | None
    most: int


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place of the corpus.

    Attributes:
        file: Name of its file.
        second: Where it begins in it.
        distance: 0..1; 0 is the same, 1 as far as any two places.
    """

    file: str
    second: float
    distance: float


@dataclass(frozen=True, slots=True)
class FoundPlaces:
    """Places of the corpus, the nearest first."""

    places: tuple[FoundPlace, ...]


@dataclass(frozen=True, slots=True)
class QuoteCorpus:
    """Copy a stretch of the corpus.

    Attributes:
        file: Name of its file.
        second: Where it begins in it; the column that holds it is the first.
        columns: Length; it ends earlier where its sound ends.
    """

    file: str
    second: float
    columns: int


@dataclass(frozen=True, slots=True, eq=False)
class Quoted:
    """A stretch of the corpus.

    Attributes:
        codes: Shape [W, H, Q].
        carriers: The sound of them.
        second: Where the first column begins in its file.
    """

    codes: Codes
    carriers: Carriers
    second: float


@dataclass(frozen=True, slots=True)
class MapCorpus:
    """Return the places of at most so many columns on the map, evenly chosen."""

    most: int


@dataclass(frozen=True, slots=True, eq=False)
class CorpusMap:
    """Columns of the corpus on its map.

    Attributes:
        files: Names of all files.
        points: Shape [n, 2]; 0..1.
        file: Shape [n]; index of the file of each.
        second: Shape [n]; where each begins in its file.
    """

    files: tuple[str, ...]
    points: FloatArray
    file: npt.NDArray[np.int64]
    second: npt.NDArray[np.float64]
