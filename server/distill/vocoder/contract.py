"""Interfaces of vocoders: one for the stream, one for whole clips."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Protocol, TypeVar

import numpy as np

from distill.types import Audio, Mel, Samples


class VocoderState:
    """State of a live vocoder: each vocoder has a frozen dataclass that derives from this.

    Its fields are arrays, numbers and booleans, and its class name is unique, so that a snapshot
    can hold it.
    """

    __slots__ = ()

    def is_like(self, other: "VocoderState") -> bool:
        """Return whether the other state fits in place of this one: same class, shapes, types."""
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
    """Renders mel frames one after the other, in blocks of any size.

    Threads: any, at once; nothing changes after construction.
    """

    @property
    def latency(self) -> Samples:
        """Delay of the stream: sample i of the sound is sample i + `latency` of the stream."""

    @property
    def reach(self) -> int:
        """Frames that contribute to a sample, plus those accepted since the last of them."""

    def initial_state(self) -> State:
        """Return the state before the first frame."""

    def step(self, mel: Mel, state: State) -> tuple[Audio, State]:
        """Render frames [L, M], any L; return sound [L * hop] and the state after it.

        The given state is not changed and can be used again.

        Raises:
            BadArgument: The shape is not [L, M].
        """

    def flush(self, state: State) -> Audio:
        """Return the sound that is still pending, shape [latency]; the state is not changed."""


class ClipVocoder(Protocol):
    """Renders a whole mel at once, for best quality.

    Threads: any, at once; nothing changes after construction.
    """

    def render(self, mel: Mel, seed: int) -> Audio:
        """Render mel [L, M] to sound [L * hop]; the same mel and seed give the same samples.

        Raises:
            BadArgument: The shape is not [L, M].
        """

    def blocks(self, mel: Mel, seed: int) -> Iterator[Audio]:
        """Yield the same sound in blocks, so that a caller can cancel or report progress.

        Each takes a tenth of a second at most; a block may be empty.
        """
