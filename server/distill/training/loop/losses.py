"""Losses of a decoded log-mel: the training loss, and the mel error in decibels."""

import math
from typing import Final

from torch import Tensor

from distill.codec.codec_config import CodecConfig
from distill.mel.analysis import DECIBELS_PER_NEPER
from distill.nn.patches import Emphasis, cut
from distill.nn.trainable_codec import Reconstruction

REFERENCE_MELS: Final = 128
_RANGE = 80.0
"""Range below the loudest cell that counts, in dB.

Source: docs/background/sound-quality.md#settings.
"""


def reconstruction_loss(
    made: Reconstruction, mel: Tensor, config: CodecConfig, weights: tuple[Emphasis, float]
) -> Tensor:
    """Compute the mean squared error of the weighted patches, plus the commitment of all levels.

    Args:
        made: The reconstruction.
        mel: The original, natural log of power, shape [B, M, L].
        config: Geometry of the codec.
        weights: Weights of the parts of a patch, and of the commitment.
    """
    emphasis, commitment = weights
    error = emphasis.weigh(cut(made.mel - mel, config)).square().mean()
    return error + commitment * made.quantized.commitment.sum()


def to_reference_bins(mel: Tensor) -> Tensor:
    """Sum neighbouring bins of log-mel [B, M, L], down to about the reference 128.

    The error over twice as many bins is larger for the same sound. This makes models with different
    analyses nearly comparable; `benchmarks/sound.py` measures all with one analysis.
    """
    neighbours = mel.shape[1] // REFERENCE_MELS
    if neighbours < 2:
        return mel
    B, M, L = mel.shape
    whole = mel[:, : M // neighbours * neighbours]
    return whole.reshape(B, -1, neighbours, L).logsumexp(2)


def mel_error_db(true: Tensor, decoded: Tensor) -> Tensor:
    """Compute the mean absolute difference of log-mel [B, M, L] in dB, shape [B].

    Only the 80 dB below each sound's loudest cell count.
    """
    floor = true.amax(dim=(1, 2), keepdim=True) - _RANGE / 10.0 * math.log(10.0)
    difference = true.maximum(floor) - decoded.maximum(floor)
    return difference.abs().mean(dim=(1, 2)) * DECIBELS_PER_NEPER
