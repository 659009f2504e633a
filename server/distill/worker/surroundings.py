"""Which columns sound before and after a column, and when: frames reach into them."""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from distill.types import Samples

Numbers: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """A column among those that sound before and after it.

    Attributes:
        numbers: Shape [n]; numbers of columns of the grid in the order in which they sound, around
            the seam of a loop.
        begins: Shape [n + 1]; the samples at which they begin, relative to this one, and the end of
            the last. Nothing sounds before and after them.
        here: Index of this column.
        late: Samples of the column that are past when its first frame is rendered: after a loop
            that ends inside its last column, its frames go on to the end of the column.
    """

    numbers: Numbers
    begins: Numbers
    here: int
    late: int = 0

    @property
    def own(self) -> Numbers:
        """Number of this column, shape [1]; [0] if there is none."""
        return self.numbers[self.here : self.here + 1]

    @property
    def length(self) -> int:
        """Samples of this column until the next one begins."""
        return int(self.begins[self.here + 1])

    def same(self, other: "Surroundings") -> bool:
        """Do the same times hold for both?"""
        return (self.here, self.late) == (other.here, other.late) and np.array_equal(
            self.begins, other.begins
        )


NOWHERE: Final = Surroundings(np.zeros(0, np.int64), np.zeros(1, np.int64), 0)
"""Around a column that nothing carries."""


def surroundings(
    column: int, width: int, samples: int, size: Samples, *, loops: bool
) -> Surroundings:
    """Return what sounds within a column's length before and after a column.

    Args:
        column: Number of the column since the sound began; in a loop any.
        width: Columns of the grid.
        samples: Its length, which may end inside the last column.
        size: Samples of a whole column.
        loops: Does the first column sound again after the last?
    """

    def length(number: int) -> int:
        return size if number < width - 1 else samples - number * size

    here = column % width
    late = column // width * (width * size - samples)
    numbers, begins, at = [here], [0, length(here)], 0
    while begins[0] > -size and (loops or numbers[0] > 0):
        numbers.insert(0, (numbers[0] - 1) % width)
        begins.insert(0, begins[0] - length(numbers[0]))
        at += 1
    while begins[-1] < 2 * size + late and (loops or numbers[-1] < width - 1):
        numbers.append((numbers[-1] + 1) % width)
        begins.append(begins[-1] + length(numbers[-1]))
    return Surroundings(np.array(numbers), np.array(begins), at, late)
