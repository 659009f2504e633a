"""The promise that music made piece by piece is the music made at once.

A streaming layer gives, over any cut of its input into blocks,
`concat(step, step, ..., flush) == forward(whole)`. State is an argument and a result: to keep an
old state is to be able to go back to it.
"""

from typing import Protocol, TypeVar

from torch import Tensor

State = TypeVar("State")


class Streaming(Protocol[State]):
    """What every layer of the sound chain can do, whole and step by step.

    Attributes:
        latency: Output steps that are held back at most, because what they depend on is to come.
    """

    latency: int

    def forward(self, x: Tensor) -> Tensor:
        """Process everything at once."""
        ...

    def initial_state(self, batch: int) -> State:
        """Begin a stream of `batch` sounds."""
        ...

    def step(self, x: Tensor, state: State) -> tuple[Tensor, State]:
        """Process the next block; the given state stays as it is."""
        ...

    def flush(self, state: State) -> Tensor:
        """Give what was held back, as if silence followed."""
        ...
