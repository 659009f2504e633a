"""A tiny real model: every part is there, seeded and untrained."""

from functools import cache

import numpy as np
import torch

from distill.bundle import Bundle, build
from distill.codec.codec import Codec
from distill.codec.config import CodecConfig
from distill.prior.config import PriorConfig
from distill.prior.network import Prior
from distill.types import Codes, FloatArray, Json

CONFIG = CodecConfig(width=8, levels=2, size=8, hidden=8)


def tiny_model(seed: int = 3, *, prior: bool = True) -> tuple[Json, dict[str, FloatArray]]:
    """Give what a model file holds: header and arrays."""
    torch.manual_seed(seed)
    codec = Codec(CONFIG).eval()
    books = torch.randn(CONFIG.levels, CONFIG.size, CONFIG.width)
    arrays = {f"codec.{name}": value for name, value in codec.to_arrays().items()}
    arrays["codec.codebooks"] = books.numpy()
    _make_audible(arrays)
    header: Json = {
        "codec": CONFIG.to_json(),
        "prior": None,
        "vocoder": None,
        "metadata": {"name": "tiny", "id": f"tiny-{seed}"},
    }
    if prior:
        config = PriorConfig(
            CONFIG.size, CONFIG.levels, CONFIG.bands, layers=2, width=16, heads=2, context_columns=3
        )
        net = Prior(config)
        header["prior"] = config.to_json()
        arrays |= {f"prior.{k}": v.detach().float().numpy() for k, v in net.state_dict().items()}
    return header, arrays


def _make_audible(arrays: dict[str, FloatArray]) -> None:
    """Give the untrained decoder a voice: it speaks louder, around -30 dB, and looks around."""
    chance = np.random.default_rng(0)
    arrays["codec.decoder.project"] *= np.float32(20.0)
    arrays["codec.decoder.mean"] = np.full_like(arrays["codec.decoder.mean"], 14.0)
    added = arrays["codec.decoder.layers.0.add.weight"]
    added[:] = chance.normal(0.0, 1.0, added.shape)


@cache
def tiny_bundle(seed: int = 3, *, prior: bool = True) -> Bundle:
    return build(*tiny_model(seed, prior=prior))


def tiny_codes(columns: int, seed: int = 0) -> Codes:
    rng = np.random.default_rng(seed)
    shape = (columns, CONFIG.bands, CONFIG.levels)
    return rng.integers(0, CONFIG.size, shape).astype(np.int16)
