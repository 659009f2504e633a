"""What carries the columns and bands of a grid: places in sounds whose spectrum is heard.

A *source* is a sound that was encoded. Each column and band of a grid knows up to two places in
sources, with weights, and the codes that the source itself has there. What is heard is the source's
own spectrum times the change from those codes to the grid's, so a grid that equals them is the
source itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from distill.errors import BadArgument
from distill.types import BoolArray, Codes, FloatArray

LAYERS: Final = 2
"""Places of one column and band: two where an interpolation keeps both of its sounds."""
NOTHING: Final = -1
"""Source of a layer that carries nothing."""

Index: TypeAlias = npt.NDArray[np.int64] | slice
_Any: TypeAlias = npt.NDArray[Any]
"""Any: the arrays of carriers have three types."""


@dataclass(frozen=True, slots=True, eq=False)
class Carriers:
    """The carriers of a grid [W, H, Q]; read-only.

    Attributes:
        sources: Id of each source.
        source: Shape [W, H, LAYERS], int16: index in `sources`, or `NOTHING`.
        column: Shape [W, H, LAYERS], int32: column of the source.
        weight: Shape [W, H, LAYERS], float32 in 0..1; 0 where nothing carries. A sum below 1 leaves
            the rest to the codec's own sound.
        codes: Shape [W, H, Q, LAYERS], int16: codes of the source there; 0 where nothing carries.

    Raises:
        BadArgument: Shapes or values do not fit each other.
    """

    sources: tuple[str, ...]
    source: npt.NDArray[np.int16]
    column: npt.NDArray[np.int32]
    weight: FloatArray
    codes: Codes

    def __post_init__(self) -> None:
        shape = self.source.shape
        fits = len(shape) == 3 and shape[2] == LAYERS  # noqa: PLR2004 - [W, H, LAYERS]
        fits = fits and shape == self.column.shape == self.weight.shape
        if not fits or (*self.codes.shape[:2], self.codes.shape[-1]) != shape:
            raise BadArgument(f"these carriers are of no grid: shapes {shape}, {self.codes.shape}")
        low, high = (self.source.min(), self.source.max()) if self.source.size else (0, -1)
        if low < NOTHING or high >= len(self.sources) or (self.column < 0).any():
            raise BadArgument(
                f"carriers name one of {len(self.sources)} sources, got {low}..{high}"
            )
        if not ((self.weight >= 0) & (self.weight <= 1)).all():
            raise BadArgument("weights of carriers must lie in 0..1")
        for row in fields(self):
            value = getattr(self, row.name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)

    @classmethod
    def of_source(cls, source: str, codes: Codes) -> Self:
        """Return the carriers of a grid [W, H, Q] that was encoded from a source, whole."""
        _, place, column, weight, own = cls._empty(codes.shape)
        place[..., 0] = 0
        column[..., 0] = np.arange(len(codes))[:, None]
        weight[..., 0] = 1.0
        own[..., 0] = codes
        return cls((source,), place, column, weight, own)

    @classmethod
    def none(cls, shape: tuple[int, ...]) -> Self:
        """Return the carriers of a grid of this shape [W, H, Q] that nothing carries."""
        return cls(*cls._empty(shape))

    @staticmethod
    def _empty(shape: tuple[int, ...]) -> tuple[tuple[str, ...], _Any, _Any, _Any, _Any]:
        cells = (*shape[:2], LAYERS)
        return (
            (),
            np.full(cells, NOTHING, np.int16),
            np.zeros(cells, np.int32),
            np.zeros(cells, np.float32),
            np.zeros((*shape, LAYERS), np.int16),
        )

    def __len__(self) -> int:
        """W."""
        return len(self.source)

    @property
    def carried(self) -> BoolArray:
        """Shape [W, H]: whether something carries."""
        return np.asarray((self.source >= 0).any(-1))

    def taken(self, columns: Index) -> Self:
        """Return the carriers of some columns, by index."""
        parts = {row.name: getattr(self, row.name)[columns] for row in fields(self)[1:]}
        return replace(self, **parts)

    def joined(self, other: "Carriers") -> Self:
        """Return the carriers of these columns and then those of others of equal bands."""
        return self._with(other, lambda mine, theirs: np.concatenate([mine, theirs]))

    def where(self, chosen: BoolArray, other: "Carriers") -> Self:
        """Return these, and where `chosen` [W, H] is true those of another of equal shape."""

        def pick(mine: _Any, theirs: _Any) -> _Any:
            return np.where(chosen.reshape(*chosen.shape, *[1] * (mine.ndim - 2)), theirs, mine)

        return self._with(other, pick)

    def _with(self, other: "Carriers", combine: Callable[[_Any, _Any], _Any]) -> Self:
        """Combine each array of two, with their sources under common indices."""
        sources = (*self.sources, *(one for one in other.sources if one not in self.sources))
        number = np.array([*(sources.index(one) for one in other.sources), NOTHING], np.int16)
        theirs = replace(other, sources=sources, source=number[other.source])
        parts = {
            row.name: combine(getattr(self, row.name), getattr(theirs, row.name))
            for row in fields(self)[1:]
        }
        return replace(self, sources=sources, **parts)
