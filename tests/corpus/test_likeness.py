"""The places most like a region: the same sound is at 0, any two sounds at 1."""

import numpy as np
import pytest

from distill.corpus.context_index import ContextIndex
from distill.corpus.context_vectors import principal_basis
from distill.corpus.corpus_columns import NO_COLUMN, CorpusColumns, CorpusFile, CorpusPart
from distill.corpus.likeness import most_alike
from distill.errors import BadArgument
from distill.types import Codes
from kit.corpora import features

SIZE, LEVELS, BANDS = 8, 2, 2
BOOKS = np.random.default_rng(3).normal(size=(LEVELS, SIZE, 4)).astype(np.float32)
LENGTHS = (60, 60, 5)


def index_of(codes: Codes) -> ContextIndex:
    files = tuple(CorpusFile(f"{n}.wav", count) for n, count in enumerate(LENGTHS))
    parts = tuple(CorpusPart(f"{n:032x}", f"{n}.flac", n, c, 0) for n, c in enumerate(LENGTHS))
    basis = principal_basis(codes, BOOKS)
    columns = CorpusColumns("c", files, parts, codes, features(len(codes)), *basis)
    return ContextIndex(columns, BOOKS)


@pytest.fixture(scope="module")
def index() -> ContextIndex:
    rng = np.random.default_rng(0)
    codes = rng.integers(0, SIZE, (sum(LENGTHS), BANDS, LEVELS)).astype(np.int16)
    codes[80:86] = codes[20:26]  # the second file has what the first one has
    codes[85, 0, 0] = (codes[85, 0, 0] + 1) % SIZE
    return index_of(codes)


def nowhere(count: int) -> np.ndarray:
    return np.full(count, NO_COLUMN, np.int64)


def test_the_same_columns_are_found_at_no_distance_and_what_is_alike_after_them(index):
    found = most_alike(index, index.columns.codes[20:26], nowhere(6), 5, 4)
    assert found[0] == (20, 0.0)
    assert found[1].place == 80
    assert 0 < found[1].distance < 0.3
    distances = [one.distance for one in found]
    assert distances == sorted(distances)
    assert 0.3 < distances[2] < distances[4] <= 1


def test_where_the_columns_come_from_is_never_found_nor_its_neighbourhood(index):
    own = np.arange(20, 26)
    places = [one.place for one in most_alike(index, index.columns.codes[20:26], own, 50, 4)]
    assert places[0] == 80
    assert not set(places) & set(range(17, 24))
    mixed = np.array([20, NO_COLUMN, 82, NO_COLUMN, NO_COLUMN, NO_COLUMN])
    places = [one.place for one in most_alike(index, index.columns.codes[20:26], mixed, 50, 4)]
    assert not set(places) & {20, 80}


def test_no_two_places_are_near_each_other_but_for_other_files(index):
    found = most_alike(index, index.columns.codes[3:5], nowhere(2), 100, 6)
    for file in range(3):
        own = np.sort([one.place for one in found if index.file_of[one.place] == file])
        assert (np.diff(own) >= 6).all()
        assert len(own) > 0


def test_a_stretch_stays_inside_one_file(index):
    places = {one.place for one in most_alike(index, index.columns.codes[:5], nowhere(5), 200, 1)}
    assert places == {*range(56), *range(60, 116), 120}


def test_what_is_longer_than_every_sound_is_refused(index):
    assert most_alike(index, index.columns.codes[:60], nowhere(60), 3, 4)[0] == (0, 0.0)
    with pytest.raises(BadArgument, match="has 60 columns; ask for fewer than 61"):
        most_alike(index, index.columns.codes[:61], nowhere(61), 3, 4)


def test_a_stretch_drawn_at_random_is_about_as_far_as_any_other(index):
    rng = np.random.default_rng(5)
    codes = rng.integers(0, SIZE, (4, BANDS, LEVELS)).astype(np.int16)
    all_of_them = most_alike(index, codes, nowhere(4), 500, 1)
    assert np.mean([one.distance for one in all_of_them]) == pytest.approx(0.97, abs=0.1)


def test_a_corpus_of_equal_columns_is_all_the_same():
    index = index_of(np.ones((sum(LENGTHS), BANDS, LEVELS), np.int16))
    found = most_alike(index, index.columns.codes[:2], nowhere(2), 3, 2)
    assert [one.distance for one in found] == [0, 0, 0]
