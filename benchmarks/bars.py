"""Limits of figures, and measurements of a running server: gaps, memory, a busy core.

Not a program: `soak.py`, `deaths.py`, `flood.py` and `latency.py` report their figures with it.
"""

import contextlib
import itertools
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import psutil

from audition import RATE, Recorder

SILENT = 1e-7
"""Level at or below which nothing was played: rendered sound is never so quiet for long."""
GAP_S = 0.001
"""Longest silence that is not a gap, in seconds."""
_PIECE = 10 * RATE
_BURN = "import sys, threading\nthreading.Thread(target=sys.stdin.read).start()\nwhile True: pass"


@dataclass
class Bars:
    """Figures and their limits.

    Attributes:
        missed: Figures that missed their limit.
    """

    missed: list[str] = field(default_factory=list)

    def report(self, what: str, figure: float, bar: float, unit: str = "") -> None:
        """Print a figure and its upper limit, and whether it is met."""
        met = figure <= bar
        if not met:
            self.missed.append(what)
        print(
            f"{'met   ' if met else 'MISSED'} {what}: {figure:.4g}{unit} (bar {bar:g}{unit})",
            flush=True,
        )

    def check(self, what: str, *, true: bool) -> None:
        """Print a condition, and whether it is met."""
        self.report(what, 0 if true else 1, 0, " faults")

    def end(self) -> None:
        """End the program, with exit code 1 if a limit was missed."""
        print(f"missed: {', '.join(self.missed)}" if self.missed else "all bars met")
        sys.exit(1 if self.missed else 0)


@dataclass(frozen=True)
class Silences:
    """Silences in a recording that are longer than a gap may be.

    Attributes:
        ours: First and last frame of each silence of the server.
        holes: Number of silences of the recorder, which was not called in time.
    """

    ours: list[tuple[int, int]]
    holes: int

    @property
    def summary(self) -> str:
        """List the first ones of the server: position in seconds, length in frames.

        A block of JACK has 256: those are cycles in which the sink was not served in time.
        """
        rows = [f"{first / RATE:.2f} s: {last - first}" for first, last in self.ours[:20]]
        return f"gaps (frames): {', '.join(rows) or 'none'}"

    @property
    def longest_ms(self) -> float:
        """The longest one of the server, in ms."""
        return max((1e3 * (last - first) / RATE for first, last in self.ours), default=0.0)


def silences(recorder: Recorder, first: int, last: int, quiet: float = SILENT) -> Silences:
    """Find silences in frames first..last, which are recorded."""
    loud = np.zeros(last - first + 2, bool)
    loud[0] = loud[-1] = True  # sound before and after is not part of it
    for at in range(first, last, _PIECE):
        piece = recorder.sound(at, min(at + _PIECE, last))
        loud[at - first + 1 : at - first + 1 + len(piece)] = (np.abs(piece) > quiet).any(1)
    edges = np.flatnonzero(loud)
    long = np.flatnonzero(np.diff(edges) - 1 > GAP_S * RATE)
    runs = [(first + int(edges[at]), first + int(edges[at + 1]) - 1) for at in long]
    ours = [run for run in runs if not any(a < run[1] and run[0] < b for a, b in recorder.holes)]
    return Silences(ours, len(runs) - len(ours))


def memory_mb(pid: int) -> float:
    """Return the resident memory of a process."""
    return float(psutil.Process(pid).memory_info().rss / 2**20)


def memory_in_words(pid: int) -> str:
    """Describe the resident memory of a process, and what of it is shared, where that is known."""
    resident = f"{memory_mb(pid):.0f} MB"
    whole = psutil.Process(pid).memory_full_info()
    if not hasattr(whole, "pss"):
        return resident
    split, own = whole.pss / 2**20, whole.uss / 2**20
    return f"{resident} (with its share of shared pages {split:.0f} MB, alone {own:.0f} MB)"


@contextlib.contextmanager
def busy(cores: int) -> Iterator[None]:
    """Keep so many cores fully busy, at normal priority."""
    burning = [
        subprocess.Popen([sys.executable, "-c", _BURN], stdin=subprocess.PIPE) for _ in range(cores)
    ]
    try:
        yield
    finally:
        for one in burning:
            one.kill()
            one.communicate()


def number(name: str, default: float) -> float:
    """Read `--name NUMBER` from the command line."""
    return float(dict(itertools.pairwise(sys.argv)).get(f"--{name}", default))


def word(name: str, default: str) -> str:
    """Read `--name WORD` from the command line."""
    return dict(itertools.pairwise(sys.argv)).get(f"--{name}", default)
