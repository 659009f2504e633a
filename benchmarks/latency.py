"""Measure the time from an OSC message to its audible change, for each buffer profile.

Run: python benchmarks/latency.py [--model NAME] [--library FOLDER] [--trials 40] [--profile safe]
[--busy 0]. Needs jackd.

Method: a real server plays on JACK's dummy driver (blocks of 256 frames), a recorder reads its
ports, and the times of messages and of recorded samples are both frames of the clock of JACK (see
audition.py). A take from silence has the same samples each time, so one undisturbed
take is the reference. Each trial starts a take and sends one message after a random time; the first
sample that differs from the reference is the change. Measured are a parameter at the end of the
chain (gain, by OSC and by a MIDI controller: a JACK port, which itself adds a block or two of
5.3 ms), a macro on codes (coarse), and an edit of one code of a loop of one column, whose change
passes decoder and vocoder first. A sound card adds its own output latency to all of these.
Trials in which sound was late, or the recorder, are left out and counted. The limits hold for
p95; a controller may add 5 ms to OSC at the median, including the JACK port. Exits with 1 when a
limit is missed.
"""

import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audition import RATE, Recorder, on_jack, parse_model
from bars import Bars, busy, number
from distill.parameters import PROFILES
from distill.types import FloatArray
from kit.clients import Client
from kit.keys import PORT, Keys
from usage import answer_help

EARLIEST, LATEST = 0.1, 0.35
"""Seconds of a take before the message."""
BARS_MS = {"low": 60, "normal": 110, "safe": 200}
"""Longest p95 from a message to changed samples."""
CONTROLLER_MS = 5
"""Most that a controller adds."""
AFTER = 0.6
"""Seconds recorded after it; a change that takes longer is reported as missing."""
TRIES = 20
CONTROL = 0xB0
MAP = """
[[binding]]
source = "cc"
number = 7
target = "gain"
range = [0.0, -40.0]
takeover = "jump"
"""
TAKE = round((LATEST + AFTER + 0.05) * RATE)


@dataclass
class Bench:
    """A client, a controller and a recorder of one server."""

    client: Client
    recorder: Recorder
    keys: Keys
    rng: np.random.Generator

    def start(self) -> int:
        """Play from silence; return the frame of the first sample."""
        self.client.ask("stop")
        self.recorder.silence(0.1)
        begin = self.recorder.now()
        self.client.ask("play", "a")
        return self.recorder.onset(begin)

    def reference(self) -> FloatArray:
        """Record an undisturbed take, until two in a row are the same."""
        one = self._record()
        for _ in range(TRIES):
            two = self._record()
            if np.array_equal(one, two):
                return two
            one = two
        raise RuntimeError("no two takes are the same: this machine is too busy for this profile")

    def _record(self) -> FloatArray:
        onset = self.start()
        return self.recorder.sound(onset, onset + TAKE)

    def _faults(self) -> object:
        """Return the counters that make a trial invalid if they change."""
        return self.client.status()["output_underruns"], self.recorder.missed

    def trial(self, reference: FloatArray, change: Callable[[], None]) -> float | None:
        """Measure one change, in ms; None if sound was late, or nothing changed."""
        faults = self._faults()
        onset = self.start()
        self.recorder.wait_for(onset + round(self.rng.uniform(EARLIEST, LATEST) * RATE))
        sent = self.recorder.now()
        change()
        recorded = self.recorder.sound(onset, onset + TAKE)
        different = np.flatnonzero((recorded != reference).any(1))
        if self._faults() != faults or not len(different):
            return None
        return 1e3 * (onset + int(different[0]) - sent) / RATE


def measure(bench: Bench, trials: int, bars: Bars, profile: str) -> None:
    """Print the figures of one profile."""
    client = bench.client
    reference = bench.reference()
    code = 0 if client.codes("a", 0, 3, 0) != [0] else 1
    kinds: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
        "gain": (
            lambda: client.send("param/gain", -40.0),
            lambda: client.send("param/gain", 0.0),
        ),
        "gain by CC": (
            lambda: bench.keys.send(CONTROL, 7, 127),
            lambda: bench.keys.send(CONTROL, 7, 0),
        ),
        "coarse": (
            lambda: client.send("param/coarse", 1.0),
            lambda: client.send("param/coarse", 0.0),
        ),
        "one code": (
            lambda: client.send("set", "a", 0, 3, 0, code),
            lambda: client.send("undo"),
        ),
    }
    medians = {}
    for name, (change, restore) in kinds.items():
        found = []
        for _ in range(trials):
            found.append(bench.trial(reference, change))
            restore()
        good = sorted(value for value in found if value is not None)
        cuts = (
            statistics.quantiles(good, n=20, method="inclusive")
            if len(good) > 1
            else [float("nan")] * 19
        )
        print(
            f"  {name:10}{cuts[9]:8.0f}{cuts[18]:8.0f}{good[-1] if good else 0:8.0f}"
            f"{len(good):8d}{len(found) - len(good):10d}",
            flush=True,
        )
        medians[name] = cuts[9]
        if name != "gain by CC":
            bars.report(f"{profile}, {name}, p95", cuts[18], BARS_MS[profile], " ms")
    added = medians["gain by CC"] - medians["gain"]
    bars.report(f"{profile}, a controller adds", added, CONTROLLER_MS, " ms")


def controlled(folder: Path) -> list[str]:
    """Return options of a server that follows the test controller without takeover."""
    path = folder / "keys.toml"
    path.write_text(MAP)
    return ["--midi", f"jack:{PORT}", "--midi-map", str(path)]


def main() -> None:
    """Print figures of all profiles, or of the given one."""
    model, library = parse_model(sys.argv[1:])
    trials = int(dict(itertools.pairwise(sys.argv)).get("--trials", 40))
    only = dict(itertools.pairwise(sys.argv)).get("--profile")
    profiles = {only: PROFILES[only]} if only else PROFILES
    seconds = len(profiles) * 4 * (trials + 2) * 4.0
    bars = Bars()
    with (
        tempfile.TemporaryDirectory() as folder,
        on_jack(Path(folder), model, library, seconds, controlled(Path(folder))) as (
            jack,
            server,
            recorder,
        ),
        server.client() as client,
        busy(int(number("busy", 0))),
    ):
        client.ask("generate", "a", "columns", 1, "seed", 7)
        keys = Keys(jack)
        while client.status()["midi_ports"] == 0:
            time.sleep(0.1)
        bench = Bench(client, recorder, keys, np.random.default_rng(1))
        print(f"model {model}, ms{'p50':>12}{'p95':>8}{'worst':>8}{'trials':>8}{'left out':>10}")
        for profile, ahead in profiles.items():
            client.ask("param/profile", profile)
            bench.start()
            status = client.status()
            print(
                f"{profile} ({ahead} ms ahead, blocks of {status['output_block']}, "
                f"device {status['output_device_ms']:.1f} ms)"
            )
            measure(bench, trials, bars, profile)
        keys.unplug()
        print(f"recorder: {recorder.missed} frames missed, {recorder.xruns} late cycles of JACK")
    bars.end()


if __name__ == "__main__":
    answer_help(__doc__)
    main()
