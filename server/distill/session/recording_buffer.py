"""The last seconds of an input, as codes in a slot."""

from collections import deque

import numpy as np

from distill.protocol.input import ColumnsRecorded, InputSpec, RecordingMode
from distill.session.slots import UndoStep
from distill.types import Codes


class RecordingBuffer:
    """One listening: the columns that came, going round.

    A column stays in its place until the same place comes again, so that a loop that plays them
    meanwhile is an echo of constant delay and not a race. Once it has ended they are put in order.

    Threads: the engine's thread only.

    Attributes:
        listen: What the worker hears.
        slot: Where it goes.
        mode: What is taken.
        step: The undoable step that all of it is; None while nothing has come.
        answer: Take of the stream that answers; 0 while nothing does.
    """

    def __init__(self, listen: InputSpec, slot: str, mode: RecordingMode, most: int) -> None:
        self.listen = listen
        self.slot = slot
        self.mode: RecordingMode = mode
        self.step: UndoStep | None = None
        self.answer = 0
        self._most = most
        self._columns: deque[Codes] = deque(maxlen=most)
        self._count = 0
        self._codec = ""

    @property
    def columns(self) -> int:
        """How many there are now."""
        return len(self._columns)

    def add(self, message: ColumnsRecorded) -> bool:
        """Take what came; tell if that changes the slot."""
        if message.codec != self._codec:
            self._columns.clear()
            self._count, self._codec = 0, message.codec
        wanted = message.codes if self.mode == "take" else message.codes[message.sounds]
        self._columns.extend(wanted)
        self._count += len(wanted)
        return len(wanted) > 0

    def in_place(self) -> Codes:
        """Give the columns, each in its place; shape [W, H, Q]."""
        turned = self._count % self._most if self._count > self._most else 0
        return np.roll(np.stack(self._columns), turned, axis=0)

    def in_order(self) -> Codes:
        """Give the columns from first to last, and go on from there; shape [W, H, Q]."""
        self._count = len(self._columns)
        return np.stack(self._columns)
