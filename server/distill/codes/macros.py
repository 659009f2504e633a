"""The live macros coarse, fine and morph: they change what is rendered, never the grid.

A hash of the seed and the position decides whether a code moves, not a running generator: the same
values give the same codes whenever a column is rendered, a higher value only adds moves, and a
lower one restores the original exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from distill.codes.codebook import Codebook, reach
from distill.codes.region import Span
from distill.types import BoolArray, Codes, Range

_AMOUNT: Final = Range(0.0, 1.0)


class _Draw(IntEnum):
    """Purpose of a hash, so that two draws for one position are independent."""

    MORPH = 1
    MOVE = 2
    RANK = 3


@dataclass(frozen=True, slots=True)
class Macros:
    """Values of the macros.

    Attributes:
        coarse: 0..1; share of the coarse codes replaced, and how far.
        fine: 0..1; the same for the fine codes.
        morph: 0..1; share of positions that come from the morph grid.
        seed: Of the random numbers.
    """

    coarse: float = 0.0
    fine: float = 0.0
    morph: float = 0.0
    seed: int = 1

    def __post_init__(self) -> None:
        for name in ("coarse", "fine", "morph"):
            _AMOUNT.check(name, getattr(self, name))

    @classmethod
    def of(cls, values: Mapping[str, float], seed: int) -> "Macros":
        """Pick the macros out of live values by name."""
        return cls(values["coarse"], values["fine"], values["morph"], seed)


def apply(
    codes: Codes,
    columns: npt.NDArray[np.int64],
    macros: Macros,
    codebook: Codebook,
    morph_codes: Codes | None = None,
) -> Codes:
    """Apply the macros to some columns.

    Morph comes first and dissolves: each (column, band) switches, all levels together, when morph
    passes its own fixed threshold. Unlike a latent blend this is monotone, needs no quantization,
    is exact at both ends and uses only codes of the two grids. Coarse and fine then replace codes
    of the result by neighbours (for the distance see `codebook.reach`).

    Args:
        codes: Shape [W, H, Q]; never written to.
        columns: Shape [W]; the index of each column, in the loop (so each round is the same) or
            since the stream began. The morph grid is read at these indices and repeats.
        macros: Values of the macros.
        codebook: The codebooks of the model.
        morph_codes: Shape [W', H, Q], or None.

    Returns:
        Shape [W, H, Q]; the array `codes` itself when all macros are 0.
    """
    changed = _morph(codes, columns, macros, morph_codes)
    for word, amount in (("coarse", macros.coarse), ("fine", macros.fine)):
        if amount > 0 and codebook.size > 1:
            changed = _move(changed, columns, Span(word), amount, (macros.seed, codebook))
    return changed


def morphed(columns: npt.NDArray[np.int64], bands: int, macros: Macros) -> BoolArray:
    """Return which columns and bands come from the morph grid, so their carriers do too.

    Args:
        columns: Shape [W]; as in `apply`.
        bands: H.
        macros: Values of the macros.

    Returns:
        Shape [W, H].
    """
    if macros.morph <= 0:
        return np.zeros((len(columns), bands), np.bool_)
    threshold = _uniform(macros.seed, _Draw.MORPH, (columns[:, None], np.arange(bands), 0))
    return np.asarray(threshold < macros.morph)


def _morph(
    codes: Codes, columns: npt.NDArray[np.int64], macros: Macros, morph_codes: Codes | None
) -> Codes:
    if macros.morph <= 0 or morph_codes is None:
        return codes
    chosen = morphed(columns, codes.shape[1], macros)
    return np.where(chosen[..., None], morph_codes[columns % len(morph_codes)], codes)


def _move(
    codes: Codes,
    columns: npt.NDArray[np.int64],
    span: Span,
    amount: float,
    model: tuple[int, Codebook],
) -> Codes:
    seed, codebook = model
    _, H, Q = codes.shape
    levels = np.arange(Q)[span.resolve("levels", Q)]
    moved = np.array(codes)
    for level in levels:
        place = (columns[:, None], np.arange(H), level)
        moves = _uniform(seed, _Draw.MOVE, place) < amount
        rank = 1 + _uniform(seed, _Draw.RANK, place) * reach(amount, codebook.size)
        near = codebook.neighbour(codes[..., level], int(level), np.floor(rank).astype(np.int64))
        moved[..., level] = np.where(moves, near, codes[..., level])
    return moved


def _uniform(
    seed: int, draw: _Draw, place: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], int]
) -> npt.NDArray[np.float64]:
    """Hash seed, purpose and (column, band, level) to uniform numbers in [0, 1).

    Source: the finalizer of splitmix64 (Steele, Lea and Flood 2014), applied once for each field.
    """
    state = _mix(np.asarray(seed, dtype=np.int64).astype(np.uint64))
    for field in (draw, *reversed(place)):
        state = _mix(state ^ np.asarray(field, dtype=np.int64).astype(np.uint64))
    return (state >> np.uint64(11)).astype(np.float64) * 2.0**-53


def _mix(x: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    with np.errstate(over="ignore"):
        x = x + np.uint64(0x9E3779B97F4A7C15)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return x ^ (x >> np.uint64(31))
