"""What is in the slots, and every step that can be taken back."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from distill.codes.grid import Grid
from distill.errors import BadArgument, Busy, UnknownSlot
from distill.session.change_tracker import ChangeTracker

UNDO_STEPS: Final = 100
"""How many edits can be taken back."""
MAX_SLOTS: Final = 256
"""Slots are small, but a client in a loop must not fill the memory."""
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
        changes: Where they are others than was last told, whoever changed them.
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
        """How many steps can be undone and redone."""
        return len(self._undo), len(self._redo)

    def grid(self, name: str) -> Grid:
        """Give the grid in a slot.

        Raises:
            UnknownSlot: It is empty; says which are filled.
        """
        if name not in self._grids:
            filled = ", ".join(self._grids) or "none yet: encode or generate first"
            raise UnknownSlot(f"slot {name!r} is empty; filled slots: {filled}")
        return self._grids[name]

    def store(self, label: str, changes: Mapping[str, Grid | None]) -> UndoStep:
        """Put grids into slots (None empties one) as one undoable step, and give it.

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
        """Let a step of before have ended otherwise, as a sound that still comes does; give it.

        It is a step of its own if that one is gone, or if its slots were changed since.

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
        """Make up to so many of the last steps one, if all are one kind of edit of this slot alone.

        Returns:
            How many are one now; 0 if the last one was no edit of this slot alone.
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
        """Refuse names that do not fit any more.

        Raises:
            Busy: There are too many slots.
        """
        fresh = [name for name in names if name not in self._grids]
        if len(self._grids) + len(fresh) > MAX_SLOTS:
            raise Busy(f"all {MAX_SLOTS} slots are filled; clear one first")

    def undo(self) -> UndoStep:
        """Take the last edit back, bit for bit.

        Raises:
            BadArgument: Nothing is left to undo.
        """
        if not self._undo:
            raise BadArgument("nothing to undo")
        change = self._undo.pop()
        self._redo.append(change)
        self._apply(change.before)
        return change

    def redo(self) -> UndoStep:
        """Do the last undone edit again.

        Raises:
            BadArgument: Nothing is left to redo.
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
