"""The last seconds of an input as codes, for a slot."""

from collections import deque
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from distill.codes.carriers import NOTHING, Carriers
from distill.codes.grid import Grid
from distill.protocol.input import ColumnsRecorded, InputSpec, RecordingMode, SourceRecorded
from distill.session.slots import UndoStep
from distill.types import Codes


class RecordingBuffer:
    """A circular buffer of the recorded columns of one recording.

    A column stays in its place until it is overwritten, so that a loop that plays the slot
    meanwhile is an echo of constant delay. At the end the columns are put in order.

    Threads: the engine's thread only.

    Attributes:
        spec: The input that the worker encodes.
        slot: The slot that is recorded into.
        mode: Which columns are recorded.
        step: The undoable step of the whole recording; None before its first column.
        answer: Take of the stream that answers; 0 while none does.
        grid: The grid that was put into the slot last; None before the first.
    """

    def __init__(self, spec: InputSpec, slot: str, mode: RecordingMode, limit: int) -> None:
        self.spec = spec
        self.slot = slot
        self.mode: RecordingMode = mode
        self.step: UndoStep | None = None
        self.answer = 0
        self._limit = limit
        self.grid: Grid | None = None
        self._columns: deque[Codes] = deque(maxlen=limit)
        self._begins: deque[int] = deque(maxlen=limit)  # frame of the input, for each column
        self._places: dict[int, tuple[str, int]] = {}  # source and column, by that frame
        self._count = 0
        self._codec = ""

    @property
    def columns(self) -> int:
        """Columns in the buffer."""
        return len(self._columns)

    def add(self, message: ColumnsRecorded) -> bool:
        """Add columns; return whether that changes the slot."""
        if message.codec != self._codec:
            self._columns.clear()
            self._begins.clear()
            self._count, self._codec = 0, message.codec
        chosen = np.flatnonzero(message.sounds | (self.mode == "take"))
        wanted = message.codes[chosen]
        self._columns.extend(wanted)
        self._begins.extend(message.begins + int(at) * message.column for at in chosen)
        self._count += len(wanted)
        return len(wanted) > 0

    def in_place(self) -> Codes:
        """Return the columns, each in its place; shape [W, H, Q]."""
        return np.roll(np.stack(self._columns), self._turned, axis=0)

    def in_order(self) -> Codes:
        """Return the columns, oldest first, and keep that order from now on; shape [W, H, Q]."""
        self._count = len(self._columns)
        return np.stack(self._columns)

    def keep(self, message: SourceRecorded) -> None:
        """Note where the sound of columns is kept."""
        there = set(self._begins)
        self._places = {begins: place for begins, place in self._places.items() if begins in there}
        for column, begins in enumerate(message.begins):
            if int(begins) in there:
                self._places[int(begins)] = message.source, column

    def carriers(self) -> Carriers | None:
        """Return what carries the columns, each in its place; None if nothing was kept."""
        places = [self._places.get(begins) for begins in np.roll(self._begins, self._turned)]
        sources = tuple(dict.fromkeys(place[0] for place in places if place is not None))
        if not sources:
            return None
        whole = Carriers.of_source(sources[0], self.in_place())
        at = [NOTHING if place is None else sources.index(place[0]) for place in places]
        column = [0 if place is None else place[1] for place in places]
        first = whole.source != NOTHING
        carriers = replace(
            whole,
            sources=sources,
            source=np.where(first, _by_column(at, np.int16), np.int16(NOTHING)),
            column=np.where(first, _by_column(column, np.int32), np.int32(0)),
        )
        kept = np.array(at) != NOTHING
        return carriers.only(np.repeat(kept[:, None], carriers.bands, axis=1))

    @property
    def _turned(self) -> int:
        """By how many columns the oldest is after the first place."""
        return self._count % self._limit if self._count > self._limit else 0


def _by_column(values: list[int], dtype: type[np.integer[Any]]) -> npt.NDArray[np.integer[Any]]:
    """Return values of columns, shape [W, 1, 1]; Any: numpy's widths."""
    return np.array(values, dtype)[:, None, None]
