"""Iterative phase reconstruction: the step that both vocoders repeat.

A vocoder knows the energy of a frame in each mel filter, and has to estimate its phases and how the
energy lies within a filter. One iteration adds the frames up, analyses the sum through each frame's
window, and scales what it finds to the energy wanted (Griffin and Lim 1984, with momentum as
Perraudin, Balazs and Sondergaard 2013, but for magnitudes, which follow the sound as well: spread
evenly over a filter, they belong to no sound, and partials drift to where none was).
"""

from typing import NamedTuple, Self

import numpy as np
from numba import njit

from distill.errors import BadArgument
from distill.types import BoolArray, FloatArray
from distill.vocoder.contract import Start
from distill.vocoder.fourier import KERNEL, PART, Tables, forward, inverse, tables
from distill.vocoder.inverse import Bank, filter_power, fit


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


class Band(NamedTuple):
    """The lowest bins of the spectra, up to all of them.

    Attributes:
        stft: Of the sound at the sample rate that this band needs.
        bank: Filters of these bins.
    """

    stft: Stft
    bank: Bank


class Schedule(NamedTuple):
    """How to refine.

    Attributes:
        iterations: How often.
        momentum: 0 is plain Griffin-Lim, 0.5 the most that is stable.
        sharpens: Does each iteration favour the greater energies a little? Partials become clear,
            but noise becomes tones.
    """

    iterations: int
    momentum: float
    sharpens: bool


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

    def rows(self, first: int, last: int) -> "PhaseEstimate":
        """Return frames first..last, as a view."""
        part = slice(first, last)
        return PhaseEstimate(
            self.magnitude[part],
            self.real[part],
            self.imag[part],
            self.last_real[part],
            self.last_imag[part],
            self.held[part],
        )

    @classmethod
    def of(cls, frames: tuple[FloatArray, FloatArray, FloatArray], held: BoolArray) -> Self:
        """Begin with magnitudes, real and imaginary parts [L, F], before the first iteration."""
        nothing = np.zeros_like(frames[0])
        return cls(*frames, nothing, nothing.copy(), held)


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
    return PhaseEstimate.of((size, real, imag), held)


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
    schedule: Schedule,
    band: Band,
) -> None:
    """Improve the phases of an estimate in place, and its magnitudes within each filter.

    Args:
        estimate: L frames.
        before: Shape [(L-1) * hop + N]; the sum of earlier frames, which are final.
        gain: Shape [(L-1) * hop + N]; 1 / sum of squared windows, or 0 where `before` is the sound
            itself, which has been heard.
        schedule: What to do.
        band: Of the frames.
    """
    frames, bins = estimate.magnitude.shape
    stft, bank = band
    mels = bank.height.shape[0]
    total = np.empty(before.shape[0], np.float32)
    spectrum = np.empty((2, bins), np.float32)
    energy = np.empty(bins, np.float32)
    ratio = np.empty(mels, np.float32)
    power = np.empty((frames, mels), np.float32)
    for t in range(frames):
        filter_power(estimate.magnitude[t], bank, power[t])
    momentum = np.float32(schedule.momentum)
    for _ in range(schedule.iterations):
        for i in range(total.shape[0]):
            total[i] = np.float32(0.0)
        overlap_add(estimate.real, estimate.imag, total, stft)
        for i in range(total.shape[0]):
            known = gain[i] == np.float32(0.0)
            total[i] = before[i] if known else (before[i] + total[i]) * gain[i]
        for t in range(frames):
            analyse(total, t * stft.hop, spectrum, stft)
            _extrapolate(estimate, t, spectrum, momentum, energy)
            if schedule.sharpens:
                _sharpen(energy)
            fit(power[t], bank, ratio, energy)
            _scale(estimate, t, spectrum, energy)


@njit(**PART)
def _extrapolate(
    estimate: PhaseEstimate, t: int, spectrum: FloatArray, momentum: float, energy: FloatArray
) -> None:
    """Continue the change since the last iteration; write the energy [F] that comes out."""
    for f in range(spectrum.shape[1]):
        re = spectrum[0, f] - momentum * estimate.last_real[t, f]
        im = spectrum[1, f] - momentum * estimate.last_imag[t, f]
        estimate.last_real[t, f] = spectrum[0, f]
        estimate.last_imag[t, f] = spectrum[1, f]
        spectrum[0, f] = re
        spectrum[1, f] = im
        kept = estimate.real[t, f] * estimate.real[t, f] + estimate.imag[t, f] * estimate.imag[t, f]
        energy[f] = kept if estimate.held[t, f] else re * re + im * im


@njit(**PART)
def _sharpen(energy: FloatArray) -> None:
    """Raise energies to the power 33/32: by roots, which round the same everywhere."""
    for f in range(energy.shape[0]):
        energy[f] *= np.sqrt(np.sqrt(np.sqrt(np.sqrt(np.sqrt(energy[f])))))


@njit(**PART)
def _scale(estimate: PhaseEstimate, t: int, spectrum: FloatArray, energy: FloatArray) -> None:
    """Set bins that are not held to a spectrum [2, F], scaled to an energy [F]."""
    for f in range(energy.shape[0]):
        re = spectrum[0, f]
        im = spectrum[1, f]
        scale = np.sqrt(energy[f] / (re * re + im * im + np.float32(1e-24)))
        held = estimate.held[t, f]
        estimate.real[t, f] = estimate.real[t, f] if held else re * scale
        estimate.imag[t, f] = estimate.imag[t, f] if held else im * scale
