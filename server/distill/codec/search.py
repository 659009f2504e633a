"""Compiled beam search of the residual quantizer: one level at a time.

Source: Chen, Guan and Wang 2010, M-search.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from distill.types import FloatArray

Places = npt.NDArray[np.int64]
"""Indices, shape [N, S, Q]."""


@njit(cache=True, nogil=True)
def keep_nearest(
    dot: FloatArray,
    entries: tuple[FloatArray, FloatArray],
    level: int,
    residual: FloatArray,
    codes: Places,
) -> None:
    """Extend each path by an entry of this level, and keep those with the least remainder.

    Args:
        dot: Products of the paths' remainders and the entries, shape [N, s, K]: s paths so far.
        entries: Those of this level, shape [K, D], and their squared lengths, shape [K].
        level: Its index.
        residual: What each path leaves of its vector, shape [N, S, D], nearest path first; of S
            paths the first s are read, and min(S, s * K) are written.
        codes: Codes of each path, shape [N, S, Q]; written as `residual`.
    """
    N, s, K = dot.shape
    S = residual.shape[1]
    width = min(S, s * K)
    book, lengths = entries
    best = np.empty(width, np.float32)
    place = np.empty(width, np.int64)
    for n in range(N):
        best[:] = np.inf
        for path in range(s):
            left = np.float32(0)
            for d in range(residual.shape[2]):
                left += residual[n, path, d] * residual[n, path, d]
            for k in range(K):
                distance = left - np.float32(2) * dot[n, path, k] + lengths[k]
                if distance < best[width - 1]:
                    at = width - 1
                    while at > 0 and distance < best[at - 1]:
                        best[at] = best[at - 1]
                        place[at] = place[at - 1]
                        at -= 1
                    best[at] = distance
                    place[at] = path * K + k
        paths = residual[n, :s].copy()
        so_far = codes[n, :s].copy()
        for at in range(width):
            path, k = place[at] // K, place[at] % K
            residual[n, at] = paths[path] - book[k]
            codes[n, at] = so_far[path]
            codes[n, at, level] = k
