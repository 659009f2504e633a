"""Tracks which slots have changed since the last report, and in which columns."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from distill.codes.carriers import Carriers
from distill.codes.grid import Grid


@dataclass(frozen=True, slots=True)
class ChangedSpan:
    """What a client needs to read a changed slot again.

    Attributes:
        slot: Name of the slot.
        columns: Its columns now; 0: it is empty.
        revision: Number of the report; a gap means that one was lost in transit.
        first: First column whose codes, locks or carriers differ from the last report.
        last: Last such column; less than `first` if columns were only removed at the end.
    """

    slot: str
    columns: int
    revision: int
    first: int
    last: int


class ChangeTracker:
    """Keeps the last reported grid of each slot that has changed since.

    Threads: the engine's thread only.
    """

    def __init__(self, grids: Mapping[str, Grid]) -> None:
        """Begin; `grids` is the live mapping of slots to grids."""
        self._grids = grids
        self._reported: dict[str, Grid | None] = {}
        self._revision = 0

    @property
    def waiting(self) -> Collection[str]:
        """Names of the slots that may have changed, oldest first."""
        return self._reported.keys()

    def mark(self, names: Iterable[str]) -> None:
        """Store the grids of these slots, which are about to change."""
        for name in names:
            self._reported.setdefault(name, self._grids.get(name))

    def pop(self, name: str) -> ChangedSpan | None:
        """Return how a waiting slot has changed; None if it ended up the same."""
        before, now = self._reported.pop(name), self._grids.get(name)
        span = _span(before, now)
        if span is None:
            return None
        self._revision += 1
        columns = 0 if now is None else now.columns
        return ChangedSpan(name, columns, self._revision, *span)


def _span(before: Grid | None, now: Grid | None) -> tuple[int, int] | None:
    """Find the first and last columns of `now` that differ; None if there is no difference."""
    if before is now:
        return None
    if now is None:
        return 0, -1
    if before is None or before.kind != now.kind:
        return 0, now.columns - 1
    both = min(before.columns, now.columns)
    common = (slice(both),)
    differs = (before.codes[common] != now.codes[common]).any(axis=(1, 2))
    if before.locked is not None or now.locked is not None:
        differs |= (before.free_of_locks()[common] != now.free_of_locks()[common]).any(axis=(1, 2))
    if before.carriers is not now.carriers:
        none = Carriers.none(now.codes.shape)
        one, two = ((grid.carriers or none).resized(both) for grid in (before, now))
        differs |= one.differs(two)
    found = np.flatnonzero(differs)
    if now.columns > both:
        return int(found[0]) if len(found) else both, now.columns - 1
    if len(found):
        return int(found[0]), int(found[-1])
    return None if before.columns == now.columns else (now.columns, now.columns - 1)
