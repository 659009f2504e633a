"""Contracts of a fake and of the real implementation; a violation would change the sound."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor


def assert_whole_equals_steps(
    layer: Any, x: Tensor, sizes: Sequence[int], *, time: int = 1, tolerance: float = 1e-5
) -> None:
    """Hold a streaming layer to `concat(step, ..., flush) == forward(whole)`.

    Args:
        layer: Has forward, initial_state, step, flush and latency (in output steps).
        x: The whole input, cut along `time` into blocks of `sizes`, which add up to it.
        sizes: May hold 0: an empty block must change nothing.
        time: Axis of the input; the output's time axis is its last.
        tolerance: Largest difference, in the output's unit.
    """
    assert sum(sizes) == x.shape[time], "the sizes of the test do not add up"
    whole = layer.forward(x)
    state = layer.initial_state(x.shape[0])
    kept, made, position = state, [], 0
    for size in sizes:
        before = state
        y, state = layer.step(x.narrow(time, position, size), before)
        again, _ = layer.step(x.narrow(time, position, size), before)
        assert torch.equal(y, again), "a step changed its input state"
        made.append(y)
        position += size
    last = layer.flush(state)
    assert last.shape[-1] <= layer.latency, "more is held back than `latency` says"
    out = torch.cat([*made, last], dim=-1)
    assert out.shape == whole.shape
    torch.testing.assert_close(out, whole, atol=tolerance, rtol=0)
    first, _ = layer.step(x.narrow(time, 0, sizes[0]), kept)
    assert torch.equal(first, made[0]), "an earlier state cannot be used again"
