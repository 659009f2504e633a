"""One model sounding: columns from a source, painted by its codec, made sound by its vocoder."""

import math
from collections import deque
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np

from distill.bundle import Bundle
from distill.codes.macros import Macros, apply
from distill.errors import BadArgument
from distill.parameters import Scope, in_scope
from distill.prior.sampler import Column
from distill.protocol.score import Score
from distill.types import SAMPLE_RATE, Audio, Codes, Mel
from distill.vocoder.contract import VocoderState
from distill.worker.sources import ColumnSource, GridLoop, PriorStream, StreamState

LiveMacros: TypeAlias = Mapping[str, float]
"""Where each parameter of the voice stands, by name; never changed."""
GLIDES_S: Final = {row.name: row.glide_s for row in in_scope(Scope.VOICE)}


@dataclass(frozen=True, slots=True, eq=False)
class VoiceState:
    """Where a voice stands.

    Attributes:
        frame: Mel frames since the take began.
        skip: Samples of the vocoder still to be dropped.
        vocoder: Where it stands.
        knobs: Where the parameters of the voice stand.
        stream: Where the stream stands; None for a loop.
    """

    frame: int
    skip: int
    vocoder: VocoderState
    knobs: LiveMacros
    stream: StreamState | None


@dataclass(frozen=True, slots=True, eq=False)
class RenderedColumn:
    """A column that was painted just now, knobs in it.

    Attributes:
        score: Which asked for it.
        bundle: The model.
        number: Of the column since the take began.
        behind: Samples that the voice makes before the first one that sounds of it.
        into: Samples of the column that are past by then.
        codes: Shape [1, H, Q].
        length: Columns after which its loop goes round; 0: none does.
        written: How the prior wrote it; None if it did not.
    """

    score: Score
    bundle: Bundle
    number: int
    behind: int
    into: int
    codes: Codes
    length: int = 0
    written: Column | None = None


OnColumn = Callable[[RenderedColumn], None]
"""Who is told of each column that is painted."""


class Voice:
    """Mono sound of one model, frame by frame, out of silence.

    A change is heard from the next frame on: frames already given to the vocoder stay, and its
    overlapping windows cross over from old to new, so that nothing clicks.

    Threads: the renderer's.
    """

    def __init__(
        self, bundle: Bundle, source: ColumnSource, score: Score, painted: OnColumn | None = None
    ) -> None:
        self._bundle = bundle
        self._on_column = painted
        self._source = source
        self._score = score
        self._frame = 0
        self._decoded: tuple[int, Mel] | None = None
        self._state = bundle.vocoder.initial_state()
        self._skip: int = bundle.vocoder.latency
        self._priming: Generator[None, None, None] | None = None
        self._past: deque[VoiceState] = deque(maxlen=bundle.vocoder.reach)
        self._knobs = _goals(score)

    @property
    def bundle(self) -> Bundle:
        """The model."""
        return self._bundle

    @property
    def column(self) -> int:
        """The column that is being rendered, since the take began."""
        return self._frame // self._bundle.config.column_frames

    def begin(self, source: ColumnSource, score: Score) -> None:
        """Play another take from its first column."""
        self._source, self._score = source, score
        self._frame = 0
        self._past.clear()
        self._knobs = _goals(score)
        self._decoded = self._priming = None

    def change(self, score: Score) -> None:
        """Play the same take otherwise."""
        before, self._score = self._score, score
        if not _decodes_alike(before, score):
            self._decoded = None
        source = self._source
        if isinstance(source, GridLoop) and score.codes is not None:
            if len(score.codes) != len(source.codes):
                frames = self._bundle.config.column_frames
                column = self.column % len(source.codes)
                column = column if column < len(score.codes) else 0
                self._frame = column * frames + self._frame % frames
                self._past.clear()
            source.codes = score.codes
        elif isinstance(source, PriorStream):
            source.change(score.chance, self.column)

    def cut(self, score: Score, unheard: int) -> "tuple[Voice, Audio] | None":
        """Give a voice that plays the same take otherwise from the next sample that is heard on.

        It makes the frames that have a part in that sample again, so that all of it is as the score
        says; one has to cross over to it. None where that is not needed, or cannot be: then
        `change` does.

        Args:
            score: How.
            unheard: Samples that this voice has made and nobody heard yet.

        Returns:
            The voice, and those samples as it makes them, shape [unheard].
        """
        source, codes = self._source, score.codes
        if _decodes_alike(self._score, score) or not self._past:
            return None
        if isinstance(source, GridLoop):
            if codes is None or len(codes) != len(source.codes):
                return None
            source = GridLoop(codes)
        elif isinstance(source, PriorStream):
            source.change(score.chance, self.column)  # what was written up to here stays
        past = self._past[0]
        told: list[RenderedColumn] = []
        fresh = Voice(self._bundle, source, score, told.append)
        fresh.resume(past)
        made = np.concatenate([fresh.render() for _ in range(self._frame - past.frame)])
        if len(made) < unheard:
            return None
        fresh.take_over(self._on_column, told, unheard)
        return fresh, made[len(made) - unheard :]

    def take_over(self, painter: OnColumn | None, told: list[RenderedColumn], unheard: int) -> None:
        """Tell from now on what is painted, and which of `told` sound on from the next sample."""
        self._on_column = painter
        if painter is None:
            return
        made = self._frame * self._bundle.config.mel.hop
        here = made - (self._bundle.vocoder.latency - self._skip) - unheard
        for number, painting in {painting.number: painting for painting in told}.items():
            begins = number * self._bundle.column
            if begins + self._bundle.column > here:
                behind, into = max(0, begins - here), max(0, here - begins)
                painter(replace(painting, behind=behind, into=into))

    def detach(self) -> None:
        """Another voice takes over: tell nobody any more what is painted."""
        self._on_column = None

    def state(self) -> VoiceState:
        """Tell where it stands."""
        stream = self._source.state() if isinstance(self._source, PriorStream) else None
        return VoiceState(self._frame, self._skip, self._state, self._knobs, stream)

    def resume(self, state: VoiceState) -> None:
        """Go on from there.

        Raises:
            BadArgument: It is no state of this model's.
        """
        if isinstance(self._source, PriorStream) and state.stream is not None:
            self._source.resume(state.stream)
        if not self._state.is_like(state.vocoder):
            raise BadArgument("this sound was another model's")
        self._frame, self._skip, self._state = state.frame, state.skip, state.vocoder
        goals = _goals(self._score)
        self._knobs = {name: state.knobs.get(name, goal) for name, goal in goals.items()}
        self._past.clear()

    def switch_model(self, bundle: Bundle) -> None:
        """Go on with a model of the same codec: a stream is written by its prior from soon on."""
        self._bundle = bundle
        if isinstance(self._source, PriorStream) and bundle.sampler is not None:
            self._priming = self._source.follow(bundle.sampler)

    def prime_prior(self) -> bool:
        """Let a prior that is to go on hear another column, if there is one; tell if there was."""
        if self._priming is None:
            return False
        if next(self._priming, True):
            self._priming = None
        return True

    def render(self) -> Audio:
        """Make the next samples, shape [n]; n is less than a hop while the vocoder fills."""
        self._past.append(VoiceState(self._frame, self._skip, self._state, self._knobs, None))
        audio, self._state = self._bundle.vocoder.step(self._next_mel(), self._state)
        if self._skip:
            dropped = min(self._skip, len(audio))
            audio, self._skip = audio[dropped:], self._skip - dropped
        return audio

    def _next_mel(self) -> Mel:
        """Give the next mel frame, shape [1, M]."""
        self._glide()
        column, inside = divmod(self._frame, self._bundle.config.column_frames)
        if self._decoded is None or self._decoded[0] != column:
            self._decoded = column, self._decode(column)
        self._frame += 1
        return self._decoded[1][inside : inside + 1]

    def _glide(self) -> None:
        """Lead the knobs a frame nearer to where they were turned; there they are exact."""
        goals = _goals(self._score)
        if self._knobs == goals:
            return
        way = self._bundle.config.mel.hop / SAMPLE_RATE
        self._knobs = {
            name: _nearer(self._knobs[name], goal, way, GLIDES_S[name])
            for name, goal in goals.items()
        }
        self._decoded = None

    def _decode(self, column: int) -> Mel:
        """Paint one column as it should sound now, shape [frames, M]."""
        score = self._score
        codes, place, numbers = self._source.window(column, self._bundle.context)
        macros = Macros.of(self._knobs, score.chance.seed)
        codes = apply(codes, numbers, macros, self._bundle.codebook, score.morph_codes)
        if self._on_column is not None:
            into = self._frame * self._bundle.config.mel.hop - column * self._bundle.column
            shown = codes[place : place + 1]
            behind = self._bundle.vocoder.latency - self._skip  # what it still holds back
            about = self._source.length, self._source.written(column)
            self._on_column(
                RenderedColumn(score, self._bundle, column, behind, into, shown, *about)
            )
        return self._bundle.decode_columns(codes, place, 1)


def _goals(score: Score) -> LiveMacros:
    return {name: score.values[name] for name in GLIDES_S}


def _nearer(at: float, goal: float, way: float, glide_s: float) -> float:
    """Lead a value nearer to its goal by the `way` (seconds) that a frame takes."""
    if glide_s <= 0 or abs(goal - at) <= way / glide_s:
        return goal
    return at + math.copysign(way / glide_s, goal - at)


def _decodes_alike(one: Score, two: Score) -> bool:
    """Would a column be painted the same? Level and width come after, and painting takes 2 ms.

    Codes are compared by what they are: each score comes through a pipe with arrays of its own.
    """
    if not (_alike(one.codes, two.codes) and _alike(one.morph_codes, two.morph_codes)):
        return False
    return one.chance == two.chance and _goals(one) == _goals(two)


def _alike(one: Codes | None, two: Codes | None) -> bool:
    return one is two or (one is not None and two is not None and np.array_equal(one, two))
