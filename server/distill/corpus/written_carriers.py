"""What carries columns that were written from a corpus: the sound that is kept of it."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from distill.codes.carriers import NOTHING, Carriers
from distill.corpus.corpus_columns import NO_COLUMN, CorpusColumns
from distill.errors import BadArgument
from distill.types import BoolArray, Codes

AHEAD_COLUMNS: Final = 16
"""Columns (2.7 s) before the end of a part from which the one that follows is needed soon."""
Places = Sequence[int] | npt.NDArray[np.int64]
"""Columns of a corpus, or `NO_COLUMN`."""


class WrittenCarriers:
    """Finds the carriers of columns by their places in a corpus.

    Threads: any; nothing changes after construction.
    """

    def __init__(self, corpus: CorpusColumns) -> None:
        """Prepare tables of where the sound of each column is kept."""
        self._codes = corpus.codes
        self._part, self._column = corpus.part_of, corpus.column_in_source
        self._parts = corpus.parts
        counts = [part.columns for part in corpus.parts]
        ends = np.cumsum(counts)
        self._left = np.repeat(ends, counts) - np.arange(len(corpus))  # columns to a part's end

    def following(self, place: int) -> str | None:
        """Return the source that soon carries a sound on after the part of a place.

        None if the part is not over within `AHEAD_COLUMNS`, or if its end is that of the sound.
        """
        if place < 0 or self._left[place] > AHEAD_COLUMNS:
            return None
        part = int(self._part[place])
        both = self._parts[part : part + 2]
        return both[1].source if len({one.file for one in both}) < len(both) else None

    def places_of(self, carriers: Carriers) -> npt.NDArray[np.int64]:
        """Return the column of the corpus that carries most of each column, or `NO_COLUMN`."""
        most, column = carriers.place_by_column()
        first = np.cumsum([0, *(part.columns for part in self._parts)])
        known = {part.source: number for number, part in enumerate(self._parts)}
        number = np.array([known.get(source, NOTHING) for source in carriers.sources], np.int64)
        part = np.where(most == NOTHING, NOTHING, np.append(number, NOTHING)[most])
        leading = np.array([one.lead for one in self._parts])
        place = first[part] + column - leading[part]
        return np.where(part == NOTHING, NO_COLUMN, np.clip(place, 0, len(self._codes) - 1))

    def of(self, places: Places, codes: Codes) -> Carriers | None:
        """Return the carriers of written columns; None if nothing carries them.

        A band is carried by its column's place if it has the coarse half of its codes there: then
        what differs is as an edit of that sound. Else it would be another sound, changed beyond
        recognition, and the codec's own voice is heard.

        Args:
            places: Shape [W]; column of the corpus from which each was written, or `NO_COLUMN`.
            codes: Shape [W, H, Q]; as they were written.

        Raises:
            BadArgument: Codes of another shape, or a place outside the corpus.
        """
        place = np.asarray(places, np.int64)
        if len(place) != len(codes) or codes.shape[1:] != self._codes.shape[1:]:
            raise BadArgument(
                f"{len(place)} places of columns {self._codes.shape[1:]} carry no codes of shape "
                f"{codes.shape}"
            )
        if (place >= len(self._codes)).any():
            raise BadArgument(f"a corpus of {len(self._codes)} columns has no {place.max()}")
        own = self._codes[np.maximum(place, 0)].astype(np.int16)
        chosen = (place >= 0)[:, None] & _alike(own, codes)
        if not chosen.any():
            return None
        part = self._part[np.maximum(place, 0)]
        used = np.unique(part[chosen.any(1)])
        return self._placed(used, place, chosen, own)

    def _placed(
        self,
        used: npt.NDArray[np.int64],
        place: npt.NDArray[np.int64],
        chosen: BoolArray,
        own: Codes,
    ) -> Carriers:
        """Make carriers of the parts `used`, where `chosen` [W, H] is true."""
        at = np.maximum(place, 0)
        number = np.searchsorted(used, self._part[at]).astype(np.int16)
        whole = Carriers.of_source("", own)
        first = (whole.source != NOTHING) & chosen[..., None]
        column = np.where(first, self._column[at][:, None, None], 0)
        return Carriers(
            tuple(self._parts[one].source for one in used),
            np.where(first, number[:, None, None], NOTHING).astype(np.int16),
            column.astype(np.int32),
            whole.weight * chosen[..., None],
            whole.codes * chosen[..., None, None],
        )


def _alike(own: Codes, codes: Codes) -> BoolArray:
    """Return in which bands the coarse half of the levels is equal, shape [W, H]."""
    coarse = -(-codes.shape[2] // 2)
    same: BoolArray = (own[..., :coarse] == codes[..., :coarse]).all(-1)
    return same
