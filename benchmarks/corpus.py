"""Measure the preparation of a folder of sounds: the first time, again, and after a change.

Run: python benchmarks/corpus.py [--files 500] [--seconds 4] [--copies 0]. The sounds are noise,
16-bit WAV at 44.1 kHz, in a temporary folder.
"""

import argparse
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile

from distill.mel.analysis import MelConfig
from distill.storage.sound_file import stream_sound
from distill.training.data.corpus import Corpus
from distill.training.data.dataset import build_dataset
from distill.training.recipe import DataRecipe

RATE = 44_100


def make(folder: Path, files: int, seconds: float) -> None:
    """Write sounds that all differ."""
    folder.mkdir()
    for number in range(files):
        one_more(folder, number, seconds)


def one_more(folder: Path, number: int, seconds: float) -> None:
    rng = np.random.default_rng(number)
    sound = rng.uniform(-0.5, 0.5, round(seconds * RATE)).astype(np.float32)
    soundfile.write(folder / f"{number}.wav", sound, RATE)


def timed(what: str, work: Callable[[], Corpus]) -> None:
    began = time.monotonic()
    corpus = work()
    took = time.monotonic() - began
    print(f"{what:34} {took:8.2f} s   {len(corpus.part('train'))} pieces for training")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--copies", type=int, default=0)
    args = parser.parse_args()
    recipe = DataRecipe(augmentation_expansion=args.copies)
    with tempfile.TemporaryDirectory() as place:
        folder, cache = Path(place) / "in", Path(place) / "cache"
        make(folder, args.files, args.seconds)

        def start() -> Corpus:
            return build_dataset(folder, None, cache, recipe, MelConfig(), read=stream_sound)

        timed("first start", start)
        timed("second start", start)
        for file in folder.iterdir():
            file.touch()
        timed("every file touched", start)
        one_more(folder, args.files, args.seconds)
        timed("one file more", start)
        shutil.move(folder, folder.with_name("elsewhere"))
        folder = folder.with_name("elsewhere")
        timed("the folder moved", start)
    if sys.platform == "linux":
        print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
