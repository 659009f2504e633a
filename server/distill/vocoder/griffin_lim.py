"""Sound from a whole mel: every frame is fitted to its neighbours, before and after, many times.

Long sounds are made in blocks, so that memory is bounded: the last frames of a block are solved
again as the first of the next one, starting from the phases they have, so there is no seam.

Source: Perraudin, Balazs and Sondergaard 2013 (fast Griffin-Lim), as in torchaudio.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numba import njit

from distill.mel.mel_config import MelConfig
from distill.types import Audio, FloatArray, Mel
from distill.vocoder.fourier import KERNEL
from distill.vocoder.inverse import bank, magnitude
from distill.vocoder.phase import Guess, Lens, add_up, guess, lens, own, refine

ITERATIONS: Final = 32
PUSH: Final = 0.99 / 1.99
"""Momentum 0.99 as torchaudio counts it."""
BLOCK: Final = 512
"""Frames solved together (5.5 s): about 20 MB of work."""
OVERLAP: Final = 32
"""Frames solved again by the next block."""
EDGE_WEIGHT: Final = 0.5
"""Sums of squared windows below this are not divided by; inside the sound none is lower."""


class _Carry(NamedTuple):
    """What a finished block leaves to the next: sums [N - hop], and spectra [OVERLAP, F]."""

    sound: FloatArray
    weight: FloatArray
    real: FloatArray
    imag: FloatArray


class GriffinLim:
    """The whole-clip vocoder.

    Threads: any, at once; nothing here changes after it is made.
    """

    def __init__(self, config: MelConfig, iterations: int = ITERATIONS) -> None:
        self.config = config
        self.iterations = iterations
        self._bank = bank(config)
        self._lens = lens(config.n_fft, config.hop)

    def render(self, mel: Mel, seed: int) -> Audio:
        """Make a whole sound; the same mel and seed give the same samples.

        Args:
            mel: Shape [L, M], natural log of power.
            seed: Of the first phases.

        Returns:
            Shape [L * hop].

        Raises:
            BadArgument: Not [L, M].
        """
        return np.concatenate([np.zeros(0, np.float32), *self.blocks(mel, seed)])

    def blocks(self, mel: Mel, seed: int) -> Iterator[Audio]:
        """Give the same sound block by block, so that a caller can stop or tell how far it is."""
        frames = len(mel)
        margin = (self.config.n_fft - self.config.hop) // 2
        chance = np.random.default_rng(seed)
        carry = self._nothing()
        first = 0
        while first < frames:
            last = min(first + BLOCK, frames)
            final = last == frames
            wanted = magnitude(mel[first:last], self.config.floor, self._bank)
            kept = len(wanted) if final else len(wanted) - OVERLAP
            sound, carry = self._solve(wanted, carry, kept, chance)
            sound = sound[margin if first == 0 else 0 :]
            yield sound[: len(sound) - margin] if final else sound[: self._ready(kept, first)]
            first += kept

    def _ready(self, kept: int, first: int) -> int:
        """Samples that no later frame changes, once the first block has lost its margin."""
        margin = (self.config.n_fft - self.config.hop) // 2
        return kept * self.config.hop - (margin if first == 0 else 0)

    def _nothing(self) -> _Carry:
        tail = np.zeros(self.config.n_fft - self.config.hop, np.float32)
        spectra = np.zeros((0, self.config.n_fft // 2 + 1), np.float32)
        return _Carry(tail, tail, spectra, spectra)

    def _solve(
        self, wanted: FloatArray, carry: _Carry, kept: int, chance: np.random.Generator
    ) -> tuple[Audio, _Carry]:
        """Solve one block; only its first `kept` frames are final."""
        known = len(carry.real)
        angle = chance.random((len(wanted) - known, wanted.shape[1]), dtype=np.float32)
        angle *= np.float32(2 * np.pi)
        real = np.concatenate([carry.real, wanted[known:] * np.cos(angle)])
        imag = np.concatenate([carry.imag, wanted[known:] * np.sin(angle)])
        found = guess(wanted, real, imag)
        before = self._lay(carry.sound, len(wanted))
        weight = self._weigh(carry.weight, len(wanted))
        glass = own(self._lens)
        gain = (1.0 / np.maximum(weight, EDGE_WEIGHT)).astype(np.float32)
        _refine(found, before, gain, (self.iterations, PUSH), glass)
        _add_up(real[:kept], imag[:kept], before, glass)
        weight = self._weigh(carry.weight, kept)
        sound = (before[: len(weight)] / np.maximum(weight, EDGE_WEIGHT)).astype(np.float32)
        at = kept * self.config.hop
        return sound, _Carry(
            before[at : len(weight)].copy(), weight[at:].copy(), real[kept:], imag[kept:]
        )

    def _lay(self, tail: FloatArray, frames: int) -> FloatArray:
        """Put what came before under a block of `frames`, shape [(frames - 1) * hop + N]."""
        total = np.zeros((frames - 1) * self.config.hop + self.config.n_fft, np.float32)
        total[: len(tail)] = tail
        return total

    def _weigh(self, tail: FloatArray, frames: int) -> FloatArray:
        """Sum squared windows of a block on top of those before it."""
        total = self._lay(tail, frames)
        square = self._lens.window**2
        for t in range(frames):
            total[t * self.config.hop : t * self.config.hop + len(square)] += square
        return total


@njit(**KERNEL)
def _refine(
    found: Guess, before: FloatArray, gain: FloatArray, push: tuple[int, float], glass: Lens
) -> None:
    """Compile `refine` for whole blocks."""
    refine(found, before, gain, push, glass)


@njit(**KERNEL)
def _add_up(real: FloatArray, imag: FloatArray, total: FloatArray, glass: Lens) -> None:
    """Compile `add_up` for whole blocks."""
    add_up(real, imag, total, glass)
