"""The samples of sources under one column of a grid, frame by frame."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from distill.codec.model_types import CodecGeometry
from distill.codes.carriers import LAYERS, Carriers
from distill.types import Audio, FloatArray
from distill.vocoder.carrying import CarrierPart
from distill.worker.source_reader import Sources
from distill.worker.surroundings import Surroundings

LOUDEST: Final = 1e12
"""Samples from here on, and NaN, are no sound."""
EDGE: Final = 128
"""Samples (2.7 ms) over which a source fades in before its beginning, so that it has no step."""


class _Place(NamedTuple):
    """Where a source carries a column.

    Attributes:
        source: Index of the source in the carriers.
        first: Sample of the source at which the column begins.
        samples: Length of the source.
        column: Samples of a column.
    """

    source: int
    first: int
    samples: int
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """Bands of a column that one place carries.

    Attributes:
        audio: Shape [T, C]; the source.
        first: Sample of the source at which the column begins.
        weight: Shape [M].
        from_end: Does the end of the source sound right before its beginning?
        to_start: Does its beginning sound right after its end?
    """

    audio: Audio
    first: int
    weight: FloatArray
    from_end: bool
    to_start: bool

    def same(self, other: "_Run") -> bool:
        """Do both read the same samples with the same weights?"""
        mine = self.first, self.from_end, self.to_start
        return (
            self.audio is other.audio
            and mine == (other.first, other.from_end, other.to_start)
            and np.array_equal(self.weight, other.weight)
        )

    def read(self, start: int, length: int) -> Audio:
        """Read samples from `start` on, relative to the beginning of the column: [length, C].

        What a damaged file has instead of sound is silence: it would never leave the vocoder.
        """
        audio = self._read(start, length)
        return audio if np.abs(audio).max() < LOUDEST else np.zeros_like(audio)

    def _read(self, start: int, length: int) -> Audio:
        first, size = self.first + start, len(self.audio)
        if first >= 0 and first + length <= size:
            return self.audio[first : first + length]
        index = np.arange(first, first + length)
        before, after = index < 0, index >= size
        gain = np.ones(length, np.float32)
        if not self.from_end:
            gain[before] = _fade(-1 - index[before])
        index[before] = index[before] % size if self.from_end else -1 - index[before]
        index[after] = index[after] % size if self.to_start else 2 * size - 1 - index[after]
        gain[(index < 0) | (index >= size)] = 0
        return self.audio[np.clip(index, 0, size - 1)] * gain[:, None]


class CarriedColumn:
    """Reads the frames of one column from its sources.

    A frame reaches beyond its column. There it has what its source has there, so where two sources
    meet, their frames overlap as those of any sound. Beyond the end of a source it has that
    mirrored, as the codec heard it; but where its beginning sounds next, it goes round.

    Attributes:
        around: What sounds before and after it.
        runs: The places that carry it.
        weights: Shape [LAYERS, M]; share of each mel bin that each layer carries, 0 where its
            source is not there.
        missing: Ids of the sources that would carry it and are not there.
    """

    def __init__(
        self, carriers: Carriers, around: Surroundings, config: CodecGeometry, sources: Sources
    ) -> None:
        """Find the sources; `carriers` [n, H, Q] are those of the columns in `around`."""
        self.around, self._config = around, config
        self.runs, weights, self.missing = _runs(carriers, around, config, sources)
        self.weights = weights.repeat(config.mel.mels // config.bands, axis=1)

    @property
    def carried(self) -> bool:
        """Does anything carry it?"""
        return bool(self.runs)

    @property
    def whole(self) -> bool:
        """Is it carried by one place alone, entirely?"""
        return len(self.runs) == 1 and bool((self.runs[0].weight >= 1).all())

    def same(self, other: "CarriedColumn") -> bool:
        """Do both read the same samples with the same weights?"""
        return (
            self.around.same(other.around)
            and len(self.runs) == len(other.runs)
            and all(a.same(b) for a, b in zip(self.runs, other.runs, strict=True))
        )

    def parts(self, first: int, count: int) -> list[CarrierPart]:
        """Return the sources under frames first..first+count of the column."""
        mel = self._config.mel
        start = first * mel.hop - mel.margin + self.around.late
        length = (count - 1) * mel.hop + mel.n_fft
        parts = []
        for run in self.runs:
            audio = run.read(start, length)
            mid, side = _mid_side(audio)
            weight = np.broadcast_to(run.weight, (count, len(run.weight)))
            frames = (_frames(mid, count, self._config), _frames(side, count, self._config))
            parts.append(CarrierPart(frames[0], None if side is None else frames[1], weight))
        return parts


def _runs(
    carriers: Carriers, around: Surroundings, config: CodecGeometry, sources: Sources
) -> tuple[list[_Run], FloatArray, tuple[str, ...]]:
    """Find the places that carry a column; those whose source is not there are left out.

    Returns:
        The places; the share that each layer of each band carries, shape [LAYERS, H]; and the ids
        of the sources that were left out.
    """
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for band in range(config.bands):
        for layer in range(LAYERS):
            source = int(carriers.source[around.here, band, layer])
            if source >= 0 and carriers.weight[around.here, band, layer] > 0:
                at = source, int(carriers.column[around.here, band, layer])
                found.setdefault(at, []).append((band, layer))
    runs, missing = [], []
    weights = np.zeros((LAYERS, config.bands), np.float32)
    for (source, number), cells in found.items():
        audio = sources.find(carriers.sources[source])
        if audio is None:
            missing.append(carriers.sources[source])
            continue
        weight = np.zeros(config.bands, np.float32)
        for band, layer in cells:
            weights[layer, band] = carriers.weight[around.here, band, layer]
            weight[band] += weights[layer, band]
        weight = weight.repeat(config.mel.mels // config.bands)
        size = config.column_samples
        here = _Place(source, number * size, len(audio), size)
        turns = _turns(carriers, around, [band for band, _ in cells], here)
        runs.append(_Run(audio, here.first, weight, *turns))
    return runs, weights, tuple(missing)


def _turns(
    carriers: Carriers, around: Surroundings, bands: list[int], place: _Place
) -> tuple[bool, bool]:
    """Return whether a source sounds on right before its beginning, and right after its end."""

    def has(index: int, column: int) -> bool:
        """Does the source carry these bands of a column with the given one of its own?"""
        sources, columns = carriers.source[index, bands], carriers.column[index, bands]
        return bool(((sources == place.source) & (columns == column)).any(1).all())

    before = after = False
    for index in np.flatnonzero(around.begins[1:] == -place.first):
        column, rest = divmod(place.samples - int(np.diff(around.begins)[index]), place.column)
        before |= rest == 0 and has(int(index), column)
    for index in np.flatnonzero(around.begins[:-1] == place.samples - place.first):
        after |= has(int(index), 0)
    return before, after


def _fade(distance: npt.NDArray[np.int64]) -> FloatArray:
    """Return the gain of samples at a distance from the beginning of a source."""
    rest = np.clip(1 - (distance + 1) / EDGE, 0, 1)
    gain: FloatArray = (0.5 - 0.5 * np.cos(np.pi * rest)).astype(np.float32)
    return gain


def _mid_side(audio: Audio) -> tuple[Audio, Audio | None]:
    """Split samples [T, C] into mid [T] and side [T]; mono has no side."""
    if audio.shape[1] == 1:
        return audio[:, 0], None
    left, right = audio[:, 0], audio[:, 1]
    half = np.float32(0.5)
    return (left + right) * half, (left - right) * half


def _frames(audio: Audio | None, count: int, config: CodecGeometry) -> FloatArray:
    """Cut samples into frames [count, N]."""
    if audio is None:
        return np.zeros((0, 0), np.float32)
    hop, size = config.mel.hop, config.mel.n_fft
    return np.stack([audio[n * hop : n * hop + size] for n in range(count)])
