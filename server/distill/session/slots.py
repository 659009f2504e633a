"""The slots, and their undo history."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from distill.codes.grid import Grid
from distill.errors import BadArgument, Busy, UnknownSlot
from distill.session.change_tracker import ChangeTracker

UNDO_STEPS: Final = 100
"""Most edits that can be undone."""
MAX_SLOTS: Final = 256
"""Most filled slots: a client in a loop must not exhaust the memory."""
MAX_COLUMNS: Final = 8192
"""Longest grid, in columns (23 minutes at 170 ms each)."""


@dataclass(frozen=True, slots=True)
class UndoStep:
    """One undoable step: each touched slot before and after; None means empty."""

    label: str
    before: Mapping[str, Grid | None]
    after: Mapping[str, Grid | None]


class Slots:
    """Grids by name; a failed call leaves them as they were.

    Threads: the engine's thread only.

    Attributes:
        changes: Tracks the slots that have changed since the last report.
    """

    def __init__(self) -> None:
        self._grids: dict[str, Grid] = {}
        self.changes = ChangeTracker(self._grids)
        self._undo: deque[UndoStep] = deque(maxlen=UNDO_STEPS)
        self._redo: deque[UndoStep] = deque(maxlen=UNDO_STEPS)

    @property
    def grids(self) -> Mapping[str, Grid]:
        """Every filled slot by name."""
        return self._grids

    @property
    def depth(self) -> tuple[int, int]:
        """Number of steps that can be undone and redone."""
        return len(self._undo), len(self._redo)

    def grid(self, name: str) -> Grid:
        """Return the grid in a slot.

        Raises:
            UnknownSlot: The slot is empty; the message lists the filled ones.
        """
        if name not in self._grids:
            filled = ", ".join(self._grids) or "none yet: encode or generate first"
            raise UnknownSlot(f"slot {name!r} is empty; filled slots: {filled}")
        return self._grids[name]

    def known(self) -> list[Grid]:
        """Return what is in a slot, or comes back by undo or redo; the oldest first."""
        steps = [*self._undo, *reversed(self._redo)]
        parts = [*(part for step in steps for part in (step.before, step.after)), self._grids]
        return [grid for part in parts for grid in part.values() if grid]

    def store(self, label: str, changes: Mapping[str, Grid | None]) -> UndoStep:
        """Put grids into slots (None empties one) as one undoable step, and return it.

        Raises:
            Busy: There are too many slots.
            BadArgument: A grid is too long.
        """
        for grid in changes.values():
            if grid is not None and grid.columns > MAX_COLUMNS:
                raise BadArgument(
                    f"a slot holds up to {MAX_COLUMNS} columns, got {grid.columns}; "
                    "encode a part with start and length"
                )
        self.check_room([name for name, grid in changes.items() if grid])
        before = {name: self._grids.get(name) for name in changes}
        step = UndoStep(label, before, dict(changes))
        self._undo.append(step)
        self._redo.clear()
        self._apply(changes)
        return step

    def amend(self, step: UndoStep, changes: Mapping[str, Grid | None]) -> UndoStep:
        """Replace the result of an earlier step, as a recording does; return the new one.

        If that step is gone, or its slots were changed since, the result is a step of its own.

        Raises:
            Busy: There are too many slots.
            BadArgument: A grid is too long.
        """
        for at in range(len(self._undo) - 1, -1, -1):
            if self._undo[at] is step:
                other = UndoStep(step.label, step.before, dict(changes))
                self._undo[at] = other
                self._apply(changes)
                return other
            if set(self._undo[at].after) & set(changes):
                break
        return self.store(step.label, changes)

    def join(self, name: str, most: int) -> int:
        """Merge up to `most` of the last steps, if all are one kind of edit of this slot only.

        Returns:
            How many steps were merged; 0 if the last one was no such edit.
        """
        steps: list[UndoStep] = []
        for step in reversed(self._undo):
            alike = step.after.keys() == {name} and step.label in (
                f"set {name}",
                f"interpolate {name}",
            )
            if len(steps) == most or not alike or (steps and step.label != steps[0].label):
                break
            steps.append(step)
        if len(steps) > 1:
            for _ in steps:
                self._undo.pop()
            self._undo.append(UndoStep(steps[0].label, steps[-1].before, steps[0].after))
        return len(steps)

    def check_room(self, names: Iterable[str]) -> None:
        """Check that these slots can be filled.

        Raises:
            Busy: There are too many slots.
        """
        fresh = [name for name in names if name not in self._grids]
        if len(self._grids) + len(fresh) > MAX_SLOTS:
            raise Busy(f"all {MAX_SLOTS} slots are filled; clear one first")

    def undo(self) -> UndoStep:
        """Undo the last edit exactly.

        Raises:
            BadArgument: There is nothing to undo.
        """
        if not self._undo:
            raise BadArgument("nothing to undo")
        change = self._undo.pop()
        self._redo.append(change)
        self._apply(change.before)
        return change

    def redo(self) -> UndoStep:
        """Redo the last undone edit.

        Raises:
            BadArgument: There is nothing to redo.
        """
        if not self._redo:
            raise BadArgument("nothing to redo")
        change = self._redo.pop()
        self._undo.append(change)
        self._apply(change.after)
        return change

    def _apply(self, changes: Mapping[str, Grid | None]) -> None:
        self.changes.mark(changes)
        for name, grid in changes.items():
            if grid is None:
                self._grids.pop(name, None)
            else:
                self._grids[name] = grid
