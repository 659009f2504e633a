"""How far a painted sound is from the true one: for learning, and in decibels for people."""

import math

from torch import Tensor

from distill.codec.codec import Reconstruction
from distill.mel.analysis import DECIBELS_PER_NEPER

_RANGE = 80.0
"""dB below the loudest cell that still count. Source: reference/quality.md section 2."""


def rebuild_loss(made: Reconstruction, mel: Tensor, commitment: float) -> Tensor:
    """Mean squared error in natural-log units plus the weighted commitment of all levels.

    Source: reference/quality.md section 2: plain squared error on raw log-mel did best.
    """
    return (made.mel - mel).square().mean() + commitment * made.quantized.commitment.sum()


def mel_error_db(true: Tensor, painted: Tensor) -> Tensor:
    """Measure the mean absolute difference of log-mel [B, M, L] in dB, shape [B].

    Only the 80 dB below each sound's loudest cell count.
    """
    floor = true.amax(dim=(1, 2), keepdim=True) - _RANGE / 10.0 * math.log(10.0)
    difference = true.maximum(floor) - painted.maximum(floor)
    return difference.abs().mean(dim=(1, 2)) * DECIBELS_PER_NEPER
