"""How much a model remembers, for the lists and pages about it."""

import contextlib
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from typing_extensions import override

from distill.corpus.corpus_columns import CorpusColumns
from distill.storage.corpus_file import corpus_folder, load_columns
from distill.types import SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class CorpusSummary:
    """What the corpus of a model holds.

    Attributes:
        files: Number of sounds.
        minutes: Their length, without silence.
        megabytes: Size of the folder, in millions of bytes.
        licences: The licences of the sounds, the most frequent first; empty if none is stated.
    """

    files: int
    minutes: float
    megabytes: float
    licences: tuple[str, ...]

    @classmethod
    def of_model(cls, model_file: Path, codec_id: str, column: int) -> Self | None:
        """Read the corpus beside a model; None if it has none.

        Args:
            model_file: The model.
            codec_id: Hash of the tensors of its codec.
            column: Samples of a column.

        Raises:
            ModelFileProblem: The corpus cannot be used; the text says why.
        """
        folder = corpus_folder(model_file)
        corpus = load_columns(folder, codec_id)
        return None if corpus is None else cls.of(corpus, folder, column)

    @classmethod
    def of(cls, corpus: CorpusColumns, folder: Path, column: int) -> Self:
        """Summarise a corpus in a folder."""
        licences = Counter(file.licence for file in corpus.files if file.licence)
        return cls(
            len({file.name for file in corpus.files}),
            len(corpus) * column / SAMPLE_RATE / 60,
            _bytes(folder) / 1e6,
            tuple(licence for licence, _ in licences.most_common()),
        )

    @override
    def __str__(self) -> str:
        """Say it in a few words: `24 sounds, 25.1 minutes, 161.8 MB`."""
        sounds = f"{self.files} sound{'' if self.files == 1 else 's'}"
        return f"{sounds}, {self.minutes:.1f} minutes, {self.megabytes:.1f} MB"


def _bytes(folder: Path) -> int:
    total = 0
    with contextlib.suppress(OSError):
        total = sum(entry.stat().st_size for entry in os.scandir(folder) if entry.is_file())
    return total
