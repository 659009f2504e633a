"""The side of carried stereo as a stream: its spectra are added up as the vocoder adds its own."""

from dataclasses import dataclass, fields

import numpy as np

from distill.mel.mel_config import MelConfig
from distill.types import Audio, FloatArray
from distill.vocoder.contract import Spectrum

LEAST_WEIGHT = 0.5
"""Least divisor: inside a sound no sum of squared windows is smaller."""


@dataclass(frozen=True, slots=True, eq=False)
class SideState:
    """State of a stream; never written to.

    Attributes:
        sums: Shape [2, N]; sum of the frames before the waiting one, and of their windows.
        waiting: Shape [N]; the last frame, windowed, which is heard one frame later, as in `Rtisi`.
        started: Whether there is a waiting frame.
    """

    sums: FloatArray
    waiting: FloatArray
    started: bool

    def __post_init__(self) -> None:
        for row in fields(self)[:2]:
            getattr(self, row.name).setflags(write=False)


class SideStream:
    """Turns spectra of the side into sound, with the latency of `Rtisi`.

    Threads: any, at once; nothing changes after construction.
    """

    def __init__(self, config: MelConfig) -> None:
        self.config = config
        self._window = np.hanning(config.n_fft + 1)[:-1].astype(np.float32)
        self._square = np.square(self._window)

    def initial_state(self) -> SideState:
        """Return the state before the first frame."""
        size = self.config.n_fft
        return SideState(np.zeros((2, size), np.float32), np.zeros(size, np.float32), started=False)

    def step(self, spectrum: Spectrum | None, state: SideState) -> tuple[Audio, SideState]:
        """Add one frame, [1, F] or silence; return sound [hop] and the state after it."""
        hop = self.config.hop
        sums = np.array(state.sums)
        if state.started:
            sums[0] += state.waiting
            sums[1] += self._square
        weight = np.maximum(sums[1, :hop], np.float32(LEAST_WEIGHT))
        out: Audio = np.divide(sums[0, :hop], weight, dtype=np.float32)
        sums[:, :-hop] = sums[:, hop:]
        sums[:, -hop:] = 0
        return out, SideState(sums, self._frame(spectrum), started=True)

    def flush(self, state: SideState) -> Audio:
        """Return the sound that is still pending, [hop + margin]; the state is not changed."""
        sums = np.array(state.sums)
        if state.started:
            sums[0] += state.waiting
            sums[1] += self._square
        weight = np.maximum(sums[1], np.float32(LEAST_WEIGHT))
        out: Audio = np.divide(sums[0], weight, dtype=np.float32)
        return out[: self.config.hop + self.config.margin]

    def _frame(self, spectrum: Spectrum | None) -> FloatArray:
        if spectrum is None:
            return np.zeros_like(self._window)
        frame: FloatArray = np.fft.irfft(spectrum[0]).astype(np.float32)
        return frame * self._window
