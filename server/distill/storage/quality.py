"""Measure the sound of a clip: levels, clipping, silence, DC offset, phase."""

from typing import Final

import numpy as np

from distill.audio.level import decibels_of
from distill.types import Audio, Json

SILENT_DB: Final = -80.0
"""Peak below which a clip counts as silence."""
DC_OFFSET: Final = 0.01
"""Mean of a channel above which it has a DC offset: -40 dB."""
OUT_OF_PHASE: Final = -0.2
"""Correlation of two channels below which they cancel in mono."""
_TINY: Final = 1e-12


class Measurement:
    """Measures a sound block by block.

    Threads: one.
    """

    def __init__(self, channels: int) -> None:
        self._samples = self._clipped = 0
        self._peak = 0.0
        self._sum = np.zeros(channels)
        self._products = np.zeros((channels, channels))

    def add(self, block: Audio) -> None:
        """Measure the next block, shape [T, C], finite."""
        loud = np.abs(block)
        exact = block.astype(np.float64)
        self._samples += len(block)
        self._peak = max(self._peak, float(loud.max(initial=0.0)))
        self._clipped += int(np.count_nonzero(loud >= 1.0))
        self._sum += exact.sum(axis=0)
        self._products += exact.T @ exact

    def result(self) -> Json:
        """Return what `measure` returns, for the blocks so far: at least one sample."""
        power = self._products.diagonal()
        peak = decibels_of(self._peak)
        offset = float(np.abs(self._sum / self._samples).max())
        correlation = self._correlation() if len(power) > 1 else None
        flags = {
            "clipping": self._clipped > 0,
            "silence": peak < SILENT_DB,
            "dc": offset > DC_OFFSET,
            "out_of_phase": correlation is not None and correlation < OUT_OF_PHASE,
        }
        rms = float(np.sqrt(power.sum() / (self._samples * len(power))))
        return {
            "peak_db": round(peak, 2),
            "rms_db": round(decibels_of(rms), 2),
            "clipped": self._clipped,
            "dc": round(offset, 6),
            "correlation": None if correlation is None else round(correlation, 3),
            "flags": [name for name, raised in flags.items() if raised],
        }

    def _correlation(self) -> float:
        """Return the correlation of left and right; 1 for two silent channels."""
        power = float(np.sqrt(self._products[0, 0] * self._products[1, 1]))
        return float(self._products[0, 1]) / power if power > _TINY else 1.0


def measure(audio: Audio) -> Json:
    """Measure a sound [T] or [T, 2], finite.

    Returns:
        peak_db, rms_db, clipped (samples at or over full scale), dc (largest mean of a channel),
        correlation (of two channels, null for one), and flags: any of clipping, silence, dc,
        out_of_phase.
    """
    sound = audio[:, None] if audio.ndim == 1 else audio
    measurement = Measurement(sound.shape[1])
    measurement.add(sound)
    return measurement.result()
