"""What carries columns that were written from a corpus."""

from pathlib import Path

import numpy as np
import pytest

from distill.codes.carriers import NOTHING, Carriers
from distill.corpus.corpus_columns import NO_COLUMN, CorpusColumns
from distill.corpus.written_carriers import AHEAD_COLUMNS, WrittenCarriers
from distill.errors import BadArgument
from distill.types import Codes
from kit.bundles import SHORT, tiny_bundle
from kit.carried import music, store_in
from kit.walking import corpus_of

SIZES = 5, 3
"""Columns of the two sounds."""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> CorpusColumns:
    bundle = tiny_bundle(config=SHORT)  # three levels: two of them are the coarse half
    sounds = [music(size * bundle.column, 1 + n, seed=n) for n, size in enumerate(SIZES)]
    return corpus_of(bundle, sounds, store_in(tmp_path_factory.mktemp("corpus")), 4)


def found(corpus: CorpusColumns, places: list[int], codes: Codes | None = None) -> Carriers:
    codes = corpus.codes[np.maximum(places, 0)] if codes is None else codes
    carriers = WrittenCarriers(corpus).of(places, codes)
    assert carriers is not None
    return carriers


def test_each_column_is_carried_by_its_part_and_place(corpus: CorpusColumns) -> None:
    ids = [part.source for part in corpus.parts]
    assert [part.columns for part in corpus.parts] == [4, 1, 3]
    carriers = found(corpus, [7, 2, NO_COLUMN, 4, 3, 5])
    names = [None if one == NOTHING else carriers.sources[one] for one in carriers.source[:, 0, 0]]
    assert names == [ids[2], ids[0], None, ids[1], ids[0], ids[2]]
    # the second part has a column of sound before its first one
    assert carriers.column[:, 0, 0].tolist() == [2, 2, 0, 1, 3, 0]
    assert (carriers.weight[..., 0] == np.array([1, 1, 0, 1, 1, 1])[:, None]).all()
    assert not carriers.weight[..., 1:].any()
    np.testing.assert_array_equal(carriers.codes[0, ..., 0], corpus.codes[7])
    assert not carriers.codes[2].any()


def test_they_name_only_the_parts_that_carry(corpus: CorpusColumns) -> None:
    assert found(corpus, [1, 2]).sources == (corpus.parts[0].source,)


def test_columns_without_a_place_are_carried_by_nothing(corpus: CorpusColumns) -> None:
    codes = corpus.codes[:2]
    assert WrittenCarriers(corpus).of([NO_COLUMN, NO_COLUMN], codes) is None
    assert WrittenCarriers(corpus).of([], codes[:0]) is None


def test_a_band_is_carried_where_the_coarse_half_of_its_codes_is_that_of_the_place(
    corpus: CorpusColumns,
) -> None:
    codes = np.array(corpus.codes[[3]])
    codes[0, 1, 2] ^= 1  # the finest of three levels
    codes[0, 2, 1] ^= 1
    codes[0, 3, 0] ^= 1
    carried = found(corpus, [3], codes).carried[0]
    assert np.flatnonzero(~carried).tolist() == [2, 3]
    codes[..., 0] = corpus.codes[[3], :, 0] ^ 1
    assert WrittenCarriers(corpus).of([3], codes) is None


def test_where_codes_differ_the_carriers_keep_those_of_the_sound(corpus: CorpusColumns) -> None:
    codes = np.array(corpus.codes[[3]])
    codes[0, 1, 2] ^= 1
    np.testing.assert_array_equal(found(corpus, [3], codes).codes[..., 0], corpus.codes[[3]])


def test_codes_of_another_shape_and_places_outside_are_refused(corpus: CorpusColumns) -> None:
    carriers = WrittenCarriers(corpus)
    for codes in (corpus.codes[:1], corpus.codes[:2, :1]):
        with pytest.raises(BadArgument, match="carry no codes"):
            carriers.of([0, 1], codes)
    with pytest.raises(BadArgument, match="has no 8"):
        carriers.of([0, sum(SIZES)], corpus.codes[:2])


def test_small_integers_of_a_file_serve_as_codes(corpus: CorpusColumns) -> None:
    small = CorpusColumns(
        corpus.codec_id, corpus.files, corpus.parts, corpus.codes.astype(np.uint8),
        corpus.features, corpus.basis, corpus.centre,
    )  # fmt: skip
    carriers = WrittenCarriers(small).of([1], corpus.codes[[1]])
    assert carriers is not None
    assert carriers.codes.dtype == np.int16


def test_the_sound_of_a_place_is_that_of_its_column(tmp_path: Path) -> None:
    bundle, store = tiny_bundle(config=SHORT), store_in(tmp_path)
    sound = music(9 * bundle.column)
    corpus = corpus_of(bundle, [sound], store, 4)
    carriers = found(corpus, list(range(9)))
    for n in range(9):
        audio = store.open(carriers.sources[carriers.source[n, 0, 0]])
        first = int(carriers.column[n, 0, 0]) * bundle.column
        wanted = sound[n * bundle.column : (n + 1) * bundle.column]
        np.testing.assert_allclose(audio[first : first + bundle.column], wanted, atol=2**-22)


def test_after_a_part_comes_the_next_one_of_its_file(corpus: CorpusColumns) -> None:
    carriers, ids = WrittenCarriers(corpus), [part.source for part in corpus.parts]
    following = [carriers.following(place) for place in (0, 3, 4, 5, 7, NO_COLUMN)]
    assert following == [ids[1], ids[1], None, None, None, None]


def test_the_next_part_is_not_asked_for_long_before_the_end_of_one(tmp_path: Path) -> None:
    bundle = tiny_bundle(config=SHORT)
    columns = AHEAD_COLUMNS + 5
    corpus = corpus_of(bundle, [music(2 * columns * bundle.column)], store_in(tmp_path), columns)
    carriers, following = WrittenCarriers(corpus), corpus.parts[1].source
    assert [carriers.following(place) for place in (0, 4, 5, columns - 1, columns)] == [
        None, None, following, following, None,
    ]  # fmt: skip


def test_the_places_are_found_again_by_what_carries_them(corpus: CorpusColumns) -> None:
    places = [7, 2, NO_COLUMN, 4, 3, 5, 0]
    carriers = found(corpus, places)
    assert WrittenCarriers(corpus).places_of(carriers).tolist() == places
    other = Carriers.of_source("f" * 32, carriers.codes[:2, ..., 0])
    assert WrittenCarriers(corpus).places_of(other).tolist() == [NO_COLUMN] * 2
    joined = other.joined(carriers.taken(slice(3, 5)))
    assert WrittenCarriers(corpus).places_of(joined).tolist() == [NO_COLUMN, NO_COLUMN, 4, 3]
