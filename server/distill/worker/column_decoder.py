"""Decodes one column of what is played, and finds what carries it."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import numpy as np

from distill.bundle import Bundle
from distill.codes.carriers import LAYERS, Carriers
from distill.mel.mel_config import MelConfig
from distill.types import Codes, FloatArray, Mel
from distill.vocoder.carrying import CarriedFrames, Carrying
from distill.worker.carried_column import CarriedColumn
from distill.worker.source_reader import Sources
from distill.worker.surroundings import Numbers, Surroundings

BLOCK: Final = 4
"""Frames of a column that are made together, which takes half the time of one after the other."""
KEPT: Final = 128
"""Decoded columns that are kept: 11 s of a loop and its source, 1 MB."""
CarriersOf = Callable[[Numbers], Carriers | None]
"""Returns the carriers of columns by their numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A column among others.

    Attributes:
        codes: Shape [w, H, Q]; the columns around it, as they are heard.
        index: Index of the column in `codes`.
        numbers: Shape [w]; number of each column in the grid.
        around: The columns that sound before and after it.
    """

    codes: Codes
    index: int
    numbers: Numbers
    around: Surroundings


@dataclass(slots=True, eq=False)
class DecodedColumn:
    """A column, decoded when it is needed.

    Attributes:
        decode: Decodes a column of codes [w, H, Q] by its index.
        length: Frames of a column.
        place: Where it stands, and its codes.
        carried: What carries it; None: nothing.
        own: Shape [LAYERS, w, H, Q]; the codes that the sources have there; none where nothing is
            carried.
        weights: Shape [LAYERS, M]; share of each.
        missing: Sources that would carry it, and are not there.
    """

    decode: Callable[[Codes, int], Mel]
    length: int
    place: Place
    carried: CarriedColumn | None
    own: tuple[Codes, ...] = ()
    weights: FloatArray = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    missing: tuple[str, ...] = ()
    _edited: Mel | None = None
    _reference: Mel | None = None
    _block: tuple[int, float, Mel, CarriedFrames] | None = None

    @property
    def edited(self) -> Mel:
        """The decoded mel, shape [frames, M]."""
        if self._edited is None:
            self._edited = self.decode(self.place.codes, self.place.index)
        return self._edited

    @property
    def reference(self) -> Mel:
        """What the sources' own codes decode to with the same neighbours, shape [frames, M]."""
        if self._reference is None:
            mels = [
                self.edited
                if np.array_equal(codes, self.place.codes)
                else self.decode(codes, self.place.index)
                for codes in self.own
            ]
            total = np.maximum(self.weights.sum(0), np.float32(1e-9))
            blended = sum(w / total * mel for w, mel in zip(self.weights, mels, strict=True))
            self._reference = np.where(self.weights.sum(0) > 0, blended, self.edited)
        return self._reference

    @property
    def untouched(self) -> bool:
        """Is one source all that is asked?"""
        carried = self.carried
        if carried is None or not carried.whole or len(self.own) > 1:
            return False
        return np.array_equal(self.own[0], self.place.codes)

    def frame(
        self, number: int, carrying: Carrying, carry: float, *, still: bool
    ) -> tuple[Mel, CarriedFrames | None]:
        """Return one frame; while the parameters are still, those beside it are made with it."""
        if self.carried is None or carry <= 0:
            return self.edited[number : number + 1], None
        if not still:
            return self.frames(number, 1, carrying, carry)
        first, at = number - number % BLOCK, number % BLOCK
        block = self._block
        if block is None or block[:2] != (first, carry):
            count = min(BLOCK, self.length - first)
            mel, frames = self.frames(first, count, carrying, carry)
            assert frames is not None  # noqa: S101 - something carries it
            block = self._block = first, carry, mel, frames
        return block[2][at : at + 1], block[3].part(at, at + 1)

    def frames(
        self, first: int, count: int, carrying: Carrying, carry: float
    ) -> tuple[Mel, CarriedFrames | None]:
        """Return frames first..first+count: their mel for the vocoder, and what carries them."""
        carried = self.carried
        if carried is None or carry <= 0:
            return self.edited[first : first + count], None
        parts = carried.parts(first, count)
        if carry >= 1 and self.untouched:
            frames = carrying.frames(parts, None, None, 1.0)
        else:
            part = slice(first, first + count)
            frames = carrying.frames(parts, self.edited[part], self.reference[part], carry)
        return frames.fill, frames


@lru_cache(maxsize=4)
def _carrying(config: MelConfig) -> Carrying:
    """Return the tables of an analysis; a take does not wait for them again."""
    return Carrying(config)


class ColumnDecoder:
    """Decodes columns of one model.

    Threads: one.
    """

    def __init__(self, bundle: Bundle, sources: Sources) -> None:
        self.bundle = bundle
        self.sources = sources
        self.carrying = _carrying(bundle.config.mel)
        self._last: DecodedColumn | None = None
        self._mels: OrderedDict[tuple[int, bytes], Mel] = OrderedDict()

    def decode(self, place: Place, carriers_of: CarriersOf) -> DecodedColumn:
        """Return a column; the same object as the last time if nothing about it has changed."""
        carriers, around = carriers_of(place.numbers), carriers_of(place.around.numbers)
        found = self._found(place, carriers, around)
        last, self._last = self._last, found
        if last is None or found.carried is None or last.carried is None:
            return found
        if not _same(last, found):
            return found
        self._last = last
        return last

    def _found(
        self, place: Place, carriers: Carriers | None, around: Carriers | None
    ) -> DecodedColumn:
        frames = self.bundle.config.column_frames
        here = place.around.here
        if carriers is None or around is None or not around.carried[here].any():
            return DecodedColumn(self._mel, frames, place, None)
        carried = CarriedColumn(around, place.around, self.bundle.config, self.sources)
        if not carried.carried:
            return DecodedColumn(self._mel, frames, place, None, missing=carried.missing)
        own = [
            np.where((carriers.source[..., 0] >= 0)[..., None], carriers.codes[..., 0], place.codes)
        ]
        for layer in range(1, LAYERS):
            if carried.weights[layer].any():
                there = (carriers.source[..., layer] >= 0)[..., None]
                own.append(np.where(there, carriers.codes[..., layer], own[0]))
        weights = carried.weights[: len(own)]
        about = carried, tuple(own), weights, carried.missing
        return DecodedColumn(self._mel, frames, place, *about)

    def _mel(self, codes: Codes, index: int) -> Mel:
        """Decode a column of codes [w, H, Q]; a loop decodes it once."""
        key = index, codes.tobytes()
        if key in self._mels:
            self._mels.move_to_end(key)
            return self._mels[key]
        mel = self._mels[key] = self.bundle.decode_columns(codes, index, 1)
        if len(self._mels) > KEPT:
            self._mels.popitem(last=False)
        return mel


def _same(one: DecodedColumn, other: DecodedColumn) -> bool:
    """Do two columns have the same place, codes and sources?"""
    here, there = one.place, other.place
    return (
        len(one.own) == len(other.own)
        and np.array_equal(here.codes, there.codes)
        and all(np.array_equal(a, b) for a, b in zip(one.own, other.own, strict=True))
        and np.array_equal(one.weights, other.weights)
        and one.carried is not None
        and other.carried is not None
        and one.carried.same(other.carried)
    )
