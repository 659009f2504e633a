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
_ROUNDING: Final = 1e-5
"""How far float32 weights may add up to more than 1."""

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
        fits = fits and self.codes.ndim == 4  # noqa: PLR2004 - [W, H, Q, LAYERS]
        if not fits or (*self.codes.shape[:2], self.codes.shape[-1]) != shape:
            raise BadArgument(f"these carriers are of no grid: shapes {shape}, {self.codes.shape}")
        low, high = (self.source.min(), self.source.max()) if self.source.size else (0, -1)
        if low < NOTHING or high >= len(self.sources) or (self.column < 0).any():
            raise BadArgument(
                f"carriers name one of {len(self.sources)} sources, got {low}..{high}"
            )
        if not ((self.weight >= 0) & (self.weight <= 1)).all():
            raise BadArgument("weights of carriers must lie in 0..1")
        if (self.weight.sum(-1) > 1 + _ROUNDING).any():
            raise BadArgument("the weights of one column and band must not add up to more than 1")
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
    def shape(self) -> tuple[int, ...]:
        """W, H, Q."""
        return self.codes.shape[:-1]

    @property
    def bands(self) -> int:
        """H."""
        return int(self.source.shape[1])

    @property
    def carried(self) -> BoolArray:
        """Shape [W, H]: whether something carries."""
        return np.asarray((self.source >= 0).any(-1))

    def by_column(self) -> tuple[npt.NDArray[np.int16], FloatArray]:
        """Return what carries each column, over its bands.

        Returns:
            Shape [W]: index in `sources` of the one that carries most of the column, or `NOTHING`;
            and shape [W]: the share of the column that all of them carry, 0..1.
        """
        place, weight = (part.reshape(len(self), -1) for part in (self.source, self.weight))
        same = place[:, :, None] == place[:, None, :]
        total = np.where(place != NOTHING, (same * weight[:, None]).sum(-1), -1)
        most = np.take_along_axis(place, total.argmax(-1)[:, None], -1)[:, 0]
        share = np.clip(weight.sum(-1) / max(1, self.bands), 0, 1)
        return np.where(share > 0, most, NOTHING), share.astype(np.float32)

    def place_by_column(self) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int64]]:
        """Return where each column comes from.

        Returns:
            Shape [W]: index in `sources` of what carries most of the column, or `NOTHING`; and
            shape [W]: the column of that source which carries most of it, 0 for nothing.
        """
        most, _ = self.by_column()
        source, column, weight = (
            part.reshape(len(self), -1) for part in (self.source, self.column, self.weight)
        )
        heaviest = np.where(source == most[:, None], weight, -1.0).argmax(-1)[:, None]
        at = np.take_along_axis(column, heaviest, -1)[:, 0].astype(np.int64)
        return most, np.where(most == NOTHING, 0, at)

    def taken(self, columns: Index, bands: slice = slice(None)) -> "Carriers":
        """Return the carriers of some columns, by index, and of a run of bands."""
        whole = isinstance(columns, slice) and range(len(self))[columns] == range(len(self))
        if whole and range(self.bands)[bands] == range(self.bands):
            return self
        return self._mapped(lambda mine: mine[columns][:, bands])

    def joined(self, *others: "Carriers") -> "Carriers":
        """Return the carriers of these columns and then those of others of equal bands."""
        each = (self, *others)
        sources = tuple(dict.fromkeys(one for part in each for one in part.sources))
        places = [part.indices_in(sources) for part in each]
        rest = ([getattr(part, name) for part in each] for name in _ARRAYS[1:])
        return Carriers(sources, *map(np.concatenate, (places, *rest)))

    def where(self, chosen: BoolArray, other: "Carriers") -> "Carriers":
        """Return these, and where `chosen` [W, H] is true those of another of equal shape."""
        if chosen.all():
            return other
        if not chosen.any():
            return self

        def pick(mine: _Any, theirs: _Any) -> _Any:
            return np.where(chosen.reshape(*chosen.shape, *[1] * (mine.ndim - 2)), theirs, mine)

        return self._with(other, pick)

    def only(self, chosen: BoolArray) -> "Carriers":
        """Return these, and nothing where `chosen` [W, H] is false."""
        return Carriers.none(self.shape).where(chosen, self)

    def with_part(self, columns: slice, bands: slice, part: "Carriers") -> "Carriers":
        """Return these, and in a region of columns and bands those of a part of its size."""
        if self.shape == part.shape:
            return part

        def write(mine: _Any, theirs: _Any) -> _Any:
            written = np.array(mine)
            written[columns, bands] = theirs
            return written

        return self._with(part, write)

    def resized(self, columns: int) -> "Carriers":
        """Return the first columns; nothing carries those that are added."""
        if columns <= len(self):
            return self.taken(slice(columns))
        return self.joined(Carriers.none((columns - len(self), *self.shape[1:])))

    def blended(self, other: "Carriers", t: float) -> "Carriers":
        """Return both, of equal shape: these with 1 - t times their weight, the other with t times.

        Equal places become one. Of more than two places the two of greatest weight stay, and
        share the weight of all.
        """
        if t in (0.0, 1.0):
            return other if t else self
        sources, theirs = self._beside(other)
        pairs = ((getattr(self, name), getattr(theirs, name)) for name in _ARRAYS)
        place, column, weight, codes = (np.concatenate(pair, -1) for pair in pairs)
        share = weight.astype(np.float64) * np.repeat([1.0 - t, t], LAYERS)
        _merge(place, column, share)
        best = np.argsort(-share, -1, kind="stable")[..., :LAYERS]
        kept = np.take_along_axis(share, best, -1)
        total = kept.sum(-1, keepdims=True)
        kept *= share.sum(-1, keepdims=True) / np.where(total > 0, total, 1)
        weight = np.clip(kept, 0, 1).astype(np.float32)
        some = weight > 0
        return Carriers(
            sources,
            np.where(some, np.take_along_axis(place, best, -1), NOTHING).astype(np.int16),
            np.where(some, np.take_along_axis(column, best, -1), 0).astype(np.int32),
            weight,
            np.take_along_axis(codes, best[:, :, None], -1) * some[:, :, None],
        )

    def compact(self) -> "Carriers":
        """Return these without sources that carry nothing; themselves if there are none."""
        used = np.bincount(self.source.ravel() + 1, minlength=len(self.sources) + 1)[1:] > 0
        if used.all():
            return self
        number = np.append(np.cumsum(used) - 1, NOTHING).astype(np.int16)
        sources = tuple(one for one, is_used in zip(self.sources, used, strict=True) if is_used)
        return replace(self, sources=sources, source=number[self.source])

    def differs(self, other: "Carriers") -> BoolArray:
        """Return which columns of two of equal shape differ, shape [W]."""
        theirs = self._beside(other)[1]
        differs = np.zeros(len(self), np.bool_)
        for name in _ARRAYS:
            unequal = getattr(self, name) != getattr(theirs, name)
            differs |= unequal.reshape(len(self), -1).any(-1)
        return differs

    def _with(self, other: "Carriers", combine: Callable[[_Any, _Any], _Any]) -> "Carriers":
        """Combine each array of two, with their sources under common indices."""
        sources, theirs = self._beside(other)
        parts = {name: combine(getattr(self, name), getattr(theirs, name)) for name in _ARRAYS}
        return Carriers(sources, **parts)

    def _beside(self, other: "Carriers") -> tuple[tuple[str, ...], "Carriers"]:
        """Return the sources of both, and the other with its sources by their index there."""
        if other.sources == self.sources:
            return self.sources, other
        sources = tuple(dict.fromkeys((*self.sources, *other.sources)))
        return sources, replace(other, sources=sources, source=other.indices_in(sources))

    def indices_in(self, sources: tuple[str, ...]) -> npt.NDArray[np.int16]:
        """Return `source`, shape [W, H, LAYERS], as indices in sources that contain these."""
        number = np.array([*map(sources.index, self.sources), NOTHING], np.int16)
        return number[self.source]

    def _mapped(self, change: Callable[[_Any], _Any]) -> "Carriers":
        parts = {name: change(getattr(self, name)) for name in _ARRAYS}
        return Carriers(self.sources, **parts)


_ARRAYS: Final = tuple(row.name for row in fields(Carriers)[1:])


def _merge(place: _Any, column: _Any, share: _Any) -> None:
    """Give the share of equal places, all shape [W, H, n], to the first of them."""
    for late in range(1, place.shape[-1]):
        for early in range(late):
            same = (place[..., early] == place[..., late]) & (place[..., late] != NOTHING)
            same &= column[..., early] == column[..., late]
            share[..., early] += np.where(same, share[..., late], 0)
            share[..., late] = np.where(same, 0, share[..., late])
