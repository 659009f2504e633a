"""Lays out a trained prior's numbers as the compiled loop wants to read them."""

from collections.abc import Mapping

import numpy as np

from distill.errors import ModelFileProblem
from distill.prior.config import PriorConfig
from distill.prior.layout import Layers, Weights
from distill.prior.vectors import Tiles, is_bfloat16, pack
from distill.types import FloatArray


def expected_shapes(config: PriorConfig) -> dict[str, tuple[int, ...]]:
    """Say each tensor of a prior by name, with its shape."""
    Q, K, D, S = config.levels, config.size, config.width, config.places
    parts = {
        "attention_norm": (D,),
        "query_key_value": (3 * D, D),
        "attended": (D, D),
        "feed_norm": (D,),
        "feed_up": (4 * D, D),
        "feed_down": (D, 4 * D),
    }
    shapes: dict[str, tuple[int, ...]] = {
        "before": (Q, K, D),
        "column_ago": (Q, K, D),
        "start": (2, D),
        "place": (S, D),
        "distance_bias": (config.heads, config.context_columns),
        "place_bias": (config.heads, S, S),
        "norm.weight": (D,),
        "norm.bias": (D,),
        "head": (Q, K, D),
    }
    for layer in range(config.layers):
        for part, shape in parts.items():
            shapes[f"blocks.{layer}.{part}.weight"] = shape
            shapes[f"blocks.{layer}.{part}.bias"] = shape[:1]
    return shapes


def gather_weights(
    config: PriorConfig, arrays: Mapping[str, FloatArray], *, bfloat16: bool | None
) -> Weights:
    """Check the tensors of a prior and stack them by layer.

    Args:
        config: The prior's shape.
        arrays: Named as in `Prior.state_dict()`.
        bfloat16: Keep matrices at half size, rounded; None does so where nothing is lost.

    Raises:
        ModelFileProblem: A tensor is missing, foreign, misshapen or not finite.
    """
    _check(config, arrays)
    if bfloat16 is None:
        bfloat16 = all(is_bfloat16(arrays[name]) for name in config.matrix_names)

    def stack(part: str, kind: str) -> FloatArray:
        names = [f"blocks.{layer}.{part}.{kind}" for layer in range(config.layers)]
        return _own(np.stack([arrays[name] for name in names]))

    def packed(part: str) -> Tiles:
        return pack(stack(part, "weight"), bfloat16=bfloat16)

    def norm(part: str) -> FloatArray:
        return _own(np.stack((stack(part, "weight"), stack(part, "bias")), 1))

    layers = Layers(
        attention_norm=norm("attention_norm"),
        query_key_value=packed("query_key_value"),
        query_key_value_bias=stack("query_key_value", "bias"),
        attended=packed("attended"),
        attended_bias=stack("attended", "bias"),
        feed_norm=norm("feed_norm"),
        feed_up=packed("feed_up"),
        feed_up_bias=stack("feed_up", "bias"),
        feed_down=packed("feed_down"),
        feed_down_bias=stack("feed_down", "bias"),
    )
    tables = {
        name: _own(arrays[name])
        for name in ("before", "column_ago", "start", "place", "distance_bias", "place_bias")
    }
    final = _own(np.stack((arrays["norm.weight"], arrays["norm.bias"])))
    return Weights(
        **tables, layers=layers, norm=final, head=pack(arrays["head"], bfloat16=bfloat16)
    )


def _own(array: FloatArray) -> FloatArray:
    return np.array(array, dtype=np.float32, order="C")


def _check(config: PriorConfig, arrays: Mapping[str, FloatArray]) -> None:
    shapes = expected_shapes(config)
    if missing := sorted(shapes.keys() - arrays.keys()):
        raise ModelFileProblem(f"the prior lacks {len(missing)} tensors, first {missing[0]!r}")
    if foreign := sorted(arrays.keys() - shapes.keys()):
        raise ModelFileProblem(
            f"the prior has {len(foreign)} foreign tensors, first {foreign[0]!r}"
        )
    for name, shape in shapes.items():
        if arrays[name].shape != shape:
            raise ModelFileProblem(
                f"the prior's {name} must have shape {shape}, got {arrays[name].shape}"
            )
        if not np.isfinite(arrays[name]).all():
            raise ModelFileProblem(f"the prior's {name} holds numbers that are not finite")
