"""Watchdogs, which decide that a running process must be replaced."""

from collections.abc import Callable
from typing import Final, Protocol, TypeAlias

from typing_extensions import override

from distill.processes.child import Message

STUCK_S: Final = 3.0
"""Greatest age of the last heartbeat of a process that has begun its work."""
OPENING_S: Final = 10.0
"""Longest time before the first heartbeat: some drivers take seconds."""
SUSPECT_S: Final = 0.4
"""Silence after which a process that the system reports as stopped is stuck."""


class Watchdog(Protocol):
    """Watches one process; called on the supervisor's thread, ten times a second or more often."""

    def feed(self, message: Message, now: float) -> None:
        """Note a message that the process has sent."""

    def verdict(self, now: float) -> str:
        """Return what is wrong with the process ("was stuck for 4 s"); empty while nothing is."""


IsStopped: TypeAlias = Callable[[int], bool]
"""Returns whether the system has stopped the process of a pid."""
StartWatchdog: TypeAlias = Callable[[int, float], Watchdog]
"""Creates the watchdog of one process from its pid and the time of its start."""


class HeartbeatWatchdog(Watchdog):
    """Reports a process as stuck when its last heartbeat is too old.

    Threads: the supervisor's.
    """

    def __init__(
        self,
        started: float,
        stuck_s: float,
        beat: Callable[[], float | None],
        is_stopped: Callable[[], bool] = bool,
    ) -> None:
        """Begin.

        Args:
            started: When the process was started.
            stuck_s: Greatest age of a heartbeat.
            beat: Returns the time of the last heartbeat; None before the first.
            is_stopped: Returns whether the system has stopped the process.
        """
        self._started = started
        self._stuck_s = stuck_s
        self._beat = beat
        self._is_stopped = is_stopped

    @override
    def feed(self, message: Message, now: float) -> None:
        """Ignore it: the heartbeat does not come through the pipe."""

    @override
    def verdict(self, now: float) -> str:
        beat = self._beat()
        if beat is not None and beat < self._started:
            beat = None  # of the process before this one
        age = now - (self._started if beat is None else beat)
        if age > SUSPECT_S and self._is_stopped():
            return f"was stopped, and silent for {age:.1f} s"
        return f"was stuck for {age:.0f} s" if age > self._limit(beat) else ""

    def _limit(self, beat: float | None) -> float:
        return OPENING_S if beat is None else self._stuck_s


class MessageWatchdog(HeartbeatWatchdog):
    """A `HeartbeatWatchdog` for which each message is a heartbeat."""

    def __init__(self, started: float, stuck_s: float, is_stopped: Callable[[], bool]) -> None:
        self._last: float | None = None
        super().__init__(started, stuck_s, lambda: self._last, is_stopped)

    @override
    def feed(self, message: Message, now: float) -> None:
        self._last = now


def by_messages(stuck_s: float = STUCK_S, is_stopped: IsStopped = lambda _: False) -> StartWatchdog:
    """Treat each message as a heartbeat; `is_stopped` finds a stopped process sooner."""
    return lambda pid, started: MessageWatchdog(started, stuck_s, lambda: is_stopped(pid))


def by_beat(beat_ns: Callable[[], int | None], stuck_s: float = STUCK_S) -> StartWatchdog:
    """Read the heartbeat from `beat_ns`, in ns of `time.monotonic_ns`; None before the first."""

    def beat() -> float | None:
        value = beat_ns()
        return None if value is None else value / 1e9

    return lambda _, started: HeartbeatWatchdog(started, stuck_s, beat)
