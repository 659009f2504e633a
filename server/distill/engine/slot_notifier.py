"""Notifies clients of changed slots: at once, then at a bounded rate."""

from collections.abc import Callable
from typing import Final

from distill.engine.events import Notification
from distill.session.change_tracker import ChangeTracker
from distill.types import Clock

MIN_INTERVAL_S: Final = 0.05
"""Shortest time between two notifications of one slot: drawing in it, or recording into it, sends
twenty a second. The last change is always sent."""
MAX_AT_ONCE: Final = 32
"""Most notifications in one batch; more, as after a recall, come in several, so that a client with
the usual receive buffer of 208 kB loses none."""
STEP_S: Final = 0.01
"""Time between two batches."""


class SlotNotifier:
    """Turns the changes that the session tracks into notifications, whatever command made them.

    Threads: the engine's thread only.
    """

    def __init__(
        self, changes: ChangeTracker, clock: Clock, model_to_load: Callable[[str], str]
    ) -> None:
        """Begin; `model_to_load` names the model of a slot that the loaded one does not read."""
        self._changes = changes
        self._clock = clock
        self._model_to_load = model_to_load
        self._not_before: dict[str, float] = {}  # time of the clock, by slot
        self._next_batch = clock()

    def due(self) -> list[Notification]:
        """Remove and return the notifications that are due."""
        if not self._changes.waiting:
            return []
        now = self._clock()
        if now < self._next_batch:
            return []
        self._not_before = {name: until for name, until in self._not_before.items() if until > now}
        ready = [name for name in self._changes.waiting if name not in self._not_before]
        ready = ready[:MAX_AT_ONCE]
        if len(ready) == MAX_AT_ONCE:
            self._next_batch = now + STEP_S
        notifications = []
        for name in ready:
            change = self._changes.pop(name)
            if change is not None:
                self._not_before[name] = now + MIN_INTERVAL_S
                about = (change.columns, change.revision, change.first, change.last)
                model = self._model_to_load(name)
                notifications.append(Notification("slot", (name, *about, model)))
        return notifications

    def patience(self, longest_s: float) -> float:
        """Return how long the engine may sleep until a notification is due, in seconds."""
        if not self._changes.waiting:
            return longest_s
        now = self._clock()
        following = min(self._not_before.get(name, now) for name in self._changes.waiting)
        return min(longest_s, max(0.0, max(following, self._next_batch) - now))
