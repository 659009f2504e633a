"""Iterative phase reconstruction: the step that both vocoders repeat.

A vocoder knows the magnitudes of a frame and has to estimate its phases. One iteration adds the
frames up, analyses the sum through each frame's window, and combines the phases of that with
the target magnitudes (Griffin and Lim 1984; with momentum, Perraudin, Balazs and Sondergaard 2013).
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from distill.errors import BadArgument
from distill.types import BoolArray, FloatArray
from distill.vocoder.contract import Start
from distill.vocoder.fourier import KERNEL, PART, Tables, forward, inverse, tables


class Stft(NamedTuple):
    """Window, FFT and hop of the analysis.

    Attributes:
        window: Shape [N], periodic Hann.
        table: Of the FFT of length N.
        hop: Samples from one frame to the next.
    """

    window: FloatArray
    table: Tables
    hop: int


class PhaseEstimate(NamedTuple):
    """Neighbouring frames whose phases are estimated; `refine` writes into it.

    Attributes:
        magnitude: Shape [L, F], the target.
        real: Shape [L, F], the present spectrum.
        imag: Shape [L, F].
        last_real: Shape [L, F], the analysis of the previous iteration; zeros at the start.
        last_imag: Shape [L, F].
        held: Shape [L, F]; whether the present phase is kept.
    """

    magnitude: FloatArray
    real: FloatArray
    imag: FloatArray
    last_real: FloatArray
    last_imag: FloatArray
    held: BoolArray


def make_stft(n_fft: int, hop: int) -> Stft:
    """Prepare frames of `n_fft` samples, `hop` apart.

    Raises:
        BadArgument: `n_fft` is no power of two from 8, or the frames do not overlap evenly.
    """
    if hop < 1 or n_fft < 2 * hop or (n_fft - hop) % 2:
        raise BadArgument(f"frames of {n_fft} samples need an even hop of at most half, got {hop}")
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)
    return Stft(window.astype(np.float32), tables(n_fft), hop)


def with_own_scratch(stft: Stft) -> Stft:
    """Return a copy with its own scratch memory, for one call on one thread."""
    return stft._replace(table=stft.table._replace(work=np.empty_like(stft.table.work)))


def given(own: FloatArray, start: Start) -> PhaseEstimate:
    """Begin an estimate of frames [L, F]: a start, and the magnitudes of their `own` energy.

    A bin without a start has no phase yet.
    """
    carried = np.sqrt(np.square(start.real) + np.square(start.imag))
    both = (own > 0) & (carried > 0)
    size = np.where(both, np.sqrt(np.square(own) + np.square(carried)), np.maximum(own, carried))
    scale = np.where(both, size / np.maximum(carried, np.float32(1e-30)), np.float32(1.0))
    real, imag = start.real * scale, start.imag * scale
    held = (size == 0) | (start.firm & (carried >= own))
    nothing = np.zeros_like(size)
    return PhaseEstimate(size, real, imag, nothing, nothing.copy(), held)


@njit(**KERNEL)
def overlap_add(real: FloatArray, imag: FloatArray, total: FloatArray, stft: Stft) -> None:
    """Add the windowed frames of spectra [L, F] into `total` [at least (L-1) * hop + N]."""
    size = stft.window.shape[0]
    frame = np.empty(size, np.float32)
    for t in range(real.shape[0]):
        inverse(real[t], imag[t], frame, stft.table)
        at = t * stft.hop
        for i in range(size):
            total[at + i] += frame[i] * stft.window[i]


@njit(**PART)
def analyse(total: FloatArray, at: int, spectrum: FloatArray, stft: Stft) -> None:
    """Compute the spectrum of one window of `total`: [2, F], real and imaginary part."""
    size = stft.window.shape[0]
    frame = np.empty(size, np.float32)
    for i in range(size):
        frame[i] = total[at + i] * stft.window[i]
    forward(frame, spectrum[0], spectrum[1], stft.table)


@njit(**KERNEL)
def refine(
    estimate: PhaseEstimate,
    before: FloatArray,
    gain: FloatArray,
    schedule: tuple[int, float],
    stft: Stft,
) -> None:
    """Improve the phases of an estimate in place.

    Args:
        estimate: L frames.
        before: Shape [(L-1) * hop + N]; the sum of earlier frames, which are final.
        gain: Shape [(L-1) * hop + N]; 1 / sum of squared windows.
        schedule: Iterations, and momentum (0 is plain Griffin-Lim).
        stft: From `make_stft`.
    """
    frames, bins = estimate.magnitude.shape
    total = np.empty(before.shape[0], np.float32)
    spectrum = np.empty((2, bins), np.float32)
    momentum = np.float32(schedule[1])
    for _ in range(schedule[0]):
        for i in range(total.shape[0]):
            total[i] = before[i]
        overlap_add(estimate.real, estimate.imag, total, stft)
        for i in range(total.shape[0]):
            total[i] *= gain[i]
        for t in range(frames):
            analyse(total, t * stft.hop, spectrum, stft)
            for f in range(bins):
                re = spectrum[0, f] - momentum * estimate.last_real[t, f]
                im = spectrum[1, f] - momentum * estimate.last_imag[t, f]
                estimate.last_real[t, f] = spectrum[0, f]
                estimate.last_imag[t, f] = spectrum[1, f]
                scale = estimate.magnitude[t, f] / (np.sqrt(re * re + im * im) + np.float32(1e-16))
                held = estimate.held[t, f]
                estimate.real[t, f] = estimate.real[t, f] if held else re * scale
                estimate.imag[t, f] = estimate.imag[t, f] if held else im * scale
