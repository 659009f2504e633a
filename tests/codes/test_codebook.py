"""Codebooks order codes by distance, embed and quantize."""

import numpy as np
import pytest

from distill.codes.codebook import Codebook, reach
from distill.errors import BadArgument
from kit.grids import codebook


def test_neighbours_are_ordered_by_distance_and_start_with_the_code_itself() -> None:
    book = codebook(levels=2, size=16)
    for level in range(2):
        entries = book.vectors[level]
        for code in range(16):
            order = book.order[level, code]
            assert sorted(order) == list(range(16))
            assert order[0] == code
            true = np.linalg.norm(entries[order] - entries[code], axis=1)
            assert (np.diff(true) >= -1e-5).all()


def test_a_code_comes_first_in_its_own_order_even_among_equal_entries() -> None:
    book = Codebook(np.zeros((1, 5, 3), dtype=np.float32))
    assert book.order[0, :, 0].tolist() == [0, 1, 2, 3, 4]


def test_rank_zero_changes_nothing_and_a_rank_beyond_the_end_is_the_farthest() -> None:
    book = codebook()
    codes = np.arange(8, dtype=np.int16)
    assert book.neighbour(codes, 1, 0).tolist() == codes.tolist()
    assert book.neighbour(codes, 1, 99).tolist() == book.order[1, :, -1].tolist()
    assert book.neighbour(codes, 0, np.arange(8)).dtype == np.int16


def test_embedding_is_the_sum_over_levels() -> None:
    book = codebook(levels=3)
    codes = np.array([[[1, 2, 3], [7, 0, 5]]], dtype=np.int16)
    embedding = book.embed(codes)
    assert embedding.shape == (1, 2, 4)
    expected = book.vectors[0, 7] + book.vectors[1, 0] + book.vectors[2, 5]
    np.testing.assert_allclose(embedding[0, 1], expected, rtol=1e-6)


def test_quantizing_chooses_the_nearest_entry_level_by_level() -> None:
    book = codebook(levels=3, size=16)
    embedding = np.random.default_rng(1).standard_normal((5, 2, 4)).astype(np.float32)
    codes = book.quantize(embedding)
    assert codes.shape == (5, 2, 3)
    assert codes.dtype == np.int16
    rest = np.array(embedding)
    for level in range(3):
        far = np.linalg.norm(rest[:, :, None] - book.vectors[level], axis=-1)
        assert codes[..., level].tolist() == far.argmin(-1).tolist()
        rest -= book.vectors[level][codes[..., level]]


def test_quantizing_does_not_change_its_argument_and_runs_in_batches_of_rows() -> None:
    book = codebook()
    embedding = np.random.default_rng(2).standard_normal((5000, 1, 4)).astype(np.float32)
    before = embedding.copy()
    codes = book.quantize(embedding)
    assert np.array_equal(embedding, before)
    assert np.array_equal(codes[4990:], book.quantize(embedding[4990:]))


@pytest.mark.parametrize("shape", [(2, 8), (0, 8, 4), (1, 40_000, 1)])
def test_arrays_of_another_shape_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(BadArgument):
        Codebook(np.zeros(shape, dtype=np.float32))


def test_damaged_codebooks_are_refused() -> None:
    with pytest.raises(BadArgument, match="finite"):
        Codebook(np.full((1, 2, 2), np.nan, dtype=np.float32))


def test_reach_is_zero_at_zero_then_at_least_one_neighbour_and_at_most_half_the_codebook() -> None:
    assert reach(0.0, 256) == 0
    assert reach(0.001, 256) == 1
    assert reach(0.5, 256) == 32
    assert reach(1.0, 256) == 128
    assert reach(1.0, 2) == 1
    assert reach(1.0, 1) == 0
