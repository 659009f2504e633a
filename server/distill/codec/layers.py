"""Layers of the codec in numpy, for inference; `nn.autoencoder` trains their tensors with torch.

Products of one shape give the same numbers each time, whatever stands around them. So everything
here works on the window of one column, and a sound that is encoded or decoded in blocks of any size
has exactly the codes and the log-mel of the whole.
"""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np
from numba import njit
from numpy.lib.stride_tricks import as_strided

from distill.types import FloatArray

_EPSILON: Final = np.float32(1e-5)
"""Added to the variance by a layer norm, as in torch."""
_SIDES: Final = 3
"""Positions that a layer sees along an axis: its own and its neighbours."""
_HALF: Final = np.float32(0.5)
_ONE: Final = np.float32(1.0)
_ROOT_HALF: Final = np.float32(math.sqrt(0.5))


@njit(cache=True, nogil=True)
def gelu(x: FloatArray) -> None:
    """Apply GELU, by the error function, to x [N], in place."""
    for i in range(x.shape[0]):
        x[i] = _HALF * x[i] * (_ONE + math.erf(x[i] * _ROOT_HALF))


def normalize(x: FloatArray, weight: FloatArray, bias: FloatArray) -> FloatArray:
    """Return the layer norm of x [..., D]."""
    centred = x - x.mean(-1, keepdims=True)
    variance = np.square(centred).mean(-1, keepdims=True)
    normed: FloatArray = centred / np.sqrt(variance + _EPSILON) * weight + bias
    return normed


class NeighbourSum:
    """Adds to each position a function of the position and its neighbours.

    Threads: any; nothing changes after construction.
    """

    def __init__(self, tensors: Mapping[str, FloatArray], columns: int) -> None:
        """Prepare one layer.

        Args:
            tensors: Named as in `nn.autoencoder.NeighbourLayer`.
            columns: Columns that it sees: 3, or 1 for its own alone.
        """
        self._norm = tensors["norm.weight"], tensors["norm.bias"]
        self._look = np.ascontiguousarray(tensors["look.weight"].T)
        self._look_bias = tensors["look.bias"]
        self._add = np.ascontiguousarray(tensors["add.weight"].T)
        self._add_bias = tensors["add.bias"]
        self._columns = columns

    def step(self, x: FloatArray, first: int, count: int) -> FloatArray:
        """Refine columns first..first+count of x [W, H, D]; outside x all is zero.

        Returns:
            Shape [count, H, D].
        """
        W, H, D = x.shape
        padded = np.zeros((W + 2, H + 2, D), np.float32)
        padded[1:-1, 1:-1] = normalize(x, *self._norm)
        start = padded[first + (_SIDES - self._columns) // 2 :]
        row, band, number = padded.strides
        seen = as_strided(  # bands beside one another lie beside one another
            start, (count, H, self._columns, _SIDES * D), (row, band, row, number), writeable=False
        )
        hidden = seen.reshape(count * H, -1) @ self._look
        hidden += self._look_bias
        gelu(hidden.reshape(-1))
        added = hidden @ self._add
        added += self._add_bias
        refined: FloatArray = x[first : first + count] + added.reshape(count, H, D)
        return refined


def neighbour_sums(tensors: Mapping[str, FloatArray], blocks: int) -> list[NeighbourSum]:
    """Prepare the layers of one half of a codec: only the first sees the neighbouring columns.

    Args:
        tensors: Named `layers.0.norm.weight` and so on.
        blocks: Layers.
    """
    found = []
    for n in range(blocks):
        prefix = f"layers.{n}."
        own = {
            name.removeprefix(prefix): value
            for name, value in tensors.items()
            if name.startswith(prefix)
        }
        found.append(NeighbourSum(own, 1 if n else _SIDES))
    return found
