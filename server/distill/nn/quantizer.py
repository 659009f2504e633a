"""The quantizer while it learns: its codebooks follow the sounds that they name.

It needs a library that takes two seconds to import; what only plays a model has `entries`.
Source: van den Oord et al. 2017 (EMA codebooks).
"""

from dataclasses import dataclass
from typing import Final

import torch
import vector_quantize_pytorch as vq
from torch import Tensor
from typing_extensions import override
from vector_quantize_pytorch.vector_quantize_pytorch import kmeans

from distill.nn.codebooks import Codebooks

_ROUNDS: Final = 6
"""Of k-means at the start; training goes on from there."""
_SAMPLE: Final = 96
"""Vectors for each entry that k-means looks at, at most."""
DEAD_SHARE: Final = 0.1
"""A code used less than this share of the average use counts as dead.
Source: docs/background/sound-quality.md#settings (the library takes an absolute count)."""


@dataclass(frozen=True, slots=True)
class QuantizerConfig:
    """How a quantizer learns.

    Attributes:
        width: D, numbers in one vector.
        levels: Q, codebooks one after the other.
        size: K, entries in each.
        decay: How slowly an entry follows the vectors it names, per step.
        vectors_per_step: Vectors in one training step (batch times positions times processes);
            scales the count under which a code is dead.
        rotation_trick: Gradients through the choice are rotated, not copied.
            Source: Fifty et al. 2024; a tie with copying in docs/background/sound-quality.md.
        together: Codebooks follow the vectors of all processes that train together.
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
    """What one pass gives.

    Attributes:
        vectors: The sum of the chosen entries, shape [B, N, D]; carries gradients in training.
        codes: Chosen entries, shape [B, N, Q].
        commitment: Loss per level, shape [Q]: how far the vectors are from their entries.
        reseeded: Codes replaced in this step per level, shape [Q].
        velocity: Mean move of the entries relative to their mean length, per level, shape [Q].
    """

    vectors: Tensor
    codes: Tensor
    commitment: Tensor
    reseeded: Tensor
    velocity: Tensor


class ResidualQuantizer(Codebooks):
    """Q codebooks in a row that learn; a thin wrapper of `vector_quantize_pytorch.ResidualVQ`."""

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

    @override
    def codebooks(self) -> Tensor:
        """Give the entries, shape [Q, K, D]."""
        return torch.stack([layer._codebook.embed[0] for layer in self.layers.layers])  # noqa: SLF001 - the library has no copy-free public reader per level

    @override
    def set_codebooks(self, entries: Tensor) -> None:
        """Take entries [Q, K, D] from a file; each counts as used as often as the others."""
        average = self.config.vectors_per_step / self.config.size
        for layer, book in zip(self.layers.layers, entries, strict=True):
            inner = layer._codebook  # noqa: SLF001 - no public writer
            inner.embed.copy_(book[None])
            inner.embed_avg.copy_(book[None] * average)
            inner.cluster_size.fill_(average)
            inner.initted.fill_(value=True)

    @override
    @torch.no_grad()
    def begin(self, vectors: Tensor) -> None:
        """Find entries for vectors [N, D], level by level, by k-means on a sample of them.

        Source: Lloyd 1982, as the library does it.
        """
        size, sample = self.config.size, _SAMPLE * self.config.size
        left, books = vectors.float(), []
        if len(left) < size:  # entries may not be twins, or one of them is dead from the start
            left = left.repeat(-(-size // len(left)), 1)
            left = left + 1e-3 * left.std() * torch.randn_like(left)
        for _ in range(self.config.levels):
            seen = left[torch.randperm(len(left))[:sample]]
            book = kmeans(seen[None], size, _ROUNDS)[0][0]
            books.append(book)
            left = left - book[torch.cdist(left, book).argmin(dim=-1)]
        self.set_codebooks(torch.stack(books))

    @override
    def forward(self, vectors: Tensor) -> Quantized:
        """Quantize [B, N, D]; in training mode the codebooks follow."""
        before = self.codebooks()
        with torch.autocast(vectors.device.type, enabled=False):
            chosen, codes, commitment = self.layers(vectors.float())
        return Quantized(chosen, codes, commitment.flatten(), self._reseeded(), self._moved(before))

    def _reseeded(self) -> Tensor:
        if not self.training:
            return torch.zeros(self.config.levels)
        counts = [
            (layer._codebook.cluster_size == self.dead_below).sum()  # noqa: SLF001 - health is what the wrapper adds
            for layer in self.layers.layers
        ]
        return torch.stack(counts).float().cpu()

    def _moved(self, before: Tensor) -> Tensor:
        after = self.codebooks()
        length = after.norm(dim=-1).mean(dim=-1).clamp(min=1e-9)
        moved: Tensor = (after - before).norm(dim=-1).mean(dim=-1) / length
        return moved.cpu()
