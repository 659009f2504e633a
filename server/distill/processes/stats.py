"""Probes whether a process that sends nothing is running, asleep or stopped.

A process that does not answer is not always stuck. On a machine with more work than cores, a
healthy one can be silent for longer than a second while it waits for a core, or computes.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import psutil

RUNNING: Final = frozenset({psutil.STATUS_RUNNING, psutil.STATUS_WAKING, psutil.STATUS_DISK_SLEEP})
"""States of a thread that computes, waits for a core, or waits for a disk."""
STOPPED: Final = frozenset({psutil.STATUS_STOPPED, psutil.STATUS_TRACING_STOP})


@dataclass(frozen=True, slots=True)
class ProcessStats:
    """One probe of a process.

    Attributes:
        cpu_s: Seconds of CPU time that its threads have used so far.
        busy: Whether a thread computes, waits for a core, or waits for a disk. None where this is
            unknown: psutil returns thread states on Linux only, and calls every process on macOS
            and Windows running (psutil issues 1754 and 2675).
        stopped: Whether a signal stopped it; it continues when it gets another.
    """

    cpu_s: float
    busy: bool | None
    stopped: bool


def probe(pid: int) -> ProcessStats | None:
    """Probe a process; None if it does not exist or the system refuses to answer."""
    try:
        process = psutil.Process(pid)
        with process.oneshot():
            used, status = process.cpu_times(), process.status()
        busy = None
        if psutil.LINUX:
            busy = status in RUNNING or any(state in RUNNING for state in _thread_states(process))
    except psutil.Error:
        return None
    return ProcessStats(used.user + used.system, busy, status in STOPPED)


def is_stopped(pid: int) -> bool:
    """Return whether a signal stopped a process; False where the system does not say."""
    try:
        return psutil.Process(pid).status() in STOPPED
    except psutil.Error:
        return False


def _thread_states(process: psutil.Process) -> Iterator[str]:
    """Yield the state of each thread; on Linux a thread can be probed like a process."""
    for thread in process.threads():
        with contextlib.suppress(psutil.NoSuchProcess):  # it has just ended
            yield psutil.Process(thread.id).status()
