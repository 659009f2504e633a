"""Interpolates between two grids: blend of embeddings, dissolve, or split by level.

The result is as long as `a`; `b` repeats when it is shorter, and is cut when it is longer. What
carries `b` repeats with it.
"""

from collections.abc import Callable

import numpy as np

from distill.codes.carriers import Carriers
from distill.codes.codebook import Codebook
from distill.codes.edit import check_codebook
from distill.codes.grid import Grid
from distill.errors import BadArgument
from distill.types import Codes, Range

_T = Range(0.0, 1.0)


def latent(a: Grid, b: Grid, t: float, codebook: Codebook) -> Grid:
    """Blend in embedding space and quantize again.

    Each position gets the candidate nearest to the blend: the re-quantized codes, those of a or
    those of b. So 0 is a exactly, 1 is b exactly, and there is no jump near either end. Both carry
    the result, by their share.

    Args:
        a: First grid; gives the length.
        b: Second grid, of the same model.
        t: 0..1.
        codebook: The codebooks of that model.

    Raises:
        WrongModel: The grids or the codebook do not fit each other.
        BadArgument: `t` is outside 0..1.
    """
    codes_b, carriers_b = _check(a, b, t)
    check_codebook(a, codebook)
    if t in (0.0, 1.0):
        return a.with_codes(codes_b).with_carriers(carriers_b) if t else a
    blend = (1.0 - t) * codebook.embed(a.codes) + t * codebook.embed(codes_b)
    candidates = np.stack([a.codes, codes_b, codebook.quantize(blend)])
    distance = np.square(codebook.embed(candidates) - blend).sum(-1)
    nearest = distance.argmin(0)[None, ..., None]
    codes = np.take_along_axis(candidates, nearest, 0)[0]
    carriers = _combined(a, carriers_b, lambda mine, theirs: mine.blended(theirs, t))
    return a.with_codes(codes).with_carriers(carriers)


def dissolve(a: Grid, b: Grid, t: float, rng: np.random.Generator) -> Grid:
    """Use each position of b with probability `t`, all its levels and what carries it together.

    With the same `rng` seed a larger `t` only adds positions of b.

    Args:
        a: First grid; gives the length.
        b: Second grid, of the same model.
        t: 0..1; 0 is a exactly, 1 is b exactly.
        rng: Random numbers.

    Raises:
        WrongModel: The grids are of different models.
        BadArgument: `t` is outside 0..1.
    """
    codes_b, carriers_b = _check(a, b, t)
    from_b = rng.random(a.codes.shape[:2]) < t
    carriers = _combined(a, carriers_b, lambda mine, theirs: mine.where(from_b, theirs))
    return a.with_codes(np.where(from_b[..., None], codes_b, a.codes)).with_carriers(carriers)


def levels(a: Grid, b: Grid, split: int) -> Grid:
    """Combine the coarse levels of a with the fine levels of b; what carries a carries the result.

    Args:
        a: Source of the levels below `split`; gives the length.
        b: Source of the others; of the same model.
        split: 0..Q; 0 is b exactly, with its carriers, Q is a exactly.

    Raises:
        WrongModel: The grids are of different models.
        BadArgument: `split` is outside 0..Q.
    """
    if not 0 <= split <= a.levels:
        raise BadArgument(f"split must lie in 0..{a.levels}, got {split}")
    codes_b, carriers_b = _check(a, b, 0.0)
    if not split:
        return a.with_codes(codes_b).with_carriers(carriers_b)
    codes = np.array(codes_b)
    codes[..., :split] = a.codes[..., :split]
    return a.with_codes(codes)


def _check(a: Grid, b: Grid, t: float) -> tuple[Codes, Carriers | None]:
    """Return the codes of b, and what carries them, repeated to the length of a."""
    a.check_kind(b)
    _T.check("t", t)
    if a.columns == b.columns:
        return b.codes, b.carriers
    columns = np.arange(a.columns) % b.columns
    return b.codes[columns], None if b.carriers is None else b.carriers.taken(columns)


def _combined(
    a: Grid, carriers_b: Carriers | None, combine: Callable[[Carriers, Carriers], Carriers]
) -> Carriers | None:
    if a.carriers is None and carriers_b is None:
        return None
    none = Carriers.none(a.codes.shape)
    return combine(a.carriers or none, carriers_b or none)
