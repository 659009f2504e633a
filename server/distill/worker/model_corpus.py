"""Loads the corpus beside a model; one that cannot be used is told, and the model goes without."""

import contextlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from distill.corpus.corpus_columns import CorpusColumns
from distill.errors import ModelFileProblem
from distill.protocol.tasks import CorpusInfo
from distill.storage.corpus_file import COLUMNS, corpus_folder, load_columns
from distill.storage.corpus_sounds import Mark, corpus_mark
from distill.types import SAMPLE_RATE

log = logging.getLogger("distill.worker")


@dataclass(frozen=True, slots=True, eq=False)
class ModelCorpus:
    """The corpus of a model.

    Attributes:
        mark: Of its file; None if there is none. Another corpus has another mark.
        columns: Its columns; None if there are none that can be used.
        info: What the engine is told.
        names: File and second at which each source begins, by its id.
        ends: Second at which each file ends, by its name.
    """

    mark: Mark | None = None
    columns: CorpusColumns | None = None
    info: CorpusInfo = field(default_factory=CorpusInfo)
    names: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    ends: Mapping[str, float] = field(default_factory=dict)

    def refused(self, problem: ModelFileProblem) -> "ModelCorpus":
        """Return no corpus, and say in the log why this one is not used."""
        log.warning("%s", problem)
        return ModelCorpus(self.mark, None, CorpusInfo(problem=str(problem)))


def load_corpus(model_file: Path, codec_id: str, column: int) -> ModelCorpus:
    """Load the corpus of a model.

    Args:
        model_file: File of the model.
        codec_id: Hash of its codec.
        column: Samples of a column.
    """
    folder = corpus_folder(model_file)
    empty = ModelCorpus(corpus_mark(folder))
    try:
        columns = load_columns(folder, codec_id)
    except ModelFileProblem as problem:
        return empty.refused(problem)
    if columns is None:
        return empty
    sizes = _sizes(folder, columns)
    seconds = len(columns) * column / SAMPLE_RATE
    missing = len(columns.parts) + 1 - len(sizes)
    about = _about_missing(folder, missing, len(columns.parts)) if missing else ""
    info = CorpusInfo(len({one.name for one in columns.files}), seconds, sum(sizes), about)
    names, ends = source_names(columns, column), file_ends(columns, column)
    return ModelCorpus(empty.mark, columns, info, names, ends)


def source_names(corpus: CorpusColumns, column: int) -> dict[str, tuple[str, float]]:
    """Return the file of each source, and the second of it at which the source begins, by id."""
    names, file, first = {}, -1, 0
    for part in corpus.parts:
        if part.file != file:
            file, first = part.file, 0
        about = corpus.files[file]
        start_s = about.start_s + (first - part.lead) * column / SAMPLE_RATE
        names[part.source] = about.name, start_s
        first += part.columns
    return names


def file_ends(corpus: CorpusColumns, column: int) -> dict[str, float]:
    """Return the second at which the last column of each file ends, by its name."""
    return {one.name: one.start_s + one.columns * column / SAMPLE_RATE for one in corpus.files}


def _sizes(folder: Path, columns: CorpusColumns) -> list[int]:
    """Return the bytes of each file that is there."""
    sizes = []
    for name in (COLUMNS, *(part.sound for part in columns.parts)):
        with contextlib.suppress(OSError):
            sizes.append((folder / name).stat().st_size)
    return sizes


def _about_missing(folder: Path, missing: int, total: int) -> str:
    text = (
        f"{missing} of {total} sounds of the corpus {folder} are missing, so what was written from "
        "them has the codec's own voice; put them back, or make the corpus again"
    )
    log.warning("%s", text)
    return text
