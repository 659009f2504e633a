"""Finds the columns of a corpus that follow on what came before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from distill.corpus.column_context import (
    EARLY,
    RECENT_WEIGHTS,
    RHYTHM_COLUMNS,
    SLOWNESS,
    Context,
    beat_pattern,
    rhythm_of,
)
from distill.corpus.context_vectors import ContextVectors
from distill.corpus.corpus_columns import NO_COLUMN, CorpusColumns
from distill.corpus.corpus_map import distances_to, map_points, reach
from distill.corpus.file_patterns import in_use
from distill.types import BoolArray, Codes, FloatArray

TIMBRE: Final = 1.0
RHYTHM: Final = 3.0
PITCHES: Final = 3.0
SLOW: Final = 1.0
EDGE: Final = 3.0
"""Weights of the parts of a distance, each of which is about 1 between two columns that have
nothing to do with each other, but for the first: there 1 is a near one. See docs/figures.md."""
ON_BEAT: Final = 1.0
"""Weight of an onset on the beat, where a beat is given."""
PULL: Final = 2.0
"""Distance, at a `pull` of 1, of a column that is `NEARBY` away from the point on the map."""
NEARBY: Final = 0.1
"""Distance on the map that is near: a thirtieth of the columns are within it."""
ROAM: Final = 1.6
"""Distance that another file may be farther away at a `roam` of 1."""
LEAST_ONSET_DB: Final = 1.0
"""What rises less than this in the mean of the bins is no onset."""
FORCED: Final = 4.0
"""Weight of the share of given codes that a column does not have."""
NEAR: Final = 24
"""Columns that are drawn from; the distance of the last of them counts as near."""
SELF: Final = 1e-3
"""Columns nearer than this share of a near distance have the very same past."""
LEAST_PAST: Final = 3
"""Columns of the same file that must be before a column that is jumped to."""
SINGLE: Final = 48
"""Columns (8 s) of a file that is a single sound, or a loop: it may begin at any moment."""
MOSTLY: Final = 0.5
"""Share of columns of single sounds from which on a corpus is one of them."""
AUDIBLE_DB: Final = 30.0
"""What is so much softer than the loud columns is left as silence is."""
ATTACK: Final = 0.1
"""Weight of timbre and pitch of a single sound: melodies move, so unlike ones come as well."""
_SAMPLED: Final = 24
"""Columns from which the scales of distances are estimated."""
_BLOCK: Final = 2048
_MEANS: Final = 64
"""Running means that are computed at once."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked of the columns besides their context.

    Attributes:
        roam: 0..1; how much another file is preferred to the one it is in.
        only: Names or patterns of files; empty: all.
        avoid: Names or patterns of files that are left out.
        beat: Frames of a beat that onsets should fall on; 0: none is given.
        frame: Frames since a beat at which the column begins.
        point: Place on the map that is sought.
        pull: 0..1; how strongly.
    """

    roam: float = 0.0
    only: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    beat: float = 0.0
    frame: float = 0
    point: tuple[float, float] = (0.5, 0.5)
    pull: float = 0.0


class ContextIndex:
    """The corpus, prepared to be searched by context.

    Threads: any; nothing changes after construction.

    Attributes:
        columns: The corpus.
        vectors: Turns codes into vectors.
        own: Shape [N, d]; the vector of each column.
        is_last: Shape [N]; whether a column is the last of its file.
        file_of: Shape [N]; index of the file of each.
        single: Shape [N]; whether a column is of a single sound.
        audible: Shape [N]; whether it is not much softer than the loud ones.
        attacks: Shape [n]; the columns in which a single sound begins.
        points: Shape [N, 2]; its place on the map of the corpus, 0..1.
    """

    def __init__(self, columns: CorpusColumns, codebooks: FloatArray) -> None:
        self.columns = columns
        self.vectors = ContextVectors(codebooks, columns.basis, columns.centre)
        self.own = self.vectors.of(columns.codes)
        self.file_of = columns.file_of
        lengths = [file.columns for file in columns.files]
        self.points = map_points(self.own, lengths)
        self.is_last = np.append(np.diff(self.file_of) != 0, True)
        starts = np.concatenate([[0], np.cumsum(lengths)])
        self._past = np.arange(len(columns)) - starts[self.file_of]
        self.single = np.asarray(lengths)[self.file_of] <= SINGLE
        self.attacks = np.flatnonzero(self.single & (self._past == 0))
        loudness = columns.features.loudness
        self.audible = loudness > float(np.percentile(loudness, 90)) - AUDIBLE_DB
        contexts = self._contexts()
        self._recent, self._rhythm, self._timbre, self._pitches, self._edges = contexts
        self._scales = self._estimate_scales()

    @property
    def frames(self) -> int:
        """F, frames of a column."""
        return int(self.columns.features.rises.shape[1])

    @property
    def width(self) -> int:
        """d, numbers of a vector."""
        return self.vectors.width

    def allowed(self, only: Sequence[str], avoid: Sequence[str]) -> BoolArray:
        """Return which columns are of the files asked for, shape [N]; all if that were none."""
        return _allowed(self.columns, tuple(only), tuple(avoid))[self.file_of]

    def goes_on(self, place: int, only: Sequence[str], avoid: Sequence[str]) -> bool:
        """Return whether a walk may go on into a column: of a file asked for, and no silence."""
        files = _allowed(self.columns, tuple(only), tuple(avoid))
        return bool(self.audible[place] and files[self.file_of[place]])

    def context_of(self, place: int) -> Context:
        """Return the context before a column of the corpus."""
        count = min(RHYTHM_COLUMNS, int(self._past[place]))
        context = Context.empty(self.width, self.frames)
        for index in range(place - count, place):
            context = context.after(self.own[index], self.columns.features, index)
        if not count:
            return context
        timbre, pitches = self._timbre[place], self._pitches[place]
        return replace(context, timbre=timbre, pitches=pitches)

    def nearest(
        self, context: Context, here: int, search: Search, given: Codes | None = None
    ) -> tuple[npt.NDArray[np.int64], FloatArray]:
        """Find the columns whose past is most like a context.

        Args:
            context: What came before.
            here: The column of the corpus that it ends with, which is not simply continued; or
                `NO_COLUMN`.
            search: What else is asked.
            given: Shape [H, Q]; codes that the column should have, -1 where any may be.

        Returns:
            At most `NEAR` columns, and how far each is, both the nearest first.
        """
        distance = self._distances(context)
        distance[self.attacks] = self._attack_distances(context, distance)
        if search.beat:
            distance += self.off_beat(search)
        if search.pull:
            distance += self.pulled(search)
        if given is not None:
            distance += FORCED * _disagreement(self.columns.codes, given)
        out = ~self.landings(search, here)
        if here != NO_COLUMN:
            distance += ROAM * search.roam * (self.file_of == self.file_of[here])
            out[max(0, here - 2) : here + RHYTHM_COLUMNS] = True
        if out.all():
            out = ~self.allowed(search.only, search.avoid)
        distance[out] = np.inf
        count = min(NEAR, int((~out).sum()))
        found = np.argpartition(distance, count - 1)[:count]
        found = found[np.argsort(distance[found], kind="stable")]
        return found.astype(np.int64), distance[found].astype(np.float32)

    def pulled(self, search: Search) -> FloatArray:
        """Return what the map adds to the distance of each column, shape [N]."""
        weight = PULL / NEARBY * search.pull**2  # so that the lower half of a fader is of use
        return np.asarray(weight * distances_to(self.points, search.point), np.float32)

    def leads_away(self, place: int, search: Search) -> float:
        """Return how far away from the point on the map a column is, 0..1.

        0 up to where the nearest columns that may be taken reach, 1 from twice as far on.
        """
        away = distances_to(self.points, search.point)
        near = max(NEARBY, reach(away[self.allowed(search.only, search.avoid)]))
        return min(1.0, max(0.0, float(away[place]) / near - 1))

    def landings(self, search: Search, here: int = NO_COLUMN) -> BoolArray:
        """Return where a walk may land, from a column of the corpus or from nowhere, shape [N].

        In music, on what has a past; among single sounds also on their attacks. Where most of what
        may be taken is music, no single sound is entered from it, unless a place on the map is
        sought. Nowhere on near silence.
        """
        allowed = self.allowed(search.only, search.avoid)
        found = allowed & self.audible & (self._past >= LEAST_PAST)
        if here == NO_COLUMN:
            among = float(self.single[allowed].mean()) > MOSTLY
        else:
            among = bool(self.single[here])
        if among:
            found[self.attacks] = allowed[self.attacks]
        elif not search.pull and (found & ~self.single).any():
            found &= ~self.single
        return np.asarray(found)

    def _attack_distances(self, context: Context, others: FloatArray) -> FloatArray:
        """Return how far single sounds are, which have no past: they are judged by themselves.

        The most like one is as near as the nearest of the `others`, whose past is like the context.
        """
        attacks = self.attacks
        if not context.columns or not len(attacks):
            return np.zeros(len(attacks), np.float32)
        own = SLOW / self._scales[1] * _squared(self.own[attacks], context.timbre)
        chroma = np.sqrt(self.columns.features.chroma[attacks])
        own += PITCHES / self._scales[2] * _squared(chroma, context.pitches)
        least = others[self._past >= LEAST_PAST]
        nearest = float(least.min()) if len(least) else 0.0
        nearest = nearest if np.isfinite(nearest) else 0.0
        return np.asarray(ATTACK * (own - own.min()) + nearest, np.float32)

    def _distances(self, context: Context) -> FloatArray:
        """Return how far each column's past is from a context, shape [N]."""
        scales = self._scales
        recent = context.recent * _weights()[:, None]
        distance = TIMBRE / scales[0] * _squared(self._recent, recent.ravel())
        distance[distance < SELF * TIMBRE] = np.inf
        rhythm = rhythm_of(context.rises.ravel())
        distance += RHYTHM * (1 - self._rhythm @ rhythm)
        if context.columns:
            distance += SLOW / scales[1] * _squared(self._timbre, context.timbre)
            distance += PITCHES / scales[2] * _squared(self._pitches, context.pitches)
            distance += EDGE / scales[3] * _squared(self._edges, context.edge)
        return np.asarray(distance, np.float32)

    def off_beat(self, search: Search) -> FloatArray:
        """Return how far off the given beat the onsets of each column and its past are."""
        clicks = rhythm_of(beat_pattern(search.frame, search.beat, self.frames))
        distance = RHYTHM * (1 - self._rhythm @ clicks)
        distance += ON_BEAT * (1 - self.on_beat(search))
        return np.asarray(distance, np.float32)

    def on_beat(self, search: Search, columns: slice = slice(None)) -> FloatArray:
        """Return how much of the strongest onset of columns is on the beat in them, 0..1.

        It is 1 where no beat falls into them.
        """
        rises = self.columns.features.rises[columns]
        at = round((-search.frame - EARLY) % search.beat)
        if at >= self.frames:
            return np.ones(len(rises), np.float32)
        around = rises[:, max(0, at - 1) : at + 2].max(1)
        return np.asarray(around / np.maximum(rises.max(1), LEAST_ONSET_DB), np.float32)

    def _contexts(self) -> tuple[FloatArray, ...]:
        """Return the parts of all columns' contexts, in the order of `Context`."""
        columns, features = self.columns, self.columns.features
        count, width = len(columns), self.width
        recent = np.zeros((count, len(RECENT_WEIGHTS), width), np.float32)
        rises = np.zeros((count, RHYTHM_COLUMNS, self.frames), np.float32)
        timbre = np.zeros((count, width), np.float32)
        pitches = np.zeros((count, features.chroma.shape[1]), np.float32)
        begin = 0
        for file in columns.files:
            part = slice(begin, begin + file.columns)
            for age, weight in enumerate(RECENT_WEIGHTS, 1):
                recent[part][age:, age - 1] = weight * self.own[part][:-age]
            for age in range(1, RHYTHM_COLUMNS + 1):
                rises[part][age:, RHYTHM_COLUMNS - age] = features.rises[part][:-age]
            timbre[part] = _running_means(self.own[part])
            pitches[part] = _running_means(np.sqrt(features.chroma[part]))
            begin += file.columns
        flat = rises.reshape(count, -1)
        blocks = range(0, count, _BLOCK)
        rhythm = np.concatenate([rhythm_of(flat[start : start + _BLOCK]) for start in blocks])
        edges = np.asarray(features.edges[:, 0], np.float32)
        return recent.reshape(count, -1), rhythm, timbre, pitches, edges

    def _estimate_scales(self) -> tuple[float, float, float, float]:
        """Return the squared distance of near vectors, and those of any timbre, pitches, edges."""
        count = len(self.columns)
        chosen = np.linspace(0, count - 1, min(_SAMPLED, count)).astype(int)
        near, any_timbre, any_pitches, any_edges = [], [], [], []
        for index in chosen:
            squared = _squared(self._recent, self._recent[index])
            others = self.file_of != self.file_of[index]
            part = squared[others] if others.any() else squared
            rank = min(NEAR, len(part) - 1)
            near.append(np.partition(part, rank)[rank])
            any_timbre.append(_squared(self._timbre, self._timbre[index]).mean())
            any_pitches.append(_squared(self._pitches, self._pitches[index]).mean())
            edge = self.columns.features.edges[index, 1].astype(np.float32)
            any_edges.append(_squared(self._edges, edge).mean())
        means = (float(np.mean(part)) for part in (near, any_timbre, any_pitches, any_edges))
        one, two, three, four = (max(mean, 1e-6) for mean in means)
        return one, two, three, four


def _weights() -> FloatArray:
    return np.array(RECENT_WEIGHTS, np.float32)


def _squared(rows: FloatArray, one: FloatArray) -> FloatArray:
    """Return the squared distance of each row [N, d] to a vector [d]."""
    difference = rows - one
    return np.asarray(np.einsum("nd,nd->n", difference, difference), np.float32)


def _running_means(rows: FloatArray) -> FloatArray:
    """Return the running mean before each row [N, d]; zeros before the first."""
    means = np.zeros_like(rows)
    share, mean = 1 / SLOWNESS, rows[0]
    age = np.arange(_MEANS)[:, None] - np.arange(_MEANS)
    weights = np.where(age >= 0, share * (1 - share) ** np.maximum(age, 0), 0).astype(np.float32)
    fading = ((1 - share) ** np.arange(1, _MEANS + 1)).astype(np.float32)[:, None]
    means[1:2] = mean
    for first in range(1, len(rows) - 1, _MEANS):
        block = rows[first : min(first + _MEANS, len(rows) - 1)]
        count = len(block)
        after = weights[:count, :count] @ block + fading[:count] * mean
        means[first + 1 : first + 1 + count] = after
        mean = after[-1]
    return means


def _disagreement(codes: Codes, given: Codes) -> FloatArray:
    """Return the share of the given codes [H, Q] that each column [N, H, Q] does not have."""
    where = given >= 0
    if not where.any():
        return np.zeros(len(codes), np.float32)
    return np.asarray((codes[:, where] != given[where]).mean(1), np.float32)


@lru_cache(maxsize=8)
def _allowed(columns: CorpusColumns, only: tuple[str, ...], avoid: tuple[str, ...]) -> BoolArray:
    """Return which files are asked for; all if that were none."""
    return np.array(in_use([file.name for file in columns.files], only, avoid), np.bool_)
