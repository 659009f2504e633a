"""What is being listened to: the last seconds of an input, as codes in a slot."""

from collections import deque
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from distill.session.slots import Change
from distill.types import Codes

Mode = Literal["take", "answer"]
"""Take all that comes; or only what sounds, and let the prior answer when it falls silent."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """Where the input stands: what the worker finds it by, and the frames that came so far."""

    tape: str
    end: int


@dataclass(frozen=True, slots=True)
class Listen:
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
class Listened:
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
class Silence:
    """The input has fallen silent, and all that sounded has been told; or that is over."""

    run: int
    over: bool


class Listening:
    """One listening: the columns that came, going round.

    A column stays in its place until the same place comes again, so that a loop that plays them
    meanwhile is an echo of constant delay and not a race. Once it has ended they are put in order.

    Threads: the engine's thread only.

    Attributes:
        listen: What the worker hears.
        slot: Where it goes.
        mode: What is taken.
        step: The undoable step that all of it is; None while nothing has come.
        answer: Take of the stream that answers; 0 while nothing does.
    """

    def __init__(self, listen: Listen, slot: str, mode: Mode, most: int) -> None:
        self.listen = listen
        self.slot = slot
        self.mode: Mode = mode
        self.step: Change | None = None
        self.answer = 0
        self._most = most
        self._columns: deque[Codes] = deque(maxlen=most)
        self._count = 0
        self._codec = ""

    @property
    def columns(self) -> int:
        """How many there are now."""
        return len(self._columns)

    def take(self, message: Listened) -> bool:
        """Take what came; tell if that changes the slot."""
        if message.codec != self._codec:
            self._columns.clear()
            self._count, self._codec = 0, message.codec
        wanted = message.codes if self.mode == "take" else message.codes[message.sounds]
        self._columns.extend(wanted)
        self._count += len(wanted)
        return len(wanted) > 0

    def going_round(self) -> Codes:
        """Give the columns, each in its place; shape [W, H, Q]."""
        turned = self._count % self._most if self._count > self._most else 0
        return np.roll(np.stack(self._columns), turned, axis=0)

    def in_order(self) -> Codes:
        """Give the columns from first to last, and go on from there; shape [W, H, Q]."""
        self._count = len(self._columns)
        return np.stack(self._columns)
