"""Measure how places in a model's sounds are found, and what its map is worth.

    PYTHONPATH=server python benchmarks/places.py MODEL

MODEL is a .distill file with a corpus beside it. Prints the processor time of `find` for 8 columns
and how alike the first and the last place are; which share of the 10 columns nearest in all
directions is among the 50 nearest on the map, beside chance, for the vectors themselves and for
those averaged over 1.4 s on both sides, with and without columns of the same moment; and by
`map_pull`, how far from the place that is sought jumps land and columns are: median (9 of 10).
"""

import os
import time
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import numpy.typing as npt

from distill.bundle import Bundle, build
from distill.codes.sampling_params import SamplingParams
from distill.corpus.context_index import ContextIndex
from distill.corpus.corpus_map import BLUR, blurred
from distill.corpus.likeness import most_alike
from distill.corpus.walk import Walker
from distill.parameters import defaults
from distill.storage import modelfile
from distill.storage.corpus_file import corpus_folder, load_columns
from distill.types import FloatArray

REGION, MOST, APART = 8, 12, 6
SOUGHT = 40
SAMPLED = 800
NEAREST, ON_THE_MAP = 10, 50
PULLS = 0.0, 0.1, 0.25, 0.5, 1.0
WRITTEN = 200
"""Columns that are written for each place that is sought."""


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    bundle = opened(parser.parse_args().model)
    walker = None if bundle.sampler is None else bundle.sampler.walker
    if walker is None:
        raise SystemExit("this model does not write from a corpus")
    print(f"{len(walker.index.columns)} columns of {len(walker.index.columns.files)} sounds")
    print_find(walker.index)
    print_map(walker.index)
    print_pull(walker)


def opened(path: Path) -> Bundle:
    """Load a model with its corpus."""
    header, arrays = modelfile.load(path)
    corpus = load_columns(corpus_folder(path), header["metadata"]["codec_id"])
    if corpus is None:
        raise SystemExit(f"{path} has no corpus beside it")
    return build(header, arrays, corpus)


def print_find(index: ContextIndex) -> None:
    """Print how long `find` takes, and what it finds."""
    rng = np.random.default_rng(0)
    costs, first, last = [], [], []
    for place in rng.integers(0, len(index.columns) - REGION, SOUGHT):
        own = np.arange(place, place + REGION)
        began = time.process_time()
        found = most_alike(index, index.columns.codes[own], own, MOST, APART)
        costs.append(time.process_time() - began)
        first.append(found[0].distance)
        last.append(found[-1].distance)
    print(
        f"find, {REGION} columns: {1e3 * np.median(costs):.1f} ms (median), "
        f"{1e3 * max(costs):.1f} ms at most; distance of the first {np.median(first):.2f}, of the "
        f"last {np.median(last):.2f}"
    )


def print_map(index: ContextIndex) -> None:
    """Print how many neighbours are neighbours on the map."""
    lengths = [file.columns for file in index.columns.files]
    chance = ON_THE_MAP / len(index.columns)
    kinds = {"vectors": index.own, "averaged": blurred(index.own, lengths)}
    for apart in (0, 2 * BLUR + 1):
        placed = neighbours(index.points, ON_THE_MAP, apart)
        for name, vectors in kinds.items():
            near = neighbours(vectors, NEAREST, apart)
            kept = np.mean(
                [len(set(a) & set(b)) / NEAREST for a, b in zip(near, placed, strict=True)]
            )
            print(f"map, {name}, {apart} columns left out: {kept:.3f} (chance {chance:.4f})")


def neighbours(points: FloatArray, count: int, apart: int) -> npt.NDArray[np.int64]:
    """Return the nearest of some columns, but those less than `apart` before or after."""
    chosen = np.random.default_rng(0).choice(len(points), min(SAMPLED, len(points)), replace=False)
    found = []
    for place in chosen:
        distances = np.square(points.astype(np.float64) - points[place]).sum(1)
        distances[max(0, place - apart) : place + apart + 1] = np.inf
        found.append(np.argpartition(distances, count)[:count])
    return np.array(found)


def print_pull(walker: Walker) -> None:
    """Print how far from nine places jumps land, and all columns are."""
    places = [(x, y) for x in (0.1, 0.5, 0.9) for y in (0.1, 0.5, 0.9)]
    usual = SamplingParams.of(defaults(), 1)
    for pull in PULLS:
        landed: list[float] = []
        away: list[float] = []
        for number, (x, y) in enumerate(places):
            params = replace(usual, map_x=x, map_y=y, map_pull=pull)
            for far, jumped in walked(walker, params, number):
                away.append(far)
                landed += [far] if jumped else []
        parts = [f"{np.quantile(some, q):.3f}" for some in (landed, away) for q in (0.5, 0.9)]
        print(f"pull {pull:4}: jumps {parts[0]} ({parts[1]}), columns {parts[2]} ({parts[3]})")


def walked(walker: Walker, params: SamplingParams, seed: int) -> list[tuple[float, bool]]:
    """Return how far each column of a walk is from the place sought, and whether it jumped."""
    codes, points = walker.index.columns.codes, walker.index.points
    state, rng = walker.start(codes[:0]), np.random.default_rng(seed)
    found = []
    for _ in range(WRITTEN):
        step = walker.step(state, params, rng.random(2 + codes.shape[1]).astype(np.float32))
        state = walker.follow(state, codes[step.place], step)
        far = np.hypot(*(points[step.place] - (params.map_x, params.map_y)))
        found.append((float(far), step.jumped))
    return found[10:]  # the first jumps have little past


if __name__ == "__main__":
    main()
