"""Where each code lies among those of its level, in three numbers: what its colour is made of."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from distill.types import FloatArray

AXES: Final = 3
_FAR: Final = 98.0
"""Percentile of distances that becomes 1, so that one outlier presses nothing together."""


@dataclass(frozen=True, slots=True, eq=False)
class Map:
    """The codebooks of all levels, each seen from its most telling side.

    Attributes:
        directions: Shape [Q, 3, D]: main directions of each level, unit vectors, widest first. Each
            points to where its largest component is above 0, so that two machines agree.
        middle: Shape [Q, D]: mean entry of each level.
        reach: Shape [Q]: how far a step of 1 on the map is.
        places: Shape [Q, K, 3], -1..1: near places are alike codes.
        share: Shape [Q], 0..1: how much of the differences between entries the places show.
    """

    directions: FloatArray
    middle: FloatArray
    reach: FloatArray
    places: FloatArray
    share: FloatArray


def lay_out(vectors: FloatArray) -> Map:
    """Map codebooks [Q, K, D] by principal directions.

    Source: principal component analysis (Pearson 1901), level by level.
    """
    levels, size, width = vectors.shape
    directions = np.zeros((levels, AXES, width), np.float32)
    places = np.zeros((levels, size, AXES), np.float32)
    reach, share = np.ones(levels, np.float32), np.ones(levels, np.float32)
    middle = vectors.mean(1, dtype=np.float64)
    for level in range(levels):
        apart = vectors[level] - middle[level]
        _, lengths, found = np.linalg.svd(apart, full_matrices=False)
        axes = found[:AXES]
        largest = np.take_along_axis(axes, np.abs(axes).argmax(1)[:, None], 1)
        axes = axes * np.where(largest < 0, -1.0, 1.0)
        seen = apart @ axes.T
        far = float(np.percentile(np.abs(seen).max(1), _FAR))
        directions[level, : len(axes)] = axes
        reach[level] = far if far > 0 else 1.0
        places[level, :, : len(axes)] = np.clip(seen / reach[level], -1.0, 1.0)
        total = float(np.square(lengths).sum())
        share[level] = np.square(lengths[:AXES]).sum() / total if total > 0 else 1.0
    return Map(directions, middle.astype(np.float32), reach, places, share)
