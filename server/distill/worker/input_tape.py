"""Holds the sound of recorded columns until it is written as the source of their codes."""

from collections import deque
from typing import Final

import numpy as np

from distill.protocol.input import ColumnsRecorded, InputSpec, SourceRecorded
from distill.types import Audio
from distill.worker.source_tap import SourceTap

STEREO: Final = 2


class InputTape:
    """The columns of one recording that are not written yet, at most as many as its slot holds.

    A minute of stereo takes 23 MB; a slot holds two minutes at most.

    Threads: the input thread only.
    """

    def __init__(self, spec: InputSpec, at: int, column: int) -> None:
        """Begin.

        Args:
            spec: The recording; columns without sound before each phrase are left out as it says.
            at: Frame of the input that comes first.
            column: Samples per column.
        """
        self._spec, self._at, self._column = spec, at, column
        self._limit = limit = spec.limit if spec.sources[0] else 0
        self._waiting: Audio = np.zeros((0, STEREO), np.float32)
        self._columns: deque[tuple[int, Audio]] = deque(maxlen=limit)

    def __len__(self) -> int:
        """Columns that are held."""
        return len(self._columns)

    def add(self, first: int, audio: Audio) -> None:
        """Add sound [T, 2] that begins at frame `first`; what was lost before it makes a gap."""
        if not self._limit:
            return
        if first != self._at + len(self._waiting):
            self._at, self._waiting = first, audio
        else:
            self._waiting = np.concatenate([self._waiting, audio])

    def keep(self, message: ColumnsRecorded) -> None:
        """Hold the sound of columns that were encoded; drop what lies before them."""
        if not self._limit:
            return
        for number, sounds in enumerate(message.sounds):
            begins = message.begins + number * self._column
            start = begins - self._at
            audio = self._waiting[max(0, start) : start + self._column]
            wanted = sounds or not self._spec.only_sound or self._columns  # a phrase has no cuts
            if start >= 0 and len(audio) == self._column and wanted:
                self._columns.append((begins, audio.copy()))
        end = message.begins + len(message.sounds) * self._column
        passed = int(np.clip(end - self._at, 0, len(self._waiting)))
        self._at, self._waiting = self._at + passed, self._waiting[passed:]

    def write(self) -> SourceRecorded | None:
        """Write the columns as a source, and let go of them; None if there are none, or no room.

        Two equal channels are written as one.
        """
        columns, self._columns = self._columns, deque(maxlen=self._limit)
        if not columns:
            return None
        mono = all(np.array_equal(audio[:, 0], audio[:, 1]) for _, audio in columns)
        with SourceTap(*self._spec.sources) as tap:
            for _, audio in columns:
                tap.write(audio[:, :1] if mono else audio)
            source = tap.finish()
        if source is None:
            return None
        begins = np.array([begins for begins, _ in columns], np.int64)
        return SourceRecorded(self._spec.run, source.id, begins)
