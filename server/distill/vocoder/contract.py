"""What a bundle and a voice need of a vocoder: for the stream, and for whole clips."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Protocol, TypeVar

import numpy as np

from distill.types import Audio, Mel, Samples


class VocoderState:
    """Where a live vocoder stands: each vocoder has a frozen dataclass of this kind.

    Its fields are arrays, numbers and truths, and its name is its own, so that a snapshot can hold
    it.
    """

    __slots__ = ()

    def is_like(self, other: "VocoderState") -> bool:
        """Tell whether the same vocoder, of the same analysis, could go on from the other one."""
        if type(other) is not type(self):
            return False
        for row in fields(self):  # type: ignore[arg-type] # each is a dataclass
            mine, theirs = getattr(self, row.name), getattr(other, row.name)
            if isinstance(mine, np.ndarray) and (
                (mine.shape, mine.dtype) != (theirs.shape, theirs.dtype)
            ):
                return False
        return True


State = TypeVar("State", bound=VocoderState)


class LiveVocoder(Protocol[State]):
    """What a voice needs: mel frames become sound one after the other, cut wherever one likes.

    Threads: any, at once; nothing changes after it is made.
    """

    @property
    def latency(self) -> Samples:
        """By how much the stream is behind: sample i of the sound is sample i + `latency` of it."""

    @property
    def reach(self) -> int:
        """Frames that have a part in a sample, and those that were taken since its last one."""

    def initial_state(self) -> State:
        """Stand before the first frame."""

    def step(self, mel: Mel, state: State) -> tuple[Audio, State]:
        """Take frames [L, M], any L, and give sound [L * hop] and the state after it.

        The given state stays as it is, and can be gone back to.

        Raises:
            BadArgument: Not [L, M].
        """

    def flush(self, state: State) -> Audio:
        """Give what is still inside, shape [latency]; the given state stays as it is."""


class ClipVocoder(Protocol):
    """What a clip needs: a whole picture becomes sound, as well as it can.

    Threads: any, at once; nothing changes after it is made.
    """

    def render(self, mel: Mel, seed: int) -> Audio:
        """Make sound [L * hop] of mel [L, M]; the same mel and seed give the same samples.

        Raises:
            BadArgument: Not [L, M].
        """

    def blocks(self, mel: Mel, seed: int) -> Iterator[Audio]:
        """Give the same sound in pieces, so that who waits can stop, or tell how far it is."""
