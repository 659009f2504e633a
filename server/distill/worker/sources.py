"""The column sources of the live renderer: a loop, or an endless stream from the prior."""

from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from distill.codes.carriers import Carriers
from distill.codes.sampling_params import SamplingParams
from distill.errors import BadArgument
from distill.prior.sampler import Column, Sampler, SamplerState
from distill.types import MAX_SEED, Codes, Samples
from distill.worker.surroundings import NOWHERE, Surroundings, surroundings

KEPT_COLUMNS: Final = 16
"""Fewest columns of a stream in memory, for decoding, resampling and a new prior."""

FIRST_COLUMNS: Final = 2
"""Columns of a stream sampled before it begins: the first one and its neighbour."""

MAX_RESAMPLED: Final = 6
"""Most columns that can be resampled; each keeps a copy of the prior's memory, about 2 MB."""


class Window(NamedTuple):
    """Codes around a column.

    Attributes:
        codes: Shape [w, H, Q].
        place: Index of the column in `codes`.
        numbers: Shape [w]; number of each column for the macros (the same in every round of a
            loop).
        around: The columns that sound before and after it.
        carriers: Shape [w, H, Q]; what carries those columns, or None.
    """

    codes: Codes
    place: int
    numbers: npt.NDArray[np.int64]
    around: Surroundings
    carriers: Carriers | None = None


class ColumnSource(Protocol):
    """Provides columns by their number since the take began.

    Attributes:
        carriers: What carries the columns of a loop, [W, H, Q], or None.
    """

    carriers: Carriers | None

    @property
    def length(self) -> int:
        """Columns of one round; 0 if it does not loop."""

    def window(self, column: int, context: int) -> Window:
        """Return the codes around a column."""

    def written(self, column: int) -> Column | None:
        """Return how the prior sampled a column; None if it did not or this is not known."""


class GridLoop:
    """A grid in a loop; at the seam, its first and last columns are neighbours."""

    def __init__(
        self, codes: Codes, samples: int = 0, carriers: Carriers | None = None, column: int = 0
    ) -> None:
        """Begin.

        Args:
            codes: Shape [W, H, Q].
            samples: Length of a round, which may end inside the last column; 0: with it.
            carriers: What carries them, or None.
            column: Samples of a column; 0 where nothing carries it.
        """
        self.codes, self.samples, self.carriers = codes, samples, carriers
        self._column = column

    @property
    def length(self) -> int:
        """Columns of the loop."""
        return len(self.codes)

    def written(self, column: int) -> None:
        """Return None: the columns of a loop are not sampled."""

    def window(self, column: int, context: int) -> Window:
        """Return the codes around a column, modulo the length of the loop."""
        numbers = np.arange(column - context, column + context + 1) % len(self.codes)
        carriers = None if self.carriers is None else self.carriers.taken(numbers)
        return Window(self.codes[numbers], context, numbers, self._around(column), carriers)

    def _around(self, column: int) -> Surroundings:
        if not self._column:
            return NOWHERE
        width = len(self.codes)
        samples = self.samples or width * self._column
        return surroundings(column, width, samples, Samples(self._column), loops=True)


@dataclass(frozen=True, slots=True, eq=False)
class StreamState:
    """State of a stream.

    Attributes:
        sampler: State of the prior.
        chance: Its sampling parameters.
        columns: Shape [n, H, Q]; the columns in memory.
        first: Number of the first of them.
        told: How many columns were reported as played.
        lead: Shape [n, H, Q]; the context that the stream continued.
    """

    sampler: SamplerState
    chance: SamplingParams
    columns: Codes
    first: int
    told: int
    lead: Codes


class PriorStream:
    """Samples columns from the prior, one after the other, just ahead of the renderer.

    Attributes:
        length: 0: a stream does not loop.
        carriers: None: nothing carries what the prior writes.
    """

    length: Final = 0

    def __init__(
        self, sampler: Sampler, params: SamplingParams, on_columns: Callable[[Codes], None]
    ) -> None:
        """Begin; `on_columns` gets each column [1, H, Q] as soon as it is certain to be played."""
        self.carriers: Carriers | None = None
        self._sampler = sampler
        self._params = params
        self._on_columns = on_columns
        self._state: SamplerState | None = None
        self._columns: deque[Codes] = deque()
        self._sampled: deque[Column | None] = deque()  # how each was sampled
        self._earlier: deque[SamplerState] = deque(maxlen=MAX_RESAMPLED)
        self._first = 0
        self._reported = 0
        self._lead = self._no_columns()

    def state(self) -> StreamState | None:
        """Return a copy of the state; None before the stream is prepared."""
        if self._state is None or not self._columns:
            return None
        columns = np.stack(list(self._columns))
        counts = self._first, self._reported
        return StreamState(self._state.copy(), self._params, columns, *counts, self._lead)

    def resume(self, state: StreamState) -> None:
        """Continue from a state, instead of `prepare`.

        Raises:
            BadArgument: The state belongs to another prior.
        """
        for codes in (state.columns, state.lead):
            self._sampler.check(codes)
        fresh, config = self._sampler.start(self._no_columns(), 1).memory, self._sampler.config
        memory = state.sampler.memory
        pairs = ((fresh.keys, memory.keys), (fresh.values, memory.values))
        if any((ours.shape, ours.dtype) != (saved.shape, saved.dtype) for ours, saved in pairs):
            raise BadArgument("the saved stream belongs to another prior")
        if memory.last.shape != fresh.last.shape or int(memory.last.max()) >= config.size:
            raise BadArgument("the saved stream belongs to another prior")
        self._state, self._params = state.sampler.copy(), state.chance
        self._columns.extend(state.columns)
        self._sampled.extend([None] * len(state.columns))
        self._first, self._reported, self._lead = state.first, state.told, state.lead

    def prepare(self, context: Codes | None) -> Generator[None, None, None]:
        """Read the context and sample the first columns, one column per step.

        Other sound is rendered between the steps, and the first frame does not wait.
        """
        state = self._sampler.start(self._no_columns(), self._params.seed)
        if context is not None:
            self._lead = context[-self._sampler.config.window :]
            for column in self._lead:
                self._sampler.observe(state, column)
                yield
        self._state = state
        for _ in range(FIRST_COLUMNS):
            self._sample()
            yield

    def switch_prior(self, sampler: Sampler) -> Generator[None, None, None]:
        """Switch to another prior of the same codec, once it has read the past columns.

        It reads one column per step, so that the sound continues; until it is done the previous
        prior samples.
        """
        done = self._reported
        state = sampler.start(self._no_columns(), (self._params.seed + done) % MAX_SEED or 1)
        past = [*(() if self._first else self._lead), *self._columns]
        for column in past[: len(past) - self._ahead(done)][-sampler.config.window :]:
            sampler.observe(state, column)
            yield
        while done < self._reported:
            sampler.observe(state, self._columns[done - self._first])
            done += 1
            yield
        for number in range(-self._ahead(done), 0):  # may be resampled until the switch
            sampler.observe(state, self._columns[number])
        self._sampler, self._state = sampler, state
        self._earlier.clear()

    def change(self, params: SamplingParams, column: int) -> None:
        """Use other sampling parameters; columns after `column` are resampled (-1: all)."""
        if params.same_choice(self._params):
            return
        self._params = params
        while self._earlier and self._first + len(self._columns) - 1 > column:
            self._columns.pop()
            self._sampled.pop()
            self._state = self._earlier.pop()

    def window(self, column: int, context: int) -> Window:
        """Sample as many columns as needed, and return the window."""
        while self._first + len(self._columns) <= column + context:
            self._sample()
        self._report(column)
        limit = max(KEPT_COLUMNS, self._sampler.config.window)
        while len(self._columns) > limit and self._first < column - context:
            self._columns.popleft()
            self._sampled.popleft()
            self._first += 1
        first = max(self._first, column - context)
        codes = np.stack(
            [self._columns[n - self._first] for n in range(first, column + context + 1)]
        )
        if column - context < 0 and len(self._lead):
            codes = np.concatenate([self._lead[-1:], codes])
            first -= 1
        numbers = np.arange(first, first + len(codes))
        return Window(codes, column - first, numbers, NOWHERE)

    def written(self, column: int) -> Column | None:
        """Return how the prior sampled a column in memory; None for those restored from a state."""
        at = column - self._first
        return self._sampled[at] if 0 <= at < len(self._sampled) else None

    def _ahead(self, number: int) -> int:
        """Count the sampled columns from a number on."""
        return self._first + len(self._columns) - number

    def _no_columns(self) -> Codes:
        """Return no columns, shape [0, H, Q]."""
        config = self._sampler.config
        return np.zeros((0, config.bands, config.levels), np.int16)

    def _sample(self) -> None:
        if self._state is None:
            raise RuntimeError("a stream must be prepared before it is played")
        self._earlier.append(self._state.copy())
        sampled = self._sampler.column(self._state, self._params)
        self._columns.append(sampled.codes)
        self._sampled.append(sampled)

    def _report(self, column: int) -> None:
        """Report each column up to this one once: a rendered column is certain to be played."""
        while self._reported <= column:
            self._on_columns(self._columns[self._reported - self._first][None])
            self._reported += 1
