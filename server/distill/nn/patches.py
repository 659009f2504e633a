"""Cuts log-mel into patches, one per position of the grid, and weights their parts.

A patch is the log-mel of one column and one band. It is the sum of four parts that hearing uses
differently: level, change of level in time (attack), distribution over frequency (tone), and the
remainder (texture, which in noise is random).
"""

from dataclasses import dataclass

from torch import Tensor

from distill.codec.codec_config import CodecConfig


def cut(mel: Tensor, config: CodecConfig) -> Tensor:
    """Cut log-mel [B, M, L], L whole columns, into patches [B, W, H, frames, mels]."""
    B, _, L = mel.shape
    frames = config.column_frames
    grid = mel.reshape(B, config.bands, config.band_mels, L // frames, frames)
    return grid.permute(0, 3, 1, 4, 2)


def join(patches: Tensor, config: CodecConfig) -> Tensor:
    """Join patches [B, W, H, frames, mels] to log-mel [B, M, L]."""
    B, W = patches.shape[:2]
    return patches.permute(0, 2, 4, 1, 3).reshape(B, config.mel.mels, W * config.column_frames)


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Weight of each part of a patch: the factor by which its errors count.

    Measured with codebooks alone on held-out music (10 clips, 128 bins, 3.0 kbit/s): all 1 gave
    2.27 dB mel error and .67 onset correlation; attack 3 and tone 1.5 gave 2.34 dB and .81.

    Attributes:
        level: The patch's mean.
        attack: Its mean over mel bins, frame by frame.
        tone: Its mean over frames, bin by bin.
        texture: The remainder.
    """

    level: float = 1.5
    attack: float = 3.5
    tone: float = 2.0
    texture: float = 1.0

    def weigh(self, patches: Tensor) -> Tensor:
        """Multiply each part of patches [..., frames, mels] by its weight."""
        mean = patches.mean((-2, -1), keepdim=True)
        attack = patches.mean(-1, keepdim=True) - mean
        tone = patches.mean(-2, keepdim=True) - mean
        return (
            self.texture * patches
            + (self.level - self.texture) * mean
            + (self.attack - self.texture) * attack
            + (self.tone - self.texture) * tone
        )

    def undo(self, patches: Tensor) -> Tensor:
        """Invert `weigh`."""
        inverse = Emphasis(1 / self.level, 1 / self.attack, 1 / self.tone, 1 / self.texture)
        return inverse.weigh(patches)
