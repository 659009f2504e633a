"""What is being listened to: the last seconds of an input, as codes in a slot."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from distill.types import Codes

RecordingMode = Literal["take", "answer"]
"""Take all that comes; or only what sounds, and let the prior answer when it falls silent."""


@dataclass(frozen=True, slots=True)
class InputPosition:
    """Where the input stands: what the worker finds it by, and the frames that came so far."""

    tape: str
    end: int


@dataclass(frozen=True, slots=True)
class InputSpec:
    """What the worker is to hear, as part of the score.

    Attributes:
        run: Rises with each listening.
        tape: What the input is found by.
        since: Frame of the input at which it begins.
    """

    run: int
    tape: str
    since: int


@dataclass(frozen=True, slots=True, eq=False)
class ColumnsRecorded:
    """Columns of the input that have their codes.

    Attributes:
        run: Of which listening.
        begins: Frame of the input at which the first of them begins.
        codes: Shape [W, H, Q].
        sounds: Shape [W]; was there sound in it, and not only the noise of a room?
        codec: Id of the codec whose codes they are.
    """

    run: int
    begins: int
    codes: Codes
    sounds: npt.NDArray[np.bool_]
    codec: str


@dataclass(frozen=True, slots=True)
class InputSilence:
    """The input has fallen silent, and all that sounded has been told; or that is over."""

    run: int
    over: bool
