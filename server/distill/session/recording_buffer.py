"""The last seconds of an input as codes, for a slot."""

from collections import deque

import numpy as np

from distill.protocol.input import ColumnsRecorded, InputSpec, RecordingMode
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
    """

    def __init__(self, spec: InputSpec, slot: str, mode: RecordingMode, limit: int) -> None:
        self.spec = spec
        self.slot = slot
        self.mode: RecordingMode = mode
        self.step: UndoStep | None = None
        self.answer = 0
        self._limit = limit
        self._columns: deque[Codes] = deque(maxlen=limit)
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
            self._count, self._codec = 0, message.codec
        wanted = message.codes if self.mode == "take" else message.codes[message.sounds]
        self._columns.extend(wanted)
        self._count += len(wanted)
        return len(wanted) > 0

    def in_place(self) -> Codes:
        """Return the columns, each in its place; shape [W, H, Q]."""
        turned = self._count % self._limit if self._count > self._limit else 0
        return np.roll(np.stack(self._columns), turned, axis=0)

    def in_order(self) -> Codes:
        """Return the columns, oldest first, and keep that order from now on; shape [W, H, Q]."""
        self._count = len(self._columns)
        return np.stack(self._columns)
