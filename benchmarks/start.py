"""Measure a start: to the first answer, to the model ready, to the first sound.

Run: python benchmarks/start.py [--model NAME] [--library FOLDER] [--runs 5]. Medians, and the
slowest. The first sound is a column that is generated and played as soon as the model is ready; it
is read from the recording of the file sink, up to 21 ms late. A bare `import torch` is the lower
bound of a start of the model worker. A first run that is not counted compiles the kernels, and the
modules to bytecode, also where PYTHONDONTWRITEBYTECODE would have each process compile them again.
"""

import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from audition import parse_model
from kit.servers import Server, make_place
from usage import answer_help

STEP_S = 0.01


def start(folder: Path, model: str, library: Path | None) -> dict[str, float]:
    """Start a server, and stop it; return the seconds of each step."""
    server = Server(
        make_place(folder, library), model, ("--midi", "", "--spare", "on")
    )  # as a user starts it
    began = time.monotonic()
    took = {}
    try:
        server.launch(f"file:{server.place.recording}")
        took["first status"] = time.monotonic() - began
        with server.client() as client:
            while client.status()["state"] != "ready":
                time.sleep(STEP_S)
            took["model ready"] = time.monotonic() - began
            at = server.frames()
            client.ask("generate", "a", "columns", 1)
            client.ask("play", "a")
            while not server.recorded(at).any():
                time.sleep(STEP_S)
            took["first sound"] = time.monotonic() - began
    finally:
        server.stop()
    return took


def bare_torch() -> float:
    """Time a process that only imports torch."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", "import torch"], check=True)
    return time.monotonic() - began


def main() -> None:
    """Print medians."""
    model, library = parse_model(sys.argv[1:])
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    runs = int(dict(itertools.pairwise(sys.argv)).get("--runs", 5))
    rows: dict[str, list[float]] = {}
    for run in range(runs + 1):
        with tempfile.TemporaryDirectory() as folder:
            took = start(Path(folder), model, library)
        took["import torch"] = bare_torch()
        if run:
            for name, seconds in took.items():
                rows.setdefault(name, []).append(seconds)
    print(f"model {model}, {runs} runs{'median s':>12}{'slowest s':>12}")
    for name, seconds in rows.items():
        print(f"{name:20}{statistics.median(seconds):12.2f}{max(seconds):12.2f}")


if __name__ == "__main__":
    answer_help(__doc__)
    main()
