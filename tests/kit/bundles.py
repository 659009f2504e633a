"""A tiny real model: every part is there, seeded and untrained."""

from functools import cache

import numpy as np
import torch

from distill.bundle import Bundle, build
from distill.codec.codec import Codec
from distill.codec.config import CodecConfig
from distill.mel.analysis import MelConfig
from distill.prior.config import PriorConfig
from distill.prior.network import Prior
from distill.types import Codes, FloatArray, Json

CONFIG = CodecConfig(channels=(4, 4, 8, 8), width=8, levels=2, size=8)
SHORT = CodecConfig(
    MelConfig(n_fft=1024, hop=256, mels=64), channels=(4, 4, 8), width=8, levels=3, size=8
)
"""Another geometry: columns of an eighth, as many bands, more levels."""


def tiny_model(
    seed: int = 3, *, prior: bool = True, config: CodecConfig = CONFIG, retrained: int = 0
) -> tuple[Json, dict[str, FloatArray]]:
    """Give what a model file holds: header and arrays; `retrained` is another prior each time."""
    torch.manual_seed(seed)
    codec = Codec(config).eval()
    books = torch.randn(config.levels, config.size, config.width)
    arrays = {f"codec.{name}": value for name, value in codec.to_arrays().items()}
    arrays["codec.codebooks"] = books.numpy()
    _make_audible(arrays)
    header: Json = {
        "codec": config.to_json(),
        "prior": None,
        "vocoder": None,
        "metadata": {
            "name": "tiny",
            "id": f"tiny-{seed}-{retrained}",
            "codec_id": f"tiny-codec-{seed}",
        },
    }
    if prior:
        if retrained:
            torch.manual_seed(1000 + retrained)
        shape = config.size, config.levels, config.bands
        prior_config = PriorConfig(*shape, layers=2, width=16, heads=2, context_columns=3)
        net = Prior(prior_config)
        header["prior"] = prior_config.to_json()
        arrays |= {f"prior.{k}": v.detach().float().numpy() for k, v in net.state_dict().items()}
    return header, arrays


def _make_audible(arrays: dict[str, FloatArray]) -> None:
    """Give the untrained decoder a voice: its last layer speaks louder, around -30 dB."""
    last = [name for name in arrays if name.startswith("codec.decoder.")][-2:]
    for name in last:
        arrays[name] = arrays[name] * np.float32(30.0)
        if name.endswith("bias"):
            arrays[name] = arrays[name] * 0 + np.float32(14.0)


@cache
def tiny_bundle(
    seed: int = 3, *, prior: bool = True, config: CodecConfig = CONFIG, retrained: int = 0
) -> Bundle:
    return build(*tiny_model(seed, prior=prior, config=config, retrained=retrained))


def tiny_codes(columns: int, seed: int = 0, config: CodecConfig = CONFIG) -> Codes:
    rng = np.random.default_rng(seed)
    shape = (columns, config.bands, config.levels)
    return rng.integers(0, config.size, shape).astype(np.int16)
