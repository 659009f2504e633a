"""Vectors of columns by which contexts are compared: principal directions of their coarse codes."""

from typing import Final

import numpy as np

from distill.types import Codes, FloatArray

COARSE_LEVELS: Final = 3
"""Levels that a vector is made of: finer ones say little about what comes next."""
DIRECTIONS: Final = 48
"""Most numbers of a vector."""
_FITTED: Final = 4096
"""Most columns from which the directions are computed."""


def principal_basis(codes: Codes, codebooks: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Compute the principal directions of columns.

    Args:
        codes: Shape [N, H, Q].
        codebooks: Shape [Q, K, D].

    Returns:
        Basis, shape [L, H, D, d], scaled so that the vectors' variance is 1 in the mean of their
        numbers; and centre, shape [d].

    Source: principal component analysis (Pearson 1901).
    """
    bands, levels = codes.shape[1:]
    used = min(COARSE_LEVELS, levels)
    fitted = codes[:: -(-len(codes) // _FITTED)]
    entries = sum(codebooks[level][fitted[:, :, level]] for level in range(used))
    flat = np.asarray(entries, np.float64).reshape(len(fitted), -1)
    middle = flat.mean(0)
    count = min(DIRECTIONS, flat.shape[1])
    powers, directions = np.linalg.eigh((flat - middle).T @ (flat - middle) / len(flat))
    chosen = directions[:, ::-1][:, :count]
    scale = 1 / np.sqrt(max(float(powers[::-1][:count].sum()) / count, 1e-12))
    basis = (chosen * scale).reshape(bands, -1, count)
    whole = np.repeat(basis[None], used, 0).astype(np.float32)
    return whole, (middle @ chosen * scale).astype(np.float32)


class ContextVectors:
    """Turns codes into vectors.

    Threads: any; nothing changes after construction.

    Attributes:
        width: d, numbers of a vector.
    """

    def __init__(self, codebooks: FloatArray, basis: FloatArray, centre: FloatArray) -> None:
        """Prepare tables from the codebooks [Q, K, D] and what `principal_basis` returned."""
        self.width = int(basis.shape[-1])
        self._centre = centre
        # [L, H, K, d]: the share of each code in the vector
        self._tables = np.einsum("lkd,lhdv->lhkv", codebooks[: len(basis)], basis, optimize=True)

    def of(self, codes: Codes) -> FloatArray:
        """Return the vectors [N, d] of columns [N, H, Q]."""
        found = np.repeat(-self._centre[None], len(codes), 0)
        levels, bands = self._tables.shape[:2]
        for level in range(levels):
            for band in range(bands):
                found += self._tables[level, band][codes[:, band, level]]
        return found
