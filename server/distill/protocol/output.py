"""What was heard lately: where it is kept, and which codes it was made of."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from distill.codes.grid import Grid
from distill.types import SAMPLE_RATE, Audio, Codes, Json, Samples

MOST: Final = 16_384
"""Paintings remembered at most, however often a knob changes a column."""
KEPT_FRAMES: Final = 130 * SAMPLE_RATE
"""How far back paintings are of use: the tape holds two minutes."""
HALF: Final = 2
"""A column is of a sound if at least one part in so many of it was heard there."""


@dataclass(frozen=True, slots=True, eq=False)
class OutputSnapshot:
    """What of the output can be taken now.

    Attributes:
        name: What the worker finds it by.
        end: Frames heard since the server began.
        kept: Frames before the end that are still there.
        pieces: Shape [n, 3]: frame heard, frame of the ring it came from, how many; in order.
            What lies between is silence or held sound.
    """

    name: str
    end: int
    kept: int
    pieces: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class PlayheadState:
    """What is at the ear at a moment.

    Attributes:
        frame: Frames heard since the server began.
        sound: Shape [T, 2]; the last of them.
        ring: Frame of the ring that is heard; -1 if it is silence or held sound.
        ahead: Frames that are rendered and not yet given to the device.
    """

    frame: int
    sound: Audio
    ring: int
    ahead: int


@dataclass(frozen=True, slots=True)
class ModelRef:
    """The model that painted.

    Attributes:
        model: Id of the whole.
        codec: Id of its codec.
        size: K.
        column: Samples in a column.
    """

    model: str
    codec: str
    size: int
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class ColumnRendered:
    """A column as it sounds from a frame on, all knobs in it.

    Attributes:
        take: Which play or stream.
        seed: Of its macros, and of a stream.
        number: Of the column since the take began.
        begins: Frame of the ring at which the column begins.
        since: Frame of the ring from which it is so; later than `begins` if a hand changed it.
        codes: Shape [H, Q].
        by: Whose codes they are.
        columns: Columns of the loop it is in; 0 in a stream.
        entropy: How open the prior was when it wrote it, in nats for each code; 0 if it did not,
            or if nobody watched.
    """

    take: int
    seed: int
    number: int
    begins: int
    since: int
    codes: npt.NDArray[np.int16]
    by: ModelRef
    columns: int = 0
    entropy: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class PlayedCodes:
    """The codes of a stretch of what was heard, column after column.

    Attributes:
        codes: Shape [W, H, Q], W from 1.
        begins: Shape [W]; at which frame of what was heard each column began.
        takes: For each column, its take and the seed of it.
        by: Whose codes they are.
    """

    codes: Codes
    begins: npt.NDArray[np.int64]
    takes: tuple[tuple[int, int], ...]
    by: ModelRef

    def after(self, first: int) -> Self | None:
        """Give the columns of which half sounded after a frame; None if there are none."""
        left = self.begins + self.by.column // HALF >= first
        if not left.any():
            return None
        takes = tuple(take for take, keep in zip(self.takes, left, strict=True) if keep)
        return replace(self, codes=self.codes[left], begins=self.begins[left], takes=takes)

    def grid(self, source: str) -> Grid:
        """Give them as a grid."""
        return Grid(self.codes, self.by.size, self.by.codec, Samples(self.by.column), source)

    def to_json(self, first: int) -> Json:
        """Say of each column at which frame from `first` on it began, and of each take its seed."""
        seeds = [seed for _, seed in dict.fromkeys(self.takes)]
        return {"begins": [int(frame) - first for frame in self.begins], "seeds": seeds}


class OutputHistory:
    """The columns of the last minutes, each as it sounded.

    Threads: the engine's thread only.
    """

    def __init__(self) -> None:
        self._painted: deque[ColumnRendered] = deque(maxlen=MOST)

    def __len__(self) -> int:
        """How many paintings are remembered."""
        return len(self._painted)

    def append(self, painted: ColumnRendered) -> None:
        """Remember a column that is about to sound, or that is changed while it does."""
        self._painted.append(painted)
        while self._painted[0].since < painted.since - KEPT_FRAMES:
            self._painted.popleft()

    def at(self, frame: int) -> tuple[ColumnRendered | None, ColumnRendered | None]:
        """Find the column that sounds at a frame of the ring, and the one before it in its take."""
        now: ColumnRendered | None = None
        for one in reversed(self._painted):
            if now is None:
                if one.since <= frame:
                    if frame >= one.begins + one.by.column:
                        return None, None
                    now = one
            elif one.take != now.take:
                break
            elif one.begins != now.begins:
                return now, one
        return now, None

    def played_codes(self, heard: OutputSnapshot, first: int) -> PlayedCodes | None:
        """Tell which codes were heard from a frame on.

        Those of the codec that was heard last; a column counts if at least half of it was heard.
        Of a column that was changed while it sounded, what sounded longest is taken.
        """
        found: list[tuple[ColumnRendered, int]] = []
        pieces = heard.pieces[heard.pieces[:, 0] + heard.pieces[:, 2] > first]
        for one, until in self._columns():
            begins, frames = _overlap(one.begins, until, first, pieces)
            if frames * HALF >= one.by.column:
                found.append((one, begins))
        codecs = [one.by.codec for one, _ in found]
        same = len(codecs)
        while same and codecs[same - 1] == codecs[-1]:
            same -= 1
        found = found[same:]
        if not found:
            return None
        return PlayedCodes(
            np.stack([one.codes for one, _ in found]),
            np.array([begins for _, begins in found], np.int64),
            tuple((one.take, one.seed) for one, _ in found),
            found[-1][0].by,
        )

    def _columns(self) -> Iterator[tuple[ColumnRendered, int]]:
        """Give each column as it mostly was, and the frame of the ring at which it ended."""
        alike: list[ColumnRendered] = []
        for one in self._painted:
            if alike and (alike[0].take, alike[0].begins) != (one.take, one.begins):
                yield _longest(alike, one.begins)
                alike = []
            alike.append(one)
        if alike:
            yield _longest(alike, alike[0].begins + alike[0].by.column)


def _longest(alike: list[ColumnRendered], following: int) -> tuple[ColumnRendered, int]:
    """Choose among the states of one column the one that lasted."""
    begins, column = alike[0].begins, alike[0].by.column
    until = min(begins + column, following) if following > begins else begins + column
    ends = [*(one.since for one in alike[1:]), until]
    lasted = [end - one.since for one, end in zip(alike, ends, strict=True)]
    return alike[int(np.argmax(lasted))], until


def _overlap(begins: int, until: int, first: int, pieces: npt.NDArray[np.int64]) -> tuple[int, int]:
    """Find frames of the ring in what was heard from a frame on: where they began, how many."""
    heard_at, ring_at, count = pieces.T
    low = np.maximum(ring_at, begins)
    low = np.maximum(low, ring_at + (first - heard_at))
    frames = np.minimum(ring_at + count, until) - low
    there = np.flatnonzero(frames > 0)
    if not len(there):
        return 0, 0
    at = there[0]
    return int(heard_at[at] + begins - ring_at[at]), int(frames[there].sum())
