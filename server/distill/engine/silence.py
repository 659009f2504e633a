"""Tells a worker that is frozen from one that has no time to speak."""

from collections.abc import Callable
from typing import Final

from distill.processes.stats import ProcessStats

SUSPECT_S: Final = 0.3
"""Silence after which the system is asked; a worker speaks every 0.1 s."""
STOPPED_S: Final = 0.3
"""Silence after which a stopped worker counts as frozen: there is nothing to doubt."""
STILL_S: Final = 0.8
"""Silence after which a worker counts as frozen that neither computes nor waits for a core."""
UNKNOWN_S: Final = 2.0
"""The same where the system does not say whether it waits for a core. Measured: while a model loads
on a machine with twice as much to do as it has cores, a healthy worker was once silent for more
than 0.8 s."""
BUSY_S: Final = 5.0
"""The same for one that computes. A held sound keeps its level for 8 s."""
STEP_S: Final = 0.15
"""Most that one look counts: a watcher that was kept from looking has heard nothing meanwhile."""
TICK_S: Final = 0.016
"""Longest tick of a system's count of CPU time (Windows: 15.6 ms); one tick is no work."""
IDLE: Final = 0.05
"""Share of a core below which a worker does not compute; threads that only wait use 1 %."""


class Silence:
    """Counts a worker's silence, and judges it by what the system says.

    Threads: the watcher's.
    """

    def __init__(self, pid: int, look: Callable[[int], ProcessStats | None], now: float) -> None:
        self._pid = pid
        self._look = look
        self._asked = now
        self._silent = 0.0
        self._first: tuple[float, ProcessStats] | None = None
        self._busy = False

    def broken(self, now: float) -> None:
        """Count from now on: the worker has spoken."""
        self._asked, self._silent, self._first, self._busy = now, 0.0, None, False

    def verdict(self, now: float) -> str:
        """Say why the worker counts as frozen, or nothing; ask about ten times a second."""
        self._silent += min(now - self._asked, STEP_S)
        self._asked = now
        if self._silent < SUSPECT_S:
            return ""
        seen = self._look(self._pid)
        if seen is None:
            return self._after(UNKNOWN_S, "was silent")
        if self._first is None:
            self._first = now, seen
        since, first = self._first
        used = seen.cpu_s - first.cpu_s
        self._busy = self._busy or bool(seen.busy) or used > max(TICK_S, IDLE * (now - since))
        if seen.stopped:
            return self._after(STOPPED_S, "was stopped, and silent")
        if self._busy:
            return self._after(BUSY_S, "was busy, and silent")
        bound = UNKNOWN_S if seen.busy is None else STILL_S
        return self._after(bound, "did nothing, and was silent")

    def _after(self, bound: float, what: str) -> str:
        return f"{what} for {self._silent:.1f} s" if self._silent >= bound else ""
