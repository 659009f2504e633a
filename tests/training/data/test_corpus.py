from pathlib import Path

import numpy as np
import pytest

from distill.errors import FileProblem
from distill.training.data.corpus import Corpus, Piece, key_of
from kit.models import TINY_MEL


def corpus_of(*lengths: tuple[str, int]) -> Corpus:
    pieces, first = [], 0
    for number, (part, frames) in enumerate(lengths):
        pieces.append(Piece(f"{number}.wav", part, frames / 100, "", first, frames))
        first += frames
    store = np.arange(first * TINY_MEL.mels, dtype=np.float32).reshape(first, -1) % 1000
    return Corpus(TINY_MEL, tuple(pieces), store.astype(np.float16))


def test_adjacent_short_sounds_are_joined() -> None:
    corpus = corpus_of(("held", 10), ("train", 30), ("train", 40), ("train", 200))
    assert corpus.runs("train", 100) == [(80, 200), (10, 70)]
    assert corpus.runs("held", 100) == [(0, 10)]


def test_short_sounds_that_are_not_adjacent_are_separate_runs() -> None:
    corpus = corpus_of(("train", 30), ("held", 10), ("train", 40))
    assert corpus.runs("train", 100) == [(0, 30), (40, 40)]


def test_altered_copies_are_trained_on_but_not_counted_as_sounds() -> None:
    sound = Piece("a.wav", "train", 1.0, "", 0, 100)
    copy = Piece("a.wav", "train", 1.1, "", 100, 110, copy=1)
    corpus = Corpus(TINY_MEL, (sound, copy), np.zeros((210, TINY_MEL.mels), np.float16))
    assert corpus.part("train") == [sound, copy]
    assert corpus.originals("train") == [sound]
    assert corpus.seconds("train") == 1.0
    assert corpus.runs("train", 50) == [(0, 100), (100, 110)]


def test_a_piece_returns_its_frames_of_the_store() -> None:
    corpus = corpus_of(("train", 3), ("train", 2))
    frames = corpus.frames(corpus.pieces[1])
    assert frames.dtype == np.float32
    np.testing.assert_array_equal(frames, corpus.store[3:5])


def test_a_missing_corpus_is_reported(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="train again"):
        Corpus.load(tmp_path)


def test_different_values_have_different_keys() -> None:
    assert key_of("a", {"b": 1}) == key_of("a", {"b": 1})
    assert len({key_of("a", "b"), key_of("ab"), key_of(["a", "b"]), key_of("a", "c")}) == 4
