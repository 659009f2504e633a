"""Runs the tasks about the corpus of a model: places like a region, quotes, and the map."""

from collections.abc import Generator
from typing import Final

import numpy as np
import numpy.typing as npt

from distill.bundle import Bundle
from distill.corpus.context_index import ContextIndex
from distill.corpus.corpus_columns import NO_COLUMN, CorpusColumns
from distill.corpus.likeness import most_alike
from distill.corpus.written_carriers import WrittenCarriers
from distill.errors import BadArgument
from distill.protocol.corpus_tasks import (
    CorpusMap,
    FindPlaces,
    FoundPlace,
    FoundPlaces,
    MapCorpus,
    QuoteCorpus,
    Quoted,
)
from distill.types import SAMPLE_RATE
from distill.worker.task_step import Step

APART_S: Final = 1.0
"""Seconds by which two places that are found differ."""
TOLD_S: Final = 0.01
"""How much earlier than it is a second may be told: rounded, and as float32."""


def corpus_steps(
    task: FindPlaces | QuoteCorpus | MapCorpus, bundle: Bundle
) -> Generator[Step, None, FoundPlaces | Quoted | CorpusMap]:
    """Return the steps of a task about the corpus.

    Raises:
        BadArgument: The model has no corpus, or nothing in it is meant.
    """
    match task:
        case FindPlaces():
            return _find_places(task, bundle)
        case QuoteCorpus():
            return _quote(task, bundle)
        case MapCorpus():
            return _map_corpus(task, bundle)


def _find_places(task: FindPlaces, bundle: Bundle) -> Generator[Step, None, FoundPlaces]:
    """Find the places of the corpus most like some columns."""
    index = _index(bundle)
    yield Step(0.0, "find")
    corpus = index.columns
    own = np.full(len(task.codes), NO_COLUMN, np.int64)
    if task.carriers is not None:
        own = WrittenCarriers(corpus).places_of(task.carriers)
    apart = int(np.ceil(APART_S * SAMPLE_RATE / bundle.column))
    seconds = corpus.seconds(_column_s(bundle))
    names = [file.name for file in corpus.files]
    return FoundPlaces(
        tuple(
            FoundPlace(names[index.file_of[place]], float(seconds[place]), distance)
            for place, distance in most_alike(index, task.codes, own, task.most, apart)
        )
    )


def _quote(task: QuoteCorpus, bundle: Bundle) -> Generator[Step, None, Quoted]:
    """Copy some columns of the corpus, and what carries them."""
    corpus = _index(bundle).columns
    yield Step(0.0, "quote")
    seconds = corpus.seconds(_column_s(bundle))
    first, end = _stretch(corpus, task, seconds, _column_s(bundle))
    places = np.arange(first, end)
    codes = corpus.codes[first:end].astype(np.int16)
    carriers = WrittenCarriers(corpus).of(places, codes)
    assert carriers is not None  # noqa: S101 - codes of the corpus are carried by it
    return Quoted(codes, carriers, float(seconds[first]))


def _map_corpus(task: MapCorpus, bundle: Bundle) -> Generator[Step, None, CorpusMap]:
    """Choose columns of the corpus evenly, and return their places on the map."""
    index = _index(bundle)
    yield Step(0.0, "map")
    corpus = index.columns
    names = list(dict.fromkeys(file.name for file in corpus.files))
    number = np.array([names.index(file.name) for file in corpus.files])
    chosen = np.linspace(0, len(corpus) - 1, min(task.most, len(corpus))).round().astype(int)
    seconds = corpus.seconds(_column_s(bundle))
    return CorpusMap(
        tuple(names), index.points[chosen], number[index.file_of[chosen]], seconds[chosen]
    )


def _stretch(
    corpus: CorpusColumns, task: QuoteCorpus, seconds: npt.NDArray[np.float64], column_s: float
) -> tuple[int, int]:
    """Return the first column of a quote, and the one after its last."""
    starts = np.concatenate([[0], np.cumsum([file.columns for file in corpus.files])])
    parts = [n for n, file in enumerate(corpus.files) if file.name == task.file]
    for part in parts:
        first, end = int(starts[part]), int(starts[part + 1])
        if task.second < seconds[end - 1] + column_s:
            at = first + int(max(0.0, task.second - seconds[first] + TOLD_S) / column_s)
            at = min(at, end - 1)
            return at, min(end, at + task.columns)
    if not parts:
        raise BadArgument(f"the corpus has no file {task.file!r}; see files for all of them")
    last = seconds[starts[parts[-1] + 1] - 1] + column_s
    raise BadArgument(f"{task.file!r} ends at {last:.1f} s, and second {task.second:g} is beyond")


def _index(bundle: Bundle) -> ContextIndex:
    walker = None if bundle.sampler is None else bundle.sampler.walker
    if walker is None:
        raise BadArgument("this model remembers no sounds; load another, or train one")
    return walker.index


def _column_s(bundle: Bundle) -> float:
    return bundle.column / SAMPLE_RATE
