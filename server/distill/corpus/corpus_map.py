"""A map of the corpus: sounds that are alike are neighbours in a plane that is filled evenly."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from distill.types import FloatArray

BLUR: Final = 8
"""Columns (1.4 s) on both sides over which vectors are averaged: what a place on the map stands for
is a sound, not one stroke of it, and going on in it moves slowly. Source: docs/figures.md#sound."""
SHARE: Final = 0.05
"""Share of the columns that counts as near a point."""


def map_points(vectors: FloatArray, lengths: Sequence[int]) -> FloatArray:
    """Return the place of each column, shape [N, 2], each number evenly spread over 0..1.

    Args:
        vectors: Shape [N, d]; of the columns.
        lengths: Columns of each file, one after the other.

    Source: the two first principal directions (Pearson 1901), each by rank.
    """
    means = blurred(vectors, lengths)
    flat = means - means.mean(0)
    _, directions = np.linalg.eigh(flat.T @ flat)
    first, second = directions[:, -1], directions[:, -2:][:, 0]
    found = flat @ np.stack([first, second], 1)
    found *= np.where(found.max(0) < -found.min(0), -1, 1)  # the sign of a direction is arbitrary
    ranks = found.argsort(0, kind="stable").argsort(0, kind="stable")
    return np.asarray(ranks / max(1, len(found) - 1), np.float32)


def blurred(vectors: FloatArray, lengths: Sequence[int]) -> npt.NDArray[np.float64]:
    """Return the means over `BLUR` columns before and after each, inside its file."""
    means = []
    for part in np.split(vectors, np.cumsum(lengths)[:-1]):
        sums = np.concatenate([np.zeros((1, part.shape[1])), part.astype(np.float64).cumsum(0)])
        at = np.arange(len(part))
        first, end = np.maximum(0, at - BLUR), np.minimum(len(part), at + BLUR + 1)
        means.append((sums[end] - sums[first]) / (end - first)[:, None])
    return np.concatenate(means)


def distances_to(points: FloatArray, point: tuple[float, float]) -> FloatArray:
    """Return how far each place [N, 2] is from a point, shape [N], 0..1.42."""
    return np.asarray(np.hypot(points[:, 0] - point[0], points[:, 1] - point[1]), np.float32)


def reach(distances: FloatArray) -> float:
    """Return how far from a point the nearest `SHARE` of some columns reach."""
    last = min(len(distances) - 1, int(SHARE * len(distances)))
    return float(np.partition(distances, last)[last])
