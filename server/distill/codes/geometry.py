"""Positions of codes in three dimensions, by principal components; colours are made from them."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from distill.types import FloatArray

AXES: Final = 3
_FAR: Final = 98.0
"""Percentile of distances that maps to 1, so that one outlier does not compress the rest."""


@dataclass(frozen=True, slots=True, eq=False)
class Map:
    """The codebooks of all levels, each projected on its principal directions.

    Attributes:
        directions: Shape [Q, 3, D]: principal directions of each level, unit vectors, widest first.
            The largest component of each is positive, so that two machines agree.
        middle: Shape [Q, D]: mean entry of each level.
        reach: Shape [Q]: distance in the codebook of 1 on the map.
        places: Shape [Q, K, 3], -1..1: similar codes lie near each other.
        share: Shape [Q], 0..1: share of the variance of the entries that the places explain.
    """

    directions: FloatArray
    middle: FloatArray
    reach: FloatArray
    places: FloatArray
    share: FloatArray


def lay_out(vectors: FloatArray) -> Map:
    """Project codebooks [Q, K, D] on their principal directions.

    Source: principal component analysis (Pearson 1901), level by level.
    """
    levels, size, width = vectors.shape
    directions = np.zeros((levels, AXES, width), np.float32)
    places = np.zeros((levels, size, AXES), np.float32)
    reach, share = np.ones(levels, np.float32), np.ones(levels, np.float32)
    middle = vectors.mean(1, dtype=np.float64)
    for level in range(levels):
        centred = vectors[level] - middle[level]
        _, lengths, components = np.linalg.svd(centred, full_matrices=False)
        axes = components[:AXES]
        largest = np.take_along_axis(axes, np.abs(axes).argmax(1)[:, None], 1)
        axes = axes * np.where(largest < 0, -1.0, 1.0)
        projected = centred @ axes.T
        far = float(np.percentile(np.abs(projected).max(1), _FAR))
        directions[level, : len(axes)] = axes
        reach[level] = far if far > 0 else 1.0
        places[level, :, : len(axes)] = np.clip(projected / reach[level], -1.0, 1.0)
        total = float(np.square(lengths).sum())
        share[level] = np.square(lengths[:AXES]).sum() / total if total > 0 else 1.0
    return Map(directions, middle.astype(np.float32), reach, places, share)
