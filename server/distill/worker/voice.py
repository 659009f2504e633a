"""One playing model: columns from a source, decoded by its codec, rendered by its vocoder."""

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
"""Value of each voice parameter by name; never modified."""
GLIDES_S: Final = {row.name: row.glide_s for row in in_scope(Scope.VOICE)}
"""Glide time of each voice parameter, in seconds."""


@dataclass(frozen=True, slots=True, eq=False)
class VoiceState:
    """State of a voice.

    Attributes:
        frame: Mel frames since the take began.
        skip: Samples of the vocoder's latency that are still to be dropped.
        vocoder: State of the vocoder.
        knobs: Values of the voice parameters.
        stream: State of the stream; None for a loop.
    """

    frame: int
    skip: int
    vocoder: VocoderState
    knobs: LiveMacros
    stream: StreamState | None


@dataclass(frozen=True, slots=True, eq=False)
class RenderedColumn:
    """A column that was just decoded, with the macros applied.

    Attributes:
        score: The score it was decoded for.
        bundle: The model.
        number: Number of the column since the take began.
        behind: Samples that the voice renders before the first one of this column.
        into: Samples of the column that are past by then.
        codes: Shape [1, H, Q].
        length: Columns of the loop; 0 in a stream.
        written: How the prior sampled it; None if it did not.
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
"""Callback for each decoded column."""


class Voice:
    """Renders mono sound of one model, frame by frame, starting from silence.

    A change takes effect at the next frame: frames already passed to the vocoder stay, and its
    overlapping windows crossfade from old to new without a click.

    Threads: the renderer's.
    """

    def __init__(
        self, bundle: Bundle, source: ColumnSource, score: Score, on_column: OnColumn | None = None
    ) -> None:
        self._bundle = bundle
        self._on_column = on_column
        self._source = source
        self._score = score
        self._frame = 0
        self._decoded: tuple[int, Mel] | None = None
        self._state = bundle.vocoder.initial_state()
        self._skip: int = bundle.vocoder.latency
        self._prior_switch: Generator[None, None, None] | None = None
        self._past: deque[VoiceState] = deque(maxlen=bundle.vocoder.reach)
        self._knobs = _goals(score)

    @property
    def bundle(self) -> Bundle:
        """The model."""
        return self._bundle

    @property
    def column(self) -> int:
        """Number, since the take began, of the column that is being rendered."""
        return self._frame // self._bundle.config.column_frames

    @property
    def until_round(self) -> int | None:
        """Samples to render until the loop goes round inside a column; None where it never does.

        Negative: so many samples too many were rendered.
        """
        source = self._source
        if not isinstance(source, GridLoop):
            return None
        if not 0 < source.samples < len(source.codes) * self._bundle.column:
            return None
        latency = self._bundle.vocoder.latency - self._skip
        rendered = self._frame * self._bundle.config.mel.hop - latency
        return source.samples - rendered

    def restarted(self) -> "Voice":
        """Return a voice that plays the same take from its first column."""
        voice = Voice(self._bundle, self._source, self._score, self._on_column)
        voice._knobs = self._knobs
        return voice

    def begin(self, source: ColumnSource, score: Score) -> None:
        """Start another take from its first column."""
        self._source, self._score = source, score
        self._frame = 0
        self._past.clear()
        self._knobs = _goals(score)
        self._decoded = self._prior_switch = None

    def change(self, score: Score) -> None:
        """Change the score of the current take."""
        before, self._score = self._score, score
        if not _decodes_equally(before, score):
            self._decoded = None
        source = self._source
        if isinstance(source, GridLoop) and score.codes is not None:
            if (len(score.codes), score.samples) != (len(source.codes), source.samples):
                frames = self._bundle.config.column_frames
                column = self.column % len(source.codes)
                column = column if column < len(score.codes) else 0
                self._frame = column * frames + self._frame % frames
                self._past.clear()
            source.codes, source.samples = score.codes, score.samples
        elif isinstance(source, PriorStream):
            source.change(score.sampling, self.column)

    def cut(self, score: Score, unplayed: int) -> "tuple[Voice, Audio] | None":
        """Return a voice that plays the same take with a new score from the next output sample on.

        It renders all frames that overlap that sample again, so that the sample follows the new
        score entirely; the caller crossfades to it. None where that is unnecessary or impossible:
        then use `change`.

        Args:
            score: The new score.
            unplayed: Samples that this voice has rendered and nothing has played yet.

        Returns:
            The voice, and its version of those samples, shape [unplayed].
        """
        source, codes = self._source, score.codes
        if _decodes_equally(self._score, score) or not self._past:
            return None
        if isinstance(source, GridLoop):
            if codes is None or len(codes) != len(source.codes) or score.samples != source.samples:
                return None
            source = GridLoop(codes, score.samples)
        elif isinstance(source, PriorStream):
            source.change(score.sampling, self.column)  # the columns up to here stay
        past = self._past[0]
        rendered: list[RenderedColumn] = []
        replacement = Voice(self._bundle, source, score, rendered.append)
        replacement.resume(past)
        samples = np.concatenate([replacement.render() for _ in range(self._frame - past.frame)])
        if len(samples) < unplayed:
            return None
        replacement.take_over(self._on_column, rendered, unplayed)
        return replacement, samples[len(samples) - unplayed :]

    def take_over(
        self, on_column: OnColumn | None, rendered: list[RenderedColumn], unplayed: int
    ) -> None:
        """Report decoded columns from now on, and those of `rendered` that still sound."""
        self._on_column = on_column
        if on_column is None:
            return
        position = self._frame * self._bundle.config.mel.hop
        here = position - (self._bundle.vocoder.latency - self._skip) - unplayed
        for number, column in {column.number: column for column in rendered}.items():
            begins = number * self._bundle.column
            if begins + self._bundle.column > here:
                behind, into = max(0, begins - here), max(0, here - begins)
                on_column(replace(column, behind=behind, into=into))

    def detach(self) -> None:
        """Stop reporting decoded columns: another voice takes over."""
        self._on_column = None

    def state(self) -> VoiceState:
        """Return the state."""
        stream = self._source.state() if isinstance(self._source, PriorStream) else None
        return VoiceState(self._frame, self._skip, self._state, self._knobs, stream)

    def resume(self, state: VoiceState) -> None:
        """Continue from a state.

        Raises:
            BadArgument: The state belongs to another model.
        """
        if isinstance(self._source, PriorStream) and state.stream is not None:
            self._source.resume(state.stream)
        if not self._state.is_like(state.vocoder):
            raise BadArgument("the saved sound belongs to another model")
        self._frame, self._skip, self._state = state.frame, state.skip, state.vocoder
        goals = _goals(self._score)
        self._knobs = {name: state.knobs.get(name, goal) for name, goal in goals.items()}
        self._past.clear()

    def switch_model(self, bundle: Bundle) -> None:
        """Continue with a model of the same codec; its prior soon takes over a stream."""
        self._bundle = bundle
        if isinstance(self._source, PriorStream) and bundle.sampler is not None:
            self._prior_switch = self._source.switch_prior(bundle.sampler)

    def step_prior_switch(self) -> bool:
        """Run one step of a switch to another prior; return whether there was one to run."""
        if self._prior_switch is None:
            return False
        if next(self._prior_switch, True):
            self._prior_switch = None
        return True

    def render(self) -> Audio:
        """Render the next samples, shape [n]; n is less than a hop while the vocoder fills."""
        self._past.append(VoiceState(self._frame, self._skip, self._state, self._knobs, None))
        audio, self._state = self._bundle.vocoder.step(self._next_mel(), self._state)
        if self._skip:
            dropped = min(self._skip, len(audio))
            audio, self._skip = audio[dropped:], self._skip - dropped
        return audio

    def _next_mel(self) -> Mel:
        """Return the next mel frame, shape [1, M]."""
        self._glide()
        column, inside = divmod(self._frame, self._bundle.config.column_frames)
        if self._decoded is None or self._decoded[0] != column:
            self._decoded = column, self._decode(column)
        self._frame += 1
        return self._decoded[1][inside : inside + 1]

    def _glide(self) -> None:
        """Move the parameters one frame towards the score; at the end they are exact."""
        goals = _goals(self._score)
        if self._knobs == goals:
            return
        step_s = self._bundle.config.mel.hop / SAMPLE_RATE
        self._knobs = {
            name: _nearer(self._knobs[name], goal, step_s, GLIDES_S[name])
            for name, goal in goals.items()
        }
        self._decoded = None

    def _decode(self, column: int) -> Mel:
        """Decode one column with the current macros, shape [frames, M]."""
        score = self._score
        codes, place, numbers = self._source.window(column, self._bundle.context)
        macros = Macros.of(self._knobs, score.sampling.seed)
        codes = apply(codes, numbers, macros, self._bundle.codebook, score.morph_codes)
        if self._on_column is not None:
            into = self._frame * self._bundle.config.mel.hop - column * self._bundle.column
            shown = codes[place : place + 1]
            behind = self._bundle.vocoder.latency - self._skip  # its remaining latency
            about = self._source.length, self._source.written(column)
            self._on_column(
                RenderedColumn(score, self._bundle, column, behind, into, shown, *about)
            )
        return self._bundle.decode_columns(codes, place, 1)


def _goals(score: Score) -> LiveMacros:
    return {name: score.values[name] for name in GLIDES_S}


def _nearer(at: float, goal: float, step_s: float, glide_s: float) -> float:
    """Move a value towards its goal by the `step_s` seconds of a frame."""
    if glide_s <= 0 or abs(goal - at) <= step_s / glide_s:
        return goal
    return at + math.copysign(step_s / glide_s, goal - at)


def _decodes_equally(one: Score, two: Score) -> bool:
    """Would a column decode to the same frames? Gain and width come later; decoding takes 2 ms.

    Codes are compared by value: each score comes through a pipe with arrays of its own.
    """
    if not (_equal(one.codes, two.codes) and _equal(one.morph_codes, two.morph_codes)):
        return False
    return one.sampling == two.sampling and _goals(one) == _goals(two)


def _equal(one: Codes | None, two: Codes | None) -> bool:
    return one is two or (one is not None and two is not None and np.array_equal(one, two))
