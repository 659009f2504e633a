"""How well `vary` joins what it wrote to what was kept, and how long it takes.

    PYTHONPATH=server python benchmarks/variation.py MODEL FOLDER [--count 12]

Regions of eight columns in the sounds of FOLDER are written again. The change of level from the
last frame of the region to the first that was kept is compared with the same place before; the
last two columns are written once, and as the best of the ways that the server tries.
"""

import os
import time
from argparse import ArgumentParser
from pathlib import Path
from statistics import mean

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from distill.bundle import Bundle, build
from distill.codes.edit import spread
from distill.codes.grid import Grid
from distill.codes.region import Region, Span
from distill.codes.sampling_params import SamplingParams
from distill.commands.variation import CANDIDATES
from distill.mel.analysis import DECIBELS_PER_NEPER
from distill.prior.rewrite import KnownCodes, rewrite
from distill.storage import modelfile, sound_file
from distill.types import Audio, Codes, Samples
from distill.worker.task_steps import joint_cost

SECONDS = 8.0
FIRST, WIDTH = 8, 8
STRENGTHS = (0.5, 1.0)
ROUNDS = 4
"""Times that each sound is written again, each by another chance."""


def main() -> None:
    parser = ArgumentParser(description="How well vary joins what it wrote to what was kept.")
    parser.add_argument("model", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=12, help="sounds")
    said = parser.parse_args()
    bundle = build(*modelfile.load(said.model))
    sounds = [grid for grid in (read(bundle, path) for path in files(said.folder)) if grid]
    sounds = sounds[: said.count]
    print(f"{len(sounds)} sounds; level and picture changes at the region's end, in dB")
    print("strength  tries   level before / after    picture before / after   ms for 8 columns")
    for strength in STRENGTHS:
        for tries in (1, CANDIDATES):
            measure(bundle, sounds, strength, tries)


def measure(bundle: Bundle, sounds: list[Grid], strength: float, tries: int) -> None:
    levels, pictures, spent = [], [], []
    for number, grid in enumerate(sounds * ROUNDS, 1):
        region = Region(Span("", FIRST, FIRST + WIDTH - 1))
        free = spread(grid, region, strength, np.random.default_rng(number))
        known = KnownCodes(grid.codes, free, grid.codes[:0], tries)
        began = time.process_time()
        written = whole(bundle, known, number)
        spent.append(time.process_time() - began)
        pairs = [seam(bundle, codes) for codes in (grid.codes, written)]
        levels.append([pair[0] for pair in pairs])
        pictures.append([pair[1] for pair in pairs])
    before, after = np.mean(levels, 0)
    was, now = np.mean(pictures, 0)
    print(
        f"{strength:8g}  {tries:5d}   {before:5.2f} / {after:5.2f} ({after / before:4.2f} x)"
        f"   {was:5.2f} / {now:5.2f} ({now / was:4.2f} x)   {mean(spent) * 1e3:8.0f}"
    )


def seam(bundle: Bundle, codes: Codes) -> tuple[float, float]:
    """Give the change of level, and the mean change of every bin, where the region ends; in dB."""
    mel = bundle.decode(codes) * DECIBELS_PER_NEPER
    at = (FIRST + WIDTH) * bundle.config.column_frames
    level = 10 * np.log10(np.mean(10 ** (mel / 10), 1))
    return abs(float(level[at] - level[at - 1])), float(np.abs(mel[at] - mel[at - 1]).mean())


def whole(bundle: Bundle, known: KnownCodes, seed: int) -> Codes:
    sampler = bundle.sampler
    if sampler is None:
        raise SystemExit("this model has no prior")
    writing = rewrite(sampler, known, SamplingParams(0.9), seed, joint_cost(bundle))
    while True:
        try:
            next(writing)
        except StopIteration as end:
            written: Codes = end.value[0]
            return written


def read(bundle: Bundle, path: Path) -> Grid | None:
    """Encode the beginning of a sound; None if it is too short."""
    codes = encode(bundle, sound_file.read_sound(path, 0.0, SECONDS))
    if len(codes) < FIRST + WIDTH + 4:
        return None
    return Grid(codes, bundle.config.size, bundle.codec_id, Samples(bundle.column))


def encode(bundle: Bundle, sound: Audio) -> Codes:
    listening = bundle.encode_steps(sound)
    while True:
        try:
            next(listening)
        except StopIteration as end:
            codes: Codes = end.value
            return codes


def files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".wav", ".flac", ".ogg"))


if __name__ == "__main__":
    main()
