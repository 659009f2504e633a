"""Residual codebooks: a vector is quantized to its nearest entries, level by level.

Level 0 is the coarsest; each further level quantizes the residual of the levels before.
Source: Zeghidour et al. 2021, SoundStream, algorithm 1.
"""

from abc import ABC, abstractmethod

import torch
from torch import Tensor, nn
from typing_extensions import override

from distill.errors import BadArgument


class Codebooks(nn.Module, ABC):
    """Quantizes vectors to codes and back; a subclass stores or trains the codebooks."""

    @abstractmethod
    def codebooks(self) -> Tensor:
        """Return the entries, shape [Q, K, D]."""

    @abstractmethod
    def set_codebooks(self, entries: Tensor) -> None:
        """Set the entries, shape [Q, K, D]."""

    def begin(self, vectors: Tensor) -> None:
        """Initialize the entries from vectors [N, D].

        Raises:
            BadArgument: These codebooks are not trainable.
        """
        raise BadArgument(
            f"codebooks that are not trainable were given {len(vectors)} vectors to train on"
        )

    def encode(self, vectors: Tensor, search: int = 1) -> Tensor:
        """Quantize vectors [B, N, D] to codes [B, N, Q]; nothing is trained.

        Args:
            vectors: What to quantize.
            search: Beam width: paths that stay from level to level; the best at the end wins. 1
                is the nearest entry at each level. Source: Chen, Guan and Wang 2010, M-search.
        """
        books = self.codebooks()
        residual = vectors.float().flatten(0, 1)[:, None]
        codes = torch.zeros(len(residual), 1, 0, dtype=torch.int64, device=residual.device)
        for book in books:
            distance = (
                (residual * residual).sum(-1, keepdim=True)
                - 2 * residual @ book.T
                + (book * book).sum(-1)
            )
            width = min(search, distance.shape[1] * distance.shape[2])
            paths = distance.flatten(1).topk(width, largest=False).indices
            path, code = paths // len(book), paths % len(book)
            residual = residual.take_along_dim(path[..., None], 1) - book[code]
            codes = torch.cat((codes.take_along_dim(path[..., None], 1), code[..., None]), -1)
        return codes[:, 0].reshape(*vectors.shape[:2], len(books))

    def decode(self, codes: Tensor) -> Tensor:
        """Return the sum of the entries of codes [..., Q], shape [..., D]."""
        books = self.codebooks()
        vectors: Tensor = books[0][codes[..., 0]]
        for level in range(1, len(books)):
            vectors = vectors + books[level][codes[..., level]]
        return vectors


class FixedCodebooks(Codebooks):
    """Codebooks loaded from a model file; they are not trained."""

    def __init__(self, levels: int, size: int, width: int) -> None:
        super().__init__()
        self._books: Tensor
        self.register_buffer("_books", torch.zeros(levels, size, width))

    @override
    def codebooks(self) -> Tensor:
        """Return the entries, shape [Q, K, D]."""
        return self._books

    @override
    def set_codebooks(self, entries: Tensor) -> None:
        """Set the entries, shape [Q, K, D]."""
        self._books.copy_(entries)
