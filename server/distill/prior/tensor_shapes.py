"""Names and shapes of the tensors of a prior, as they are in a model file."""

from distill.prior.prior_config import PriorConfig


def expected_shapes(config: PriorConfig) -> dict[str, tuple[int, ...]]:
    """Return the name and shape of each tensor of a prior."""
    Q, K, H = config.levels, config.size, config.bands
    D, d = config.width, config.depth_width
    shapes: dict[str, tuple[int, ...]] = {
        "before": (Q, K, D),
        "column_ago": (Q, K, D),
        "start": (2, D),
        "band": (H, D),
        "distance_bias": (config.heads, config.context_columns),
        "band_bias": (config.heads, H, H),
        "level": (Q, d),
        "coarser": (Q, K, d),
        "level_ago": (Q, K, d),
        "head": (Q, K, d),
    }
    layers = {"norm": (D,), "inward": (d, D), "depth_norm": (d,)}
    for n in range(config.layers):
        layers[f"blocks.{n}.norm"] = (D,)
        layers[f"blocks.{n}.query_key_value"] = (3 * D, D)
        layers[f"blocks.{n}.attended"] = (D, D)
        layers |= _feed_shapes(f"blocks.{n}.feed", D)
    for n in range(config.depth_layers):
        layers |= _feed_shapes(f"depth.{n}", d)
    for name, shape in layers.items():
        shapes[f"{name}.weight"] = shape
        shapes[f"{name}.bias"] = shape[:1]
    return shapes


def _feed_shapes(name: str, width: int) -> dict[str, tuple[int, ...]]:
    return {
        f"{name}.norm": (width,),
        f"{name}.up": (4 * width, width),
        f"{name}.down": (width, 4 * width),
    }
