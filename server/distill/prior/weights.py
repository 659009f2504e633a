"""Packs the weights of a trained prior for the compiled loop."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from distill.errors import ModelFileProblem
from distill.prior.memory_layout import Depth, FeedForwards, Layers, Weights
from distill.prior.prior_config import PriorConfig
from distill.prior.tensor_shapes import expected_shapes
from distill.prior.vectors import Tiles, is_bfloat16, pack
from distill.types import FloatArray

_TABLES: Final = ("before", "column_ago", "start", "band", "distance_bias", "band_bias")


def gather_weights(
    config: PriorConfig, arrays: Mapping[str, FloatArray], *, bfloat16: bool | None
) -> Weights:
    """Check the tensors of a prior and stack them by layer.

    Args:
        config: The prior's shape.
        arrays: Named as in `Prior.state_dict()`.
        bfloat16: Store matrices at half size, rounded; None does so if it is lossless.

    Raises:
        ModelFileProblem: A tensor is missing, unknown, of another shape, or not finite.
    """
    _check(config, arrays)
    if bfloat16 is None:
        bfloat16 = all(is_bfloat16(arrays[name]) for name in config.matrix_names)

    stacks = _Stacks(arrays, bfloat16=bfloat16)
    blocks = [f"blocks.{layer}" for layer in range(config.layers)]
    layers = Layers(
        norm=stacks.norms(blocks, ".norm"),
        query_key_value=stacks.tiles(blocks, ".query_key_value"),
        query_key_value_bias=stacks.biases(blocks, ".query_key_value"),
        attended=stacks.tiles(blocks, ".attended"),
        attended_bias=stacks.biases(blocks, ".attended"),
        feeds=stacks.feeds([f"{block}.feed" for block in blocks]),
    )
    depth = Depth(
        inward=stacks.tiles(["inward"])[0],
        inward_bias=stacks.biases(["inward"])[0],
        level=_own(arrays["level"]),
        coarser=_own(arrays["coarser"]),
        level_ago=_own(arrays["level_ago"]),
        feeds=stacks.feeds([f"depth.{layer}" for layer in range(config.depth_layers)]),
        norm=stacks.norms(["depth_norm"])[0],
        head=pack(arrays["head"], bfloat16=bfloat16),
    )
    tables = {name: _own(arrays[name]) for name in _TABLES}
    return Weights(**tables, layers=layers, norm=stacks.norms(["norm"])[0], depth=depth)


class _Stacks:
    """Stacks the tensors of equal layers."""

    def __init__(self, arrays: Mapping[str, FloatArray], *, bfloat16: bool) -> None:
        self._arrays = arrays
        self._bfloat16 = bfloat16

    def tiles(self, layers: Sequence[str], part: str = "") -> Tiles:
        return pack(self._stack(layers, f"{part}.weight"), bfloat16=self._bfloat16)

    def biases(self, layers: Sequence[str], part: str = "") -> FloatArray:
        return self._stack(layers, f"{part}.bias")

    def norms(self, layers: Sequence[str], part: str = "") -> FloatArray:
        both = [self._stack(layers, f"{part}.{kind}") for kind in ("weight", "bias")]
        return _own(np.stack(both, 1))

    def feeds(self, layers: Sequence[str]) -> FeedForwards:
        return FeedForwards(
            norm=self.norms(layers, ".norm"),
            up=self.tiles(layers, ".up"),
            up_bias=self.biases(layers, ".up"),
            down=self.tiles(layers, ".down"),
            down_bias=self.biases(layers, ".down"),
        )

    def _stack(self, layers: Sequence[str], tail: str) -> FloatArray:
        return _own(np.stack([self._arrays[f"{layer}{tail}"] for layer in layers]))


def _own(array: FloatArray) -> FloatArray:
    return np.array(array, dtype=np.float32, order="C")


def _check(config: PriorConfig, arrays: Mapping[str, FloatArray]) -> None:
    shapes = expected_shapes(config)
    if missing := sorted(shapes.keys() - arrays.keys()):
        raise ModelFileProblem(f"the prior lacks {len(missing)} tensors, first {missing[0]!r}")
    if unknown := sorted(arrays.keys() - shapes.keys()):
        raise ModelFileProblem(
            f"the prior has {len(unknown)} unknown tensors, first {unknown[0]!r}"
        )
    for name, shape in shapes.items():
        if arrays[name].shape != shape:
            raise ModelFileProblem(
                f"the prior's {name} must have shape {shape}, got {arrays[name].shape}"
            )
        if not np.isfinite(arrays[name]).all():
            raise ModelFileProblem(f"the prior's {name} contains numbers that are not finite")
