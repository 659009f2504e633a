"""The two halves of the codec: one shrinks a sound's picture, the other paints it again."""

from itertools import pairwise
from typing import cast

from torch import Tensor, nn
from typing_extensions import override

from distill.codec.config import CodecConfig

_KERNEL, _STRIDE, _PADDING = 4, 2, 1
"""Each output is made of two inputs per axis, so that columns depend on direct neighbours only."""
_USUAL = 8.0
"""Where the painting begins, natural log of power above silence: about the mean of music, so that
the first steps are not spent on climbing out of silence."""


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions around which the input passes."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, bias=False),
            nn.BatchNorm2d(channels),
            nn.ReLU(),
            nn.Conv2d(channels, channels, 3, padding=1, bias=False),
            nn.BatchNorm2d(channels),
        )

    @override
    def forward(self, x: Tensor) -> Tensor:
        """Refine [B, C, M', L'] in place of it."""
        return nn.functional.relu(x + self.body(x))


class Encoder(nn.Sequential):
    """[B, 1, M, L] above silence to vectors [B, D, H, W]; each layer halves pitch and time."""

    def __init__(self, config: CodecConfig) -> None:
        layers: list[nn.Module] = []
        for narrow, wide in pairwise((1, *config.channels)):
            layers += [
                nn.Conv2d(narrow, wide, _KERNEL, _STRIDE, _PADDING, bias=False),
                nn.BatchNorm2d(wide),
                nn.ReLU(),
                *(ResidualBlock(wide) for _ in range(config.residual_blocks)),
            ]
        super().__init__(*layers, nn.Conv2d(config.channels[-1], config.width, 1))


class Decoder(nn.Sequential):
    """Vectors [B, D, H, W] to [B, 1, M, L] above silence; the encoder mirrored."""

    def __init__(self, config: CodecConfig) -> None:
        widths = tuple(reversed(config.channels))
        layers: list[nn.Module] = [nn.Conv2d(config.width, widths[0], 1)]
        for wide, narrow in pairwise(widths):
            layers += [
                *(ResidualBlock(wide) for _ in range(config.residual_blocks)),
                nn.ConvTranspose2d(wide, narrow, _KERNEL, _STRIDE, _PADDING, bias=False),
                nn.BatchNorm2d(narrow),
                nn.ReLU(),
            ]
        layers += [ResidualBlock(widths[-1]) for _ in range(config.residual_blocks)]
        last = nn.ConvTranspose2d(widths[-1], 1, _KERNEL, _STRIDE, _PADDING)
        nn.init.constant_(cast("Tensor", last.bias), _USUAL)
        super().__init__(*layers, last)
