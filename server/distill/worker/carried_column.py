"""The samples of sources under one column of a grid, frame by frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from distill.codec.model_types import CodecGeometry
from distill.codes.carriers import LAYERS, Carriers
from distill.types import Audio, FloatArray
from distill.vocoder.carrying import CarrierPart
from distill.worker.source_reader import Sources

BEFORE: Final = 0
HERE: Final = 1
AFTER: Final = 2


class Surroundings(NamedTuple):
    """The carriers of a column and of those that sound before and after it.

    Attributes:
        carriers: Of three columns: before, here, after; of a loop, around its seam. At the ends of
            a clip nothing carries the one that is missing.
        before: Samples of the column before until this one begins.
        length: Samples of this column until the one after begins.
    """

    carriers: Carriers
    before: int
    length: int


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """Bands of a column that one place carries, and what carries them before and after.

    Attributes:
        audio: Shape [T, C]; the source.
        first: Sample of the source at which the column begins.
        weight: Shape [M].
        before: The place before, to be read where the source has no sample; None: silence.
        after: The place after.
    """

    audio: Audio
    first: int
    weight: FloatArray
    before: tuple[Audio, int] | None
    after: tuple[Audio, int] | None

    def same(self, other: "_Run") -> bool:
        """Do both read the same samples with the same weights?"""
        if self.audio is not other.audio or self.first != other.first:
            return False
        pairs = ((self.before, other.before), (self.after, other.after))
        return np.array_equal(self.weight, other.weight) and all(
            a is b or (a is not None and b is not None and a[0] is b[0] and a[1] == b[1])
            for a, b in pairs
        )


class CarriedColumn:
    """Reads the frames of one column from its sources.

    A frame reaches beyond its column. There it has what its source has there, so where two sources
    meet, their frames overlap as those of any sound. Beyond the ends of a source it has what sounds
    before and after the column, so a loop of a whole source goes round as that sound does.

    Attributes:
        weight: Shape [M]; share of each mel bin that is carried.
    """

    def __init__(self, around: Surroundings, config: CodecGeometry, sources: Sources) -> None:
        self.around, self._config = around, config
        self.runs = _runs(around, config, sources)
        nothing = np.zeros(config.mel.mels, np.float32)
        self.weight: FloatArray = sum((run.weight for run in self.runs), nothing)

    @property
    def carried(self) -> bool:
        """Does anything carry it?"""
        return bool(self.runs)

    @property
    def whole(self) -> bool:
        """Is it carried by one place alone, entirely?"""
        return len(self.runs) == 1 and bool((self.weight >= 1).all())

    def same(self, other: "CarriedColumn") -> bool:
        """Do both read the same samples with the same weights?"""
        mine, theirs = self.around, other.around
        if (mine.before, mine.length) != (theirs.before, theirs.length):
            return False
        return len(self.runs) == len(other.runs) and all(
            a.same(b) for a, b in zip(self.runs, other.runs, strict=True)
        )

    def parts(self, first: int, count: int) -> list[CarrierPart]:
        """Return the sources under frames first..first+count of the column."""
        mel = self._config.mel
        start = first * mel.hop - mel.margin
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
        inside = range(run.first + start, run.first + start + length)
        missing_before = min(max(0, -inside.start), length)
        if missing_before and run.before is not None:
            audio, at = run.before
            found = _slice(audio, at + self.around.before + start, missing_before)
            out[:missing_before] = _as_wide(found, out)
        missing_after = min(max(0, inside.stop - len(run.audio)), length)
        if missing_after and run.after is not None:
            audio, at = run.after
            last = start + length - missing_after - self.around.length
            if last + missing_after > 0:
                skipped = max(0, -last)
                found = _slice(audio, at + last + skipped, missing_after - skipped)
                out[length - missing_after + skipped :] = _as_wide(found, out)
        return out


def _runs(around: Surroundings, config: CodecGeometry, sources: Sources) -> list[_Run]:
    """Find the places that carry a column; those whose source is not there are left out."""
    carriers, bins = around.carriers, config.mel.mels // config.bands
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for band in range(config.bands):
        for layer in range(LAYERS):
            source = int(carriers.source[HERE, band, layer])
            if source >= 0 and carriers.weight[HERE, band, layer] > 0:
                place = source, int(carriers.column[HERE, band, layer])
                found.setdefault(place, []).append((band, layer))
    runs = []
    for (source, column), cells in found.items():
        audio = sources.find(carriers.sources[source])
        if audio is None:
            continue
        weight = np.zeros(config.bands, np.float32)
        for band, layer in cells:
            weight[band] += carriers.weight[HERE, band, layer]
        neighbours = (_place(around, side, cells[0], config, sources) for side in (BEFORE, AFTER))
        first = column * config.column_samples
        runs.append(_Run(audio, first, weight.repeat(bins), *neighbours))
    return runs


def _place(
    around: Surroundings,
    side: int,
    cell: tuple[int, int],
    config: CodecGeometry,
    sources: Sources,
) -> tuple[Audio, int] | None:
    """Return the source, and its sample at which a neighbouring column begins, of one cell."""
    carriers, (band, layer) = around.carriers, cell
    layers: Sequence[int] = (layer, *range(LAYERS))
    for each in layers:
        source = int(carriers.source[side, band, each])
        if source >= 0:
            audio = sources.find(carriers.sources[source])
            column = int(carriers.column[side, band, each])
            return None if audio is None else (audio, column * config.column_samples)
    return None


def _slice(audio: Audio, first: int, length: int) -> Audio:
    """Return samples [length, C] of a source, with silence outside."""
    out = np.zeros((length, audio.shape[1]), np.float32)
    begin, end = max(0, first), min(len(audio), first + length)
    if begin < end:
        out[begin - first : end - first] = audio[begin:end]
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
