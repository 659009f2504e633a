"""Whole-clip vocoder: iterative phase reconstruction over all frames (fast Griffin-Lim).

It begins with the phases of the streaming vocoder, refines all frames together in the bass, and
then the whole spectrum: where it begins matters more than how often it iterates, and notes need the
most iterations, which cost little in the bass (benchmarks/notes.py).

Long sounds are rendered in blocks, which bounds memory. The last frames of a block are solved again
as the first of the next one, starting from their phases, so there is no seam.

Source: Perraudin, Balazs and Sondergaard 2013 (fast Griffin-Lim), as in torchaudio; see `refine`.
"""

from collections.abc import Generator, Iterator
from typing import Final, NamedTuple

import numpy as np

from distill.mel.mel_config import MelConfig
from distill.types import Audio, FloatArray, Mel
from distill.vocoder.bands import FACTOR, bass, full_band, lowest, window_sums
from distill.vocoder.contract import Start, Starts
from distill.vocoder.inverse import magnitude
from distill.vocoder.phase import (
    Band,
    PhaseEstimate,
    Schedule,
    given,
    overlap_add,
    refine,
    with_own_scratch,
)
from distill.vocoder.rtisi import Rtisi

ITERATIONS: Final = 16
BASS_ITERATIONS: Final = 100
MOMENTUM: Final = 0.99 / 1.99
"""Momentum 0.99 in the definition of torchaudio."""
BLOCK: Final = 512
"""Frames solved together (5.5 s): about 25 MB of work."""
ITERATIONS_AT_ONCE: Final = 2
"""Iterations of a block between two chances to cancel: about 40 ms."""
BASS_AT_ONCE: Final = 20
"""The same for its bass."""
FRAMES_AT_ONCE: Final = 32
"""The same for its initial phases."""
AHEAD: Final = 4
"""Frames ahead for the initial phases."""
OVERLAP: Final = 32
"""Frames solved again by the next block."""
EDGE_WEIGHT: Final = 0.5
"""Least divisor: smaller sums of squared windows count as this. Inside a sound none is smaller."""


class _Sums(NamedTuple):
    """What is known of a band before a block: sums [n] of earlier frames and of their windows."""

    sound: FloatArray
    weight: FloatArray


class _Carry(NamedTuple):
    """What a finished block leaves for the next: sums [N - hop] and spectra [OVERLAP, F]."""

    full: _Sums
    bass: _Sums
    real: FloatArray
    imag: FloatArray


class GriffinLim:
    """The whole-clip vocoder.

    Threads: any, at once; nothing changes after construction.
    """

    def __init__(self, config: MelConfig, iterations: int = ITERATIONS) -> None:
        self.config = config
        self.iterations = iterations
        self._full = full_band(config)
        self._bass = bass(config)

    def render(self, mel: Mel, seed: int, starts: Starts | None = None) -> Audio:
        """Render a whole sound; the same mel and seed give the same samples.

        Args:
            mel: Shape [L, M], natural log of power.
            seed: Of the phases after silence.
            starts: Returns the spectra to start from of frames first..last, or None.

        Returns:
            Shape [L * hop].

        Raises:
            BadArgument: The shape is not [L, M].
        """
        return np.concatenate([np.zeros(0, np.float32), *self.blocks(mel, seed, starts)])

    def blocks(self, mel: Mel, seed: int, starts: Starts | None = None) -> Iterator[Audio]:
        """Yield the same sound in blocks, so that a caller can cancel or report progress.

        A block takes two thirds of a second; empty ones come meanwhile.
        """
        frames = len(mel)
        margin = (self.config.n_fft - self.config.hop) // 2
        live = Rtisi(self.config, AHEAD, seed)
        carry = self._empty_carry()
        first = 0
        while first < frames:
            last = min(first + BLOCK, frames)
            is_last = last == frames
            target = magnitude(mel[first:last], self.config.floor, self._full.bank)
            final_frames = len(target) if is_last else len(target) - OVERLAP
            start = Start.nothing(*target.shape) if starts is None else starts(first, last)
            block = given(target, start)
            sound, carry = yield from self._solve(block, carry, final_frames, live)
            sound = sound[margin if first == 0 else 0 :]
            count = len(sound) - margin if is_last else self._ready(final_frames, first)
            yield sound[:count]
            first += final_frames

    def _ready(self, final_frames: int, first: int) -> int:
        """Return the samples that no later frame changes, without the margin of the first block."""
        margin = (self.config.n_fft - self.config.hop) // 2
        return final_frames * self.config.hop - (margin if first == 0 else 0)

    def _empty_carry(self) -> _Carry:
        spectra = np.zeros((0, self.config.n_fft // 2 + 1), np.float32)
        return _Carry(_no_sums(self._full), _no_sums(self._bass.band), spectra, spectra)

    def _solve(
        self, estimate: PhaseEstimate, carry: _Carry, final_frames: int, live: Rtisi
    ) -> Generator[Audio, None, tuple[Audio, _Carry]]:
        """Solve one block; only its first `final_frames` frames are final."""
        nothing = np.zeros(0, np.float32)
        known, real, imag = len(carry.real), estimate.real, estimate.imag
        real[:known], imag[:known] = carry.real, carry.imag
        for _ in self._begin(estimate, known, live):
            yield nothing
        full, low = _own(self._full), _own(self._bass.band)
        part = lowest(estimate, low)
        iterations = BASS_ITERATIONS * self._bass.factor // FACTOR
        for _ in _refined(part, carry.bass, low, (iterations, BASS_AT_ONCE, True)):
            yield nothing
        bins = self._bass.crossover
        real[:, :bins], imag[:, :bins] = part.real[:, :bins], part.imag[:, :bins]
        schedule = self.iterations, ITERATIONS_AT_ONCE, False
        for _ in _refined(estimate, carry.full, full, schedule):
            yield nothing
        part = lowest(estimate, low)
        _, bass_sums = _finished(part, carry.bass, final_frames, low)
        sound, sums = _finished(estimate, carry.full, final_frames, full)
        return sound, _Carry(sums, bass_sums, real[final_frames:], imag[final_frames:])

    def _begin(self, estimate: PhaseEstimate, known: int, live: Rtisi) -> Iterator[None]:
        """Set phases that are not given as the stream does, some frames at a time."""
        frames = len(estimate.real)
        state = live.state_after(estimate.rows(0, known)) if known else live.initial_state()
        for first in range(known, frames, FRAMES_AT_ONCE):
            last = min(first + FRAMES_AT_ONCE, frames)
            _, solved, state = live.extend(estimate.rows(first, last), state)
            again = max(known, first - live.depth)
            estimate.real[again:last] = solved.real[again - last :]
            estimate.imag[again:last] = solved.imag[again - last :]
            yield


def _own(band: Band) -> Band:
    return band._replace(stft=with_own_scratch(band.stft))


def _no_sums(band: Band) -> _Sums:
    nothing = np.zeros(len(band.stft.window) - band.stft.hop, np.float32)
    return _Sums(nothing, nothing)


def _extended(sums: _Sums, frames: int, band: Band) -> _Sums:
    """Extend sums to a block of frames, [(frames-1) * hop + N], with the windows of these."""
    weight = window_sums(band, 0, frames)
    sound = np.zeros_like(weight)
    sound[: len(sums.sound)] = sums.sound
    weight[: len(sums.weight)] += sums.weight
    return _Sums(sound, weight)


def _refined(
    estimate: PhaseEstimate, before: _Sums, band: Band, schedule: tuple[int, int, bool]
) -> Iterator[None]:
    """Refine a block, some iterations at a time.

    Args:
        estimate: Its frames.
        before: What earlier blocks left.
        band: Of the frames.
        schedule: Iterations, how many at a time, and whether they sharpen.
    """
    iterations, at_once, sharpens = schedule
    if estimate.held.all():
        return
    sums = _extended(before, len(estimate.real), band)
    gain = (1.0 / np.maximum(sums.weight, EDGE_WEIGHT)).astype(np.float32)
    for done in range(0, iterations, at_once):
        count = min(at_once, iterations - done)
        refine(estimate, sums.sound, gain, Schedule(count, MOMENTUM, sharpens), band)
        yield


def _finished(
    estimate: PhaseEstimate, before: _Sums, frames: int, band: Band
) -> tuple[Audio, _Sums]:
    """Return the sound of the first frames of a block, and the sums that the next begins with."""
    sums = _extended(before, frames, band)
    overlap_add(estimate.real[:frames], estimate.imag[:frames], sums.sound, band.stft)
    sound = (sums.sound / np.maximum(sums.weight, EDGE_WEIGHT)).astype(np.float32)
    at = frames * band.stft.hop
    return sound, _Sums(sums.sound[at:], sums.weight[at:])
