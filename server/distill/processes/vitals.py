"""Looks whether a process that does not speak is at work, asleep or stopped, as the system says.

A process that has no time to speak is not frozen: on a machine with more to do than it has cores,
one that is healthy can be silent for longer than a second. It waits for a core then, or computes.
"""

import contextlib
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TOLD_S: Final = 1.0
"""Longest wait for the system's own program."""
_PROC: Final = Path("/proc/self")
_TIME: Final = re.compile(r"(?:(?:(\d+)-)?(\d+):)?(\d+):([\d.]+)")


@dataclass(frozen=True, slots=True)
class Vitals:
    """One look at a process.

    Attributes:
        cpu_s: Seconds that its threads have computed so far.
        busy: A thread of it computes, waits for a core, or waits for a disk.
        stopped: It is stopped from outside, and goes on when it is told to.
    """

    cpu_s: float
    busy: bool
    stopped: bool


def look(pid: int) -> Vitals | None:
    """Look at a process; None where the system does not say, or there is no such process."""
    if _PROC.exists():
        return _look_in_proc(_PROC.parent / str(pid))
    return None if os.name == "nt" else look_by_ps(pid)


def _look_in_proc(process: Path) -> Vitals | None:
    states = set()
    try:
        ticks = sum(map(int, _stat(process)[11:13]))
        for thread in (process / "task").iterdir():
            with contextlib.suppress(OSError):  # it has just ended
                states.add(_stat(thread)[0])
    except (OSError, ValueError, IndexError):
        return None
    return Vitals(ticks / os.sysconf("SC_CLK_TCK"), bool(states & {"R", "D"}), states <= {"T", "t"})


def _stat(folder: Path) -> list[str]:
    """Read what stands behind the name: the state first, computing at 11 and 12."""
    return (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()


def look_by_ps(pid: int) -> Vitals | None:
    """Look at a process with `ps`, as on macOS."""
    words = ["ps", "-o", "state=", "-o", "time=", "-p", str(pid)]
    try:
        told = subprocess.run(words, capture_output=True, text=True, check=True, timeout=TOLD_S)  # noqa: S603 - no shell, and no words of others
    except (OSError, subprocess.SubprocessError):
        return None
    return parse_ps(told.stdout)


def parse_ps(line: str) -> Vitals | None:
    """Read a state and a time of `ps`: `S 0:03.41`, `R 1-02:03:04`; None for anything else."""
    state, _, rest = line.strip().partition(" ")
    time = _TIME.fullmatch(rest.strip())
    if not state or time is None:
        return None
    days, hours, minutes, seconds = (float(part or 0) for part in time.groups())
    cpu_s = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    return Vitals(cpu_s, state[0] in "RDU", state[0] in "Tt")
