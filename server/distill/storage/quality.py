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


def measure(audio: Audio) -> Json:
    """Measure a sound [T] or [T, 2], finite.

    Returns:
        peak_db, rms_db, clipped (samples at or over full scale), dc (largest mean of a channel),
        correlation (of two channels, null for one), and flags: any of clipping, silence, dc,
        out_of_phase.
    """
    sound = audio[:, None] if audio.ndim == 1 else audio
    loud = np.abs(sound)
    peak = decibels_of(float(loud.max()))
    clipped = int(np.count_nonzero(loud >= 1.0))
    offset = float(np.abs(sound.mean(axis=0, dtype=np.float64)).max())
    correlation = _correlation(sound) if sound.shape[1] > 1 else None
    flags = {
        "clipping": clipped > 0,
        "silence": peak < SILENT_DB,
        "dc": offset > DC_OFFSET,
        "out_of_phase": correlation is not None and correlation < OUT_OF_PHASE,
    }
    return {
        "peak_db": round(peak, 2),
        "rms_db": round(
            decibels_of(float(np.sqrt(np.mean(np.square(sound, dtype=np.float64))))), 2
        ),
        "clipped": clipped,
        "dc": round(offset, 6),
        "correlation": None if correlation is None else round(correlation, 3),
        "flags": [name for name, raised in flags.items() if raised],
    }


def _correlation(sound: Audio) -> float:
    """Return the correlation of left and right; 1 for two silent channels."""
    left, right = sound.astype(np.float64).T
    power = float(np.sqrt(np.sum(left**2) * np.sum(right**2)))
    return float(np.sum(left * right)) / power if power > _TINY else 1.0
