"""A sound as a grid of codes: columns of time, bands of pitch, levels from coarse to fine."""

from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
from typing_extensions import override

from distill.codes.carriers import Carriers
from distill.errors import BadArgument, WrongModel
from distill.types import SAMPLE_RATE, BoolArray, Codes, Samples

SHORTEST_ROUND: Final = 2400
"""Samples (50 ms) of the shortest loop: a round that ends inside a column costs 4 extra frames."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Codes of shape [W, H, Q], and the model and geometry that they belong to.

    The array is read-only: an edit makes a new grid, so undo returns to the old one.

    Attributes:
        codes: Shape [W, H, Q], int16, each in 0..size-1.
        size: K, entries in each codebook.
        model: Id of the codec that made the codes, or in older files of its whole model.
        column: Samples in one column.
        source: Origin of the codes, to be displayed.
        locked: Shape [W, H, Q]; codes that random edits leave unchanged. None: none.
        samples: Length of the sound: it may end inside the last column. 0 given: at its end.
        carriers: What carries each column and band; of other columns than the codes, they are cut,
            or nothing carries those that are added. None: nothing is carried.
    """

    codes: Codes
    size: int
    model: str
    column: Samples
    source: str = ""
    locked: BoolArray | None = None
    samples: int = 0
    carriers: Carriers | None = None

    def __post_init__(self) -> None:
        codes = np.asarray(self.codes)
        if codes.ndim != 3 or 0 in codes.shape:  # noqa: PLR2004 - [W, H, Q]
            raise BadArgument(f"a grid has columns, bands and levels; got shape {codes.shape}")
        if codes.dtype.kind not in "iu" or codes.min() < 0 or codes.max() >= self.size:
            raise BadArgument(
                f"codes must be whole numbers in 0..{self.size - 1}, "
                f"got {codes.min()}..{codes.max()} as {codes.dtype}"
            )
        frozen = np.array(codes, dtype=np.int16)
        frozen.setflags(write=False)
        object.__setattr__(self, "codes", frozen)
        object.__setattr__(self, "locked", _fit_locks(self.locked, frozen.shape))
        object.__setattr__(self, "carriers", _fit_carriers(self.carriers, frozen.shape, self.size))
        most = len(frozen) * self.column
        if self.samples and not most - self.column < self.samples <= most:
            raise BadArgument(
                f"a sound of {len(frozen)} columns of {self.column} samples ends in the last one, "
                f"after {most - self.column + 1}..{most} samples; got {self.samples}"
            )
        object.__setattr__(self, "samples", self.samples or most)

    @override
    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Grid)
            and self.kind == other.kind
            and self.codes.shape == other.codes.shape
            and self.samples == other.samples
            and bool(np.array_equal(self.codes, other.codes))
        )

    __hash__ = None  # type: ignore[assignment] # equality is by array

    @property
    def columns(self) -> int:
        """W."""
        return int(self.codes.shape[0])

    @property
    def bands(self) -> int:
        """H."""
        return int(self.codes.shape[1])

    @property
    def levels(self) -> int:
        """Q."""
        return int(self.codes.shape[2])

    @property
    def kind(self) -> tuple[str, int, int, int]:
        """What two grids must have in common to be mixed: model, K, H, Q."""
        return self.model, self.size, self.bands, self.levels

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources that carry it."""
        return () if self.carriers is None else self.carriers.sources

    @property
    def seconds(self) -> float:
        """Duration."""
        return self.samples / SAMPLE_RATE

    @property
    def round_samples(self) -> int:
        """Samples of a round in a loop: those of the sound, but at least 50 ms or a column."""
        return min(max(self.samples, SHORTEST_ROUND), self.columns * self.column)

    def with_codes(self, codes: Codes, source: str | None = None) -> Self:
        """Make a grid of the same kind with other codes, carried as before.

        As many columns keep the length in samples; more or fewer are whole. Locks and carriers
        beyond its columns are dropped; added columns have none.
        """
        samples = self.samples if len(codes) == self.columns else 0
        source = self.source if source is None else source
        return replace(self, codes=codes, source=source, samples=samples)

    def with_carriers(self, carriers: Carriers | None) -> Self:
        """Make a grid of the same codes with other carriers; None: nothing carries it."""
        return self if carriers is self.carriers else replace(self, carriers=carriers)

    def carried_by(self, carriers: Carriers | None, chosen: BoolArray) -> Self:
        """Make a grid of the same codes with other carriers where `chosen` [W, H] is true.

        Where these carry nothing it is carried as before.
        """
        if carriers is None:
            return self
        mine = Carriers.none(self.codes.shape) if self.carriers is None else self.carriers
        return self.with_carriers(mine.where(chosen & carriers.carried, carriers))

    def with_lock(self, place: tuple[slice, slice, slice], *, on: bool) -> Self:
        """Lock a region against random edits, or unlock it."""
        locked = self.free_of_locks()
        locked[place] = not on
        return replace(self, locked=~locked)

    def free_of_locks(self) -> BoolArray:
        """Return where codes are not locked, shape [W, H, Q], as a new array."""
        return np.ones(self.codes.shape, np.bool_) if self.locked is None else ~self.locked

    def check_kind(self, other: "Grid") -> None:
        """Refuse a grid that cannot be mixed with this one.

        Raises:
            WrongModel: The models, codebook sizes, bands or levels differ.
        """
        if self.kind != other.kind:
            raise WrongModel(
                f"these grids come from different models: {_kind(self)} and {_kind(other)}; "
                "encode both with the same model"
            )


def _fit_locks(locked: BoolArray | None, shape: tuple[int, ...]) -> BoolArray | None:
    """Cut locks to the columns of a grid, or leave new columns free; None if nothing is locked."""
    if locked is None or locked.shape[1:] != shape[1:] or not locked.any():
        return None
    locks = np.zeros(shape, np.bool_)
    count = min(len(locked), len(locks))
    locks[:count] = locked[:count]
    locks.setflags(write=False)
    return locks


def _fit_carriers(carriers: Carriers | None, shape: tuple[int, ...], size: int) -> Carriers | None:
    """Cut carriers to the columns of a grid, or extend them by nothing; None if nothing carries.

    Raises:
        BadArgument: They are of other bands or levels, or hold codes outside 0..size-1.
    """
    if carriers is None:
        return None
    if carriers.shape[1:] != shape[1:]:
        raise BadArgument(f"carriers of shape {carriers.shape} do not fit a grid of {shape}")
    if carriers.codes.size and not 0 <= carriers.codes.min() <= carriers.codes.max() < size:
        raise BadArgument(
            f"codes of carriers must lie in 0..{size - 1}, "
            f"got {carriers.codes.min()}..{carriers.codes.max()}"
        )
    fitted = carriers.resized(shape[0]).compact()
    return fitted if fitted.sources else None


def _kind(grid: Grid) -> str:
    return f"{grid.model[:12]} (K={grid.size}, {grid.bands} bands, {grid.levels} levels)"
