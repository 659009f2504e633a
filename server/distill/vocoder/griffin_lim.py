"""Whole-clip vocoder: iterative phase reconstruction over all frames (fast Griffin-Lim).

Long sounds are rendered in blocks, which bounds memory. The last frames of a block are solved again
as the first of the next one, starting from their phases, so there is no seam.

Source: Perraudin, Balazs and Sondergaard 2013 (fast Griffin-Lim), as in torchaudio.
"""

from collections.abc import Generator, Iterator
from typing import Final, NamedTuple

import numpy as np

from distill.mel.mel_config import MelConfig
from distill.types import Audio, FloatArray, Mel
from distill.vocoder.contract import Start, Starts
from distill.vocoder.inverse import bank, magnitude
from distill.vocoder.phase import (
    PhaseEstimate,
    given,
    make_stft,
    overlap_add,
    refine,
    with_own_scratch,
)

ITERATIONS: Final = 32
MOMENTUM: Final = 0.99 / 1.99
"""Momentum 0.99 in the definition of torchaudio."""
BLOCK: Final = 512
"""Frames solved together (5.5 s): about 20 MB of work."""
ITERATIONS_AT_ONCE: Final = 4
"""Iterations of a block between two chances to cancel: about 50 ms."""
OVERLAP: Final = 32
"""Frames solved again by the next block."""
EDGE_WEIGHT: Final = 0.5
"""Least divisor: smaller sums of squared windows count as this. Inside a sound none is smaller."""


class _Carry(NamedTuple):
    """What a finished block leaves for the next: sums [N - hop] and spectra [OVERLAP, F]."""

    sound: FloatArray
    weight: FloatArray
    real: FloatArray
    imag: FloatArray


class GriffinLim:
    """The whole-clip vocoder.

    Threads: any, at once; nothing changes after construction.
    """

    def __init__(self, config: MelConfig, iterations: int = ITERATIONS) -> None:
        self.config = config
        self.iterations = iterations
        self._bank = bank(config)
        self._stft = make_stft(config.n_fft, config.hop)

    def render(self, mel: Mel, seed: int, starts: Starts | None = None) -> Audio:
        """Render a whole sound; the same mel and seed give the same samples.

        Args:
            mel: Shape [L, M], natural log of power.
            seed: Of the initial phases.
            starts: Returns the spectra to start from of frames first..last, or None.

        Returns:
            Shape [L * hop].

        Raises:
            BadArgument: The shape is not [L, M].
        """
        return np.concatenate([np.zeros(0, np.float32), *self.blocks(mel, seed, starts)])

    def blocks(self, mel: Mel, seed: int, starts: Starts | None = None) -> Iterator[Audio]:
        """Yield the same sound in blocks, so that a caller can cancel or report progress.

        A block takes a third of a second; empty ones come meanwhile.
        """
        frames = len(mel)
        margin = (self.config.n_fft - self.config.hop) // 2
        rng = np.random.default_rng(seed)
        carry = self._empty_carry()
        first = 0
        while first < frames:
            last = min(first + BLOCK, frames)
            is_last = last == frames
            target = magnitude(mel[first:last], self.config.floor, self._bank)
            final_frames = len(target) if is_last else len(target) - OVERLAP
            start = Start.nothing(*target.shape) if starts is None else starts(first, last)
            block = given(target, start)
            sound, carry = yield from self._solve(block, carry, final_frames, rng)
            sound = sound[margin if first == 0 else 0 :]
            count = len(sound) - margin if is_last else self._ready(final_frames, first)
            yield sound[:count]
            first += final_frames

    def _ready(self, final_frames: int, first: int) -> int:
        """Return the samples that no later frame changes, without the margin of the first block."""
        margin = (self.config.n_fft - self.config.hop) // 2
        return final_frames * self.config.hop - (margin if first == 0 else 0)

    def _empty_carry(self) -> _Carry:
        tail = np.zeros(self.config.n_fft - self.config.hop, np.float32)
        spectra = np.zeros((0, self.config.n_fft // 2 + 1), np.float32)
        return _Carry(tail, tail, spectra, spectra)

    def _solve(
        self, estimate: PhaseEstimate, carry: _Carry, final_frames: int, rng: np.random.Generator
    ) -> Generator[Audio, None, tuple[Audio, _Carry]]:
        """Solve one block; only its first `final_frames` frames are final."""
        nothing = np.zeros(0, np.float32)
        known, target = len(carry.real), estimate.magnitude
        real, imag = estimate.real, estimate.imag
        angle = rng.random((len(target) - known, target.shape[1]), dtype=np.float32)
        angle *= np.float32(2 * np.pi)
        unknown = (real[known:] == 0) & (imag[known:] == 0)
        for part, turned in ((real, np.cos(angle)), (imag, np.sin(angle))):
            part[known:] = np.where(unknown, target[known:] * turned, part[known:])
        real[:known], imag[:known] = carry.real, carry.imag
        before = self._extend(carry.sound, len(target))
        weight = self._add_windows(carry.weight, len(target))
        stft = with_own_scratch(self._stft)
        gain = (1.0 / np.maximum(weight, EDGE_WEIGHT)).astype(np.float32)
        iterations = 0 if estimate.held.all() else self.iterations
        for done in range(0, iterations, ITERATIONS_AT_ONCE):
            count = min(ITERATIONS_AT_ONCE, iterations - done)
            refine(estimate, before, gain, (count, MOMENTUM), stft)
            yield nothing
        overlap_add(real[:final_frames], imag[:final_frames], before, stft)
        weight = self._add_windows(carry.weight, final_frames)
        sound = (before[: len(weight)] / np.maximum(weight, EDGE_WEIGHT)).astype(np.float32)
        at = final_frames * self.config.hop
        return sound, _Carry(
            before[at : len(weight)].copy(),
            weight[at:].copy(),
            real[final_frames:],
            imag[final_frames:],
        )

    def _extend(self, tail: FloatArray, frames: int) -> FloatArray:
        """Extend the sum of earlier blocks to a block of `frames`: [(frames - 1) * hop + N]."""
        total = np.zeros((frames - 1) * self.config.hop + self.config.n_fft, np.float32)
        total[: len(tail)] = tail
        return total

    def _add_windows(self, tail: FloatArray, frames: int) -> FloatArray:
        """Add the squared windows of a block to those before it."""
        total = self._extend(tail, frames)
        square = self._stft.window**2
        for t in range(frames):
            total[t * self.config.hop : t * self.config.hop + len(square)] += square
        return total
