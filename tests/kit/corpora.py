"""Small corpora of random codes."""

import numpy as np

from distill.corpus.column_features import EDGE_BINS, PITCH_CLASSES, ColumnFeatures
from distill.corpus.context_vectors import principal_basis
from distill.corpus.corpus_columns import CorpusColumns, CorpusFile, CorpusPart

SHAPE = (2, 2, 8)
"""Bands, levels and codes of a level."""

FRAMES = 4


def features(columns: int, seed: int = 0) -> ColumnFeatures:
    random = np.random.default_rng(seed)
    draw = lambda *shape: random.normal(size=shape).astype(np.float16).astype(np.float32)  # noqa: E731
    return ColumnFeatures(
        draw(columns),
        draw(columns, FRAMES),
        draw(columns, 2, EDGE_BINS),
        np.abs(draw(columns, PITCH_CLASSES)),
    )


def corpus(lengths: tuple[int, ...] = (7, 3), codec_id: str = "c" * 32) -> CorpusColumns:
    """Return a corpus of one file for each length; its parts have at most five columns."""
    random = np.random.default_rng(1)
    bands, levels, size = SHAPE
    files, parts = [], []
    for number, length in enumerate(lengths):
        files.append(CorpusFile(f"drums/ä {number}.wav", length, "Ann", "CC0", 1.5))
        for first in range(0, length, 5):
            name = f"{len(parts)}.flac"
            columns = min(5, length - first)
            parts.append(CorpusPart(f"{len(parts):032x}", name, number, columns, int(first > 0)))
    codes = random.integers(0, size, (sum(lengths), bands, levels)).astype(np.int16)
    books = random.normal(size=(levels, size, 4)).astype(np.float32)
    basis, centre = principal_basis(codes, books)
    return CorpusColumns(
        codec_id, tuple(files), tuple(parts), codes, features(len(codes)), basis, centre
    )
