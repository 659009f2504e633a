"""Small grids and codebooks for tests: seeded, of the sizes a tiny real model has."""

from dataclasses import replace

import numpy as np

from distill.codes.carriers import Carriers
from distill.codes.codebook import Codebook
from distill.codes.grid import Grid
from distill.types import Samples

SIZE = 8


def codebook(levels: int = 2, size: int = SIZE, width: int = 4, seed: int = 0) -> Codebook:
    """Make codebooks whose finer levels are smaller, as residual ones are."""
    rng = np.random.default_rng(seed)
    scale = 0.5 ** np.arange(levels)[:, None, None]
    return Codebook((rng.standard_normal((levels, size, width)) * scale).astype(np.float32))


def grid(
    columns: int = 4, bands: int = 3, levels: int = 2, size: int = SIZE, seed: int = 0
) -> Grid:
    """Make a grid of random codes."""
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, size, (columns, bands, levels), dtype=np.int16)
    return Grid(codes, size, "model-a", Samples(8192), "test")


def encoded(made: Grid, source: str) -> Grid:
    """Return a grid as if it had just been encoded from a source."""
    return replace(made, carriers=Carriers.of_source(source, made.codes))


def carried(made: Grid) -> Carriers:
    """Return what carries a grid, which something must."""
    assert made.carriers is not None
    return made.carriers


def same_carriers(one: Grid, other: Grid) -> bool:
    """Do the same places carry two grids?"""
    if one.carriers is None or other.carriers is None:
        return one.carriers is other.carriers
    return one.columns == other.columns and not one.carriers.differs(other.carriers).any()
