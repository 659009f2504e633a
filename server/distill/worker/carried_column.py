"""The samples of sources under one column of a grid, frame by frame."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from distill.codec.model_types import CodecGeometry
from distill.codes.carriers import LAYERS, Carriers
from distill.types import Audio, FloatArray
from distill.vocoder.carrying import CarrierPart
from distill.worker.source_reader import Sources
from distill.worker.surroundings import Surroundings


class _Neighbour(NamedTuple):
    """What sounds instead of a source, before its beginning and after its end.

    Attributes:
        begin: Sample at which it sounds, relative to the beginning of the column.
        end: Where it ends.
        audio: Shape [T, C]; the source that is read there.
        first: Sample of that source at `begin`.
    """

    begin: int
    end: int
    audio: Audio
    first: int

    def same(self, other: "_Neighbour") -> bool:
        """Are both the same samples at the same time?"""
        return self.audio is other.audio and (self.begin, self.end, self.first) == (
            other.begin, other.end, other.first,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """Bands of a column that one place carries, and what sounds there before and after.

    Attributes:
        audio: Shape [T, C]; the source.
        first: Sample of the source at which the column begins.
        weight: Shape [M].
        neighbours: What carries the bands in other columns.
    """

    audio: Audio
    first: int
    weight: FloatArray
    neighbours: tuple[_Neighbour, ...]

    def same(self, other: "_Run") -> bool:
        """Do both read the same samples with the same weights?"""
        return (
            self.audio is other.audio
            and self.first == other.first
            and np.array_equal(self.weight, other.weight)
            and len(self.neighbours) == len(other.neighbours)
            and all(a.same(b) for a, b in zip(self.neighbours, other.neighbours, strict=True))
        )


class CarriedColumn:
    """Reads the frames of one column from its sources.

    A frame reaches beyond its column. There it has what its source has there, so where two sources
    meet, their frames overlap as those of any sound. Beyond the ends of a source it has what sounds
    before and after the column, so a loop of a whole source goes round as that sound does. Where
    the source ends inside the column and the column goes on, it has the end of the source mirrored,
    as the codec heard it.

    Attributes:
        around: What sounds before and after it.
        runs: The places that carry it.
        weights: Shape [LAYERS, M]; share of each mel bin that each layer carries, 0 where its
            source is not there.
    """

    def __init__(
        self, carriers: Carriers, around: Surroundings, config: CodecGeometry, sources: Sources
    ) -> None:
        """Find the sources; `carriers` [n, H, Q] are those of the columns in `around`."""
        self.around, self._config = around, config
        self.runs, weights = _runs(carriers, around, config, sources)
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
            audio = self._read(run, start, length)
            mid, side = _mid_side(audio)
            weight = np.broadcast_to(run.weight, (count, len(run.weight)))
            frames = (_frames(mid, count, self._config), _frames(side, count, self._config))
            parts.append(CarrierPart(frames[0], None if side is None else frames[1], weight))
        return parts

    def _read(self, run: _Run, start: int, length: int) -> Audio:
        """Read samples from `start` on, relative to the beginning of the column: [length, C]."""
        out = _slice(run.audio, run.first + start, length)
        source = -run.first, len(run.audio) - run.first  # where it has samples
        if source[0] <= start and start + length <= source[1]:
            return out
        for one in run.neighbours:
            begin, end = max(one.begin, start), min(one.end, start + length)
            for low, high in ((begin, min(end, source[0])), (max(begin, source[1]), end)):
                if low < high:
                    found = _slice(one.audio, one.first + low - one.begin, high - low)
                    out[low - start : high - start] = _as_wide(found, out)
        return out


def _runs(
    carriers: Carriers, around: Surroundings, config: CodecGeometry, sources: Sources
) -> tuple[list[_Run], FloatArray]:
    """Find the places that carry a column; those whose source is not there are left out.

    Returns:
        The places, and the share that each layer of each band carries, shape [LAYERS, H].
    """
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for band in range(config.bands):
        for layer in range(LAYERS):
            source = int(carriers.source[around.here, band, layer])
            if source >= 0 and carriers.weight[around.here, band, layer] > 0:
                place = source, int(carriers.column[around.here, band, layer])
                found.setdefault(place, []).append((band, layer))
    runs = []
    weights = np.zeros((LAYERS, config.bands), np.float32)
    for (source, column), cells in found.items():
        audio = sources.find(carriers.sources[source])
        if audio is None:
            continue
        weight = np.zeros(config.bands, np.float32)
        for band, layer in cells:
            weights[layer, band] = carriers.weight[around.here, band, layer]
            weight[band] += weights[layer, band]
        weight = weight.repeat(config.mel.mels // config.bands)
        neighbours = _neighbours(carriers, around, cells[0], config, sources)
        runs.append(_Run(audio, column * config.column_samples, weight, tuple(neighbours)))
    return runs, weights


def _neighbours(
    carriers: Carriers,
    around: Surroundings,
    cell: tuple[int, int],
    config: CodecGeometry,
    sources: Sources,
) -> Iterator[_Neighbour]:
    """Yield what carries one cell in the other columns."""
    band, layer = cell
    for index, begin in enumerate(around.begins[:-1]):
        if index == around.here:
            continue
        for each in (layer, *range(LAYERS)):
            source = int(carriers.source[index, band, each])
            audio = sources.find(carriers.sources[source]) if source >= 0 else None
            if audio is not None:
                first = int(carriers.column[index, band, each]) * config.column_samples
                yield _Neighbour(int(begin), int(around.begins[index + 1]), audio, first)
                break


def _slice(audio: Audio, first: int, length: int) -> Audio:
    """Return samples [length, C] of a source: after its end mirrored, with silence outside."""
    out = np.zeros((length, audio.shape[1]), np.float32)
    begin, end = max(0, first), min(len(audio), first + length)
    if begin < end:
        out[begin - first : end - first] = audio[begin:end]
    begin, end = max(len(audio), first), min(2 * len(audio), first + length)
    if begin < end:
        mirrored = audio[2 * len(audio) - end : 2 * len(audio) - begin]
        out[begin - first : end - first] = mirrored[::-1]
    return out


def _as_wide(audio: Audio, like: Audio) -> Audio:
    """Convert samples [T, C] to the channels of others."""
    if audio.shape[1] == like.shape[1]:
        return audio
    if like.shape[1] == 1:
        return np.asarray(audio.mean(axis=1, keepdims=True), np.float32)
    return np.repeat(audio, like.shape[1], axis=1)


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
