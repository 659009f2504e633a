"""Tells everybody of slots that hold other codes: at once, then in bounded steps."""

from typing import Final

from distill.engine.events import Notification
from distill.session.change_tracker import ChangeTracker
from distill.types import Clock

REST_S: Final = 0.05
"""Shortest time between two news of one slot: a drawing hand, or an input that is listened to, is
followed twenty times a second. The last of them always comes."""
MOST: Final = 32
"""Slots that are told of at once; more, as after a recall, come in steps, so that a client with
the usual 208 kB for what it has not read loses none."""
STEP_S: Final = 0.01


class SlotNotifier:
    """Whoever changes a slot, by whatever command, need not think of this.

    Threads: the engine's thread only.
    """

    def __init__(self, changes: ChangeTracker, clock: Clock) -> None:
        self._changes = changes
        self._clock = clock
        self._rests: dict[str, float] = {}  # until when
        self._step = clock()

    def due(self) -> list[Notification]:
        """Take what is to be told now."""
        if not self._changes.waiting:
            return []
        now = self._clock()
        if now < self._step:
            return []
        self._rests = {name: until for name, until in self._rests.items() if until > now}
        ready = [name for name in self._changes.waiting if name not in self._rests][:MOST]
        if len(ready) == MOST:
            self._step = now + STEP_S
        news = []
        for name in ready:
            change = self._changes.pop(name)
            if change is not None:
                self._rests[name] = now + REST_S
                about = (change.columns, change.revision, change.first, change.last)
                news.append(Notification("slot", (name, *about)))
        return news

    def patience(self, longest_s: float) -> float:
        """How long the engine may wait until something is due, in seconds."""
        if not self._changes.waiting:
            return longest_s
        now = self._clock()
        following = min(self._rests.get(name, now) for name in self._changes.waiting)
        return min(longest_s, max(0.0, max(following, self._step) - now))
