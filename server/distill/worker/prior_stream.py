"""An endless stream from the prior, as a source of columns."""

from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from distill.codes.carriers import LAYERS, Carriers
from distill.codes.sampling_params import SamplingParams
from distill.corpus.corpus_columns import CorpusColumns
from distill.corpus.written_carriers import WrittenCarriers
from distill.errors import BadArgument
from distill.prior.sampler import Column, Sampler, SamplerState
from distill.types import MAX_SEED, Codes, Samples
from distill.worker.sources import Window
from distill.worker.surroundings import NOWHERE, Numbers, Surroundings, surroundings

KEPT_COLUMNS: Final = 16
"""Fewest columns of a stream in memory, for decoding, resampling and a new prior."""

FIRST_COLUMNS: Final = 2
"""Columns of a stream sampled before it begins: the first one and its neighbour."""

MAX_RESAMPLED: Final = 6
"""Most columns that can be resampled; each keeps a copy of the prior's memory, about 2 MB."""
SPARE_COLUMNS: Final = 4
"""Columns (.7 s) sampled ahead in spare time, so that there is time to decode what carries them: on
a machine whose cores have four times what they can do, that takes up to .4 s."""
OnColumns: TypeAlias = Callable[[Codes, Carriers | None], None]
"""Callback for columns [W, H, Q], and what carries them."""


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
        carriers: What carries the columns in memory; None if nothing does, as in earlier versions.
        lead_carriers: What carries the last column of `lead`, or None.
    """

    sampler: SamplerState
    chance: SamplingParams
    columns: Codes
    first: int
    told: int
    lead: Codes
    carriers: Carriers | None = None
    lead_carriers: Carriers | None = None


class StreamColumn(NamedTuple):
    """A column of a stream.

    Attributes:
        codes: Shape [H, Q].
        written: How the prior sampled it; None if it was restored from a state.
        carriers: What carries it, of one column, or None.
    """

    codes: Codes
    written: Column | None
    carriers: Carriers | None


class PriorStream:
    """Samples columns from the prior, one after the other, just ahead of the renderer.

    Attributes:
        length: 0: a stream does not loop.
    """

    length: Final = 0

    def __init__(
        self,
        sampler: Sampler,
        params: SamplingParams,
        on_columns: OnColumns,
        corpus: CorpusColumns | None = None,
        column: int = 0,
    ) -> None:
        """Begin.

        Args:
            sampler: The prior.
            params: Its sampling parameters.
            on_columns: Gets each column [1, H, Q] as soon as it is certain to be played.
            corpus: The corpus that the prior writes from, or None.
            column: Samples of a column; 0 where nothing carries it.
        """
        self._sampler = sampler
        self._params = params
        self._on_columns = on_columns
        self._written_carriers = None if corpus is None else WrittenCarriers(corpus)
        self._column = column
        self._state: SamplerState | None = None
        self._columns: deque[StreamColumn] = deque()
        self._earlier: deque[SamplerState] = deque(maxlen=MAX_RESAMPLED)
        self._first = 0
        self._reported = 0
        self._lead = self._no_columns()
        self._lead_carriers: Carriers | None = None

    def state(self) -> StreamState | None:
        """Return a copy of the state; None before the stream is prepared.

        Columns that were sampled in spare time are not in it: they can be sampled again.
        """
        if self._state is None or not self._columns:
            return None
        spare = min(max(0, self._ahead(self._reported) - 1), len(self._earlier))
        sampler = self._earlier[-spare] if spare else self._state
        kept = list(self._columns)[: len(self._columns) - spare]
        return StreamState(
            sampler.copy(),
            self._params,
            np.stack([one.codes for one in kept]),
            self._first,
            self._reported,
            self._lead,
            self._joined([one.carriers for one in kept]),
            self._lead_carriers,
        )

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
        self._check_walk(state.sampler)
        self._check(state.carriers, state.columns)
        self._check(state.lead_carriers, state.lead[-1:])
        self._state, self._params = state.sampler.copy(), state.chance
        for n, codes in enumerate(state.columns):
            one = None if state.carriers is None else state.carriers.taken(slice(n, n + 1))
            self._columns.append(StreamColumn(codes, None, _some(one)))
        self._first, self._reported = state.first, state.told
        self._lead, self._lead_carriers = state.lead, state.lead_carriers

    def prepare(
        self, context: Codes | None, carriers: Carriers | None = None
    ) -> Generator[None, None, None]:
        """Read the context and sample the first columns, one column per step.

        Other sound is rendered between the steps, and the first frame does not wait. `carriers` are
        those of the context.
        """
        state = self._sampler.start(self._no_columns(), self._params.seed)
        if context is not None:
            self._lead = context[-self._sampler.config.window :]
            last = None if carriers is None else carriers.taken(slice(-1, None))
            self._check(last, self._lead[-1:])
            self._lead_carriers = _some(last)
            for column in self._lead:
                self._sampler.observe(state, column)
                yield
        self._state = state
        for _ in range(FIRST_COLUMNS):
            self._sample()
            yield

    def switch_prior(
        self, sampler: Sampler, corpus: CorpusColumns | None = None
    ) -> Generator[None, None, None]:
        """Switch to another prior of the same codec, once it has read the past columns.

        It reads one column per step, so that the sound continues; until it is done the previous
        prior samples.
        """
        done = self._reported
        state = sampler.start(self._no_columns(), (self._params.seed + done) % MAX_SEED or 1)
        past = [*(() if self._first else self._lead), *(one.codes for one in self._columns)]
        for column in past[: len(past) - self._ahead(done)][-sampler.config.window :]:
            sampler.observe(state, column)
            yield
        while done < self._reported:
            sampler.observe(state, self._columns[done - self._first].codes)
            done += 1
            yield
        for number in range(-self._ahead(done), 0):  # may be resampled until the switch
            sampler.observe(state, self._columns[number].codes)
        if self._state is not None:
            state.at = self._state.at
        self._sampler, self._state = sampler, state
        self._written_carriers = None if corpus is None else WrittenCarriers(corpus)
        self._earlier.clear()

    def change(self, params: SamplingParams, column: int) -> None:
        """Use other sampling parameters; columns after `column` are resampled (-1: all)."""
        if params.same_choice(self._params):
            return
        self._params = params
        while self._earlier and self._first + len(self._columns) - 1 > column:
            self._columns.pop()
            self._state = self._earlier.pop()

    def sample_ahead(self, column: int) -> bool:
        """Sample a column in spare time; return whether one was wanted after a given one.

        What is heard does not depend on it: `change` samples such columns again, and a state is
        that of a stream without them.
        """
        if self._state is None or self._ahead(column + 1) >= SPARE_COLUMNS:
            return False
        self._sample()
        return True

    def window(self, column: int, context: int) -> Window:
        """Sample as many columns as needed, and return the window."""
        while self._first + len(self._columns) <= column + context:
            self._sample()
        self._report(column)
        limit = max(KEPT_COLUMNS, self._sampler.config.window)
        while len(self._columns) > limit and self._first < column - context:
            self._columns.popleft()
            self._first += 1
        first = max(self._first, column - context)
        codes = np.stack(
            [self._columns[n - self._first].codes for n in range(first, column + context + 1)]
        )
        if column - context < 0 and len(self._lead):
            codes = np.concatenate([self._lead[-1:], codes])
            first -= 1
        numbers = np.arange(first, first + len(codes))
        return Window(codes, column - first, numbers, self._around(column))

    def carriers_of(self, numbers: Numbers) -> Carriers | None:
        """Return what carries columns in memory; -1 is the last one of the context."""
        return self._joined([self._carriers_at(int(number)) for number in numbers])

    def first_sources(self) -> list[str]:
        """Return the sources of the columns in memory, in their order."""
        carriers = [one.carriers for one in self._columns if one.carriers is not None]
        return list(dict.fromkeys(source for one in carriers for source in one.sources))

    def sources_from(self, column: int) -> list[str]:
        """Return the sources of the columns in memory from a number on, the next one first.

        The last is the one that comes next if the walk just goes on.
        """
        columns = list(self._columns)[max(0, column - self._first) :]
        carriers = [one.carriers for one in columns if one.carriers is not None]
        found = [source for one in carriers for source in one.sources]
        last = columns[-1].written if columns else None
        if self._written_carriers is not None and last is not None:
            following = self._written_carriers.following(last.place)
            found += [] if following is None else [following]
        return list(dict.fromkeys(found))

    def written(self, column: int) -> Column | None:
        """Return how the prior sampled a column in memory; None for those restored from a state."""
        at = column - self._first
        return self._columns[at].written if 0 <= at < len(self._columns) else None

    def _carriers_at(self, number: int) -> Carriers | None:
        if number < 0:
            return self._lead_carriers
        at = number - self._first
        return self._columns[at].carriers if 0 <= at < len(self._columns) else None

    def _joined(self, columns: Sequence[Carriers | None]) -> Carriers | None:
        """Return the carriers of columns from those of each; None if nothing carries any."""
        if all(one is None for one in columns):
            return None
        config = self._sampler.config
        nothing = Carriers.none((1, config.bands, config.levels))
        first, *rest = (nothing if one is None else one for one in columns)
        return first.joined(*rest)

    def _around(self, column: int) -> Surroundings:
        if not self._column:
            return NOWHERE
        before = min(1, len(self._lead))
        width = before + self._first + len(self._columns)
        size = Samples(self._column)
        found = surroundings(before + column, width, width * size, size, loops=False)
        return replace(found, numbers=found.numbers - before)

    def _check_walk(self, state: SamplerState) -> None:
        """Refuse a walk through another corpus; one whose corpus is gone has ended."""
        if len(state.recent):
            self._sampler.check(state.recent)
        if state.walk is not None and self._sampler.walker is not None:
            self._sampler.check(state.walk.before)
            self._sampler.walker.check(state.walk)

    def _check(self, carriers: Carriers | None, columns: Codes) -> None:
        """Refuse carriers that are not those of columns [W, H, Q]."""
        if carriers is None:
            return
        if carriers.shape != columns.shape:
            raise BadArgument("the saved stream is carried by other columns")
        for layer in range(LAYERS):
            self._sampler.check(carriers.codes[..., layer])

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
        found = self._written_carriers
        carriers = None if found is None else found.of([sampled.place], sampled.codes[None])
        self._columns.append(StreamColumn(sampled.codes, sampled, carriers))

    def _report(self, column: int) -> None:
        """Report each column up to this one once: a rendered column is certain to be played."""
        while self._reported <= column:
            one = self._columns[self._reported - self._first]
            self._on_columns(one.codes[None], one.carriers)
            self._reported += 1


def _some(carriers: Carriers | None) -> Carriers | None:
    """Return carriers without sources that carry nothing; None if none is left."""
    found = None if carriers is None else carriers.compact()
    return found if found is not None and found.sources else None
