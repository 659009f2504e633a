"""Measure how long a host waits for `distill job`, as the scripts of Reaper do.

Run: python benchmarks/jobs.py [--model NAME] [--library FOLDER] [--runs 5]. Medians, and the
slowest: a job that only pings, beside `distill send ping`; a server started in the background until
its model is there; four seconds generated and written as a clip; four seconds of sound brought from
another folder, varied, and written. Each is a process from its start to its end.
"""

import itertools
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import soundfile

from audition import parse_model
from kit.servers import free_ports, make_place
from usage import answer_help

SECONDS = 4


def run_job(folder: Path, port: int, environment: dict[str, str], *requests: list[object]) -> float:
    """Run a job; return its seconds."""
    job = folder / "job.json"
    job.write_text(json.dumps({"port": port, "say": requests}))
    words = [sys.executable, "-m", "distill", "job", str(job)]
    began = time.monotonic()
    subprocess.run(words, env=environment, check=True)
    return time.monotonic() - began


def once(folder: Path, model: str, library: Path | None) -> dict[str, float]:
    """Start a server, send requests, and stop it; return the seconds of each step."""
    place = make_place(folder, library)
    port, reply_port = free_ports(2)
    sound = folder / "a sound.wav"
    time_s = np.arange(SECONDS * 44_100) / 44_100
    soundfile.write(sound, 0.3 * np.sin(2 * np.pi * (200 + 50 * time_s) * time_s), 44_100)
    options = ["--model", model, "--library", str(place.library), "--clips", str(place.clips)]
    options += ["--sources", str(place.sounds), "--reply-port", str(reply_port)]
    options += ["--output", "null", "--midi", "off"]

    def job(*requests: list[object]) -> float:
        return run_job(folder, port, place.environment, *requests)

    took = {"start of the server, model ready": job(["start_server", *options])}
    try:
        took["ping by job"] = job(["ping"])
        words = [sys.executable, "-m", "distill", "send", "--port", str(port), "ping"]
        began = time.monotonic()
        subprocess.run(words, env=place.environment, check=True, capture_output=True)
        took["ping by send"] = time.monotonic() - began
        took["generate 4 s, clip"] = job(["generate", "a", "seconds", SECONDS], ["clip", "a"])
        took["bring 4 s, vary, clip"] = job(
            ["bring", str(sound), "b"], ["randomize", "b", "neighbours", 0.5], ["clip", "b"]
        )
    finally:
        job(["stop_server"])
    return took


def main() -> None:
    """Print medians."""
    model, library = parse_model(sys.argv[1:])
    runs = int(dict(itertools.pairwise(sys.argv)).get("--runs", 5))
    rows: dict[str, list[float]] = {}
    for run in range(runs + 1):
        with tempfile.TemporaryDirectory() as folder:
            took = once(Path(folder), model, library)
        if run:
            for name, seconds in took.items():
                rows.setdefault(name, []).append(seconds)
    for name, times in rows.items():
        print(f"{name}: {statistics.median(times):.2f} s, slowest {max(times):.2f} s")


if __name__ == "__main__":
    answer_help(__doc__)
    main()
