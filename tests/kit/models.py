"""A tiny real codec, seeded, and sounds for it."""

import numpy as np
import torch

from distill.codec.codec import Codec
from distill.codec.codec_config import CodecConfig
from distill.mel.mel_config import MelConfig
from distill.nn.trainable_codec import TrainableCodec
from distill.nn.transformer import Prior
from distill.prior.sampler import Sampler
from distill.types import Audio

TINY_MEL = MelConfig(n_fft=512, hop=128, mels=32)
TINY = CodecConfig(mel=TINY_MEL, column_frames=4, width=8, levels=2, size=8, hidden=8)


def tiny_trainable(config: CodecConfig = TINY, seed: int = 0) -> TrainableCodec:
    """Return a codec in torch with temporal context and codebooks that are not trivial."""
    torch.manual_seed(seed)
    codec = TrainableCodec(config, vectors_per_step=64)
    codec.quantizer.set_codebooks(torch.randn(config.levels, config.size, config.width))
    for layer in (*codec.encoder.layers, *codec.decoder.layers):
        torch.nn.init.normal_(layer.add.weight)
    return codec.eval().requires_grad_(requires_grad=False)


def tiny_codec(config: CodecConfig = TINY, seed: int = 0) -> Codec:
    """Return the same codec in numpy."""
    return tiny_trainable(config, seed).frozen()


def compiled(prior: Prior, *, bfloat16: bool | None = None) -> Sampler:
    """Return the sampler of a prior in torch."""
    return Sampler.from_arrays(prior.config, prior.to_arrays(), bfloat16=bfloat16)


def tones(seconds: float, pitch: float = 220.0, rate: int = 48_000, seed: int = 0) -> Audio:
    """Make a decaying tone with a little noise, mono."""
    t = np.arange(int(seconds * rate)) / rate
    noise = np.random.default_rng(seed).normal(0, 0.01, len(t))
    return (0.5 * np.sin(2 * np.pi * pitch * t) * np.exp(-((t % 0.5) * 4)) + noise).astype(
        np.float32
    )
