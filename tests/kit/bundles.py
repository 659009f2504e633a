"""A tiny real model: every part is there, seeded and untrained."""

from functools import cache

import numpy as np
import torch

from distill.bundle import Bundle, build
from distill.codec.codec_config import CodecConfig
from distill.codec.model_types import TRAINED, CodecGeometry
from distill.mel.analysis import LogMel
from distill.mel.mel_config import MelConfig
from distill.nn.trainable_codec import TrainableCodec
from distill.nn.transformer import Prior
from distill.prior.prior_config import PriorConfig
from distill.storage.model_description import ModelDescription
from distill.types import Audio, Codes, FloatArray, Json
from distill.vocoder.vocoders import choose_vocoders

CONFIG = CodecConfig(width=8, levels=2, size=8, hidden=8)
SHORT = CodecConfig(
    MelConfig(n_fft=1024, hop=256, mels=64), column_frames=8, width=8, levels=3, size=8, hidden=8
)
"""Another geometry: columns of a quarter, as many bands, more levels."""


def tiny_model(
    seed: int = 3, *, prior: bool = True, config: CodecConfig = CONFIG, retrained: int = 0
) -> tuple[Json, dict[str, FloatArray]]:
    """Give what a model file holds: header and arrays; `retrained` is another prior each time."""
    torch.manual_seed(seed)
    codec = TrainableCodec(config).frozen()
    books = torch.randn(config.levels, config.size, config.width)
    arrays = {f"codec.{name}": value for name, value in codec.arrays.items()}
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
        arrays |= {f"prior.{name}": value for name, value in net.to_arrays().items()}
    return header, arrays


def _make_audible(arrays: dict[str, FloatArray]) -> None:
    """Give the untrained decoder a voice: it speaks louder, around -30 dB, and looks around."""
    chance = np.random.default_rng(0)
    project = arrays["codec.decoder.project"]
    project *= np.float32(0.35 * project.shape[-1] ** 0.5)
    arrays["codec.decoder.mean"] = np.full_like(arrays["codec.decoder.mean"], 11.0)
    added = arrays["codec.decoder.layers.0.add.weight"]
    added[:] = chance.normal(0.0, 1.0, added.shape)


@cache
def tiny_bundle(
    seed: int = 3, *, prior: bool = True, config: CodecConfig = CONFIG, retrained: int = 0
) -> Bundle:
    return build(*tiny_model(seed, prior=prior, config=config, retrained=retrained))


def tiny_description(config: CodecGeometry) -> ModelDescription:
    """Describe a model of this geometry without a prior."""
    return ModelDescription(TRAINED, config, None, choose_vocoders(None))


def encoded(bundle: Bundle, audio: Audio) -> Codes:
    """Encode sound [T] and return its codes [W, H, Q]."""
    steps = bundle.encode_steps(audio)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            codes: Codes = end.value
            return codes


def encoded_as_one_picture(bundle: Bundle, audio: Audio) -> Codes:
    """Encode sound [T] without the streaming encoder: one analysis, one pass of the codec."""
    config = bundle.config
    padded = np.pad(audio, (0, -len(audio) % config.column_samples))
    return bundle.codec.encode_mel(LogMel(config.mel).whole(padded))


def tiny_codes(columns: int, seed: int = 0, config: CodecConfig = CONFIG) -> Codes:
    rng = np.random.default_rng(seed)
    shape = (columns, config.bands, config.levels)
    return rng.integers(0, config.size, shape).astype(np.int16)
