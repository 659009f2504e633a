"""Walks through a corpus: goes on in one sound for a while, then jumps to where the past is alike.

Sources: concatenative synthesis by corpus (Schwarz 2006); factor oracles for improvisation (Assayag
and Dubnov 2004); prediction by nearest neighbours (Khandelwal et al. 2020).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from distill.codes.sampling_params import SamplingParams
from distill.corpus.column_context import Context
from distill.corpus.column_features import ColumnFeatures, measure_columns
from distill.corpus.context_index import NEAR, ContextIndex, Search
from distill.corpus.corpus_columns import NO_COLUMN
from distill.errors import BadArgument
from distill.mel.mel_config import MelConfig
from distill.types import BoolArray, Codes, FloatArray, Mel

SHARPNESS: Final = 0.1
"""Distance, in near ones, at which a column is e times less likely than the nearest, at the default
temperature."""
USUAL_TEMPERATURE: Final = 0.9
OFF_BEAT: Final = 0.5
"""Power of the share of onsets on the beat: the less of them are on it, the sooner it leaves."""
ON_BEAT_SHARE: Final = 0.03
"""With a beat, it begins in one of this share of columns, those whose onsets are most on it."""

DecodeColumns = Callable[[Codes], Mel]
"""Decodes columns [n, H, Q] to log-mel [n * F, M]."""


@dataclass(frozen=True, slots=True, eq=False)
class WalkState:
    """Where a walk is.

    Attributes:
        context: What came before the next column.
        place: Column of the corpus that was written last; `NO_COLUMN` if another was.
        frame: Frames since the beginning of what is written.
        run: Columns since the last jump.
        gates: Shape [H], 0..1; a band is remembered while this is less than `memory`.
        before: Shape [n, H, Q]; the last column, if there is one: a given one is decoded after it.
    """

    context: Context
    place: int
    frame: int
    run: int
    gates: FloatArray
    before: Codes


@dataclass(frozen=True, slots=True, eq=False)
class WalkStep:
    """What the corpus has for a column.

    Attributes:
        place: The column of the corpus.
        gates: As in `WalkState`.
        nats: Surprise of that choice.
        jumped: Is it not the one after the last?
    """

    place: int
    gates: FloatArray
    nats: float
    jumped: bool


class Walker:
    """Walks through one corpus; each walk has a state of its own.

    Threads: any; nothing changes after construction.
    """

    def __init__(
        self, index: ContextIndex, decode: DecodeColumns, mel: MelConfig, column_s: float
    ) -> None:
        """Prepare.

        Args:
            index: The corpus.
            decode: Decodes columns that are not of the corpus.
            mel: Analysis of the mel.
            column_s: Seconds of a column.
        """
        self.index = index
        self._decode = decode
        self._mel = mel
        self._column_s = column_s

    def start(self, context: Codes) -> WalkState:
        """Begin after some columns [W', H, Q]; may be none."""
        index = self.index
        bands = index.columns.codes.shape[1]
        empty = Context.empty(index.width, index.frames)
        state = WalkState(
            empty, NO_COLUMN, 0, 0, np.full(bands, 0.5, np.float32), context[:0].copy()
        )
        if not len(context):
            return state
        features = measure_columns(self._decode(context), self._mel, index.frames)
        vectors = index.vectors.of(context)
        after = empty
        for number in range(len(context)):
            after = after.after(vectors[number], features, number)
        return replace(state, context=after, before=context[-1:].copy())

    def step(
        self,
        state: WalkState,
        params: SamplingParams,
        uniform: FloatArray,
        given: Codes | None = None,
    ) -> WalkStep:
        """Choose the column of the corpus that comes next.

        Args:
            state: Where the walk is.
            params: How freely it walks.
            uniform: Shape [2 + H], random numbers in 0..1.
            given: Shape [H, Q]; codes that the column should have, -1 where any may be.
        """
        search = self._search(state, params)
        stays = self._stay_probability(state, params)
        if search.pull and 0 < stays < 1:
            stays *= 1 - search.pull * self.index.leads_away(state.place + 1, search)
        if uniform[0] < stays:
            return WalkStep(
                state.place + 1, state.gates, -float(np.log(max(stays, 1e-9))), jumped=False
            )
        places, likely = self._landings(state, params, search, given)
        chosen = int(np.searchsorted(np.cumsum(likely), uniform[1] * likely.sum(), side="right"))
        chosen = min(chosen, len(places) - 1)
        nats = -float(np.log(likely[chosen] / likely.sum()))
        return WalkStep(int(places[chosen]), uniform[2:].astype(np.float32), nats, jumped=True)

    def follow(self, state: WalkState, codes: Codes, step: WalkStep | None) -> WalkState:
        """Return the state after a column.

        Args:
            state: The state before it.
            codes: Shape [H, Q]; the column.
            step: The step that led to it; None if it was given.
        """
        index, frame = self.index, state.frame + self.index.frames
        if step is not None and step.place != NO_COLUMN:
            features, at = index.columns.features, step.place
            own = np.array_equal(codes, index.columns.codes[at])
            vector = index.own[at] if own else index.vectors.of(codes[None])[0]
            place, run = step.place, 1 if step.jumped else state.run + 1
        else:
            features, at = self._measured(state, codes)
            vector, place, run = index.vectors.of(codes[None])[0], NO_COLUMN, 0
        context = state.context.after(vector, features, at)
        gates = state.gates if step is None else step.gates
        return WalkState(context, place, frame, run, gates, codes[None].astype(np.int16))

    def check(self, state: WalkState) -> None:
        """Check that a state that was saved belongs to this corpus.

        Raises:
            BadArgument: It belongs to another.
        """
        fresh = self.start(state.before[:0])
        mine, saved = fresh.context, state.context
        shapes = all(
            getattr(mine, name).shape == np.shape(getattr(saved, name))
            for name in ("recent", "rises", "timbre", "pitches", "edge")
        )
        fits = shapes and fresh.gates.shape == state.gates.shape
        if not fits or not NO_COLUMN <= state.place < len(self.index.columns):
            raise BadArgument("the saved stream belongs to another corpus")

    def _stay_probability(self, state: WalkState, params: SamplingParams) -> float:
        """Return how likely the walk goes on in its sound; with a beat, it leaves it on beats."""
        if state.place == NO_COLUMN or self.index.is_last[state.place]:
            return 0.0
        if not self.index.goes_on(state.place + 1, params.only, params.avoid):
            return 0.0
        columns = max(1.0, params.stay / self._column_s)
        if not params.beat:
            return 1 - 1 / columns
        beat = params.beat * self.index.frames
        if (-state.frame) % beat >= self.index.frames:
            return 1.0
        here = slice(state.place + 1, state.place + 2)
        on_beat = self.index.on_beat(Search(beat=beat, frame=state.frame), here)
        share = float(on_beat[0] ** OFF_BEAT)
        return (1 - 1 / max(1.0, columns / params.beat)) * share

    def _landings(
        self, state: WalkState, params: SamplingParams, search: Search, given: Codes | None
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """Return the columns that a jump may lead to, and how likely each is."""
        scale = SHARPNESS * (params.temperature / USUAL_TEMPERATURE) ** 2
        if not state.context.columns:
            places = self._beginnings(search)
            pulled = self.index.pulled(search)[places].astype(np.float64)
            return places, np.exp((pulled.min() - pulled) / scale)
        places, distances = self.index.nearest(state.context, state.place, search, given)
        if 0 < params.top_k < NEAR:
            places, distances = places[: params.top_k], distances[: params.top_k]
        beyond = (distances - distances[0]).astype(np.float64)
        return places, np.exp(-beyond / scale)

    def _search(self, state: WalkState, params: SamplingParams) -> Search:
        beat = params.beat * self.index.frames
        point = params.map_x, params.map_y
        files = params.only, params.avoid
        return Search(params.roam, *files, beat, state.frame, point, params.map_pull)

    def _beginning(self, search: Search) -> BoolArray:
        """Return in which columns a walk may begin, shape [N].

        Single sounds begin with their attack, unless a place on the map is sought.
        """
        if search.pull:
            return self.index.allowed(search.only, search.avoid) & self.index.audible
        found = self.index.landings(search)
        attacks = found[self.index.attacks]
        found &= ~self.index.single
        found[self.index.attacks] = attacks
        return found

    def _beginnings(self, search: Search) -> npt.NDArray[np.int64]:
        """Return the columns in which a walk from nothing may begin."""
        places = np.flatnonzero(self._beginning(search))
        if not len(places):
            places = np.flatnonzero(self.index.allowed(search.only, search.avoid))
        if not search.beat:
            return places
        off = (self.index.off_beat(search) + self.index.pulled(search))[places]
        most = max(NEAR, round(ON_BEAT_SHARE * len(places)))
        return places[np.argsort(off, kind="stable")[:most]]

    def _measured(self, state: WalkState, codes: Codes) -> tuple[ColumnFeatures, int]:
        """Measure a column [H, Q] that is not of the corpus, after the one before."""
        columns = np.concatenate([state.before, codes[None]])
        features = measure_columns(self._decode(columns), self._mel, self.index.frames)
        return features, len(columns) - 1
