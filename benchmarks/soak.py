"""Edit during a long stream: count gaps and underruns, and check that memory does not grow.

Run: python benchmarks/soak.py [--minutes 30] [--edits 10000] [--busy 0] [--profile normal]
[--model NAME] [--library FOLDER]. Needs jackd; `--busy 1` keeps another core fully busy.

A real server streams on JACK's dummy driver (blocks of 256 frames), recorded from the first sample
to the last. Meanwhile the edits are requested and answered, evenly in time: codes, whole regions,
undo and redo, copies, queries of codes, and parameters of the stream. Gaps are runs of more than 1
ms of complete silence. Late sound is concealed, so an underrun is not a gap: underruns are counted
separately, and so are late cycles of JACK. Memory is the resident memory of the main process and of
the worker; it must not grow by more than 5 % from one fifth of the time to the end. Exits with 1
when a limit is missed.
"""

import itertools
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from audition import RATE, on_jack, parse_model
from bars import Bars, busy, memory_mb, number, silences, word
from kit.clients import Client
from usage import answer_help

GROWTH = 0.05
SERIES = 11
SETTLED = 2
"""Index of the reading that memory is compared with."""


def edits(client: Client) -> Iterator[Callable[[], object]]:
    """Yield edits without end."""
    rng = np.random.default_rng(5)
    for step in itertools.count():
        code, place = int(rng.integers(64)), int(rng.integers(24))
        seed, amount = step % 1000 + 1, float(rng.random())
        yield lambda code=code, place=place: client.ask("set", "a", place, 3, 0, code)
        yield lambda seed=seed: client.ask("randomize", "a", "seed", seed)
        yield lambda amount=amount: client.ask("param/coarse", 0.3 * amount)
        yield lambda: client.ask("copy", "a", "b")
        yield lambda: client.ask("undo")
        yield lambda amount=amount: client.ask("param/temperature", 0.7 + 0.4 * amount)
        yield lambda: client.ask("undo")
        yield lambda: client.ask("redo")
        yield lambda: client.codes("a")


def watched(client: Client, seconds: float, count: int, main_pid: int) -> list[tuple[float, ...]]:
    """Edit for so long; return a series of minute, MB of main, MB of worker."""
    series, done = [], 0
    began = time.monotonic()
    row = edits(client)
    while (now := time.monotonic() - began) < seconds:
        if now >= len(series) * seconds / (SERIES - 1):
            worker = int(client.status()["worker_pid"])
            series.append((now / 60, memory_mb(main_pid), memory_mb(worker)))
            print(
                "  minute {:5.1f}: main {:6.1f} MB, worker {:6.1f} MB".format(*series[-1]),
                flush=True,
            )
        if done < count * now / seconds:
            next(row)()
            done += 1
            client.received.clear()
        else:
            time.sleep(0.001)
    worker = int(client.status()["worker_pid"])
    series.append((seconds / 60, memory_mb(main_pid), memory_mb(worker)))
    print("  minute {:5.1f}: main {:6.1f} MB, worker {:6.1f} MB".format(*series[-1]))
    print(f"{done} edits")
    return series


def main() -> None:
    """Print the series, and figures with their limits."""
    model, library = parse_model(sys.argv[1:])
    seconds = 60 * number("minutes", 30)
    profile, cores = word("profile", "normal"), int(number("busy", 0))
    bars = Bars()
    with (
        tempfile.TemporaryDirectory() as name,
        on_jack(Path(name), model, library, seconds + 120) as (_, server, recorder),
        server.client() as client,
        busy(cores),
    ):
        client.ask("subscribe", client.port, 7200.0)
        client.ask("param/profile", profile)
        client.ask("generate", "a", "columns", 24, "seed", 3)
        recorder.silence(0.2)
        begin = recorder.now()
        client.ask("stream")
        onset = recorder.onset(begin)
        before, late = client.status(), recorder.xruns
        series = watched(client, seconds, int(number("edits", 10_000)), server.process.pid)
        after, end = client.status(), recorder.now()
        recorder.wait_for(end)
        client.ask("stop")
        quiet = silences(recorder, onset, end)
        faults = recorder.missed, recorder.xruns - late
    counts = {
        n: after[n] - before[n]
        for n in ("output_underruns", "output_underflows", "output_held_ms", "crashes")
    }
    print(
        f"model {model}, profile {profile}, {cores} of {os.cpu_count()} cores busy, "
        f"{(end - onset) / RATE / 60:.2f} minutes of stream: {counts}, load "
        f"{after['worker_load']:.0%}; JACK was late {faults[1]} times, the recorder missed "
        f"{faults[0]} frames ({quiet.holes} holes)"
    )
    print(quiet.summary)
    bars.report("gaps", len(quiet.ours), 0)
    bars.report("crashes", counts["crashes"], 0)
    for who in ("worker", "output"):
        same = after[f"{who}_restarts"] == before[f"{who}_restarts"]
        bars.check(f"one process of the {who} all the time", true=same)
        if not same:
            print(server.log())
    for at, who in ((1, "main"), (2, "worker")):
        settled = series[min(SETTLED, len(series) - 1)][at]
        grown = series[-1][at] / settled - 1
        bars.report(f"memory of {who} grew by", 100 * grown, 100 * GROWTH, " %")
    bars.end()


if __name__ == "__main__":
    answer_help(__doc__)
    main()
