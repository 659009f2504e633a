"""Compiled real FFT and its inverse: the innermost loop of both vocoders.

A real FFT of a power-of-two length uses one complex FFT of half that length (Stockham, radix 4, no
bit reversal), in float32, with real and imaginary parts in separate arrays so that the loops
vectorize. numpy's FFT is as fast on many frames at once, but costs 17 us per call; the live vocoder
calls it for two frames at a time. No GIL is held here.
"""

from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numba import njit

from distill.errors import BadArgument
from distill.types import FloatArray

_FAST: Final = {"nsz"}
"""Fast-math flags that change no rounding. With `contract` or `reassoc` the vector and the scalar
form of a loop round differently, and the memory alignment of arrays decides which one runs: the
same stream gave different samples twice (measured)."""
KERNEL: Final[dict[str, Any]] = {
    "cache": True,
    "nogil": True,
    "fastmath": _FAST,
    "no_cfunc_wrapper": True,  # an entry from C: nothing uses one
}
"""Compiler options of kernels; Any because numba's options have many types."""
PART: Final[dict[str, Any]] = {**KERNEL, "cache": False, "no_cpython_wrapper": True}
"""The same for functions that only kernels call: without an entry from Python, which would take as
long to compile as the function."""

_Pair: TypeAlias = tuple[FloatArray, FloatArray]
"""Real and imaginary parts."""


class Tables(NamedTuple):
    """Tables of a transform of one length; numba treats it as a plain tuple of arrays.

    Attributes:
        cosine: Shape [N], cos(2 pi k / N).
        sine: Shape [N], sin(2 pi k / N).
        work: Shape [4, N/2], scratch memory; each thread needs its own.
    """

    cosine: FloatArray
    sine: FloatArray
    work: FloatArray


def tables(length: int) -> Tables:
    """Build the tables of a transform.

    Args:
        length: Samples in a frame, a power of two from 8.

    Raises:
        BadArgument: The length is not one.
    """
    if length < 8 or length & (length - 1):
        raise BadArgument(f"an FFT frame must be a power of two from 8, got {length}")
    angle = 2 * np.pi * np.arange(length) / length
    return Tables(
        np.cos(angle).astype(np.float32),
        np.sin(angle).astype(np.float32),
        np.zeros((4, length // 2), np.float32),
    )


@njit(**KERNEL)
def forward(frame: FloatArray, real: FloatArray, imag: FloatArray, table: Tables) -> None:
    """Compute the spectrum of a real frame.

    Args:
        frame: Shape [N].
        real: Shape [N/2 + 1], written.
        imag: Shape [N/2 + 1], written.
        table: Of length N.
    """
    half = frame.shape[0] // 2
    work = table.work
    for k in range(half):
        work[0, k] = frame[2 * k]
        work[1, k] = frame[2 * k + 1]
    at = _complex(table, np.int64(0))
    re = work[at]
    im = work[at + 1]
    real[0] = re[0] + im[0]
    real[half] = re[0] - im[0]
    imag[0] = 0.0
    imag[half] = 0.0
    for k in range(1, half):
        m = half - k
        even_re = np.float32(0.5) * (re[k] + re[m])
        even_im = np.float32(0.5) * (im[k] - im[m])
        odd_re = np.float32(0.5) * (im[k] + im[m])
        odd_im = np.float32(0.5) * (re[m] - re[k])
        c = table.cosine[k]
        s = table.sine[k]
        real[k] = even_re + c * odd_re + s * odd_im
        imag[k] = even_im + c * odd_im - s * odd_re


@njit(**KERNEL)
def inverse(real: FloatArray, imag: FloatArray, frame: FloatArray, table: Tables) -> None:
    """Compute the real frame of a spectrum: the inverse of `forward`.

    Args:
        real: Shape [N/2 + 1].
        imag: Shape [N/2 + 1]; first and last count as 0.
        frame: Shape [N], written.
        table: Of length N.
    """
    half = frame.shape[0] // 2
    work = table.work
    work[0, 0] = np.float32(0.5) * (real[0] + real[half])
    work[1, 0] = np.float32(0.5) * (real[0] - real[half])
    for k in range(1, half):
        m = half - k
        even_re = np.float32(0.5) * (real[k] + real[m])
        even_im = np.float32(0.5) * (imag[k] - imag[m])
        half_re = np.float32(0.5) * (real[k] - real[m])
        half_im = np.float32(0.5) * (imag[k] + imag[m])
        c = table.cosine[k]
        s = table.sine[k]
        odd_re = half_re * c - half_im * s
        odd_im = half_re * s + half_im * c
        work[0, k] = even_re - odd_im
        work[1, k] = even_im + odd_re
    at = _complex(table, np.int64(1))
    re = work[at - 1]
    im = work[at]
    scale = np.float32(1.0 / half)
    for k in range(half):
        frame[2 * k] = re[k] * scale
        frame[2 * k + 1] = im[k] * scale


@njit(**PART)
def _complex(table: Tables, x_re: np.int64) -> np.int64:
    """Transform rows (x_re, 1 - x_re) of the scratch; return the row of the result's real part.

    Here and below a constant is an `np.int64`, since numba would compile a function again for each
    constant that it is called with.
    """
    x_im, y_re, y_im = 1 - x_re, 2 + x_re, 3 - x_re
    size = table.work.shape[1]
    step = np.int64(2)
    stride = np.int64(1)
    while size >= 4:
        _radix4(table, size, stride, step, (x_re, x_im, y_re, y_im))
        x_re, x_im, y_re, y_im = y_re, y_im, x_re, x_im
        size //= 4
        stride *= 4
        step *= 4
    if size == 2:
        work = table.work
        for q in range(stride):
            a = work[x_re, q]
            b = work[x_re, q + stride]
            c = work[x_im, q]
            d = work[x_im, q + stride]
            work[y_re, q] = a + b
            work[y_re, q + stride] = a - b
            work[y_im, q] = c + d
            work[y_im, q + stride] = c - d
        x_re = y_re
    return x_re


@njit(**PART)
def _radix4(
    table: Tables, size: int, stride: int, step: int, rows: tuple[int, int, int, int]
) -> None:
    """Run one pass of Stockham's FFT: `size` points remain, `stride` transforms side by side.

    The inner loop vectorizes. In the first passes, with few transforms side by side, it runs over
    points instead, or has a constant length.
    """
    work = table.work
    src = (work[rows[0]], work[rows[1]])
    out = (work[rows[2]], work[rows[3]])
    quarter = size // 4
    one, four = np.int64(1), np.int64(4)
    if stride == 1:
        for p in range(quarter):
            _butterfly(src, out, (p, quarter, 4 * p, one), table, p * step)
    elif stride == 4:
        for p in range(quarter):
            for q in range(4):
                _butterfly(src, out, (q + 4 * p, 4 * quarter, q + 16 * p, four), table, p * step)
    else:
        for p in range(quarter):
            for q in range(stride):
                at = (q + stride * p, stride * quarter, q + 4 * stride * p, stride)
                _butterfly(src, out, at, table, p * step)


@njit(**PART)
def _butterfly(
    src: _Pair, out: _Pair, at: tuple[int, int, int, int], table: Tables, index: int
) -> None:
    """Map four points from `at[0]`, `at[1]` apart, to four from `at[2]`, `at[3]` apart."""
    i, far, o, near = at
    xr, xi = src
    yr, yi = out
    ar = xr[i] + xr[i + 2 * far]
    ai = xi[i] + xi[i + 2 * far]
    br = xr[i] - xr[i + 2 * far]
    bi = xi[i] - xi[i + 2 * far]
    cr = xr[i + far] + xr[i + 3 * far]
    ci = xi[i + far] + xi[i + 3 * far]
    dr = xi[i + 3 * far] - xi[i + far]
    di = xr[i + far] - xr[i + 3 * far]
    yr[o] = ar + cr
    yi[o] = ai + ci
    _twiddle(br - dr, bi - di, (yr, yi), o + near, (table.cosine[index], table.sine[index]))
    _twiddle(
        ar - cr, ai - ci, (yr, yi), o + 2 * near, (table.cosine[2 * index], table.sine[2 * index])
    )
    _twiddle(
        br + dr, bi + di, (yr, yi), o + 3 * near, (table.cosine[3 * index], table.sine[3 * index])
    )


@njit(**PART)
def _twiddle(real: float, imag: float, out: _Pair, at: int, by: tuple[float, float]) -> None:
    """Multiply a point by the conjugate twiddle factor and write it."""
    out[0][at] = by[0] * real + by[1] * imag
    out[1][at] = by[0] * imag - by[1] * real
