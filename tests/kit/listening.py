"""What an ear would notice in a recording: gaps and clicks."""

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
"""A machine that does something else at the same time may let a device wait; not five times."""


def undisturbed(client: Client, attempt: Callable[[], T]) -> T:
    """Give what an attempt in which sound was always there in time gave.

    For tests of what is heard, not of whether the machine keeps up: those are benchmarks.
    """
    for _ in range(TRIES):
        before = client.status()["output_underruns"]
        result = attempt()
        if client.status()["output_underruns"] == before:
            return result
    raise AssertionError(f"the machine could not keep up, {TRIES} times")
