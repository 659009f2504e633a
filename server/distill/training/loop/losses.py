"""How far a painted sound is from the true one: for learning, and in decibels for people."""

import math
from typing import Final

from torch import Tensor

from distill.codec.codec import Reconstruction
from distill.codec.codec_config import CodecConfig
from distill.codec.patches import Emphasis, cut
from distill.mel.analysis import DECIBELS_PER_NEPER

USUAL_MELS: Final = 128
_RANGE = 80.0
"""dB below the loudest cell that still count. Source: docs/background/sound-quality.md#settings."""


def rebuild_loss(
    made: Reconstruction, mel: Tensor, config: CodecConfig, weights: tuple[Emphasis, float]
) -> Tensor:
    """Mean squared error of the weighed patches, plus the commitment of all levels.

    Args:
        made: What the codec made.
        mel: What it should be, natural log of power, shape [B, M, L].
        config: Geometry.
        weights: What matters in a patch, and how much commitment does.
    """
    emphasis, commitment = weights
    error = emphasis.weigh(cut(made.mel - mel, config)).square().mean()
    return error + commitment * made.quantized.commitment.sum()


def as_usual(mel: Tensor) -> Tensor:
    """Add up neighbouring bins of log-mel [B, M, L] until there are the usual 128 or fewer.

    An error over twice as many bins is larger for the same sound; so models of different analyses
    can be compared, nearly: `benchmarks/sound.py` measures on one analysis exactly.
    """
    neighbours = mel.shape[1] // USUAL_MELS
    if neighbours < 2:
        return mel
    B, M, L = mel.shape
    whole = mel[:, : M // neighbours * neighbours]
    return whole.reshape(B, -1, neighbours, L).logsumexp(2)


def mel_error_db(true: Tensor, painted: Tensor) -> Tensor:
    """Measure the mean absolute difference of log-mel [B, M, L] in dB, shape [B].

    Only the 80 dB below each sound's loudest cell count.
    """
    floor = true.amax(dim=(1, 2), keepdim=True) - _RANGE / 10.0 * math.log(10.0)
    difference = true.maximum(floor) - painted.maximum(floor)
    return difference.abs().mean(dim=(1, 2)) * DECIBELS_PER_NEPER
