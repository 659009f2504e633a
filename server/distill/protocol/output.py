"""The recent output: where its sound is stored, and the codes that it was decoded from."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from distill.codes.carriers import Carriers
from distill.codes.grid import Grid
from distill.types import SAMPLE_RATE, Audio, Codes, Json, Samples

MAX_COLUMNS: Final = 16_384
"""Most rendered columns in memory, however often a column changes."""
KEPT_FRAMES: Final = 130 * SAMPLE_RATE
"""How far back rendered columns are kept: `RecentAudio` holds two minutes."""
HALF: Final = 2
"""A column belongs to a recording that holds at least 1/`HALF` of it."""


@dataclass(frozen=True, slots=True, eq=False)
class OutputSnapshot:
    """The part of the output that can be captured now.

    Attributes:
        name: Name of the output's `RecentAudio`.
        end: Frames played since the server started.
        kept: Frames before the end that are still stored.
        pieces: Shape [n, 3]: frame played, frame of the ring it came from, count; in order. The
            gaps are silence or concealed sound.
    """

    name: str
    end: int
    kept: int
    pieces: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class PlayheadState:
    """The state of the output at the playhead.

    Attributes:
        frame: Frames played since the server started.
        sound: Shape [T, 2]; the last of them.
        ring: Frame of the ring at the playhead; -1 in silence or concealed sound.
        ahead: Frames that are rendered and not yet passed to the device.
    """

    frame: int
    sound: Audio
    ring: int
    ahead: int


@dataclass(frozen=True, slots=True)
class ModelRef:
    """The model that rendered a column.

    Attributes:
        model: Id of the model.
        codec: Id of its codec.
        size: K.
        column: Samples per column.
    """

    model: str
    codec: str
    size: int
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class ColumnRendered:
    """A column as it sounds from a frame on, with the macros applied.

    Attributes:
        take: Number of the play or stream.
        seed: Seed of its macros, and of a stream.
        number: Number of the column since the take began.
        begins: Frame of the ring at which the column begins.
        since: Frame of the ring from which it has these codes; after `begins` if it was changed.
        codes: Shape [H, Q].
        by: The model that rendered it.
        columns: Columns of the loop; 0 in a stream.
        entropy: Mean entropy of the prior for this column, in nats per code; 0 if the prior did not
            sample it, or if no client watches.
        carriers: What carries it, of one column; None: nothing does.
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
    carriers: Carriers | None = None


@dataclass(frozen=True, slots=True, eq=False)
class PlayedCodes:
    """The codes of a range of the output, column by column.

    Attributes:
        codes: Shape [W, H, Q], W from 1.
        begins: Shape [W]; frame of the output at which each column began.
        takes: Take and seed of each column.
        by: The model that rendered them.
        carriers: What carries them; None: nothing does.
    """

    codes: Codes
    begins: npt.NDArray[np.int64]
    takes: tuple[tuple[int, int], ...]
    by: ModelRef
    carriers: Carriers | None = None

    def after(self, first: int) -> Self | None:
        """Return the columns of which half was played after a frame; None if there are none."""
        left = self.begins + self.by.column // HALF >= first
        if not left.any():
            return None
        takes = tuple(take for take, is_left in zip(self.takes, left, strict=True) if is_left)
        codes, begins = self.codes[left], self.begins[left]
        carriers = None if self.carriers is None else self.carriers.taken(np.flatnonzero(left))
        return replace(self, codes=codes, begins=begins, takes=takes, carriers=carriers)

    def grid(self, source: str) -> Grid:
        """Return them as a grid."""
        about = self.by.size, self.by.codec, Samples(self.by.column), source
        return Grid(self.codes, *about, carriers=self.carriers)

    def to_json(self, first: int) -> Json:
        """Return the start of each column, in frames after `first`, and the seed of each take."""
        seeds = [seed for _, seed in dict.fromkeys(self.takes)]
        return {"begins": [int(frame) - first for frame in self.begins], "seeds": seeds}


class OutputHistory:
    """Stores the columns of the last minutes as they were rendered.

    Threads: the engine's thread only.
    """

    def __init__(self) -> None:
        self._rendered: deque[ColumnRendered] = deque(maxlen=MAX_COLUMNS)

    def __len__(self) -> int:
        """Count the rendered columns in memory."""
        return len(self._rendered)

    def append(self, rendered: ColumnRendered) -> None:
        """Store a column that is about to sound, or that changes while it sounds."""
        self._rendered.append(rendered)
        while self._rendered[0].since < rendered.since - KEPT_FRAMES:
            self._rendered.popleft()

    def at(self, frame: int) -> tuple[ColumnRendered | None, ColumnRendered | None]:
        """Find the column at a frame of the ring, and the previous one of its take."""
        now: ColumnRendered | None = None
        for one in reversed(self._rendered):
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

    def played_codes(self, output: OutputSnapshot, first: int) -> PlayedCodes | None:
        """Return the codes that were played from a frame on; None if there are none.

        Only those of the last codec, and only columns of which at least half was played. A column
        that changed while it sounded counts in its longest version.
        """
        found: list[tuple[ColumnRendered, int]] = []
        pieces = output.pieces[output.pieces[:, 0] + output.pieces[:, 2] > first]
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
            _carriers([one for one, _ in found]),
        )

    def _columns(self) -> Iterator[tuple[ColumnRendered, int]]:
        """Yield the longest version of each column, and the frame of the ring at which it ended."""
        versions: list[ColumnRendered] = []
        for one in self._rendered:
            if versions and (versions[0].take, versions[0].begins) != (one.take, one.begins):
                yield _longest(versions, one.begins)
                versions = []
            versions.append(one)
        if versions:
            yield _longest(versions, versions[0].begins + versions[0].by.column)


def _carriers(columns: list[ColumnRendered]) -> Carriers | None:
    """Return what carries columns of one codec; None if nothing carries any of them."""
    if all(one.carriers is None for one in columns):
        return None
    none = Carriers.none((1, *columns[0].codes.shape))
    first, *others = (one.carriers or none for one in columns)
    return first.joined(*others)


def _longest(versions: list[ColumnRendered], following: int) -> tuple[ColumnRendered, int]:
    """Choose the version of one column that sounded longest."""
    begins, column = versions[0].begins, versions[0].by.column
    until = min(begins + column, max(begins, following))  # a loop may restart before it begins
    ends = [*(one.since for one in versions[1:]), until]
    durations = [end - one.since for one, end in zip(versions, ends, strict=True)]
    return versions[int(np.argmax(durations))], until


def _overlap(begins: int, until: int, first: int, pieces: npt.NDArray[np.int64]) -> tuple[int, int]:
    """Find a range of the ring in the output from a frame on: its start there, and its length."""
    output_at, ring_at, count = pieces.T
    low = np.maximum(ring_at, begins)
    low = np.maximum(low, ring_at + (first - output_at))
    frames = np.minimum(ring_at + count, until) - low
    there = np.flatnonzero(frames > 0)
    if not len(there):
        return 0, 0
    at = there[0]
    return int(output_at[at] + begins - ring_at[at]), int(frames[there].sum())
