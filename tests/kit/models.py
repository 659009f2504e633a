"""A tiny real codec, seeded, and sounds for it."""

import numpy as np
import torch

from distill.codec.codec import Codec
from distill.codec.config import CodecConfig
from distill.mel.analysis import MelConfig
from distill.types import Audio

TINY_MEL = MelConfig(n_fft=512, hop=128, mels=32)
TINY = CodecConfig(mel=TINY_MEL, channels=(4, 8), width=8, levels=2, size=8)


def tiny_codec(config: CodecConfig = TINY, seed: int = 0) -> Codec:
    """Give a codec in eval mode whose BatchNorm and codebooks are not trivial."""
    torch.manual_seed(seed)
    codec = Codec(config, vectors_per_step=64)
    codec.quantizer.set_codebooks(torch.randn(config.levels, config.size, config.width))
    for module in codec.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.uniform_(-0.5, 0.5)
            module.running_var.uniform_(0.5, 2.0)
    torch.nn.init.constant_(codec.decoder[-1].bias, 8.0)
    return codec.eval().requires_grad_(requires_grad=False)


def tones(seconds: float, pitch: float = 220.0, rate: int = 48_000, seed: int = 0) -> Audio:
    """Make a decaying tone with a little noise, mono."""
    t = np.arange(int(seconds * rate)) / rate
    noise = np.random.default_rng(seed).normal(0, 0.01, len(t))
    return (0.5 * np.sin(2 * np.pi * pitch * t) * np.exp(-((t % 0.5) * 4)) + noise).astype(
        np.float32
    )
