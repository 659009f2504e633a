"""The columns of a model's own sounds, and where the sound of each of them is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from distill.corpus.column_features import ColumnFeatures
from distill.corpus.file_patterns import matching
from distill.errors import BadArgument
from distill.types import BoolArray, Codes, FloatArray

NO_COLUMN: Final = -1
"""Instead of a column of the corpus: none."""


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A sound that a model remembers.

    Attributes:
        name: Its path in the folder of sounds, with forward slashes.
        columns: Its length.
        author: Who made it; may be empty.
        licence: Its licence; may be empty.
        start_s: Where its first column begins in that sound, in seconds: a pause ends a file here,
            and the next one has the same name.
    """

    name: str
    columns: int
    author: str = ""
    licence: str = ""
    start_s: float = 0.0


@dataclass(frozen=True, slots=True)
class CorpusPart:
    """Some columns of a file whose sound is kept as one source.

    Attributes:
        source: Id of the source, as in `Carriers.sources`.
        sound: Name of the file of it in the corpus folder.
        file: Index of the file that it belongs to.
        columns: How many columns.
        lead: Columns of sound in the source before the first of them.
    """

    source: str
    sound: str
    file: int
    columns: int
    lead: int


@dataclass(frozen=True, slots=True, eq=False)
class CorpusColumns:
    """The columns of all files, one file after the other; N in all.

    Attributes:
        codec_id: Hash of the codec that made the codes.
        files: The sounds.
        parts: Their parts, in the order of the columns.
        codes: Shape [N, H, Q].
        features: Of the N columns.
        basis: Shape [L, H, D, d]; projects the codebook entries of the L coarsest levels in each
            band on the principal directions of a column.
        centre: Shape [d]; mean of the projections.

    Raises:
        BadArgument: The parts do not fit each other.
    """

    codec_id: str
    files: tuple[CorpusFile, ...]
    parts: tuple[CorpusPart, ...]
    codes: Codes
    features: ColumnFeatures
    basis: FloatArray
    centre: FloatArray

    def __post_init__(self) -> None:
        columns = len(self.codes)
        if not columns == len(self.features) == sum(part.columns for part in self.parts):
            raise BadArgument(
                f"a corpus of {columns} columns has features of {len(self.features)} and parts of "
                f"{sum(part.columns for part in self.parts)}"
            )
        if columns != sum(file.columns for file in self.files) or not columns:
            raise BadArgument("the files of a corpus must have all of its columns, at least one")

    def __len__(self) -> int:
        """N."""
        return len(self.codes)

    @property
    def part_of(self) -> npt.NDArray[np.int64]:
        """Index of the part of each column, shape [N]."""
        return np.repeat(np.arange(len(self.parts)), [part.columns for part in self.parts])

    @property
    def file_of(self) -> npt.NDArray[np.int64]:
        """Index of the file of each column, shape [N]."""
        return np.repeat(np.arange(len(self.files)), [file.columns for file in self.files])

    @property
    def column_in_source(self) -> npt.NDArray[np.int64]:
        """Column of its source that carries each column, shape [N]."""
        return np.concatenate([part.lead + np.arange(part.columns) for part in self.parts])

    def seconds(self, column_s: float) -> npt.NDArray[np.float64]:
        """Return where each column begins in its sound, shape [N], for columns of so many s."""
        return np.concatenate(
            [file.start_s + column_s * np.arange(file.columns) for file in self.files]
        )

    def matching(self, patterns: Sequence[str]) -> BoolArray:
        """Return which files match one of some patterns, by name, shell pattern or folder."""
        return np.array(matching([file.name for file in self.files], patterns), np.bool_)
