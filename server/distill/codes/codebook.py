"""Codebooks in numpy: which codes sound alike, and which entries are nearest to a vector."""

from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from distill.codes.geometry import Map, lay_out
from distill.errors import BadArgument
from distill.types import Codes, FloatArray

_ROWS: Final = 4096
"""Positions compared with a codebook at once; bounds the memory of `quantize`."""


class Codebook:
    """The residual codebooks of one model, as numpy.

    Neighbour tables are built on first use and cached as int16: 2 bytes x Q x K x K
    (1 MB at Q=8, K=256).

    Threads: any; nothing changes once a table is built, and two threads build equal tables.

    Attributes:
        vectors: Shape [Q, K, D], float32, read-only.
    """

    def __init__(self, vectors: FloatArray) -> None:
        own = np.array(vectors, dtype=np.float32)
        if own.ndim != 3 or 0 in own.shape:  # noqa: PLR2004 - [Q, K, D]
            raise BadArgument(f"codebooks have levels, entries and width; got shape {own.shape}")
        if own.shape[1] > np.iinfo(np.int16).max + 1:
            raise BadArgument(f"a codebook holds at most 32768 entries, got {own.shape[1]}")
        if not np.isfinite(own).all():
            raise BadArgument("codebooks must be finite, got NaN or infinity; the model is damaged")
        own.setflags(write=False)
        self.vectors = own

    @property
    def levels(self) -> int:
        """Q."""
        return int(self.vectors.shape[0])

    @property
    def size(self) -> int:
        """K."""
        return int(self.vectors.shape[1])

    @property
    def width(self) -> int:
        """D."""
        return int(self.vectors.shape[2])

    @cached_property
    def order(self) -> npt.NDArray[np.int16]:
        """Codes by distance, shape [Q, K, K]: [q, k, r] is the r-th nearest to k; r=0 is k."""
        table = np.empty((self.levels, self.size, self.size), dtype=np.int16)
        for level in range(self.levels):
            squared = self._squared(level)
            np.fill_diagonal(squared, -1.0)
            table[level] = np.argsort(squared, axis=1, kind="stable")
        table.setflags(write=False)
        return table

    @cached_property
    def map(self) -> Map:
        """Position of each code among those of its level."""
        return lay_out(self.vectors)

    def neighbour(self, codes: Codes, level: int, rank: npt.NDArray[np.int64] | int) -> Codes:
        """Replace codes of one level by their rank-th nearest.

        Args:
            codes: Any shape, 0..K-1.
            level: Which codebook.
            rank: Broadcasts with `codes`; 0 is the code itself; beyond K-1 counts as K-1.

        Returns:
            Codes of the broadcast shape.
        """
        last = self.size - 1
        chosen: Codes = self.order[level][codes, np.clip(rank, 0, last)]
        return chosen

    def embed(self, codes: Codes) -> FloatArray:
        """Sum the entries of all levels: codes [..., Q] to embedding [..., D]."""
        total = np.zeros((*codes.shape[:-1], self.width), dtype=np.float32)
        for level in range(codes.shape[-1]):
            total += self.vectors[level][codes[..., level]]
        return total

    def quantize(self, embedding: FloatArray) -> Codes:
        """Quantize greedily: the nearest entry at each level (a search of one path).

        Args:
            embedding: Shape [..., D].

        Returns:
            Codes of shape [..., Q].
        """
        flat = np.array(embedding, dtype=np.float32).reshape(-1, self.width)
        codes = np.empty((len(flat), self.levels), dtype=np.int16)
        for start in range(0, len(flat), _ROWS):
            residual = flat[start : start + _ROWS]
            for level, entries in enumerate(self.vectors):
                score = 0.5 * np.square(entries).sum(1) - residual @ entries.T
                nearest = score.argmin(1)
                codes[start : start + _ROWS, level] = nearest
                residual -= entries[nearest]
        return codes.reshape(*embedding.shape[:-1], self.levels)

    def _squared(self, level: int) -> npt.NDArray[np.float64]:
        entries = self.vectors[level].astype(np.float64)
        norms = np.square(entries).sum(1)
        squared: npt.NDArray[np.float64] = norms[:, None] + norms[None] - 2.0 * entries @ entries.T
        return np.maximum(squared, 0.0, out=squared)


def reach(amount: float, size: int) -> int:
    """Return how many neighbours an edit may choose among; it grows with the square of `amount`.

    At 1 it is the nearer half of the codebook, so that the strongest edit still chooses a related
    code; at any other amount above 0 it is at least the nearest neighbour.

    Args:
        amount: 0..1.
        size: K.
    """
    if amount <= 0 or size == 1:
        return 0
    return max(1, round(amount * amount * size / 2))
