"""Which slots hold other codes than was last told, and in which of their columns."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from distill.codes.grid import Grid


@dataclass(frozen=True, slots=True)
class ChangedSpan:
    """What a client must know to read a slot again.

    Attributes:
        slot: Its name.
        columns: How many it has now; 0: it is empty.
        revision: How many such changes were told; a gap says that one was lost on the way.
        first: The first column with other codes or locks than was last told.
        last: The last one; before the first if columns were only taken off the end.
    """

    slot: str
    columns: int
    revision: int
    first: int
    last: int


class ChangeTracker:
    """Remembers each slot as it was last told, for as long as it is another.

    Threads: the engine's thread only.
    """

    def __init__(self, grids: Mapping[str, Grid]) -> None:
        """Begin; `grids` is what the slots hold, at any time."""
        self._grids = grids
        self._told: dict[str, Grid | None] = {}
        self._revision = 0

    @property
    def waiting(self) -> Collection[str]:
        """Names of the slots that may have changed, longest waiting first."""
        return self._told.keys()

    def mark(self, names: Iterable[str]) -> None:
        """Remember what these slots hold: it is about to be another."""
        for name in names:
            self._told.setdefault(name, self._grids.get(name))

    def pop(self, name: str) -> ChangedSpan | None:
        """Say how a slot that waits has changed; None if in the end it has not."""
        before, now = self._told.pop(name), self._grids.get(name)
        span = _span(before, now)
        if span is None:
            return None
        self._revision += 1
        columns = 0 if now is None else now.columns
        return ChangedSpan(name, columns, self._revision, *span)


def _span(before: Grid | None, now: Grid | None) -> tuple[int, int] | None:
    """Find the first and the last column of `now` that are others; None if all is the same."""
    if before is now:
        return None
    if now is None:
        return 0, -1
    if before is None or before.kind != now.kind:
        return 0, now.columns - 1
    both = min(before.columns, now.columns)
    places = (slice(both),)
    other = (before.codes[places] != now.codes[places]).any(axis=(1, 2))
    if before.locked is not None or now.locked is not None:
        other |= (before.free_of_locks()[places] != now.free_of_locks()[places]).any(axis=(1, 2))
    found = np.flatnonzero(other)
    if now.columns > both:
        return int(found[0]) if len(found) else both, now.columns - 1
    if len(found):
        return int(found[0]), int(found[-1])
    return None if before.columns == now.columns else (now.columns, now.columns - 1)
