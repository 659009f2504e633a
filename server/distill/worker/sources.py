"""Where the live renderer finds its columns: a loop, or the prior writing without end."""

from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from distill.codes.sampling_params import SamplingParams
from distill.errors import BadArgument
from distill.prior.sampler import Column, Sampler, SamplerState
from distill.types import MAX_SEED, Codes

KEPT_COLUMNS: Final = 16
"""Columns of a stream kept at least, for decoding, for going back and for another prior."""

FIRST_COLUMNS: Final = 2
"""Columns of a stream written before it begins: the first one and its neighbour."""

WAY_BACK: Final = 6
"""Columns that can be written again; each keeps about 2 MB of the prior's memory."""


class Window(NamedTuple):
    """Codes around a column.

    Attributes:
        codes: Shape [w, H, Q].
        place: Where in `codes` the column is.
        numbers: Shape [w]; what the macros call each column (in a loop every round counts the
            same).
    """

    codes: Codes
    place: int
    numbers: npt.NDArray[np.int64]


class ColumnSource(Protocol):
    """Columns by their number since the take began."""

    @property
    def length(self) -> int:
        """Columns after which it goes round; 0: it never does."""

    def window(self, column: int, context: int) -> Window:
        """Give the codes around a column."""

    def written(self, column: int) -> Column | None:
        """Tell how the prior wrote one of them, if it did and that is known."""


class GridLoop:
    """A grid played round and round; its neighbours at the seam are its own other end."""

    def __init__(self, codes: Codes) -> None:
        self.codes = codes

    @property
    def length(self) -> int:
        """Columns of the loop."""
        return len(self.codes)

    def written(self, column: int) -> None:
        """Nobody writes it."""

    def window(self, column: int, context: int) -> Window:
        """Read round the loop."""
        numbers = np.arange(column - context, column + context + 1) % len(self.codes)
        return Window(self.codes[numbers], context, numbers)


@dataclass(frozen=True, slots=True, eq=False)
class StreamState:
    """Where a stream stands.

    Attributes:
        sampler: What the prior remembers.
        chance: How it chooses.
        columns: Shape [n, H, Q]; written and kept.
        first: Number of the first of them.
        told: How many were passed on as heard.
        lead: Shape [n, H, Q]; what it went on from.
    """

    sampler: SamplerState
    chance: SamplingParams
    columns: Codes
    first: int
    told: int
    lead: Codes


class PriorStream:
    """The prior, writing one column after the other, just ahead of what is rendered.

    Attributes:
        length: It never goes round.
    """

    length: Final = 0

    def __init__(
        self, sampler: Sampler, chance: SamplingParams, written: Callable[[Codes], None]
    ) -> None:
        """Begin; `written` is given each new column [1, H, Q] once it is certain to be heard."""
        self._sampler = sampler
        self._chance = chance
        self._hear = written
        self._state: SamplerState | None = None
        self._columns: deque[Codes] = deque()
        self._whole: deque[Column | None] = deque()  # how each was written
        self._before: deque[SamplerState] = deque(maxlen=WAY_BACK)
        self._first = 0
        self._told = 0
        self._lead = self._nothing()

    def state(self) -> StreamState | None:
        """Tell where it stands, as a copy; None before it is prepared."""
        if self._state is None or not self._columns:
            return None
        columns = np.stack(list(self._columns))
        counts = self._first, self._told
        return StreamState(self._state.copy(), self._chance, columns, *counts, self._lead)

    def resume(self, state: StreamState) -> None:
        """Go on from there instead of being prepared.

        Raises:
            BadArgument: It is no state of this prior.
        """
        for codes in (state.columns, state.lead):
            self._sampler.check(codes)
        fresh, config = self._sampler.start(self._nothing(), 1).memory, self._sampler.config
        memory = state.sampler.memory
        pairs = ((fresh.keys, memory.keys), (fresh.values, memory.values))
        if any((mine.shape, mine.dtype) != (it.shape, it.dtype) for mine, it in pairs):
            raise BadArgument("this stream was another prior's")
        if memory.last.shape != fresh.last.shape or int(memory.last.max()) >= config.size:
            raise BadArgument("this stream was another prior's")
        self._state, self._chance = state.sampler.copy(), state.chance
        self._columns.extend(state.columns)
        self._whole.extend([None] * len(state.columns))
        self._first, self._told, self._lead = state.first, state.told, state.lead

    def prepare(self, context: Codes | None) -> Generator[None, None, None]:
        """Hear what came before and write what comes first, a column at a time.

        So other sound can go on meanwhile, and the first frame has nothing to wait for.
        """
        state = self._sampler.start(self._nothing(), self._chance.seed)
        if context is not None:
            self._lead = context[-self._sampler.config.window :]
            for column in self._lead:
                self._sampler.observe(state, column)
                yield
        self._state = state
        for _ in range(FIRST_COLUMNS):
            self._write()
            yield

    def follow(self, sampler: Sampler) -> Generator[None, None, None]:
        """Let another prior of the same codec write on, once it has heard what came before.

        It hears a column at a time, so that the sound goes on meanwhile; until it is there the
        prior before it writes.
        """
        heard = self._told
        state = sampler.start(self._nothing(), (self._chance.seed + heard) % MAX_SEED or 1)
        past = [*(() if self._first else self._lead), *self._columns]
        for column in past[: len(past) - self._ahead(heard)][-sampler.config.window :]:
            sampler.observe(state, column)
            yield
        while heard < self._told:
            sampler.observe(state, self._columns[heard - self._first])
            heard += 1
            yield
        for number in range(-self._ahead(heard), 0):  # may be written again until we take over
            sampler.observe(state, self._columns[number])
        self._sampler, self._state = sampler, state
        self._before.clear()

    def change(self, chance: SamplingParams, column: int) -> None:
        """From now on choose otherwise: columns after `column` are written again (-1: all)."""
        if (chance.temperature, chance.top_k) == (self._chance.temperature, self._chance.top_k):
            return
        self._chance = chance
        while self._before and self._first + len(self._columns) - 1 > column:
            self._columns.pop()
            self._whole.pop()
            self._state = self._before.pop()

    def window(self, column: int, context: int) -> Window:
        """Write as far as needed, and give the window."""
        while self._first + len(self._columns) <= column + context:
            self._write()
        self._report(column)
        kept = max(KEPT_COLUMNS, self._sampler.config.window)
        while len(self._columns) > kept and self._first < column - context:
            self._columns.popleft()
            self._whole.popleft()
            self._first += 1
        first = max(self._first, column - context)
        codes = np.stack(
            [self._columns[n - self._first] for n in range(first, column + context + 1)]
        )
        if column - context < 0 and len(self._lead):
            codes = np.concatenate([self._lead[-1:], codes])
            first -= 1
        numbers = np.arange(first, first + len(codes))
        return Window(codes, column - first, numbers)

    def written(self, column: int) -> Column | None:
        """Tell how the prior wrote a column that is kept; None for those before a recall."""
        at = column - self._first
        return self._whole[at] if 0 <= at < len(self._whole) else None

    def _ahead(self, number: int) -> int:
        """Count the columns written from a number on."""
        return self._first + len(self._columns) - number

    def _nothing(self) -> Codes:
        """Give no columns, shape [0, H, Q]."""
        config = self._sampler.config
        return np.zeros((0, config.bands, config.levels), np.int16)

    def _write(self) -> None:
        if self._state is None:
            raise RuntimeError("a stream must be prepared before it is played")
        self._before.append(self._state.copy())
        choice = SamplingParams(self._chance.temperature, self._chance.top_k)
        whole = self._sampler.column(self._state, choice)
        self._columns.append(whole.codes)
        self._whole.append(whole)

    def _report(self, column: int) -> None:
        """A column that is being rendered will be heard: pass it on once."""
        while self._told <= column:
            self._hear(self._columns[self._told - self._first][None])
            self._told += 1
