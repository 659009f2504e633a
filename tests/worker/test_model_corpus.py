"""The corpus beside a model, loaded with it, in real files."""

import os

import numpy as np
import pytest

from distill.corpus.corpus_columns import CorpusColumns, CorpusFile
from distill.protocol.tasks import CorpusInfo
from distill.storage.corpus_file import COLUMNS, corpus_folder, save_columns
from distill.types import SAMPLE_RATE
from distill.worker.model_corpus import load_corpus, source_names
from distill.worker.task_steps import load, reload_unchanged
from kit.bundles import CONFIG
from kit.carried import music
from kit.remembered import remember
from kit.shelves import tiny_file

COLUMN = CONFIG.column_samples
COLUMN_S = COLUMN / SAMPLE_RATE


@pytest.fixture
def task(tmp_path):
    return tiny_file(tmp_path)


@pytest.fixture
def corpus(task, tmp_path):
    """Eight columns of two sounds in parts of three."""
    sounds = {"drums/a.wav": music(5 * COLUMN), "b.wav": music(3 * COLUMN + 500, 1)}
    return remember(tmp_path, "tiny", load(task).bundle, sounds, 3)


def size_of(folder):
    return sum(path.stat().st_size for path in folder.iterdir())


def test_a_model_is_loaded_with_its_corpus_and_tells_what_it_is(task, corpus):
    loaded = load(task)
    np.testing.assert_array_equal(loaded.bundle.corpus.codes, corpus.columns.codes)
    assert loaded.info.corpus == CorpusInfo(
        2, pytest.approx(8 * COLUMN_S), size_of(corpus.folder), ""
    )
    assert loaded.info.source_names == {
        corpus.source(0): ("drums/a.wav", 0.0),
        corpus.source(1): ("drums/a.wav", pytest.approx(2 * COLUMN_S)),
        corpus.source(2): ("b.wav", 0.0),
    }


def test_a_sound_with_a_pause_is_one_sound_whose_parts_tell_its_seconds(corpus):
    files = (CorpusFile("a.wav", 5, start_s=1.5), CorpusFile("a.wav", 3, start_s=60.0))
    columns = corpus.columns
    paused = CorpusColumns(
        columns.codec_id, files, columns.parts, columns.codes, columns.features,
        columns.basis, columns.centre,
    )  # fmt: skip
    starts = [start_s for _, start_s in source_names(paused, COLUMN).values()]
    assert starts == pytest.approx([1.5, 1.5 + 2 * COLUMN_S, 60.0])
    save_columns(corpus.folder, paused)
    assert load_corpus(corpus.folder.parent / "x", columns.codec_id, COLUMN).info.files == 1


def test_a_model_without_a_corpus_has_none(task):
    loaded = load(task)
    assert loaded.bundle.corpus is None
    assert loaded.info.corpus == CorpusInfo()
    assert loaded.info.source_names == {}
    assert reload_unchanged(task, loaded) is not None


def test_a_model_without_a_transformer_can_write_from_its_corpus(tmp_path):
    bare = tiny_file(tmp_path, prior=False)
    assert not load(bare).info.has_prior
    remember(tmp_path, "tiny", load(bare).bundle, {"a": music(6 * COLUMN)})
    assert load(bare).info.has_prior


def damaged(corpus):
    (corpus.folder / COLUMNS).write_bytes(b"nothing")
    return "is damaged"


def foreign(corpus):
    columns = corpus.columns
    other = CorpusColumns(
        "f" * 32, columns.files, columns.parts, columns.codes, columns.features,
        columns.basis, columns.centre,
    )  # fmt: skip
    save_columns(corpus.folder, other)
    return "was made by codec ffffffffffff"


def beyond_the_codebooks(corpus):
    columns = corpus.columns
    codes = columns.codes.copy()
    codes[0, 0, 0] = CONFIG.size
    other = CorpusColumns(
        columns.codec_id, columns.files, columns.parts, codes, columns.features,
        columns.basis, columns.centre,
    )  # fmt: skip
    save_columns(corpus.folder, other)
    return "does not fit"


@pytest.mark.parametrize("spoil", [damaged, foreign, beyond_the_codebooks])
def test_a_corpus_that_cannot_be_used_is_told_and_the_model_plays_without(
    task, corpus, spoil, caplog
):
    why = spoil(corpus)
    loaded = load(task)
    assert loaded.bundle.corpus is None
    assert loaded.info.has_prior
    assert why in loaded.info.corpus.problem
    assert loaded.info.corpus.files == 0
    assert caplog.text.count(why) == 1
    assert reload_unchanged(task, loaded) is not None


def test_missing_sounds_are_told_and_the_others_are_used(task, corpus, caplog):
    corpus.path(1).unlink()
    loaded = load(task)
    assert loaded.bundle.corpus is not None
    assert "1 of 3 sounds of the corpus" in loaded.info.corpus.problem
    assert "1 of 3 sounds of the corpus" in caplog.text
    assert loaded.info.corpus.bytes == size_of(corpus.folder)


def deleted(corpus):
    for path in corpus.folder.iterdir():
        path.unlink()
    corpus.folder.rmdir()


@pytest.mark.parametrize(
    "change", [deleted, damaged, lambda corpus: os.utime(corpus.folder / COLUMNS, (1, 1))]
)
def test_a_model_whose_corpus_has_changed_is_loaded_again(task, corpus, change):
    loaded = load(task)
    assert reload_unchanged(task, loaded) is not None
    change(corpus)
    assert reload_unchanged(task, loaded) is None


def test_a_model_that_gets_a_corpus_is_loaded_again(task, tmp_path):
    loaded = load(task)
    remember(tmp_path, "tiny", loaded.bundle, {"a": music(4 * COLUMN)})
    assert reload_unchanged(task, loaded) is None
    assert corpus_folder(tmp_path / "tiny" / "tiny.distill").is_dir()
