"""Finding waveforms whose spectra overlap without contradiction: the step both vocoders repeat.

A vocoder knows how loud each frequency of a frame is and has to guess its phase. Here the guess is
improved: add the frames up, look at the sum again through each frame's window, keep the phases
found there and the loudness asked for (Griffin and Lim 1984; with a push along the way it moved
last time, Perraudin, Balazs and Sondergaard 2013).
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from distill.errors import BadArgument
from distill.types import FloatArray
from distill.vocoder.fourier import KERNEL, Tables, forward, inverse, tables


class Lens(NamedTuple):
    """How frames look at sound.

    Attributes:
        window: Shape [N], periodic Hann.
        table: Of the FFT of length N.
        hop: Samples from one frame to the next.
    """

    window: FloatArray
    table: Tables
    hop: int


class Guess(NamedTuple):
    """Neighbouring frames whose phases are being sought; `refine` writes into it.

    Attributes:
        magnitude: Shape [L, F], what is asked for.
        real: Shape [L, F], the spectrum so far.
        imag: Shape [L, F].
        last_real: Shape [L, F], what the look at the sum gave last time; zeros at first.
        last_imag: Shape [L, F].
    """

    magnitude: FloatArray
    real: FloatArray
    imag: FloatArray
    last_real: FloatArray
    last_imag: FloatArray


def lens(n_fft: int, hop: int) -> Lens:
    """Prepare frames of `n_fft` samples, `hop` apart.

    Raises:
        BadArgument: `n_fft` is no power of two from 8, or the frames do not overlap evenly.
    """
    if hop < 1 or n_fft < 2 * hop or (n_fft - hop) % 2:
        raise BadArgument(f"frames of {n_fft} samples need an even hop of at most half, got {hop}")
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)
    return Lens(window.astype(np.float32), tables(n_fft), hop)


def own(glass: Lens) -> Lens:
    """Give the same lens with scratch memory of its own, for one call on one thread."""
    return glass._replace(table=glass.table._replace(work=np.empty_like(glass.table.work)))


def guess(magnitude: FloatArray, real: FloatArray, imag: FloatArray) -> Guess:
    """Start from spectra (shape [L, F]) of which only the phases count for long."""
    return Guess(magnitude, real, imag, np.zeros_like(magnitude), np.zeros_like(magnitude))


@njit(**KERNEL)
def add_up(real: FloatArray, imag: FloatArray, total: FloatArray, glass: Lens) -> None:
    """Add the windowed frames of spectra [L, F] into `total` [at least (L-1) * hop + N]."""
    size = glass.window.shape[0]
    frame = np.empty(size, np.float32)
    for t in range(real.shape[0]):
        inverse(real[t], imag[t], frame, glass.table)
        at = t * glass.hop
        for i in range(size):
            total[at + i] += frame[i] * glass.window[i]


@njit(**KERNEL)
def analyse(total: FloatArray, at: int, seen: FloatArray, glass: Lens) -> None:
    """Write the spectrum of `total` through one window: `seen` is [2, F], real and imaginary."""
    size = glass.window.shape[0]
    frame = np.empty(size, np.float32)
    for i in range(size):
        frame[i] = total[at + i] * glass.window[i]
    forward(frame, seen[0], seen[1], glass.table)


@njit(**KERNEL)
def refine(
    found: Guess, before: FloatArray, gain: FloatArray, push: tuple[int, float], glass: Lens
) -> None:
    """Improve the phases of `found` in place.

    Args:
        found: L frames.
        before: Shape [(L-1) * hop + N]; what earlier frames, no longer changed, add to the sum.
        gain: Shape [(L-1) * hop + N]; 1 / sum of squared windows.
        push: How often, and how far along the way moved last time (0 is plain Griffin-Lim).
        glass: From `lens`.
    """
    frames, bins = found.magnitude.shape
    total = np.empty(before.shape[0], np.float32)
    seen = np.empty((2, bins), np.float32)
    share = np.float32(push[1])
    for _ in range(push[0]):
        for i in range(total.shape[0]):
            total[i] = before[i]
        add_up(found.real, found.imag, total, glass)
        for i in range(total.shape[0]):
            total[i] *= gain[i]
        for t in range(frames):
            analyse(total, t * glass.hop, seen, glass)
            for f in range(bins):
                re = seen[0, f] - share * found.last_real[t, f]
                im = seen[1, f] - share * found.last_imag[t, f]
                found.last_real[t, f] = seen[0, f]
                found.last_imag[t, f] = seen[1, f]
                scale = found.magnitude[t, f] / (np.sqrt(re * re + im * im) + np.float32(1e-16))
                found.real[t, f] = re * scale
                found.imag[t, f] = im * scale
