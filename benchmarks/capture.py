"""Measure a capture of two minutes of output during a stream, through JACK.

Run: python benchmarks/capture.py [--model NAME] [--library FOLDER] [--seconds 120]. Needs jackd.

A real server streams on JACK's dummy driver (blocks of 256 frames, profile normal). After that
many seconds they are captured, five times: how long the answer takes, and what came too late.
"""

import itertools
import statistics
import sys
import tempfile
import time
from pathlib import Path

from audition import on_jack, parse_model
from distill.ring.recent_audio import RecentAudio
from usage import answer_help

COUNTED = ("output_underruns", "output_underflows", "output_held_ms", "worker_restarts")
TIMES = 5


def main() -> None:
    """Print all figures."""
    model, library = parse_model(sys.argv[1:])
    seconds = float(dict(itertools.pairwise(sys.argv)).get("--seconds", 120))
    with (
        tempfile.TemporaryDirectory() as folder,
        on_jack(Path(folder), model, library, 1.0) as (_, server, _),
        server.client() as client,
    ):
        client.ask("stream")
        time.sleep(seconds + 1)
        before, took = client.status(), []
        for _ in range(TIMES):
            began = time.monotonic()
            answer = client.ask("capture", seconds, "h")
            took.append(time.monotonic() - began)
        after = client.status()
    print(f"model {model}: {answer[3]:g} s with {answer[4]} columns, captured {TIMES} times")
    print(f"  answer after {statistics.median(took):.2f} s (median), slowest {max(took):.2f} s")
    for name in COUNTED:
        print(f"  {name}: {after[name] - before[name]:g} more")
    began = time.perf_counter()
    RecentAudio.create().close()
    print(f"  the audio history is allocated in {1e3 * (time.perf_counter() - began):.0f} ms")


if __name__ == "__main__":
    answer_help(__doc__)
    main()
