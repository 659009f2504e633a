"""What came before a column, as the corpus compares it: timbre, rhythm, pitch and loudness."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from distill.corpus.column_features import EDGE_BINS, PITCH_CLASSES, ColumnFeatures
from distill.types import FloatArray

RECENT: Final = 3
"""Columns whose vectors are compared one by one."""
RECENT_WEIGHTS: Final = (1.0, 0.7, 0.5)
"""Their weights, the newest first."""
RHYTHM_COLUMNS: Final = 12
"""Columns (2 s) whose onsets are compared: two beats of a slow piece."""
SLOWNESS: Final = 20.0
"""Columns (3.4 s) of the running means of timbre and pitch classes."""
_SMOOTHING: Final = 1.5
"""Frames (16 ms) by which two onsets may differ and still count as one."""
EARLY: Final = 1.2
"""Frames by which the rise of an onset is seen before it, as its window begins earlier: measured on
bursts of noise in noise, 0.8 to 1.5."""
_POOLED: Final = 2
"""Frames that become one number."""
_QUIET: Final = 1e-3
"""Norm of a rhythm below which there is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """The columns before a column.

    Attributes:
        recent: Shape [RECENT, d]; the last vectors, the newest first; zeros before the beginning.
        rises: Shape [RHYTHM_COLUMNS, F]; onset strength of the last columns, the oldest first.
        timbre: Shape [d]; running mean of the vectors.
        pitches: Shape [12]; running mean of the square roots of pitch classes.
        edge: Shape [EDGE_BINS]; spectrum of the last frame.
        columns: How many columns there were.
    """

    recent: FloatArray
    rises: FloatArray
    timbre: FloatArray
    pitches: FloatArray
    edge: FloatArray
    columns: int = 0

    @classmethod
    def empty(cls, width: int, frames: int) -> "Context":
        """Return the context of a beginning, with vectors of `width` numbers."""
        return cls(
            np.zeros((RECENT, width), np.float32),
            np.zeros((RHYTHM_COLUMNS, frames), np.float32),
            np.zeros(width, np.float32),
            np.zeros(PITCH_CLASSES, np.float32),
            np.zeros(EDGE_BINS, np.float32),
        )

    def after(self, vector: FloatArray, features: ColumnFeatures, index: int) -> "Context":
        """Return the context one column later.

        Args:
            vector: Shape [d]; of the column.
            features: Of columns, the column among them.
            index: Its index in `features`.
        """
        share = np.float32(1.0 if self.columns == 0 else 1 / SLOWNESS)
        pitches = np.sqrt(features.chroma[index])
        return Context(
            np.concatenate([vector[None], self.recent[:-1]]),
            np.concatenate([self.rises[1:], features.rises[index][None]]),
            self.timbre + share * (vector - self.timbre),
            self.pitches + share * (pitches - self.pitches),
            features.edges[index, 1],
            self.columns + 1,
        )


def rhythm_of(rises: FloatArray) -> FloatArray:
    """Return the pattern of onsets, shape [..., R], of unit length, or zeros where there is none.

    Equal patterns have equal tempo and equal place in the beat.

    Args:
        rises: Shape [..., RHYTHM_COLUMNS * F]; onset strength of each frame.
    """
    above = np.maximum(rises - rises.mean(-1, keepdims=True), 0)
    reach = round(3 * _SMOOTHING)
    bell = np.exp(-0.5 * np.square(np.arange(-reach, reach + 1) / _SMOOTHING))
    padded = np.pad(above, [(0, 0)] * (above.ndim - 1) + [(reach, reach)])
    length = above.shape[-1]
    smooth = sum(
        weight * padded[..., shift : shift + length]
        for shift, weight in enumerate(bell / bell.sum())
    )
    pooled = np.asarray(smooth).reshape(*above.shape[:-1], -1, _POOLED).mean(-1)
    pooled = pooled - pooled.mean(-1, keepdims=True)
    norm = np.linalg.norm(pooled, axis=-1, keepdims=True)
    return np.asarray(np.where(norm > _QUIET, pooled / np.maximum(norm, _QUIET), 0), np.float32)


def beat_pattern(frame: float, beat: float, frames: int) -> FloatArray:
    """Return the rises of a click on each beat before a frame, shape [RHYTHM_COLUMNS * F].

    Args:
        frame: Frames since the beginning of the music, which is on a beat.
        beat: Frames of a beat.
        frames: F, of a column.
    """
    count = RHYTHM_COLUMNS * frames
    past = frame + EARLY - count + np.arange(count)
    from_beat = (past + 0.5) % beat
    return np.asarray(from_beat < 1, np.float32)
