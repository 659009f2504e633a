"""The beam search of the quantizer, against one that is written out."""

from dataclasses import replace

import numpy as np
import pytest

from distill.codec.search import keep_nearest
from distill.types import Codes, FloatArray
from kit.models import TINY, tiny_codec


def searched(vectors: FloatArray, books: FloatArray, paths: int) -> Codes:
    """Search with the kernel, level by level."""
    residual = np.zeros((len(vectors), paths, vectors.shape[1]), np.float32)
    codes = np.zeros((len(vectors), paths, len(books)), np.int64)
    residual[:, 0], known = vectors, 1
    for level, book in enumerate(books):
        dot = residual[:, :known] @ book.T
        keep_nearest(dot, (book, np.square(book).sum(-1)), level, residual, codes)
        known = min(paths, known * len(book))
    return codes


def written_out(vector: FloatArray, books: FloatArray, paths: int) -> list[tuple[int, ...]]:
    """Search one vector; return its paths, nearest first."""
    kept: list[tuple[tuple[int, ...], FloatArray]] = [((), vector)]
    for book in books:
        longer = [((*path, k), left - entry) for path, left in kept for k, entry in enumerate(book)]
        kept = sorted(longer, key=lambda one: float(np.square(one[1]).sum()))[:paths]
    return [path for path, _ in kept]


def test_a_vector_is_quantized_to_its_nearest_entry_then_its_residual() -> None:
    books = np.float32([[[0.0], [10.0]], [[-1.0], [2.0]]])
    assert searched(np.float32([[9.5], [1.5]]), books, 1)[:, 0].tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize("paths", [1, 2, 4, 30])
def test_the_paths_are_those_of_the_search_written_out(paths: int) -> None:
    rng = np.random.default_rng(paths)
    books = rng.standard_normal((3, 5, 4)).astype(np.float32)
    vectors = rng.standard_normal((20, 4)).astype(np.float32)
    found = searched(vectors, books, paths)
    for vector, row in zip(vectors, found, strict=True):
        assert [tuple(path) for path in row.tolist()] == written_out(vector, books, paths)


def test_a_wider_search_is_never_worse_than_all_paths_and_mostly_better() -> None:
    rng = np.random.default_rng(0)
    books = rng.standard_normal((3, 8, 4)).astype(np.float32) * np.float32(
        [[[1]], [[0.5]], [[0.3]]]
    )
    vectors = rng.standard_normal((64, 4)).astype(np.float32)

    def error(paths: int) -> FloatArray:
        codes = searched(vectors, books, paths)[:, 0]
        entries = sum(books[level][codes[:, level]] for level in range(3))
        left: FloatArray = np.square(entries - vectors).sum(-1)
        return left

    greedy, wide, all_paths = error(1), error(4), error(8**3)
    assert wide.mean() < 0.98 * greedy.mean()
    assert (all_paths <= np.minimum(greedy, wide) + 1e-6).all()


def test_more_paths_than_codes_of_a_short_codec_are_not_needed() -> None:
    codec = tiny_codec(replace(TINY, levels=1, search=30))
    vectors = np.random.default_rng(0).standard_normal((9, TINY.width)).astype(np.float32)
    distance = np.square(vectors[:, None] - codec.codebooks()[0]).sum(-1)
    assert codec._nearest(vectors)[:, 0].tolist() == distance.argmin(1).tolist()
