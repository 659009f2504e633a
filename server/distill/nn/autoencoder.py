"""Encoder and decoder of the codec: patches of log-mel to vectors, and back.

Both start as one matrix per band, the principal components of its patches, so that a codec works
before the first training step. The neighbour layers start at zero.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional
from typing_extensions import override

from distill.codec.codec_config import CodecConfig
from distill.nn.patches import Emphasis, cut, join

_USUAL = 8.0
"""Initial mean of a patch, natural log of power above silence: that of music."""
_OFFSETS = (-1, 0, 1)


class NeighbourLayer(nn.Module):
    """Adds to each position a function of the position and its neighbours.

    The names of its parts are those of the tensors in model files.
    """

    def __init__(self, width: int, hidden: int, *, columns: bool) -> None:
        """Build a layer that adds nothing until it is trained.

        Args:
            width: D.
            hidden: Hidden width.
            columns: Include the neighbouring columns, not only the neighbouring bands.
        """
        super().__init__()
        self.columns = _OFFSETS if columns else (0,)
        self.norm = nn.LayerNorm(width)
        self.look = nn.Linear(width * len(self.columns) * len(_OFFSETS), hidden)
        self.add = nn.Linear(hidden, width)
        nn.init.zeros_(self.add.weight)
        nn.init.zeros_(self.add.bias)

    @override
    def forward(self, x: Tensor) -> Tensor:
        """Refine [B, W, H, D]; positions outside the grid are zero."""
        W, H = x.shape[1:3]
        padded = functional.pad(self.norm(x), (0, 0, 1, 1, 1, 1))
        neighbours = [
            padded[:, 1 + column : 1 + column + W, 1 + band : 1 + band + H]
            for column in self.columns
            for band in _OFFSETS
        ]
        added: Tensor = self.add(functional.gelu(self.look(torch.cat(neighbours, dim=-1))))
        return x + added


def _layers(config: CodecConfig) -> nn.Sequential:
    return nn.Sequential(
        *(NeighbourLayer(config.width, config.hidden, columns=n == 0) for n in range(config.blocks))
    )


class Encoder(nn.Module):
    """Encodes log-mel above silence, [B, M, L], to vectors [B, W, H, D]."""

    def __init__(self, config: CodecConfig) -> None:
        super().__init__()
        self.config = config
        self.mean = nn.Parameter(torch.full((config.bands, config.patch), _USUAL))
        self.project = nn.Parameter(torch.empty(config.bands, config.patch, config.width))
        for matrix in self.project:
            nn.init.orthogonal_(matrix)
        self.layers = _layers(config)

    @override
    def forward(self, above: Tensor) -> Tensor:
        """Encode [B, M, L] to [B, W, H, D]."""
        patches = cut(above, self.config).flatten(-2) - self.mean
        vectors: Tensor = self.layers(torch.einsum("bwhp,hpd->bwhd", patches, self.project))
        return vectors


class Decoder(nn.Module):
    """Decodes vectors [B, W, H, D] to log-mel above silence, [B, M, L]."""

    def __init__(self, config: CodecConfig) -> None:
        super().__init__()
        self.config = config
        self.layers = _layers(config)
        self.project = nn.Parameter(torch.empty(config.bands, config.width, config.patch))
        for matrix in self.project:
            nn.init.orthogonal_(matrix)
        self.mean = nn.Parameter(torch.full((config.bands, config.patch), _USUAL))

    @override
    def forward(self, vectors: Tensor) -> Tensor:
        """Decode [B, W, H, D] to [B, M, L]."""
        flat = torch.einsum("bwhd,hdp->bwhp", self.layers(vectors), self.project) + self.mean
        shape = (self.config.column_frames, self.config.band_mels)
        return join(flat.reshape(*flat.shape[:-1], *shape), self.config)


@torch.no_grad()
def begin(encoder: Encoder, decoder: Decoder, above: Tensor, emphasis: Emphasis) -> None:
    """Initialize encoder and decoder with the mean and principal directions of some sound.

    Args:
        encoder: Changed in place.
        decoder: Changed in place.
        above: Log-mel above silence, shape [B, M, L].
        emphasis: Weights of the parts of a patch; the directions are those of the weighted patches.
    """
    config = encoder.config
    patches = cut(above, config).flatten(0, 1)
    mean = patches.mean(0)
    weighted = emphasis.weigh(patches - mean).flatten(-2)
    covariance = torch.einsum("nhp,nhq->hpq", weighted, weighted) / len(weighted)
    directions = torch.linalg.eigh(covariance).eigenvectors.flip(-1)[..., : config.width]
    rows = directions.mT.reshape(*directions.mT.shape[:-1], config.column_frames, config.band_mels)
    encoder.project.copy_(emphasis.weigh(rows).flatten(-2).mT)
    decoder.project.copy_(emphasis.undo(rows).flatten(-2))
    for half in (encoder, decoder):
        half.mean.copy_(mean.flatten(-2))
