"""Three knobs for the stage, coarse, fine and morph, that change what sounds and never the grid.

Whether a code moves is decided by a hash of the seed and its place, never by a running generator:
the same knob gives the same codes whenever a column is rendered, turning up only adds moves, and
turning back restores the original exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from distill.codes.codebook import Codebook, reach
from distill.codes.region import Span
from distill.types import Codes, Range

_AMOUNT: Final = Range(0.0, 1.0)


class _Draw(IntEnum):
    """What a hash is for, so that two questions about one place are independent."""

    MORPH = 1
    MOVE = 2
    RANK = 3


@dataclass(frozen=True, slots=True)
class Macros:
    """Where the knobs stand.

    Attributes:
        coarse: 0..1; share of the coarse codes moved, and how far.
        fine: 0..1; the same for the fine codes.
        morph: 0..1; share of positions taken from the morph grid.
        seed: Where chance starts.
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
        """Take what belongs here from live values by name."""
        return cls(values["coarse"], values["fine"], values["morph"], seed)


def apply(
    codes: Codes,
    columns: npt.NDArray[np.int64],
    macros: Macros,
    codebook: Codebook,
    morph_codes: Codes | None = None,
) -> Codes:
    """Turn the knobs on some columns.

    Morph comes first and dissolves: each (column, band) changes over, all levels together, when
    the knob passes its own fixed threshold. Against a latent blend this is monotone, costs no
    quantization, is exact at both ends and plays only codes that one of the grids holds. Coarse
    and fine then move codes of the result to neighbours (`codebook.reach` says how far).

    Args:
        codes: Shape [W, H, Q]; never written to.
        columns: Shape [W]; the index of each column, in the loop (each round sounds the same) or
            since the stream began. The morph grid is read at these indices, round and round.
        macros: Where the knobs stand.
        codebook: The codebooks of the model.
        morph_codes: Shape [W', H, Q], or None.

    Returns:
        Shape [W, H, Q]; the very array `codes` when nothing is turned up.
    """
    shown = _morph(codes, columns, macros, morph_codes)
    for word, amount in (("coarse", macros.coarse), ("fine", macros.fine)):
        if amount > 0 and codebook.size > 1:
            shown = _move(shown, columns, Span(word), amount, (macros.seed, codebook))
    return shown


def _morph(
    codes: Codes, columns: npt.NDArray[np.int64], macros: Macros, morph_codes: Codes | None
) -> Codes:
    if macros.morph <= 0 or morph_codes is None:
        return codes
    bands = np.arange(codes.shape[1])
    threshold = _chance(macros.seed, _Draw.MORPH, (columns[:, None], bands, 0))
    other = morph_codes[columns % len(morph_codes)]
    return np.where((threshold < macros.morph)[..., None], other, codes)


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
        chosen = _chance(seed, _Draw.MOVE, place) < amount
        rank = 1 + _chance(seed, _Draw.RANK, place) * reach(amount, codebook.size)
        near = codebook.neighbour(codes[..., level], int(level), np.floor(rank).astype(np.int64))
        moved[..., level] = np.where(chosen, near, codes[..., level])
    return moved


def _chance(
    seed: int, draw: _Draw, place: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], int]
) -> npt.NDArray[np.float64]:
    """Hash seed, question and (column, band, level) to uniform numbers in [0, 1).

    Source: splitmix64's finalizer (Steele, Lea and Flood 2014), applied once for each field.
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
