"""Contracts of a fake and of the real implementation; a violation would change the sound."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from distill.types import Audio


def assert_whole_equals_steps(layer: Any, x: Audio, sizes: Sequence[int]) -> None:
    """Hold a streaming layer to `concat(step, ..., flush) == whole`, to the last bit.

    Args:
        layer: Has whole, initial_state, step, flush and latency (in output steps).
        x: The whole input, cut into blocks of `sizes`, which add up to it.
        sizes: May hold 0: an empty block must change nothing.
    """
    assert sum(sizes) == len(x), "the sizes of the test do not add up"
    whole = layer.whole(x)
    state = layer.initial_state()
    kept, made, position = state, [], 0
    for size in sizes:
        before = state
        y, state = layer.step(x[position : position + size], before)
        again, _ = layer.step(x[position : position + size], before)
        assert np.array_equal(y, again), "a step changed its input state"
        made.append(y)
        position += size
    last = layer.flush(state)
    assert len(last) <= layer.latency, "more is held back than `latency` says"
    np.testing.assert_array_equal(np.concatenate([*made, last]), whole)
    first, _ = layer.step(x[: sizes[0]], kept)
    assert np.array_equal(first, made[0]), "an earlier state cannot be used again"
