"""Interfaces of vocoders: one for the stream, one for whole clips."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import NamedTuple, Protocol, Self, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from distill.types import Audio, BoolArray, FloatArray, Mel, Samples

Spectrum: TypeAlias = npt.NDArray[np.complex64]
"""Spectra of frames, shape [L, F]."""


class Start(NamedTuple):
    """Spectra from which a vocoder starts: a carrier's magnitudes and phases.

    A vocoder adds the energy of its mel to these magnitudes, begins at these phases where they are
    not 0, and keeps those that are firm unless its own energy there is greater.

    Attributes:
        real: Shape [L, F].
        imag: Shape [L, F].
        firm: Shape [L, F].
    """

    real: FloatArray
    imag: FloatArray
    firm: BoolArray

    @classmethod
    def of(cls, spectrum: Spectrum, firm: BoolArray) -> Self:
        """Start from spectra [L, F]."""
        real = np.ascontiguousarray(spectrum.real, np.float32)
        return cls(real, np.ascontiguousarray(spectrum.imag, np.float32), firm)

    def part(self, first: int, last: int) -> "Start":
        """Return that of frames first..last."""
        return Start(self.real[first:last], self.imag[first:last], self.firm[first:last])

    @classmethod
    def nothing(cls, frames: int, bins: int) -> Self:
        """Start without anything given."""
        empty = np.zeros((frames, bins), np.float32)
        return cls(empty, empty, np.zeros((frames, bins), np.bool_))


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

    def continued(self, fresh: "VocoderState") -> "VocoderState | None":
        """Return the state to continue from: this one, or one that stands for it.

        Args:
            fresh: The state of the present vocoder before its first frame.

        Returns:
            None if this state belongs to another vocoder or other frames.
        """
        return self if fresh.is_like(self) else None


Starts: TypeAlias = Callable[[int, int], Start]
"""Returns the start [last - first, F] of frames first..last of a clip."""
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

    def step(self, mel: Mel, state: State, start: Start | None = None) -> tuple[Audio, State]:
        """Render frames [L, M], any L; return sound [L * hop] and the state after it.

        The given state is not changed and can be used again. With a `start` [L, F] its spectra are
        heard, and the mel is what is added to them.

        Raises:
            BadArgument: The shape is not [L, M].
        """

    def flush(self, state: State) -> Audio:
        """Return the sound that is still pending, shape [latency]; the state is not changed."""


class ClipVocoder(Protocol):
    """Renders a whole mel at once, for best quality.

    Threads: any, at once; nothing changes after construction.
    """

    def render(self, mel: Mel, seed: int, starts: Starts | None = None) -> Audio:
        """Render mel [L, M] to sound [L * hop]; the same mel and seed give the same samples.

        Raises:
            BadArgument: The shape is not [L, M].
        """

    def blocks(self, mel: Mel, seed: int, starts: Starts | None = None) -> Iterator[Audio]:
        """Yield the same sound in blocks, so that a caller can cancel or report progress.

        Each takes a tenth of a second at most; a block may be empty.
        """
