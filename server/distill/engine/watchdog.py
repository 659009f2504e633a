"""Tells a worker that is frozen from one that has no time to say that it is alive."""

from collections.abc import Callable
from typing import Final

from typing_extensions import override

from distill.processes.heartbeat import Watchdog
from distill.processes.stats import ProcessStats
from distill.protocol.messages import Alive, FromWorker, Ready

STUCK_S: Final = 60.0
"""Longest single step of the worker's main loop (a long file is read in one)."""
STARTING_S: Final = 60.0
"""Longest start: importing torch from a cold disk."""
SUSPECT_S: Final = 0.3
"""Silence after which the system is asked; a worker sends a message every 0.1 s."""
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
"""Most that one call counts: a watchdog that was kept from running has heard nothing meanwhile."""
TICK_S: Final = 0.016
"""Longest tick of a system's count of CPU time (Windows: 15.6 ms); one tick is no work."""
IDLE: Final = 0.05
"""Share of a core below which a worker does not compute; threads that only wait use 1 %."""


class WorkerWatchdog(Watchdog):
    """Counts how long a worker has been silent, and judges that by what the system says.

    Threads: the supervisor's.
    """

    def __init__(
        self,
        pid: int,
        probe: Callable[[int], ProcessStats | None],
        now: float,
        *,
        ready: bool = False,
    ) -> None:
        """Begin.

        Args:
            pid: Process id of the worker.
            probe: Asks the system about a process.
            now: The time.
            ready: Whether the worker is up already; else it has `STARTING_S` for that.
        """
        self._pid = pid
        self._probe = probe
        self._began = now
        self._ready = ready
        self._step_s = 0.0
        self._asked = now
        self._silent = 0.0
        self._first: tuple[float, ProcessStats] | None = None
        self._busy = False

    @override
    def feed(self, message: FromWorker, now: float) -> None:
        self._asked, self._silent, self._first, self._busy = now, 0.0, None, False
        match message:
            case Ready():
                self._ready = True
            case Alive():
                self._step_s = message.busy_s
            case _:
                pass

    @override
    def verdict(self, now: float) -> str:
        if self._step_s > STUCK_S:
            return f"was stuck for {self._step_s:.0f} s"
        if not self._ready:
            late = now - self._began >= STARTING_S
            return f"did not start in {STARTING_S:.0f} s" if late else ""
        self._silent += min(now - self._asked, STEP_S)
        self._asked = now
        return "" if self._silent < SUSPECT_S else self._judge_silence(now)

    def _judge_silence(self, now: float) -> str:
        seen = self._probe(self._pid)
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
