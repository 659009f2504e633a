"""What writing costs by the size of the corpus, and the surprise of held-out codes.

Not a program: a part of `writing.py`.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path

import numpy as np

from distill.bundle import build
from distill.corpus.column_features import ColumnFeatures
from distill.corpus.corpus_columns import CorpusColumns, CorpusFile, CorpusPart
from distill.prior.sampler import Column
from distill.storage import modelfile
from distill.types import SAMPLE_RATE, Codes, FloatArray
from prior_pieces import DEFAULTS, MEMORIES, columns_of
from written_pieces import Piece, Studio

MINUTES = 10, 30, 60, 120
WARM = 20
TIMED = 300
"""Columns that are timed."""
PART = 160
NOISE = 0.02
"""Standard deviation of what is added to features, over their own."""
CHANGED = 0.1
"""Share of the codes that are others in each copy of the corpus."""
FIRST = 8
"""Columns of a piece that are only context of the others."""


def print_cost(model: Path, studio: Studio) -> None:
    """Print how fast columns are written, by the size of the corpus."""
    print(f"\n{'corpus':12s} memory  x real time  ms a column  share of walk  begins, ms  loads, s")
    if studio.corpus is None:
        print_timed("none", studio, (0.0,), 0.0)
        return
    for minutes in MINUTES:
        columns = round(60 * minutes * SAMPLE_RATE / studio.bundle.column) // PART * PART
        corpus = enlarged(studio.corpus, columns)
        began = time.process_time()
        larger = with_corpus(model, studio, corpus)
        loaded = time.process_time() - began
        print_timed(f"{minutes} minutes", larger, studio.memories(MEMORIES), loaded)


def print_timed(name: str, studio: Studio, memories: Sequence[float], loaded: float) -> None:
    """Print a row for each value; they are timed in turn, so that other work meets them alike.

    The walk's share is what a column takes longer than one of the Transformer alone.
    """
    column = studio.bundle.column / SAMPLE_RATE
    begun = [begin(studio, memory) for memory in memories]
    taken = np.array([[timed(columns) for columns, _ in begun] for _ in range(TIMED)])
    each = taken.mean(0)
    for memory, cost, (_, first) in zip(memories, each, begun, strict=True):
        alone = each[0] if memories[0] == 0 else 0.0
        share = f"{100 * max(0.0, 1 - alone / cost):.0f} %" if memory else "-"
        print(
            f"{name:12s} {memory:6g} {column / cost:12.0f} {1e3 * cost:12.2f} {share:>14s}"
            f" {1e3 * first:11.1f} {loaded:9.2f}",
            flush=True,
        )


def begin(studio: Studio, memory: float) -> tuple[Iterator[Column], float]:
    """Begin to write; return what does, and the processor time of the first column."""
    columns = columns_of(studio, memory, studio.empty(), 1)
    first = timed(columns)
    for _ in range(WARM):
        next(columns)
    return columns, first


def timed(columns: Iterator[Column]) -> float:
    """Return the processor time of a column, in seconds."""
    began = time.process_time()
    next(columns)
    return time.process_time() - began


def with_corpus(model: Path, studio: Studio, corpus: CorpusColumns) -> Studio:
    """Return the model with another corpus, whose sound is nowhere."""
    return replace(studio, bundle=build(*modelfile.load(model), corpus), corpus=corpus, sounds=None)


def enlarged(corpus: CorpusColumns, columns: int) -> CorpusColumns:
    """Return a corpus of so many columns (a multiple of `PART`): copies in which much differs."""
    random = np.random.default_rng(columns)
    index = np.arange(columns) % len(corpus)
    codes = np.array(corpus.codes[index])
    other = random.random(codes.shape) < CHANGED
    codes[other] = random.permutation(codes.ravel())[: int(other.sum())]
    names = [row.name for row in fields(ColumnFeatures)]
    parts = [getattr(corpus.features, name)[index] for name in names]
    noisy = [
        np.asarray(part + NOISE * part.std() * random.standard_normal(part.shape), part.dtype)
        if name in {"loudness", "rises", "edges"}
        else part
        for name, part in zip(names, parts, strict=True)
    ]
    count = columns // PART
    return replace(
        corpus,
        files=tuple(CorpusFile(f"{number}.wav", PART) for number in range(count)),
        parts=tuple(
            CorpusPart(f"{number:032x}", f"{number}.flac", number, PART, 0)
            for number in range(count)
        ),
        codes=codes,
        features=ColumnFeatures(*noisy),
    )


def print_nats(studio: Studio, real: Sequence[Piece], memories: Sequence[float]) -> None:
    """Print the mean surprise of held-out codes by level, coarsest first."""
    if not studio.has_transformer:
        return
    levels = studio.bundle.config.levels
    print(
        f"\nnats of held-out codes by level   {' '.join(f'{n:5d}' for n in range(1, levels + 1))}"
    )
    grids = [piece.codes for piece in real]
    for memory in memories:
        nats = held_out_nats(studio, grids, memory)
        if nats is not None:
            row = " ".join(f"{value:5.2f}" for value in nats)
            print(f"memory {memory:<26g} {row}   mean {nats.mean():.3f}", flush=True)


def held_out_nats(studio: Studio, grids: Sequence[Codes], memory: float) -> FloatArray | None:
    """Return the mean surprise of the codes of some grids by level, [Q]; None where unknown."""
    sampler = studio.bundle.sampler
    if sampler is None or memory:
        return None
    found = []
    for codes in grids:
        state = sampler.start(codes[:FIRST], 1)
        for column in codes[FIRST:]:
            logits = sampler.column(state, DEFAULTS, column).logits.astype(np.float64)
            logits -= logits.max(-1, keepdims=True)
            chosen = np.take_along_axis(logits, column[..., None].astype(int), -1)[..., 0]
            found.append(np.log(np.exp(logits).sum(-1)) - chosen)
    return np.asarray(np.mean(found, (0, 1)), np.float32)
