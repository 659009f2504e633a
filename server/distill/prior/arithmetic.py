"""Compiled arithmetic of the prior: products, layer norms and GELU of a few hundred numbers."""

from typing import Any, Final

import numpy as np
from numba import njit

from distill.prior.vectors import TILE, Tiles, bits_to_float, multiply_tile
from distill.types import FloatArray

_f = np.float32
_LOG2_E: Final = _f(1.44269504)
_LN_2_HIGH: Final = _f(0.693359375)
_LN_2_LOW: Final = _f(-2.12194440e-4)
_C0: Final = _f(1.9875691500e-4)
_C1: Final = _f(1.3981999507e-3)
_C2: Final = _f(8.3334519073e-3)
_C3: Final = _f(4.1665795894e-2)
_C4: Final = _f(1.6666665459e-1)
_C5: Final = _f(5.0000001201e-1)
_ZERO: Final = _f(0)
_HALF: Final = _f(0.5)
_ONE: Final = _f(1)
_TOP: Final = _f(88)
_BOTTOM: Final = _f(-87)
_GELU_SLOPE: Final = _f(2 * 0.7978845608)
_GELU_CUBE: Final = _f(0.044715)
_EPSILON: Final = _f(1e-5)

FAST: Final[dict[str, Any]] = {
    # Sums may be reordered; NaN and infinity keep their meaning, so that a fault is detected.
    "fastmath": {"reassoc", "contract", "nsz", "arcp", "afn"},
    "nogil": True,
    "cache": True,
    "error_model": "numpy",
    "boundscheck": False,
    "no_cfunc_wrapper": True,  # an entry from C: nothing uses one
}
PART: Final = {**FAST, "cache": False, "no_cpython_wrapper": True}
"""The same for functions that only kernels call; the entry from Python would take half as long to
compile as the function, and the kernel's machine code contains it."""
INLINE: Final = {**PART, "inline": "always"}


@njit(**INLINE)
def exp(x: np.float32) -> np.float32:
    """Compute e**x within 2 units in the last place, in a form that vectorizes.

    Source: expf of Cephes (Moshier 1989).
    """
    x = min(max(x, _BOTTOM), _TOP)
    z = np.floor(x * _LOG2_E + _HALF)
    r = x - z * _LN_2_HIGH - z * _LN_2_LOW
    p = ((((_C0 * r + _C1) * r + _C2) * r + _C3) * r + _C4) * r + _C5
    power = bits_to_float(np.int32((np.int32(z) + np.int32(127)) << np.int32(23)))
    result: np.float32 = (p * r * r + r + _ONE) * power
    return result


@njit(**PART)
def gelu(x: FloatArray) -> None:
    """Apply GELU to x [N], in place: the tanh form, written as x * sigmoid."""
    for i in range(x.shape[0]):
        v = x[i]
        x[i] = v - v / (exp(_GELU_SLOPE * (v + _GELU_CUBE * v * v * v)) + _ONE)


@njit(**PART)
def normalize(x: FloatArray, norm: FloatArray, out: FloatArray) -> None:
    """Write the layer norm of x [D] into out [D]."""
    N = x.shape[0]
    total = _ZERO
    for i in range(N):
        total += x[i]
    mean = total / _f(N)
    square = _ZERO
    for i in range(N):
        square += (x[i] - mean) * (x[i] - mean)
    scale = _ONE / np.sqrt(square / _f(N) + _EPSILON)
    for i in range(N):
        out[i] = (x[i] - mean) * scale * norm[0, i] + norm[1, i]


@njit(**PART)
def product_buffer(tiles: Tiles) -> FloatArray:
    """Allocate memory for a product: whole tiles."""
    return np.empty(tiles.shape[0] * TILE, np.float32)


@njit(**PART)
def multiply(tiles: Tiles, x: FloatArray, out: FloatArray) -> None:
    """Write a packed matrix times x [C] into out, from `product_buffer`."""
    for tile in range(tiles.shape[0]):
        multiply_tile(tiles, tile, x, out)


@njit(**PART)
def project(tiles: Tiles, bias: FloatArray, x: FloatArray, out: FloatArray) -> None:
    """Write a packed matrix times x [C], plus bias [R], into out, from `product_buffer`."""
    multiply(tiles, x, out)
    for i in range(bias.shape[0]):
        out[i] += bias[i]


@njit(**PART)
def add(x: FloatArray, change: FloatArray) -> None:
    """Add change [N or more] to x [N], in place."""
    for i in range(x.shape[0]):
        x[i] += change[i]


@njit(**PART)
def greatest(x: FloatArray) -> np.float32:
    """Return the greatest number of x [N]."""
    top: np.float32 = x[0]
    for i in range(1, x.shape[0]):
        top = max(top, x[i])
    return top


@njit(**PART)
def all_finite(x: FloatArray) -> bool:
    """Is every number of x [N] finite?"""
    for i in range(x.shape[0]):  # noqa: SIM110 - numba compiles no generators here
        if not np.isfinite(x[i]):
            return False
    return True
