"""The frames of a clip: the mel that the vocoder renders, and what carries it, block by block."""

from collections.abc import Iterator

import numpy as np

from distill.bundle import Bundle
from distill.codes.carriers import Carriers
from distill.types import Audio, Codes, Mel, Samples
from distill.vocoder.carrying import CarriedFrames
from distill.vocoder.contract import Start, Starts
from distill.vocoder.side import SideStream
from distill.worker.column_decoder import ColumnDecoder, DecodedColumn, Place
from distill.worker.source_reader import Sources
from distill.worker.surroundings import Numbers, surroundings

AT_ONCE = 32
"""Columns decoded between two chances to cancel."""


class ClipFrames:
    """Decodes the columns of a clip, which may be carried by sources.

    Spectra of a whole clip would take 46 MB a minute, so they are made a second time when the
    vocoder asks for them.

    Threads: one.

    Attributes:
        starts: Gives the vocoder what is carried; None where nothing is.
        side: Shape [T]; the side of what is carried, once `decode` is exhausted; None if there is
            none.
    """

    def __init__(
        self,
        bundle: Bundle,
        codes: Codes,
        samples: int,
        carriers: Carriers | None,
        sources: Sources,
        carry: float,
        *,
        columns: int = 0,
    ) -> None:
        """Begin.

        Args:
            bundle: The model.
            codes: Shape [W, H, Q].
            samples: Length of the sound, which may end inside the last column.
            carriers: What carries them, or None.
            sources: Opens their sources.
            carry: 0..1; the share that they carry.
            columns: Columns to decode of a loop, however often it goes round; 0: all of them, once.
        """
        self._bundle, self._carriers, self._carry = bundle, carriers, carry
        self._width, self._samples, self._loops = len(codes), samples, columns > 0
        self._index = np.arange(columns or len(codes)) % len(codes)
        self._codes = codes[self._index]
        self._decoder = ColumnDecoder(bundle, sources)
        self._last: tuple[int, DecodedColumn] | None = None
        carried = carriers is not None and carry > 0
        self.starts: Starts | None = self._starts if carried else None
        self.side: Audio | None = None

    def decode(self) -> Iterator[Mel]:
        """Yield the mel of the vocoder, some columns at a time: [L', M]."""
        if self.starts is None:
            for first in range(0, len(self._codes), AT_ONCE):
                count = min(AT_ONCE, len(self._codes) - first)
                yield self._bundle.decode_columns(self._codes, first, count)
            return
        side = _SideSound(self._bundle)
        for column in range(len(self._codes)):
            mel, frames = self._column(column)
            side.add(frames, len(mel))
            yield mel
        self.side = side.end()

    def _column(self, number: int) -> tuple[Mel, CarriedFrames | None]:
        if self._last is None or self._last[0] != number:
            self._last = number, self._decoder.decode(self._place(number), self._carriers_of)
        frames = self._bundle.config.column_frames
        return self._last[1].frames(0, frames, self._decoder.carrying, self._carry)

    def _place(self, number: int) -> Place:
        context, size = self._bundle.context, Samples(self._bundle.column)
        first, last = max(0, number - context), number + context + 1
        around = surroundings(number, self._width, self._samples, size, loops=self._loops)
        return Place(self._codes[first:last], number - first, self._index[first:last], around)

    def _carriers_of(self, numbers: Numbers) -> Carriers | None:
        return None if self._carriers is None else self._carriers.taken(numbers)

    def _starts(self, first: int, last: int) -> Start:
        """Return what is carried of frames first..last."""
        size, bins = self._bundle.config.column_frames, self._bundle.config.mel.n_fft // 2 + 1
        parts = []
        for column in range(first // size, -(-last // size)):
            frames = self._column(column)[1]
            start = Start.nothing(size, bins) if frames is None else frames.start
            inside = slice(max(0, first - column * size), last - column * size)
            parts.append([part[inside] for part in start])
        return Start(*(np.concatenate(part) for part in zip(*parts, strict=True)))


class _SideSound:
    """Adds up the side of a clip."""

    def __init__(self, bundle: Bundle) -> None:
        mel = bundle.config.mel
        self._stream, self._latency = SideStream(mel), mel.hop + mel.margin
        self._state = self._stream.initial_state()
        self._parts: list[Audio] = []
        self._stereo = False

    def add(self, frames: CarriedFrames | None, count: int) -> None:
        """Add some frames; None is silence."""
        spectra = None if frames is None else frames.side
        self._stereo |= spectra is not None
        for frame in range(count):
            spectrum = None if spectra is None else spectra[frame : frame + 1]
            sound, self._state = self._stream.step(spectrum, self._state)
            self._parts.append(sound)

    def end(self) -> Audio | None:
        """Return all of it, shape [T]; None if there was none."""
        if not self._stereo:
            return None
        return np.concatenate([*self._parts, self._stream.flush(self._state)])[self._latency :]
