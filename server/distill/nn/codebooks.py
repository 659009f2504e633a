"""Codebooks: each little piece of sound is named by its nearest entries, one level after the other.

Level 0 names the piece roughly, each further level names what the ones before left over.
Source: Zeghidour et al. 2021, SoundStream, algorithm 1.
"""

from abc import ABC, abstractmethod

import torch
from torch import Tensor, nn
from typing_extensions import override

from distill.errors import BadArgument


class Codebooks(nn.Module, ABC):
    """What names vectors by codes and gives them back; how its codebooks came about is open."""

    @abstractmethod
    def codebooks(self) -> Tensor:
        """Give the entries, shape [Q, K, D]."""

    @abstractmethod
    def set_codebooks(self, entries: Tensor) -> None:
        """Take entries [Q, K, D]."""

    def begin(self, vectors: Tensor) -> None:
        """Find entries for vectors [N, D].

        Raises:
            BadArgument: These codebooks do not learn.
        """
        raise BadArgument(f"codebooks that do not learn were given {len(vectors)} vectors to learn")

    def encode(self, vectors: Tensor, search: int = 1) -> Tensor:
        """Name vectors [B, N, D] by codes [B, N, Q]; nothing is learned.

        Args:
            vectors: What to name.
            search: Paths that are kept from level to level: the best of them at the end wins. 1
                is the nearest entry at each level. Source: Chen, Guan and Wang 2010, M-search.
        """
        books = self.codebooks()
        left = vectors.float().flatten(0, 1)[:, None]
        codes = torch.zeros(len(left), 1, 0, dtype=torch.int64, device=left.device)
        for book in books:
            far = (left * left).sum(-1, keepdim=True) - 2 * left @ book.T + (book * book).sum(-1)
            kept = min(search, far.shape[1] * far.shape[2])
            paths = far.flatten(1).topk(kept, largest=False).indices
            path, code = paths // len(book), paths % len(book)
            left = left.take_along_dim(path[..., None], 1) - book[code]
            codes = torch.cat((codes.take_along_dim(path[..., None], 1), code[..., None]), -1)
        return codes[:, 0].reshape(*vectors.shape[:2], len(books))

    def decode(self, codes: Tensor) -> Tensor:
        """Sum the entries that codes [..., Q] name, shape [..., D]."""
        books = self.codebooks()
        vectors: Tensor = books[0][codes[..., 0]]
        for level in range(1, len(books)):
            vectors = vectors + books[level][codes[..., level]]
        return vectors


class FixedCodebooks(Codebooks):
    """Codebooks as a model file has them; they never change by themselves."""

    def __init__(self, levels: int, size: int, width: int) -> None:
        super().__init__()
        self._books: Tensor
        self.register_buffer("_books", torch.zeros(levels, size, width))

    @override
    def codebooks(self) -> Tensor:
        """Give the entries, shape [Q, K, D]."""
        return self._books

    @override
    def set_codebooks(self, entries: Tensor) -> None:
        """Take entries [Q, K, D]."""
        self._books.copy_(entries)
