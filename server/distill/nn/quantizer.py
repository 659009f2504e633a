"""The trainable residual quantizer: its codebooks follow the vectors that they quantize.

Inference is in `codec.codec`.
Source: van den Oord et al. 2017 (EMA codebooks).
"""

from dataclasses import dataclass
from typing import Final

import torch
import vector_quantize_pytorch as vq
from torch import Tensor, nn
from typing_extensions import override
from vector_quantize_pytorch.vector_quantize_pytorch import kmeans

_ROUNDS: Final = 6
"""Iterations of k-means at the start of training."""
_SAMPLE: Final = 96
"""Most vectors per entry that k-means uses."""
DEAD_SHARE: Final = 0.1
"""A code used less than this share of the average use counts as dead.
Source: docs/background/sound-quality.md#settings (the library takes an absolute count)."""


@dataclass(frozen=True, slots=True)
class QuantizerConfig:
    """How a quantizer is trained.

    Attributes:
        width: D, numbers in one vector.
        levels: Q, codebooks in series.
        size: K, entries in each.
        decay: EMA decay of the entries, per step.
        vectors_per_step: Vectors in one training step (batch times positions times processes);
            scales the count below which a code is dead.
        rotation_trick: Gradients through the quantizer are rotated, not copied.
            Source: Fifty et al. 2024; a tie with copying in docs/background/sound-quality.md.
        together: Codebooks follow the vectors of all processes of a distributed training.
    """

    width: int
    levels: int
    size: int
    decay: float = 0.99
    vectors_per_step: int = 768
    rotation_trick: bool = False
    together: bool = False


@dataclass(frozen=True, slots=True)
class Quantized:
    """Result of one pass.

    Attributes:
        vectors: The sum of the chosen entries, shape [B, N, D]; carries gradients in training.
        codes: Chosen entries, shape [B, N, Q].
        commitment: Loss per level, shape [Q]: how far the vectors are from their entries.
        reseeded: Codes replaced in this step per level, shape [Q].
        velocity: Mean move of the entries relative to their mean norm, per level, shape [Q].
    """

    vectors: Tensor
    codes: Tensor
    commitment: Tensor
    reseeded: Tensor
    velocity: Tensor


class ResidualQuantizer(nn.Module):
    """Q trainable codebooks in series; a thin wrapper of `vector_quantize_pytorch.ResidualVQ`.

    Level 0 is the coarsest; each further level quantizes what the levels before left. Source:
    Zeghidour et al. 2021, SoundStream, algorithm 1.
    """

    def __init__(self, config: QuantizerConfig) -> None:
        super().__init__()
        self.config = config
        self.dead_below = DEAD_SHARE * config.vectors_per_step / config.size
        self.layers = vq.ResidualVQ(
            dim=config.width,
            num_quantizers=config.levels,
            codebook_size=config.size,
            decay=config.decay,
            kmeans_init=False,
            threshold_ema_dead_code=self.dead_below,
            rotation_trick=config.rotation_trick,
            stochastic_sample_codes=False,
            quantize_dropout=False,
            sync_codebook=config.together,
        )

    def codebooks(self) -> Tensor:
        """Return the entries, shape [Q, K, D]."""
        return torch.stack([layer._codebook.embed[0] for layer in self.layers.layers])  # noqa: SLF001 - the library has no copy-free public reader per level

    def set_codebooks(self, entries: Tensor) -> None:
        """Set the entries, shape [Q, K, D]; all count as equally used."""
        average = self.config.vectors_per_step / self.config.size
        for layer, book in zip(self.layers.layers, entries, strict=True):
            inner = layer._codebook  # noqa: SLF001 - no public writer
            inner.embed.copy_(book[None])
            inner.embed_avg.copy_(book[None] * average)
            inner.cluster_size.fill_(average)
            inner.initted.fill_(value=True)

    @torch.no_grad()
    def begin(self, vectors: Tensor) -> None:
        """Initialize the entries by k-means on a sample of vectors [N, D], level by level.

        Source: Lloyd 1982, as implemented by the library.
        """
        size, sample = self.config.size, _SAMPLE * self.config.size
        residual, books = vectors.float(), []
        if len(residual) < size:  # equal entries would be dead from the start
            residual = residual.repeat(-(-size // len(residual)), 1)
            residual = residual + 1e-3 * residual.std() * torch.randn_like(residual)
        for _ in range(self.config.levels):
            chosen = residual[torch.randperm(len(residual))[:sample]]
            book = kmeans(chosen[None], size, _ROUNDS)[0][0]
            books.append(book)
            residual = residual - book[torch.cdist(residual, book).argmin(dim=-1)]
        self.set_codebooks(torch.stack(books))

    @override
    def forward(self, vectors: Tensor) -> Quantized:
        """Quantize [B, N, D]; in training mode the codebooks follow."""
        before = self.codebooks()
        with torch.autocast(vectors.device.type, enabled=False):
            chosen, codes, commitment = self.layers(vectors.float())
        return Quantized(
            chosen, codes, commitment.flatten(), self._reseeded(), self._velocity(before)
        )

    def _reseeded(self) -> Tensor:
        if not self.training:
            return torch.zeros(self.config.levels)
        counts = [
            (layer._codebook.cluster_size == self.dead_below).sum()  # noqa: SLF001 - no public reader
            for layer in self.layers.layers
        ]
        return torch.stack(counts).float().cpu()

    def _velocity(self, before: Tensor) -> Tensor:
        after = self.codebooks()
        length = after.norm(dim=-1).mean(dim=-1).clamp(min=1e-9)
        moved: Tensor = (after - before).norm(dim=-1).mean(dim=-1) / length
        return moved.cpu()
