"""The column sources of the live renderer: what gives a voice its columns, and a loop."""

from typing import Final, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from distill.codes.carriers import NOTHING, Carriers
from distill.prior.sampler import Column
from distill.types import Codes, Samples
from distill.worker.surroundings import NOWHERE, Numbers, Surroundings, surroundings

AHEAD_COLUMNS: Final = 12
"""Columns of a loop (2 s) whose sources are opened ahead."""


class Window(NamedTuple):
    """Codes around a column.

    Attributes:
        codes: Shape [w, H, Q].
        place: Index of the column in `codes`.
        numbers: Shape [w]; number of each column for the macros (the same in every round of a
            loop).
        around: The columns that sound before and after it.
    """

    codes: Codes
    place: int
    numbers: npt.NDArray[np.int64]
    around: Surroundings


class ColumnSource(Protocol):
    """Provides columns by their number since the take began."""

    @property
    def length(self) -> int:
        """Columns of one round; 0 if it does not loop."""

    def window(self, column: int, context: int) -> Window:
        """Return the codes around a column."""

    def carriers_of(self, numbers: Numbers) -> Carriers | None:
        """Return what carries columns of a window, by their numbers there; None if nothing does."""

    def sources_from(self, column: int) -> list[str]:
        """Return the sources of the columns from a number on that are heard next, in order."""

    def written(self, column: int) -> Column | None:
        """Return how the prior sampled a column; None if it did not or this is not known."""


class GridLoop:
    """A grid in a loop; at the seam, its first and last columns are neighbours."""

    def __init__(
        self, codes: Codes, samples: int = 0, carriers: Carriers | None = None, column: int = 0
    ) -> None:
        """Begin.

        Args:
            codes: Shape [W, H, Q].
            samples: Length of a round, which may end inside the last column; 0: with it.
            carriers: What carries them, or None.
            column: Samples of a column; 0 where nothing carries it.
        """
        self.codes, self.samples, self.carriers = codes, samples, carriers
        self._column = column

    @property
    def length(self) -> int:
        """Columns of the loop."""
        return len(self.codes)

    def written(self, column: int) -> None:
        """Return None: the columns of a loop are not sampled."""

    def window(self, column: int, context: int) -> Window:
        """Return the codes around a column, modulo the length of the loop."""
        numbers = np.arange(column - context, column + context + 1) % len(self.codes)
        return Window(self.codes[numbers], context, numbers, self._around(column))

    def carriers_of(self, numbers: Numbers) -> Carriers | None:
        """Return what carries some columns; None if nothing carries the loop."""
        return None if self.carriers is None else self.carriers.taken(numbers)

    def sources_from(self, column: int) -> list[str]:
        """Return the sources of the next columns; none of a loop with one source, which is open."""
        if self.carriers is None or len(self.carriers.sources) == 1:
            return []
        numbers = np.arange(column, column + AHEAD_COLUMNS) % len(self.codes)
        places = self.carriers.source[numbers].ravel()
        found = dict.fromkeys(places[places != NOTHING].tolist())
        return [self.carriers.sources[one] for one in found]

    def _around(self, column: int) -> Surroundings:
        if not self._column:
            return NOWHERE
        width = len(self.codes)
        samples = self.samples or width * self._column
        return surroundings(column, width, samples, Samples(self._column), loops=True)
