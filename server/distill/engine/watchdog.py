"""Distinguishes a frozen worker from one that is too busy to send heartbeats."""

from collections.abc import Callable
from typing import Final

from typing_extensions import override

from distill.processes.heartbeat import Watchdog
from distill.processes.stats import ProcessStats
from distill.protocol.messages import Alive, FromWorker, Ready

STUCK_S: Final = 60.0
"""Longest single step of the worker's main loop (a long file is read in one step)."""
STARTING_S: Final = 60.0
"""Longest start: importing torch from a cold disk."""
SUSPECT_S: Final = 0.3
"""Silence after which the system's process statistics are read; a worker sends a heartbeat every
0.1 s."""
STOPPED_S: Final = 0.3
"""Silence after which a worker counts as frozen that the system reports as stopped."""
IDLE_S: Final = 0.8
"""Silence after which a worker counts as frozen that neither computes nor waits for a core."""
UNKNOWN_S: Final = 2.0
"""The same where the system does not report whether it waits for a core. Measured: while a model
loads on a machine with twice as many busy threads as cores, a healthy worker was once silent for
more than 0.8 s."""
BUSY_S: Final = 5.0
"""The same for a worker that computes. Concealment keeps its level for 8 s."""
STEP_S: Final = 0.15
"""Most silence that one call adds: a watchdog that did not run could not receive heartbeats."""
TICK_S: Final = 0.016
"""Longest tick of a system's CPU time counter (Windows: 15.6 ms); one tick is no work."""
IDLE_SHARE: Final = 0.05
"""Share of a core below which a worker counts as idle; threads that only wait use 1 %."""


class WorkerWatchdog(Watchdog):
    """Measures the silence of a worker, and judges it by the system's process statistics.

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
            probe: Reads the system's statistics of a process.
            now: The time.
            ready: Whether the worker is ready already; else it has `STARTING_S` to start.
        """
        self._pid = pid
        self._probe = probe
        self._started_at = now
        self._ready = ready
        self._step_s = 0.0
        self._checked_at = now
        self._silent_s = 0.0
        self._first: tuple[float, ProcessStats] | None = None
        self._busy = False

    @override
    def feed(self, message: FromWorker, now: float) -> None:
        self._checked_at, self._silent_s, self._first, self._busy = now, 0.0, None, False
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
            late = now - self._started_at >= STARTING_S
            return f"did not start in {STARTING_S:.0f} s" if late else ""
        self._silent_s += min(now - self._checked_at, STEP_S)
        self._checked_at = now
        return "" if self._silent_s < SUSPECT_S else self._judge_silence(now)

    def _judge_silence(self, now: float) -> str:
        stats = self._probe(self._pid)
        if stats is None:
            return self._after(UNKNOWN_S, "was silent")
        if self._first is None:
            self._first = now, stats
        since, first = self._first
        used = stats.cpu_s - first.cpu_s
        self._busy = (
            self._busy or bool(stats.busy) or used > max(TICK_S, IDLE_SHARE * (now - since))
        )
        if stats.stopped:
            return self._after(STOPPED_S, "was stopped, and silent")
        if self._busy:
            return self._after(BUSY_S, "was busy, and silent")
        bound = UNKNOWN_S if stats.busy is None else IDLE_S
        return self._after(bound, "did nothing, and was silent")

    def _after(self, bound: float, what: str) -> str:
        return f"{what} for {self._silent_s:.1f} s" if self._silent_s >= bound else ""
