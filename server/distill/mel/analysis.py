"""Log-mel analysis: the level of each mel bin, about a hundred times a second.

Frame l is the Hann window over samples [l*hop - (n_fft-hop)/2, l*hop + (n_fft+hop)/2), with
silence outside. Nothing is reflected, so a sound analysed whole or in blocks gives the same values.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from distill.errors import BadArgument
from distill.mel.filterbank import filterbank
from distill.mel.mel_config import MelConfig
from distill.types import Audio, FloatArray, Mel

DECIBELS_PER_NEPER: Final = 10.0 / math.log(10.0)
"""dB in one unit of natural log power."""
_BLOCK: Final = 64
"""Frames analysed at once, which keeps their spectra in the cache."""


@dataclass(frozen=True, slots=True, eq=False)
class MelState:
    """What one block leaves for the next: samples [T'] that later frames need."""

    tail: Audio


class LogMel:
    """Computes log-mel frames of a sound, whole or block by block.

    Threads: any; nothing changes after construction.

    Attributes:
        config: The geometry.
        latency: Frames by which a stream is behind: a frame needs the samples after it.
    """

    def __init__(self, config: MelConfig) -> None:
        self.config = config
        self.latency = -(-config.margin // config.hop)
        self._window = np.hanning(config.n_fft + 1)[:-1].astype(np.float32)
        filters = filterbank(config).T
        mel, self._bins = np.nonzero(filters)
        self._weights = filters[mel, self._bins]
        self._filled, self._starts = np.unique(mel, return_index=True)

    def whole(self, audio: Audio) -> Mel:
        """Analyse a whole sound.

        Args:
            audio: Shape [T], T a multiple of hop.

        Returns:
            Natural log of mel power, shape [T / hop, M].

        Raises:
            BadArgument: T is not a multiple of hop.
        """
        self._check(audio)
        return self._frames(np.pad(audio, self.config.margin))

    def initial_state(self) -> MelState:
        """Begin a stream; silence precedes it."""
        return MelState(np.zeros(self.config.margin, np.float32))

    def step(self, audio: Audio, state: MelState) -> tuple[Mel, MelState]:
        """Analyse the next block [n*hop]; return the frames [n', M] that are complete."""
        self._check(audio)
        return self._advance(np.concatenate((state.tail, audio)))

    def flush(self, state: MelState) -> Mel:
        """End a stream; silence follows it. Return the last frames [n', M]."""
        return self._advance(np.pad(state.tail, (0, self.config.margin)))[0]

    def _advance(self, audio: Audio) -> tuple[Mel, MelState]:
        ready = max(0, (len(audio) - self.config.n_fft) // self.config.hop + 1)
        return self._frames(audio), MelState(audio[ready * self.config.hop :])

    def _frames(self, audio: Audio) -> Mel:
        """Analyse padded sound [T]; incomplete windows are left out."""
        if len(audio) < self.config.n_fft:
            return np.zeros((0, self.config.mels), np.float32)
        windows = sliding_window_view(audio, self.config.n_fft)[:: self.config.hop]
        mel = np.zeros((len(windows), self.config.mels), np.float32)
        for start in range(0, len(windows), _BLOCK):
            mel[start : start + _BLOCK, self._filled] = self._powers(
                windows[start : start + _BLOCK]
            )
        logs: Mel = np.log(np.maximum(mel, np.float32(self.config.floor)))
        return logs

    def _powers(self, windows: FloatArray) -> FloatArray:
        """Sum the power of windows [L, n_fft] in each filter that has a bin, shape [L, M']."""
        spectrum = np.fft.rfft(windows * self._window)
        power = np.square(spectrum.real) + np.square(spectrum.imag)
        sums: FloatArray = np.add.reduceat(power[:, self._bins] * self._weights, self._starts, 1)
        return sums

    def _check(self, audio: Audio) -> None:
        if audio.ndim != 1 or len(audio) % self.config.hop:
            raise BadArgument(
                f"sound must be [T] with T a multiple of {self.config.hop} samples, "
                f"got {audio.shape}; pad the end with silence"
            )
