"""Edits of a grid: write, swap, copy, randomize, shift, fill; each returns a new grid.

Codes that move to other columns take along what carries them, where all levels of a place move:
so the sound moves. Otherwise a place keeps its carriers, and their sound is changed.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from distill.codes.carriers import Carriers, Index
from distill.codes.codebook import Codebook, reach
from distill.codes.grid import Grid
from distill.codes.region import Region
from distill.errors import BadArgument, WrongModel
from distill.types import BoolArray, Codes, Range

_AMOUNT = Range(0.0, 1.0)
_Box: TypeAlias = tuple[slice, slice, slice]
"""Columns, bands and levels of a grid."""
_Origin: TypeAlias = tuple[Index, slice, slice]
"""The same; columns may come in any order."""


def set_codes(grid: Grid, region: Region, values: Sequence[int] | Codes) -> Grid:
    """Write codes into a region.

    Args:
        grid: What to edit.
        region: Where.
        values: One code for the whole region, or one per position in time-major order.

    Raises:
        BadArgument: The count does not fit, or a code is outside 0..K-1.
    """
    box = region.of(grid)
    shape = grid.codes[box].shape
    given = np.asarray(values)
    count = int(np.prod(shape))
    if given.ndim != 1 or given.size not in (1, count):
        raise BadArgument(f"this region takes 1 or {count} codes, got {given.size}")
    if given.dtype.kind not in "iu" or given.min() < 0 or given.max() >= grid.size:
        raise BadArgument(
            f"codes must be whole numbers in 0..{grid.size - 1}, got {given.min()}..{given.max()}"
        )
    return _written(grid, box, given if given.size == 1 else given.reshape(shape))


def swap(a: Grid, region_a: Region, b: Grid, region_b: Region | None = None) -> tuple[Grid, Grid]:
    """Exchange a region of one grid with one of another.

    Args:
        a: First grid.
        region_a: Its region.
        b: Second grid, of the same model.
        region_b: Its region; None means `region_a`.

    Returns:
        Both grids, edited.

    Raises:
        WrongModel: The grids are of different models.
        BadArgument: The regions differ in size or reach beyond their grid.
    """
    a.check_kind(b)
    box_a, box_b = region_a.of(a), (region_b or region_a).of(b)
    part_a, part_b = a.codes[box_a], b.codes[box_b]
    _check_same_size(part_a, part_b)
    changed = _moved(b, box_b, a, box_a), _moved(a, box_a, b, box_b)
    if part_a.shape == a.codes.shape == b.codes.shape:  # the sounds change places, whole
        return replace(changed[0], samples=b.samples), replace(changed[1], samples=a.samples)
    return changed


def swap_within(grid: Grid, region: Region, other: Region) -> Grid:
    """Exchange two regions of one grid.

    Raises:
        BadArgument: They differ in size or overlap.
    """
    box, box_other = region.of(grid), other.of(grid)
    part, part_other = grid.codes[box], grid.codes[box_other]
    _check_same_size(part, part_other)
    axes = zip(box, box_other, strict=True)
    if all(one.start < two.stop and two.start < one.stop for one, two in axes):
        raise BadArgument("the two regions overlap; choose regions that do not share a code")
    return _moved(grid, box, _moved(grid, box_other, grid, box), box_other)


def copy(source: Grid, region: Region, target: Grid, at_column: int | None = None) -> Grid:
    """Copy a region into another grid, to the same bands and levels.

    Args:
        source: Grid to copy from; may be the target itself.
        region: Which part of the source.
        target: What to edit, of the same model.
        at_column: First column written in the target; None means the region's own.

    Raises:
        WrongModel: The grids are of different models.
        BadArgument: The target is too short; nothing is truncated.
    """
    source.check_kind(target)
    columns, bands, levels = box = region.of(source)
    part = source.codes[box]
    first = columns.start if at_column is None else at_column
    if first < 0 or first + len(part) > target.columns:
        raise BadArgument(
            f"{len(part)} columns at column {first} reach beyond the target, which has "
            f"columns 0..{target.columns - 1}; choose fewer columns or another start"
        )
    written = _moved(source, box, target, (slice(first, first + len(part)), bands, levels))
    if part.shape == source.codes.shape == target.codes.shape:  # all of it: it ends where that ends
        return replace(written, samples=source.samples)
    return written


def randomize_neighbours(
    grid: Grid, region: Region, amount: float, codebook: Codebook, rng: np.random.Generator
) -> Grid:
    """Replace codes by others that sound similar.

    Args:
        grid: What to edit.
        region: Where.
        amount: 0..1; the share of codes replaced, and how far (see `codebook.reach`).
        codebook: The codebooks of the grid's model.
        rng: Random numbers.

    Raises:
        WrongModel: The codebook does not fit the grid.
        BadArgument: The amount is outside 0..1.
    """
    _AMOUNT.check("amount", amount)
    check_codebook(grid, codebook)
    box = region.of(grid)
    part = np.array(grid.codes[box])
    moved = rng.random(part.shape) < amount
    rank = 1 + np.floor(rng.random(part.shape) * reach(amount, grid.size)).astype(np.int64)
    for index, level in enumerate(range(*box[2].indices(grid.levels))):
        near = codebook.neighbour(part[..., index], level, rank[..., index])
        part[..., index] = np.where(moved[..., index], near, part[..., index])
    return _written(grid, box, part)


def randomize_noise(grid: Grid, region: Region, amount: float, rng: np.random.Generator) -> Grid:
    """Replace a share of the codes by uniformly random codes.

    Args:
        grid: What to edit.
        region: Where.
        amount: 0..1; the share of codes replaced.
        rng: Random numbers.

    Raises:
        BadArgument: The amount is outside 0..1.
    """
    _AMOUNT.check("amount", amount)
    box = region.of(grid)
    part = grid.codes[box]
    chosen = rng.random(part.shape) < amount
    noise = rng.integers(0, grid.size, part.shape, dtype=np.int16)
    return _written(grid, box, np.where(chosen, noise, part))


def shift(grid: Grid, region: Region, columns: int, *, wrap: bool) -> Grid:
    """Shift a region's codes in time, inside the region.

    Args:
        grid: What to edit.
        region: Where.
        columns: How far; positive is later.
        wrap: Codes that leave at one end enter at the other; without it the column at the
            edge is repeated.
    """
    where, bands, levels = box = region.of(grid)
    width = where.stop - where.start
    source = np.arange(width) - columns
    source = source % width if wrap else np.clip(source, 0, width - 1)
    return _moved(grid, (where.start + source, bands, levels), grid, box)


def fill(grid: Grid, region: Region, from_column: int, count: int = 1) -> Grid:
    """Fill a region by repeating one or more columns of the same grid.

    Args:
        grid: What to edit.
        region: Where; only its bands and levels are copied from the pattern.
        from_column: First column of the pattern.
        count: Columns in the pattern.

    Raises:
        BadArgument: The pattern reaches beyond the grid.
    """
    columns, bands, levels = box = region.of(grid)
    if from_column < 0 or count < 1 or from_column + count > grid.columns:
        raise BadArgument(
            f"a pattern lies in columns 0..{grid.columns - 1} and has at least one; "
            f"got {count} from column {from_column}"
        )
    source = from_column + np.arange(columns.stop - columns.start) % count
    return _moved(grid, (source, bands, levels), grid, box)


def spread(grid: Grid, region: Region, strength: float, rng: np.random.Generator) -> BoolArray:
    """Choose which codes of a region are sampled again: at each position the finest levels.

    A finer code refines the coarser ones, so with a code all finer ones of its position in the
    region are chosen too. With the same `rng` seed, more strength only adds codes.

    Args:
        grid: The grid.
        region: Where.
        strength: 0..1; from none to all of the region.
        rng: Random numbers.

    Returns:
        Shape [W, H, Q].

    Raises:
        BadArgument: The strength is outside 0..1, or the region reaches beyond the grid.
    """
    Range(0.0, 1.0).check("strength", strength)
    columns, bands, levels = box = region.of(grid)
    chosen = np.zeros(grid.codes.shape, np.bool_)
    width, height, depth = chosen[box].shape
    tail = np.clip(np.ceil(depth * (2 * strength - rng.random((width, height)))), 0, depth)
    rank = np.arange(depth)[::-1]  # 0 is the finest
    chosen[columns, bands, levels] = rank < tail[..., None]
    return chosen


def check_codebook(grid: Grid, codebook: Codebook) -> None:
    """Refuse codebooks whose shape is not that of the grid's model.

    Raises:
        WrongModel: Levels or entries differ.
    """
    if (codebook.levels, codebook.size) != (grid.levels, grid.size):
        raise WrongModel(
            f"the grid has {grid.levels} levels of {grid.size} codes, the loaded model "
            f"{codebook.levels} of {codebook.size}; load the model that made the grid"
        )


def _check_same_size(part_a: Codes, part_b: Codes) -> None:
    if part_a.shape != part_b.shape:
        raise BadArgument(
            "the two regions must have as many columns, bands and levels; "
            f"got {_size(part_a)} and {_size(part_b)}"
        )


def _size(part: Codes) -> str:
    return " x ".join(str(count) for count in part.shape)


def _moved(source: Grid, origin: _Origin, target: Grid, box: _Box) -> Grid:
    """Write a part of a grid into an equal region of another, or of itself.

    A carrier is heard in its own band, so codes that move to other bands leave it behind. Where all
    of a grid becomes all of another, that one has its origin, too.
    """
    written = source.codes[origin[0]][:, *origin[1:]]
    changed = _written(target, box, written)
    if written.shape == source.codes.shape == target.codes.shape:
        changed = replace(changed, source=source.source)
    (columns, bands, levels), theirs = box, source.carriers
    whole = levels == slice(0, target.levels) == origin[2] and bands == origin[1]
    if not whole or (theirs is None and target.carriers is None):
        return changed
    theirs = Carriers.none(source.codes.shape) if theirs is None else theirs
    mine = Carriers.none(target.codes.shape) if target.carriers is None else target.carriers
    part = theirs.taken(origin[0], bands)
    return changed.with_carriers(mine.with_part(columns, bands, part))


def _written(grid: Grid, box: _Box, part: npt.NDArray[np.integer]) -> Grid:
    codes = np.array(grid.codes)
    codes[box] = part
    return grid.with_codes(codes)
