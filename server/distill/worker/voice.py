"""One playing model: columns from a source, decoded by its codec, rendered by its vocoder.

Its sound has two channels, mid and side: the mid is what the codec hears, and the side is what a
carrier in stereo adds.
"""

import math
from collections import deque
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np

from distill.bundle import Bundle
from distill.codes.carriers import Carriers
from distill.codes.macros import Macros, apply, morphed
from distill.errors import BadArgument
from distill.parameters import Scope, in_scope
from distill.prior.sampler import Column
from distill.protocol.score import Score
from distill.types import SAMPLE_RATE, Audio, Codes, Mel
from distill.vocoder.carrying import CarriedFrames
from distill.vocoder.contract import VocoderState
from distill.vocoder.side import SideState, SideStream
from distill.worker.column_decoder import ColumnDecoder, DecodedColumn, Place
from distill.worker.prior_stream import PriorStream, StreamState
from distill.worker.source_reader import NoSources, Sources
from distill.worker.sources import ColumnSource, GridLoop
from distill.worker.surroundings import Numbers

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
        side: State of the side; None before there was one, as in files of earlier versions.
    """

    frame: int
    skip: int
    vocoder: VocoderState
    knobs: LiveMacros
    stream: StreamState | None
    side: SideState | None = None


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
        carriers: What carries it, of one column, or None.
    """

    score: Score
    bundle: Bundle
    number: int
    behind: int
    into: int
    codes: Codes
    length: int = 0
    written: Column | None = None
    carriers: Carriers | None = None


OnColumn = Callable[[RenderedColumn], None]
"""Callback for each decoded column."""


class Voice:
    """Renders mono sound of one model, frame by frame, starting from silence.

    A change takes effect at the next frame: frames already passed to the vocoder stay, and its
    overlapping windows crossfade from old to new without a click.

    Threads: the renderer's.
    """

    def __init__(
        self,
        bundle: Bundle,
        source: ColumnSource,
        score: Score,
        on_column: OnColumn | None = None,
        sounds: Sources | None = None,
    ) -> None:
        self._bundle = bundle
        self._sounds = NoSources() if sounds is None else sounds
        self._decoder = ColumnDecoder(bundle, self._sounds)
        self._on_column = on_column
        self._source = source
        self._score = score
        self._frame = 0
        self._decoded: tuple[int, DecodedColumn] | None = None
        self._state = bundle.vocoder.initial_state()
        self._sides = SideStream(bundle.config.mel)
        self._side = self._sides.initial_state()
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
    def carried(self) -> bool:
        """Does a source carry the column that is being rendered?"""
        decoded = self._decoded
        return self._knobs["carry"] > 0 and decoded is not None and decoded[1].carried is not None

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
        on_column, sounds = self._on_column, self._sounds
        voice = Voice(self._bundle, self._source, self._score, on_column, sounds)
        voice._knobs, voice._decoder = self._knobs, self._decoder
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
            source.carriers = score.carriers
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
            The voice, and its version of those samples, shape [unplayed, 2].
        """
        source, codes = self._source, score.codes
        if _decodes_equally(self._score, score) or not self._past:
            return None
        if isinstance(source, GridLoop):
            if codes is None or len(codes) != len(source.codes) or score.samples != source.samples:
                return None
            source = loop_of(score, codes, self._bundle)
        elif isinstance(source, PriorStream):
            source.change(score.sampling, self.column)  # the columns up to here stay
        past = self._past[0]
        rendered: list[RenderedColumn] = []
        replacement = Voice(self._bundle, source, score, rendered.append, self._sounds)
        replacement._decoder = self._decoder
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
        return VoiceState(self._frame, self._skip, self._state, self._knobs, stream, self._side)

    def resume(self, state: VoiceState) -> None:
        """Continue from a state.

        Raises:
            BadArgument: The state belongs to another model.
        """
        if isinstance(self._source, PriorStream) and state.stream is not None:
            self._source.resume(state.stream)
        vocoder = state.vocoder.continued(self._bundle.vocoder.initial_state())
        if vocoder is None:
            raise BadArgument("the saved sound belongs to another model")
        self._frame, self._skip, self._state = state.frame, state.skip, vocoder
        self._side = self._sides.initial_state() if state.side is None else state.side
        goals = _goals(self._score)
        self._knobs = {name: state.knobs.get(name, goal) for name, goal in goals.items()}
        self._past.clear()

    def switch_model(self, bundle: Bundle) -> None:
        """Continue with a model of the same codec; its prior soon takes over a stream."""
        self._bundle, self._decoder = bundle, ColumnDecoder(bundle, self._sounds)
        if isinstance(self._source, PriorStream) and bundle.sampler is not None:
            self._prior_switch = self._source.switch_prior(bundle.sampler, bundle.corpus)

    def step_prior_switch(self) -> bool:
        """Run one step of a switch to another prior; return whether there was one to run."""
        if self._prior_switch is None:
            return False
        if next(self._prior_switch, True):
            self._prior_switch = None
        return True

    def sample_ahead(self) -> bool:
        """Sample a column of a stream ahead and open its sources; return whether it was wanted."""
        source = self._source
        if not isinstance(source, PriorStream) or not source.sample_ahead(self.column):
            return False
        self._sounds.soon(source.sources_from(self.column + 1))
        return True

    def render(self) -> Audio:
        """Render the next samples, mid and side, shape [n, 2].

        n is less than a hop while the vocoder fills.
        """
        state = VoiceState(
            self._frame, self._skip, self._state, self._knobs, None, self._side
        )  # fmt: skip
        self._past.append(state)
        mel, frames = self._next_frame()
        start, spectrum = (None, None) if frames is None else (frames.start, frames.side)
        mid, self._state = self._bundle.vocoder.step(mel, self._state, start)
        side, self._side = self._sides.step(spectrum, self._side)
        audio = np.stack([mid, side], axis=1)
        if self._skip:
            dropped = min(self._skip, len(audio))
            audio, self._skip = audio[dropped:], self._skip - dropped
        return audio

    def _next_frame(self) -> tuple[Mel, CarriedFrames | None]:
        """Return the mel of the next frame, shape [1, M], and what carries it."""
        self._glide()
        column, inside = divmod(self._frame, self._bundle.config.column_frames)
        if self._decoded is None or self._decoded[0] != column or self._has_come(self._decoded[1]):
            self._decoded = column, self._decode(column)
        self._frame += 1
        carry, still = self._knobs["carry"], self._knobs == _goals(self._score)
        return self._decoded[1].frame(inside, self._decoder.carrying, carry, still=still)

    def _has_come(self, decoded: DecodedColumn) -> bool:
        """Return whether a source is there now that was not when the column was decoded."""
        return any(self._sounds.find(source) is not None for source in decoded.missing)

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

    def _decode(self, column: int) -> DecodedColumn:
        """Decode one column with the current macros."""
        score = self._score
        window = self._source.window(column, self._bundle.context)
        macros = Macros.of(self._knobs, score.sampling.seed)
        book, morph = self._bundle.codebook, score.morph_codes
        codes = apply(window.codes, window.numbers, macros, book, morph)
        place = Place(codes, window.place, window.numbers, window.around)
        decoded = self._decoder.decode(place, lambda numbers: self._carriers(numbers, macros))
        self._sounds.soon(self._source.sources_from(column + 1))
        if self._on_column is not None:
            into = self._frame * self._bundle.config.mel.hop - column * self._bundle.column
            shown = codes[window.place : window.place + 1]
            behind = self._bundle.vocoder.latency - self._skip  # its remaining latency
            about = self._source.length, self._source.written(column)
            here = self._carriers(window.around.own, macros)
            self._on_column(
                RenderedColumn(score, self._bundle, column, behind, into, shown, *about, here)
            )
        return decoded

    def _carriers(self, numbers: Numbers, macros: Macros) -> Carriers | None:
        """Return what carries some columns, with the morph grid where that sounds."""
        own = self._source.carriers_of(numbers)
        other, morph = self._score.morph_carriers, self._score.morph_codes
        if macros.morph <= 0 or morph is None or (own is None and other is None):
            return own
        config = self._bundle.config
        nothing = Carriers.none((len(numbers), config.bands, config.levels))
        others = nothing if other is None else other.taken(numbers % len(morph))
        mine = nothing if own is None else own
        return mine.where(morphed(numbers, config.bands, macros), others)


def loop_of(score: Score, codes: Codes, bundle: Bundle) -> GridLoop:
    """Return the loop of a score that plays `codes`."""
    return GridLoop(codes, score.samples, score.carriers, bundle.column)


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
    if not (_carry(one.carriers, two.carriers) and _carry(one.morph_carriers, two.morph_carriers)):
        return False
    return one.sampling == two.sampling and _goals(one) == _goals(two)


def _equal(one: Codes | None, two: Codes | None) -> bool:
    return one is two or (one is not None and two is not None and np.array_equal(one, two))


def _carry(one: Carriers | None, two: Carriers | None) -> bool:
    """Do both carry the same?"""
    if one is None or two is None or one is two:
        return one is two
    return one.shape == two.shape and not one.differs(two).any()
