"""Vectors of columns keep the distances of what their coarse codes mean."""

import numpy as np
import pytest

from distill.corpus.context_vectors import COARSE_LEVELS, ContextVectors, principal_basis

RNG = np.random.default_rng(0)
LEVELS, SIZE, WIDTH, BANDS = 4, 16, 6, 3
BOOKS = (RNG.normal(size=(LEVELS, SIZE, WIDTH)) * [[[1]], [[0.5]], [[0.2]], [[0.1]]]).astype(
    np.float32
)
CODES = RNG.integers(0, SIZE, (400, BANDS, LEVELS)).astype(np.int16)


def test_distances_are_those_of_the_sums_of_entries() -> None:
    vectors = ContextVectors(BOOKS, *principal_basis(CODES, BOOKS))
    found = vectors.of(CODES)
    entries = sum(BOOKS[level][CODES[:, :, level]] for level in range(COARSE_LEVELS))
    flat = np.asarray(entries).reshape(len(CODES), -1)
    assert found.shape == (400, vectors.width) == (400, BANDS * WIDTH)
    true = np.square(flat[:50, None] - flat[None, :50]).sum(-1)
    mine = np.square(found[:50, None] - found[None, :50]).sum(-1)
    ratio = mine[true > 1] / true[true > 1]
    assert ratio.std() < 1e-3 * ratio.mean()


def test_numbers_have_a_variance_of_one_in_the_mean() -> None:
    found = ContextVectors(BOOKS, *principal_basis(CODES, BOOKS)).of(CODES)
    assert found.mean(0) == pytest.approx(np.zeros(found.shape[1]), abs=1e-3)
    assert found.var(0).mean() == pytest.approx(1, abs=0.01)


def test_fine_codes_do_not_count() -> None:
    vectors = ContextVectors(BOOKS, *principal_basis(CODES, BOOKS))
    other = CODES[:5].copy()
    other[:, :, COARSE_LEVELS:] = 0
    assert np.array_equal(vectors.of(CODES[:5]), vectors.of(other))


def test_few_levels_and_few_columns_are_enough() -> None:
    one = ContextVectors(BOOKS[:1], *principal_basis(CODES[:2, :, :1], BOOKS[:1]))
    assert np.isfinite(one.of(CODES[:2, :, :1])).all()
    same = np.repeat(CODES[:1], 3, 0)
    assert np.isfinite(ContextVectors(BOOKS, *principal_basis(same, BOOKS)).of(CODES)).all()
