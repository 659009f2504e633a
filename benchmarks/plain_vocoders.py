"""The plain vocoders that `notes.py` compares with: magnitudes are fixed, and there is one band.

Not a program.
"""

import numpy as np

from distill.mel.mel_config import MelConfig
from distill.types import Audio, FloatArray, Mel
from distill.vocoder.contract import Spectrum
from distill.vocoder.inverse import bank, magnitude

MOMENTUM = 0.99 / 1.99


class PlainVocoders:
    """Fast Griffin-Lim (Perraudin et al. 2013) and RTISI (Zhu et al. 2007) of one geometry."""

    def __init__(self, config: MelConfig) -> None:
        self.config, self._bank = config, bank(config)
        self._window = np.hanning(config.n_fft + 1)[:-1].astype(np.float32)

    def griffin_lim(self, mel: Mel, seed: int, iterations: int = 32) -> Audio:
        """Render a whole mel [L, M] from random phases; sound [L * hop]."""
        target = magnitude(mel, self.config.floor, self._bank)
        angle = np.random.default_rng(seed).uniform(0, 2 * np.pi, target.shape)
        spectra = (target * np.exp(1j * angle)).astype(np.complex64)
        before = np.zeros_like(spectra)
        for _ in range(iterations):
            now = self._analysed(self._added(spectra, 0.5), len(target))
            spectra, before = _with_size(now - MOMENTUM * before, target), now
        margin = self.config.margin
        return self._added(spectra, 0.5)[margin : margin + len(mel) * self.config.hop]

    def rtisi(self, mel: Mel, seed: int, iterations: int = 4) -> Audio:
        """Render a mel [L, M] frame by frame, with one frame of look-ahead; sound [L * hop]."""
        target = magnitude(mel, self.config.floor, self._bank)
        angle = np.random.default_rng(seed).uniform(0, 2 * np.pi, target.shape[1])
        spectra = np.zeros(target.shape, np.complex64)
        overlap = -(-self.config.n_fft // self.config.hop)
        for t in range(len(target)):
            first = max(0, t - overlap)
            past = self._added(spectra[first:t], 0.05, t + 1 - first)
            begun = self._analysed(past, t + 1 - first)[-1]
            begun = np.where(np.abs(begun) > 1e-9, begun, np.exp(1j * angle))
            spectra[t] = _with_size(begun, target[t])
            open_from = max(first, t - 1)
            before = np.zeros_like(spectra[open_from : t + 1])
            for _ in range(iterations):
                sound = self._added(spectra[first : t + 1], 0.2)
                now = self._analysed(sound, t + 1 - first)[open_from - first :]
                wanted = target[open_from : t + 1]
                spectra[open_from : t + 1] = _with_size(now - 0.5 * before, wanted)
                before = now
        margin = self.config.margin
        return self._added(spectra, 0.5)[margin : margin + len(mel) * self.config.hop]

    def _added(self, spectra: Spectrum, least: float, frames: int = 0) -> Audio:
        """Add frames up, divided by their windows, of which the sum counts as `least` at least."""
        hop, size = self.config.hop, self.config.n_fft
        sums = np.zeros((2, (max(frames, len(spectra)) - 1) * hop + size), np.float32)
        square = np.square(self._window)
        for t, frame in enumerate(np.fft.irfft(spectra) * self._window):
            sums[0, t * hop : t * hop + size] += frame
            sums[1, t * hop : t * hop + size] += square
        sound: Audio = sums[0] / np.maximum(sums[1], np.float32(least))
        return sound

    def _analysed(self, sound: Audio, frames: int) -> Spectrum:
        windows = np.lib.stride_tricks.sliding_window_view(sound, self.config.n_fft)
        cut = windows[:: self.config.hop][:frames] * self._window
        return np.fft.rfft(cut).astype(np.complex64)


def _with_size(spectra: Spectrum, size: FloatArray) -> Spectrum:
    found: Spectrum = spectra * (size / np.maximum(np.abs(spectra), np.float32(1e-16)))
    return found.astype(np.complex64)
