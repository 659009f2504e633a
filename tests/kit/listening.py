"""Measure audible faults of a recording: gaps and clicks."""

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from distill.types import FloatArray
from kit.clients import Client

T = TypeVar("T")


def longest_silence(sound: FloatArray, quiet: float = 1e-4) -> int:
    """Count the frames of the longest run in which no channel exceeds `quiet`; sound [T, 2]."""
    loud = np.flatnonzero(np.abs(sound).max(1) > quiet)
    edges = np.concatenate([[-1], loud, [len(sound)]])
    return int(np.diff(edges).max()) - 1


def largest_step(sound: FloatArray) -> float:
    """Measure the largest difference between two neighbouring frames; sound [T, 2]."""
    return float(np.abs(np.diff(sound, axis=0)).max(initial=0.0))


TRIES = 5
"""Attempts: a busy machine may be late for a device, but not five times in a row."""


def undisturbed(client: Client, attempt: Callable[[], T]) -> T:
    """Return the result of an attempt without an underrun.

    For tests of the sound, not of the speed of the machine: benchmarks measure that.
    """
    for _ in range(TRIES):
        before = client.status()["output_underruns"]
        result = attempt()
        if client.status()["output_underruns"] == before:
            return result
    raise AssertionError(f"the machine could not keep up, {TRIES} times")
