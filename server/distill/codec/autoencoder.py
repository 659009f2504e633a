"""The two halves of the codec: one turns patches of a sound's picture into vectors, one back.

Both begin as one matrix for each band, the directions in which that band differs most (principal
components), so that a codec works before its first step. Layers that look around begin as nothing
and learn what the neighbours tell.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional
from typing_extensions import override

from distill.codec.codec_config import CodecConfig
from distill.codec.patches import Emphasis, cut, join

_USUAL = 8.0
"""Mean of a patch before anything was heard, natural log of power above silence: that of music."""
_AROUND = (-1, 0, 1)


class Around(nn.Module):
    """Adds to each position what it and its neighbours suggest."""

    def __init__(self, width: int, hidden: int, *, columns: bool) -> None:
        """Prepare; it adds nothing until it has learned.

        Args:
            width: D.
            hidden: Width inside.
            columns: Look at the columns beside, and not at the bands beside only.
        """
        super().__init__()
        self.columns = _AROUND if columns else (0,)
        self.norm = nn.LayerNorm(width)
        self.look = nn.Linear(width * len(self.columns) * len(_AROUND), hidden)
        self.add = nn.Linear(hidden, width)
        nn.init.zeros_(self.add.weight)
        nn.init.zeros_(self.add.bias)

    @override
    def forward(self, x: Tensor) -> Tensor:
        """Refine [B, W, H, D]; outside the grid there is nothing."""
        W, H = x.shape[1:3]
        beside = functional.pad(self.norm(x), (0, 0, 1, 1, 1, 1))
        seen = [
            beside[:, 1 + column : 1 + column + W, 1 + band : 1 + band + H]
            for column in self.columns
            for band in _AROUND
        ]
        added: Tensor = self.add(functional.gelu(self.look(torch.cat(seen, dim=-1))))
        return x + added


def _layers(config: CodecConfig) -> nn.Sequential:
    return nn.Sequential(
        *(Around(config.width, config.hidden, columns=n == 0) for n in range(config.blocks))
    )


class Encoder(nn.Module):
    """[B, M, L] above silence to vectors [B, W, H, D]."""

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
        """Name what is seen by vectors."""
        patches = cut(above, self.config).flatten(-2) - self.mean
        vectors: Tensor = self.layers(torch.einsum("bwhp,hpd->bwhd", patches, self.project))
        return vectors


class Decoder(nn.Module):
    """Vectors [B, W, H, D] to [B, M, L] above silence."""

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
        """Paint what the vectors say."""
        flat = torch.einsum("bwhd,hdp->bwhp", self.layers(vectors), self.project) + self.mean
        shape = (self.config.column_frames, self.config.band_mels)
        return join(flat.reshape(*flat.shape[:-1], *shape), self.config)


@torch.no_grad()
def begin(encoder: Encoder, decoder: Decoder, above: Tensor, emphasis: Emphasis) -> None:
    """Give both halves the mean and the main directions of some sound.

    Args:
        encoder: Is changed.
        decoder: Is changed.
        above: Log-mel above silence, shape [B, M, L].
        emphasis: What matters; the directions are those of the weighed patches.
    """
    config = encoder.config
    patches = cut(above, config).flatten(0, 1)
    mean = patches.mean(0)
    weighed = emphasis.weigh(patches - mean).flatten(-2)
    spread = torch.einsum("nhp,nhq->hpq", weighed, weighed) / len(weighed)
    main = torch.linalg.eigh(spread).eigenvectors.flip(-1)[..., : config.width]
    rows = main.mT.reshape(*main.mT.shape[:-1], config.column_frames, config.band_mels)
    encoder.project.copy_(emphasis.weigh(rows).flatten(-2).mT)
    decoder.project.copy_(emphasis.undo(rows).flatten(-2))
    for half in (encoder, decoder):
        half.mean.copy_(mean.flatten(-2))
