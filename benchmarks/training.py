"""Measure training: the cost of Lightning, and the time to the first preview.

    python benchmarks/training.py FOLDER [--files 20] [--minutes 5] [--steps 150]

FOLDER holds sounds (`benchmarks/material.py` makes one); so many of them are used, spread evenly
over their names. Prints steps per second of both stages beside a bare loop of torch over the same
model, batches and optimizer, and their ratio; then, from a real `distill train` of so many minutes,
the times of the first preview, of the first model file and of the end, and the final held-out
figures.
"""

import argparse
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
import torch
from torch import Tensor

from distill.prior.prior_config import PriorConfig
from distill.storage.sound_file import stream_sound
from distill.storage.sound_listing import sounds_in
from distill.training.data.code_cache import codes_of
from distill.training.data.corpus import Corpus
from distill.training.data.crops import Crops, Plan
from distill.training.data.dataset import build_dataset
from distill.training.data.sound_folder import amount
from distill.training.data.windows import Windows
from distill.training.loop.budget import Budget
from distill.training.loop.codec_stage import CodecResult, CodecStage, train_codec
from distill.training.loop.prior_stage import PriorResult, PriorStage, token_nats, train_prior
from distill.training.loop.trainer import quiet_lightning
from distill.training.recipe import Recipe
from distill.types import Codes

POLL_S = 0.2
WARM = 10
"""Steps before the measurement: k-means and cold caches."""
Batch = TypeVar("Batch")


class Work(NamedTuple):
    """A recipe, its analysed sounds, and a folder for intermediate files."""

    recipe: Recipe
    corpus: Corpus
    folder: Path


def some(folder: Path, count: int, into: Path) -> Path:
    """Copy `count` sounds of a folder, spread evenly over its sorted names."""
    files = sounds_in(folder)
    into.mkdir(parents=True)
    for number in np.linspace(0, len(files) - 1, min(count, len(files))).round().astype(int):
        shutil.copyfile(files[number], into / f"{number:04d}_{files[number].name}")
    return into


def seconds(run: Callable[[], object]) -> float:
    """Time a call."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def bare_codec(work: Work, steps: int) -> float:
    """Train the codec in a plain loop; return the seconds for so many steps."""
    recipe, config = work.recipe.codec_stage, work.recipe.codec
    stage = CodecStage(config, recipe, Budget(0, steps), processes=1)
    plan = Plan(recipe.batch, recipe.columns * config.column_frames, recipe.quieter_db, recipe.seed)
    batches = iter(Crops(work.corpus, plan, lambda: 0))
    stage.codec.quantizer.begin(torch.randn(4 * config.size, config.width))
    return plain(stage, batches, stage.loss, steps)


def bare_prior(work: Work, sounds: list[Codes], config: PriorConfig, steps: int) -> float:
    """Train the prior in a plain loop; return the seconds for so many steps."""
    recipe = work.recipe.prior_stage
    stage = PriorStage(config, recipe, Budget(0, steps))
    batches = iter(Windows(sounds, (recipe.batch, config.window), recipe.seed, lambda: 0))
    return plain(stage, batches, lambda batch: token_nats(stage.prior, batch).mean(), steps)


def plain(
    stage: CodecStage | PriorStage,
    batches: Iterator[Batch],
    loss: Callable[[Batch], Tensor],
    steps: int,
) -> float:
    """Run a plain torch loop; return the seconds."""
    optimizer = stage.configure_optimizers()
    stage.train()

    def run() -> None:
        for _ in range(steps):
            error = loss(next(batches))
            optimizer.zero_grad()
            error.backward()
            torch.nn.utils.clip_grad_norm_(stage.network.parameters(), stage.recipe.clip)
            optimizer.step()

    return seconds(run)


def compare(work: Work, steps: int) -> None:
    """Print steps per second of both stages, beside the plain loop."""
    codec = work.recipe.codec
    held_apart = replace(work.corpus, pieces=tuple(work.corpus.part("train")))

    def first(count: int) -> CodecResult:
        stage = replace(work.recipe.codec_stage, minutes=0.0, steps=count, check_every=10**6)
        return train_codec(held_apart, codec, stage, work.folder / "codec", bar=False)

    begun = first(WARM)
    made = first(WARM + steps)
    report("codec", steps / (made.seconds - begun.seconds), steps / bare_codec(work, steps))
    sounds, _ = codes_of(held_apart, made.codec, "bench", work.folder / "codes.safetensors")
    recipe = work.recipe.prior_stage
    shape = recipe.layers, recipe.width, recipe.heads, recipe.context_columns
    depth = recipe.depth_layers, recipe.depth_width
    config = PriorConfig(codec.size, codec.levels, codec.bands, *shape, *depth)

    def second(count: int) -> PriorResult:
        stage = replace(recipe, minutes=0.0, steps=count, check_every=10**6)
        return train_prior((sounds, []), config, stage, work.folder / "prior", bar=False)

    started = second(WARM)
    prior = second(WARM + steps)
    bare = bare_prior(work, sounds, config, steps)
    report("prior", steps / (prior.seconds - started.seconds), steps / bare)


def report(stage: str, ours: float, bare: float) -> None:
    """Print one row."""
    print(f"{stage}: {ours:.2f} steps a second, bare loop {bare:.2f}, ratio {bare / ours:.2f}")


def time_training(folder: Path, minutes: float, library: Path) -> None:
    """Run a real training, and print the time of its first preview and its first model file."""
    words = ["train", folder, "--name", "bench", "--into", library, "--minutes", str(minutes)]
    times: dict[str, float] = {}
    began = time.perf_counter()
    log = library.with_name("log.txt")
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "distill", *map(str, words)],
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "COLUMNS": "200"},
        )
    wanted = {"first preview": "previews/codec-*.wav", "first model file": "bench.distill"}
    while process.poll() is None:
        for what, pattern in wanted.items():
            if what not in times and list((library / "bench").glob(pattern)):
                times[what] = time.perf_counter() - began
        time.sleep(POLL_S)
    for what, after in times.items():
        print(f"{what}: after {after:.0f} s")
    print(f"finished: after {time.perf_counter() - began:.0f} s of {60 * minutes:.0f}")
    text = log.read_text()
    found = re.findall(r"^.*(?:held-out mel error|nats per code).*$", text, re.MULTILINE)
    print("\n".join(found) or text)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=5.0, help="0 skips the training")
    parser.add_argument("--steps", type=int, default=150, help="0 skips the comparison")
    parser.add_argument(
        "--keep", type=Path, help="folder for the results; default: a temporary one"
    )
    wanted = parser.parse_args()
    warnings.filterwarnings("ignore")
    quiet_lightning()
    logging.disable(logging.INFO)
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as temporary:
        place = wanted.keep or Path(temporary)
        folder = some(wanted.folder, wanted.files, place / "sounds")
        recipe = Recipe.for_files("bench", *amount(folder))
        codec = recipe.codec
        print(f"{wanted.files} files: {codec.levels} levels of {codec.size} codes")
        if wanted.steps:
            cache, mel = place / "cache", recipe.codec.mel
            corpus = build_dataset(folder, None, cache, recipe.data, mel, read=stream_sound)
            compare(Work(recipe, corpus, place), wanted.steps)
        if wanted.minutes:
            time_training(folder, wanted.minutes, place / "library")


if __name__ == "__main__":
    main()
