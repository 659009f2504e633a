"""How fast the prior writes: plain loop, cached torch and the compiled kernel, on one core.

    PYTHONPATH=server python benchmarks/prior.py

A chunk is 6 columns, 1.024 s of sound. Figures are medians of processor time, which other work on
the machine disturbs least; "x real time" is sound over processor time. Weights are random: speed
does not depend on them. The window is full and slides, as in a stream that has run for hours.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from statistics import median

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch

from distill.prior.config import PriorConfig
from distill.prior.network import Prior
from distill.prior.sampler import Choice, Sampler

CHUNK = 6
COLUMN_S = 8192 / 48_000
NEEDED = {4: 20.0, 8: 8.0}
NEEDED_OVER_PLAIN = 40.0


def main() -> None:
    torch.set_num_threads(1)
    print(f"numbers are ms for a chunk of {CHUNK} columns ({CHUNK * COLUMN_S:.3f} s of sound)")
    for levels in NEEDED:
        compare(levels)
    print_start()


def compare(levels: int) -> None:
    torch.manual_seed(0)
    config = PriorConfig(size=128, levels=levels, bands=8)
    prior = Prior(config).eval()
    weights = sum(weight.numel() for weight in prior.parameters())
    print(
        f"\nQ={levels}, K={config.size}: {config.layers} layers, {config.width} wide, "
        f"{weights / 1e6:.2f} M weights, {config.context_columns} columns in view, "
        f"{config.places * CHUNK} tokens a chunk"
    )
    plain = CHUNK * seconds(lambda: write_plainly(prior, config), 3)
    show("plain loop: whole forward per token", plain, plain, levels)
    cached = CHUNK * seconds(cached_writer(prior), 9)
    show("cached torch, eager", cached, plain, levels)
    for bfloat16 in (False, True):
        sampler = Sampler.from_prior(prior, bfloat16=bfloat16)
        compiled = CHUNK * seconds(compiled_writer(sampler), 240)
        name = "bfloat16 (as trained)" if bfloat16 else "float32"
        show(f"compiled kernel, {name}", compiled, plain, levels)


def seconds(write_column: Callable[[], None], times: int) -> float:
    write_column()
    taken = []
    for _ in range(times):
        began = time.process_time()
        write_column()
        taken.append(time.process_time() - began)
    return median(taken)


@torch.no_grad()
def write_plainly(prior: Prior, config: PriorConfig) -> None:
    """Write a column as a textbook would: run the whole window again for each token."""
    codes = torch.zeros(1, config.context_columns, config.bands, config.levels, dtype=torch.long)
    column = codes[0, -1].view(-1)
    for token in range(config.places):
        logits = prior(codes)[0, -1].view(config.places, -1)[token]
        column[token] = torch.multinomial(logits.softmax(0), 1)[0]


def cached_writer(prior: Prior) -> Callable[[], None]:
    state = prior.initial_state(1)
    code: torch.Tensor | None = None

    @torch.no_grad()
    def write() -> None:
        nonlocal state, code
        for _ in range(prior.config.places):
            logits, state = prior.step(code, state)
            code = torch.multinomial(logits.softmax(1), 1)[0]

    for _ in range(prior.config.context_columns):
        write()
    return write


def compiled_writer(sampler: Sampler) -> Callable[[], None]:
    config = sampler.config
    state = sampler.start(np.zeros((0, config.bands, config.levels), np.int16), 1)
    for _ in range(config.context_columns):
        sampler.column(state, Choice())
    return lambda: sampler.column(state, Choice()) and None


def show(name: str, taken: float, plain: float, levels: int) -> None:
    real_time = CHUNK * COLUMN_S / taken
    line = f"  {name:38s} {taken * 1e3:9.1f} ms {real_time:7.2f} x real time"
    if taken != plain:
        line += f" {plain / taken:7.1f} x the plain loop"
    if "as trained" in name:
        enough = real_time >= NEEDED[levels] and plain / taken >= NEEDED_OVER_PLAIN
        needed = f"{NEEDED[levels]:g} x real time and {NEEDED_OVER_PLAIN:g} x the plain loop"
        line += f"  ({'reaches' if enough else 'MISSES'} {needed})"
    print(line, flush=True)


FIRST_CALL = """
import time
began = time.perf_counter()
import numpy as np
from distill.prior.config import PriorConfig
from distill.prior.sampler import Choice, Sampler
from distill.prior.weights import expected_shapes
imported = time.perf_counter()
config = PriorConfig(size=128, levels=4, bands=8)
arrays = {name: np.zeros(shape, np.float32) for name, shape in expected_shapes(config).items()}
sampler = Sampler.from_arrays(config, arrays)
built = time.perf_counter()
sampler.column(sampler.start(np.zeros((0, 8, 4), np.int16), 1), Choice())
print(f"import {imported - began:.2f} s, build {built - imported:.2f} s, "
      f"first column {time.perf_counter() - built:.2f} s")
"""


def print_start() -> None:
    print("\nfirst column in a fresh process")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("compiling", "with the machine code on disk"):
            told = subprocess.run(
                [sys.executable, "-c", FIRST_CALL],
                env={
                    **os.environ,
                    "NUMBA_CACHE_DIR": folder,
                    "PYTHONPATH": os.pathsep.join(sys.path),
                },
                capture_output=True,
                text=True,
                check=True,
            )
            print(f"  {name:38s} {told.stdout.strip()}", flush=True)


if __name__ == "__main__":
    main()
