"""The mel filterbank: triangles of equal width in the bass that widen with frequency.

Numpy only, so that the live vocoder needs no torch.
"""

import numpy as np

from distill.mel.mel_config import MelConfig
from distill.types import FloatArray


def filterbank(config: MelConfig) -> FloatArray:
    """Build triangles of height 1 that overlap by half.

    Their corners are evenly spaced on `log(1 + f / corner)`. With a corner of 700 Hz that is
    the HTK mel scale, and the triangles are those of `torchaudio.functional.melscale_fbanks` (HTK,
    no norm).

    Returns:
        Shape [F, M], F = n_fft / 2 + 1, from 0 Hz to half the sample rate.
    """
    nyquist = config.sample_rate / 2
    bins = np.linspace(0.0, nyquist, config.n_fft // 2 + 1)
    top = np.log1p(nyquist / config.corner)
    corners = config.corner * np.expm1(np.linspace(0.0, top, config.mels + 2))
    slope = corners[None] - bins[:, None]
    width = np.diff(corners)
    rising = -slope[:, :-2] / width[:-1]
    falling = slope[:, 2:] / width[1:]
    return np.maximum(0.0, np.minimum(rising, falling)).astype(np.float32)
