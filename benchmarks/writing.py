"""Measure what a model writes beside real music, in one run.

    PYTHONPATH=server python benchmarks/writing.py MODEL FOLDER... [--notes PYTHON]
        [--prompts FOLDER...] [--cost] [--pictures FOLDER] [--pieces 20]

Pieces of 12 s: sounds of FOLDER (held out from the model), through the codec and untouched, their
columns in random order, pieces of the corpus as they are, and what the model writes from nothing by
the Transformer alone (`memory` 0) and with several values of `memory`: codes alone, and carried by
their sources, both rendered as the stream does. `--prompts` adds what is written after 6 s of
held-out sounds, `--cost` what writing costs by the size of the corpus, `--pictures` spectrograms as
PNG files.

`rhythm` is the highest autocorrelation of the onset strength between .25 and 2 s; `drift` how far
level (dB) and spectral centroid (octaves) of the last 3 s are from those of the first 3 s. Seams
are changes of the log-mel from frame to frame where columns meet over those inside columns: `codes`
of the decoded codes, `heard` of the sound, `jumps` of the sound only where a walk leaves its
source; `peak` is the largest change of the sound around jumps (a window reaches over several
frames) over the largest of as many frames inside columns, and `own` the same of the sources
themselves where the jumps arrive: so much of it is music. `silent` counts pieces whose last second
is 40 dB softer than their loudest; `level` is the mean power over that of the material, and in
brackets the softest piece. A `run` is what comes from one source without a jump, its mean and
longest in seconds; `copied` is the longest stretch, in seconds, whose codes of the two coarsest
levels are those of the corpus, wherever they are said to come from. Notes a second need `--notes`
with a Python that has basic-pitch (see note_scores.py).
"""

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from prior_pieces import DEFAULTS, MEMORIES, write
from writing_cost import print_cost, print_nats
from writing_prompts import print_prompts
from writing_table import HEADER, Table
from written_pieces import (
    SECONDS,
    Piece,
    Studio,
    by_codes,
    carried,
    corpus_pieces,
    material_level,
    open_studio,
    real_pieces,
    untouched,
)


def main() -> None:
    parser = ArgumentParser(description="Measure what a model writes beside real music.")
    parser.add_argument("model", type=Path)
    parser.add_argument("folders", type=Path, nargs="+", metavar="folder")
    parser.add_argument("--pieces", type=int, default=20)
    parser.add_argument("--memories", type=float, nargs="*", default=MEMORIES)
    parser.add_argument("--notes", metavar="PYTHON", help="one that has basic-pitch")
    parser.add_argument("--prompts", type=Path, nargs="*", default=(), metavar="FOLDER")
    parser.add_argument("--cost", action="store_true", help="what writing costs")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="for spectrograms")
    args = parser.parse_args()
    studio = open_studio(args.model)
    real = real_pieces(studio, args.folders, args.pieces)
    if not real:
        raise SystemExit(f"there is no sound of {SECONDS:g} s in the folder")
    memories = studio.memories(args.memories)
    print(f"{args.model.stem}, pieces of {SECONDS:g} s; by default {DEFAULTS}")
    print_table(studio, real, memories, args)
    if args.prompts:
        print_prompts(studio, args.prompts, memories, args.notes)
    print_nats(studio, real, memories)
    if args.cost and memories:
        print_cost(args.model, studio)


def print_table(
    studio: Studio, real: list[Piece], memories: tuple[float, ...], args: Namespace
) -> None:
    """Print what is written from nothing beside real music."""
    material, said = material_level(studio, real)
    print(f"material: {said}, {material:.1f} dB")
    table = Table(studio, material, args.notes, args.pictures)
    print(HEADER)
    table.row("real, untouched", real, untouched)
    table.row("real, through the codec", real, by_codes)
    shuffled = [
        Piece.of(np.random.default_rng(number).permutation(piece.codes))
        for number, piece in enumerate(real)
    ]
    table.row("in random order", shuffled, by_codes)
    own = corpus_pieces(studio, args.pieces)
    if own:
        table.row("the corpus, codes", own, by_codes)
        table.row("the corpus, carried", own, carried)
    for memory in memories:
        pieces = [
            write(studio, memory, studio.columns, 1 + number, studio.empty())
            for number in range(args.pieces)
        ]
        table.row(f"memory {memory:g}, codes", pieces, by_codes)
        if memory:
            table.row(f"memory {memory:g}, carried", pieces, carried)


if __name__ == "__main__":
    main()
