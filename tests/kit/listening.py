"""What an ear would notice in a recording: gaps and clicks."""

import numpy as np

from distill.types import FloatArray


def longest_silence(sound: FloatArray, quiet: float = 1e-4) -> int:
    """Count the frames of the longest run in which no channel exceeds `quiet`; sound [T, 2]."""
    loud = np.flatnonzero(np.abs(sound).max(1) > quiet)
    edges = np.concatenate([[-1], loud, [len(sound)]])
    return int(np.diff(edges).max()) - 1


def largest_step(sound: FloatArray) -> float:
    """Measure the largest difference between two neighbouring frames; sound [T, 2]."""
    return float(np.abs(np.diff(sound, axis=0)).max(initial=0.0))
