"""Measure speed and quality of the prior, beside the flat one that was not chosen; on one core.

    PYTHONPATH=server python benchmarks/prior.py [--work FOLDER] [--seconds 150]

A chunk is 6 columns, 1.024 s of sound. Speeds are medians of processor time, which other work on
the machine disturbs least; "x real time" is sound over processor time. Weights are random: speed
does not depend on them. The window is full and slides, as in a stream that has run for hours.

With `--work`, the folder that `distill train` keeps beside a model (`.work`), both priors are
trained on its codes for the same processor time and measured on its held-out codes. See
`prior_learning`.
"""

import os
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch

from distill.codes.sampling_params import SamplingParams
from distill.nn.transformer import Prior
from distill.prior.prior_config import PriorConfig
from distill.prior.sampler import Sampler
from flat_prior import FLAT_LAYERS, FlatPrior
from prior_learning import compare_learning

CHUNK = 6
COLUMN_S = 8192 / 48_000
SIZES = {4: 128, 8: 256}
NEEDED = {4: 60.0, 8: 30.0}


def main() -> None:
    parser = ArgumentParser(description="How fast and how well the prior writes.")
    parser.add_argument("--work", type=Path, help="`.work` of a training: compare learning too")
    parser.add_argument(
        "--seconds", type=float, default=150, help="processor time of each training"
    )
    args = parser.parse_args()
    torch.set_num_threads(1)
    print(f"numbers are ms for a chunk of {CHUNK} columns ({CHUNK * COLUMN_S:.3f} s of sound)")
    for levels in NEEDED:
        compare_speed(levels)
    print_start()
    if args.work:
        compare_learning(args.work, args.seconds)


def compare_speed(levels: int) -> None:
    config = PriorConfig(size=SIZES[levels], levels=levels, bands=8)
    print(
        f"\nQ={levels}, K={config.size}: {config.width} wide, "
        f"{config.context_columns} columns in view, {config.places * CHUNK} codes a chunk"
    )
    for prior in (FlatPrior(replace(config, layers=FLAT_LAYERS)), Prior(config)):
        torch.manual_seed(0)
        prior.eval()
        weights = sum(weight.numel() for weight in prior.parameters()) / 1e6
        name = "flat" if isinstance(prior, FlatPrior) else "chosen"
        print(f" {name}: {prior.config.layers} layers, {weights:.2f} M weights")
        plain = CHUNK * seconds(lambda prior=prior: write_plainly(prior), 3)
        show("plain loop: whole forward per code", plain, plain)
        show("cached torch, eager", CHUNK * seconds(cached_writer(prior), 9), plain)
        if isinstance(prior, Prior):
            for bfloat16 in (False, True):
                sampler = Sampler.from_arrays(prior.config, prior.to_arrays(), bfloat16=bfloat16)
                compiled = CHUNK * seconds(compiled_writer(sampler), 240)
                name = "bfloat16 (as trained)" if bfloat16 else "float32"
                show(f"compiled kernel, {name}", compiled, plain, NEEDED[levels] * bfloat16)


def seconds(write_column: Callable[[], None], times: int) -> float:
    write_column()
    taken = []
    for _ in range(times):
        began = time.process_time()
        write_column()
        taken.append(time.process_time() - began)
    return median(taken)


@torch.no_grad()
def write_plainly(prior: Prior | FlatPrior) -> None:
    """Write a column as a textbook would: run the whole window again for each code."""
    config = prior.config
    codes = torch.zeros(1, config.context_columns, config.bands, config.levels, dtype=torch.long)
    column = codes[0, -1].view(-1)
    for place in range(config.places):
        logits = prior(codes)[0, -1].reshape(config.places, -1)[place]
        column[place] = torch.multinomial(logits.softmax(0), 1)[0]


def cached_writer(prior: Prior | FlatPrior) -> Callable[[], None]:
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
        sampler.column(state, SamplingParams())
    return lambda: sampler.column(state, SamplingParams()) and None


def show(name: str, taken: float, plain: float, needed: float = 0) -> None:
    real_time = CHUNK * COLUMN_S / taken
    line = f"  {name:38s} {taken * 1e3:9.1f} ms {real_time:7.2f} x real time"
    if taken != plain:
        line += f" {plain / taken:7.1f} x the plain loop"
    if needed:
        verdict = "reaches" if real_time >= needed else "MISSES"
        line += f"  ({verdict} {needed:g} x real time)"
    print(line, flush=True)


FIRST_CALL = """
import time
began = time.perf_counter()
import numpy as np
from distill.prior.prior_config import PriorConfig
from distill.prior.sampler import SamplingParams, Sampler
from distill.prior.weights import expected_shapes
imported = time.perf_counter()
config = PriorConfig(size=128, levels=4, bands=8)
arrays = {name: np.zeros(shape, np.float32) for name, shape in expected_shapes(config).items()}
sampler = Sampler.from_arrays(config, arrays)
built = time.perf_counter()
sampler.column(sampler.start(np.zeros((0, 8, 4), np.int16), 1), SamplingParams())
print(f"import {imported - began:.2f} s, build {built - imported:.2f} s, "
      f"first column {time.perf_counter() - built:.2f} s")
"""


def print_start() -> None:
    print("\nfirst column in a fresh process")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("compiling", "with the machine code on disk"):
            result = subprocess.run(
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
            print(f"  {name:38s} {result.stdout.strip()}", flush=True)


if __name__ == "__main__":
    main()
