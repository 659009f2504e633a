"""Measure how long `distill send ping` takes beside a `distill job` that pings, and their ratio.

Run: python benchmarks/sending.py [--runs 20]. Both are whole processes on one server, in turn, so
that a busy machine is busy for both; medians of elapsed and of processor time, and the least. Also
`send param tempo`, which names the parameter's unit.
"""

import itertools
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from kit.servers import running_server
from usage import answer_help


def timed(words: Sequence[str], environment: dict[str, str]) -> tuple[float, float]:
    """Run a program; return its elapsed time and its processor time, in s."""
    began = time.monotonic()
    with psutil.Popen(words, env=environment, stdout=subprocess.DEVNULL) as process:
        spent = 0.0
        while process.poll() is None:
            spent = _processor_time(process, spent)
            time.sleep(0.001)
        elapsed = time.monotonic() - began
    if process.returncode != 0:
        sys.exit(f"{' '.join(words)} ended with exit code {process.returncode}")
    return elapsed, spent


def _processor_time(process: psutil.Popen, last: float) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return last
    return max(last, times.user + times.system)


def main() -> None:
    """Print the times of each and the ratio."""
    runs = int(dict(itertools.pairwise(sys.argv)).get("--runs", 20))
    rows: dict[str, list[tuple[float, float]]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        running_server(Path(folder) / "user", "null") as server,
    ):
        file = Path(folder) / "job.json"
        file.write_text(json.dumps({"port": server.port, "say": [["ping"]]}))
        send = ["send", "--port", str(server.port)]
        lines = {
            "send ping": [*send, "ping"],
            "job with a ping": ["job", str(file)],
            "send param tempo 96": [*send, "param", "tempo", "96"],
        }
        for run in range(runs + 1):
            for name, words in lines.items():
                took = timed([sys.executable, "-m", "distill", *words], server.place.environment)
                if run:  # the first reads the files from the disk
                    rows.setdefault(name, []).append(took)
    for name, times in rows.items():
        elapsed, spent = ([one[at] for one in times] for at in range(2))
        print(
            f"{name}: {statistics.median(elapsed):.3f} s, least {min(elapsed):.3f} s; "
            f"processor {statistics.median(spent):.3f} s"
        )
    ping, job = (statistics.median(e for e, _ in rows[name]) for name in list(lines)[:2])
    print(f"send takes {ping / job:.2f} of the time of job")


if __name__ == "__main__":
    answer_help(__doc__)
    main()
