"""The recording of a live input: its specification, and the codes that the worker reports."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from distill.types import Codes

RecordingMode = Literal["take", "answer"]
"""Record everything; or only sound, and let the prior continue it when the input falls silent."""


@dataclass(frozen=True, slots=True)
class InputPosition:
    """Name of the input's `RecentAudio`, empty without an input, and the frames recorded so far."""

    audio_name: str
    end: int


@dataclass(frozen=True, slots=True)
class InputSpec:
    """The input that the worker encodes, as part of the score.

    Attributes:
        run: Number of the recording; incremented for each.
        audio_name: Name of the input's `RecentAudio`.
        since: Frame of the input at which the recording begins.
        limit: Most columns that the recording holds; their sound is kept. 0: it is not kept.
        only_sound: Are columns without sound left out?
        sources: Folder of the sources, and that of their cache; empty: no sound is kept.
    """

    run: int
    audio_name: str
    since: int
    limit: int = 0
    only_sound: bool = False
    sources: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True, eq=False)
class ColumnsRecorded:
    """Columns of the input that were encoded.

    Attributes:
        run: Number of the recording.
        begins: Frame of the input at which the first of them begins.
        codes: Shape [W, H, Q].
        sounds: Shape [W]; True where a column holds sound, and not only background noise.
        codec: Id of the codec that encoded them.
        column: Samples per column.
    """

    run: int
    begins: int
    codes: Codes
    sounds: npt.NDArray[np.bool_]
    codec: str
    column: int = 0


@dataclass(frozen=True, slots=True)
class InputSilence:
    """The input fell silent and all its sound was reported; `over`: the input sounds again."""

    run: int
    over: bool


@dataclass(frozen=True, slots=True, eq=False)
class SourceRecorded:
    """The sound of recorded columns is kept as a source; more of the recording may follow.

    Attributes:
        run: Number of the recording.
        source: Id of the source.
        begins: Shape [W]; frame of the input at which each column of the source began.
    """

    run: int
    source: str
    begins: npt.NDArray[np.int64]
