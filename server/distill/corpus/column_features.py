"""Measures the columns of a sound: how loud they are, when onsets come, which pitches there are."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
import numpy.typing as npt

from distill.mel.analysis import DECIBELS_PER_NEPER
from distill.mel.mel_config import MelConfig
from distill.types import FloatArray, Mel

EDGE_BINS: Final = 32
"""Bins of the spectrum at each edge of a column, from those of the mel analysis."""
PITCH_CLASSES: Final = 12
_PITCHED_HZ: Final = 350.0, 4000.0
"""Range in which peaks of the spectrum are partials of notes, and the analysis tells them apart."""
_TUNING_HZ: Final = 440.0
_RISE_DB: Final = 30.0
"""Greatest rise of one bin that counts: an onset after silence is no more than another."""


@dataclass(frozen=True, slots=True, eq=False)
class ColumnFeatures:
    """Of N columns of F frames.

    Attributes:
        loudness: Shape [N]; mean power in dB, in the scale of the mel analysis.
        rises: Shape [N, F]; how much each frame rises over the one before, mean dB per bin.
        edges: Shape [N, 2, EDGE_BINS]; log power of the first and of the last frame, in nepers.
        chroma: Shape [N, 12]; share of the power of each pitch class.
    """

    loudness: FloatArray
    rises: FloatArray
    edges: FloatArray
    chroma: FloatArray

    def __len__(self) -> int:
        """N."""
        return len(self.loudness)

    @classmethod
    def joined(cls, parts: "Sequence[ColumnFeatures]") -> "ColumnFeatures":
        """Return the columns of several, one after the other."""
        names = [row.name for row in fields(cls)]
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def measure_columns(mel: Mel, config: MelConfig, frames: int) -> ColumnFeatures:
    """Measure the columns of a whole sound.

    Args:
        mel: Log-mel [L, M], L whole columns, at least one.
        config: Its analysis.
        frames: Frames of a column.
    """
    columns = mel.reshape(-1, frames, mel.shape[1])
    power = np.exp(columns)
    ends = columns[:, [0, -1]]
    pooled = np.stack([part.mean(-1) for part in np.array_split(ends, EDGE_BINS, -1)], -1)
    return ColumnFeatures(
        (10 * np.log10(power.sum(2).mean(1))).astype(np.float32),
        onset_strength(mel).reshape(-1, frames),
        pooled.astype(np.float32),
        _chroma(power.mean(1), config),
    )


def onset_strength(mel: Mel) -> FloatArray:
    """Return how much each frame of log-mel [L, M] rises over the one before, mean dB per bin.

    Source: spectral flux, half-wave rectified (Dixon 2006, Onset detection revisited).
    """
    rise = np.diff(mel, axis=0, prepend=mel[:1]) * DECIBELS_PER_NEPER
    return np.asarray(np.clip(rise, 0, _RISE_DB).mean(1), np.float32)


def _chroma(power: FloatArray, config: MelConfig) -> FloatArray:
    """Return the share of each pitch class in mel powers [N, M], by the peaks of each.

    Source: peaks by parabolas through the log power of three bins (Smith and Serra 1987).
    """
    logs = np.log(power + np.float32(config.floor))
    left, middle, right = logs[:, :-2], logs[:, 1:-1], logs[:, 2:]
    peaks = (middle > left) & (middle >= right)
    curve = np.where(peaks, left - 2 * middle + right, -1.0)
    bins = np.arange(1, logs.shape[1] - 1) + np.where(peaks, 0.5 * (left - right) / curve, 0.0)
    hertz = bin_hertz(bins, config)
    low, high = _PITCHED_HZ
    pitched = peaks & (hertz >= low) & (hertz <= high)
    pitch = 12 * np.log2(np.maximum(hertz, 1.0) / _TUNING_HZ)
    strength = np.where(pitched, np.exp(0.5 * middle), 0.0)
    classes = np.round(pitch).astype(int) % PITCH_CLASSES
    rows = np.broadcast_to(np.arange(len(logs))[:, None], classes.shape)
    found = np.zeros((len(logs), PITCH_CLASSES))
    np.add.at(found, (rows, classes), strength)
    return np.asarray(found / np.maximum(found.sum(1, keepdims=True), 1e-9), np.float32)


def bin_hertz(bins: npt.NDArray[np.float64], config: MelConfig) -> npt.NDArray[np.float64]:
    """Return the centre of mel bins, counted from 0 and fractions too, in Hz."""
    top = np.log1p(config.sample_rate / 2 / config.corner)
    hertz: npt.NDArray[np.float64] = config.corner * np.expm1(top * (bins + 1) / (config.mels + 1))
    return hertz
