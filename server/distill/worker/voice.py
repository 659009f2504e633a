"""One model sounding: columns from a source, painted by its codec, made sound by its vocoder."""

from collections.abc import Generator

from distill.bundle import Bundle
from distill.codes.macros import Macros, apply
from distill.session.score import Score
from distill.types import Audio, Mel
from distill.worker.sources import Loop, Source, Stream


class Voice:
    """Mono sound of one model, frame by frame, out of silence.

    A change is heard from the next frame on: frames already given to the vocoder stay, and its
    overlapping windows cross over from old to new, so that nothing clicks.

    Threads: the renderer's.
    """

    def __init__(self, bundle: Bundle, source: Source, score: Score) -> None:
        self._bundle = bundle
        self._source = source
        self._score = score
        self._frame = 0
        self._painted: tuple[int, Mel] | None = None
        self._state = bundle.vocoder.initial_state()
        self._skip: int = bundle.vocoder.latency
        self._hearing: Generator[None, None, None] | None = None

    @property
    def bundle(self) -> Bundle:
        """The model."""
        return self._bundle

    @property
    def column(self) -> int:
        """The column that is being rendered, since the take began."""
        return self._frame // self._bundle.config.column_frames

    def begin(self, source: Source, score: Score) -> None:
        """Play another take from its first column."""
        self._source, self._score = source, score
        self._frame = 0
        self._painted = self._hearing = None

    def change(self, score: Score) -> None:
        """Play the same take otherwise."""
        before, self._score = self._score, score
        if not _painted_alike(before, score):
            self._painted = None
        source = self._source
        if isinstance(source, Loop) and score.codes is not None:
            if len(score.codes) != len(source.codes):
                frames = self._bundle.config.column_frames
                column = self.column % len(source.codes)
                column = column if column < len(score.codes) else 0
                self._frame = column * frames + self._frame % frames
            source.codes = score.codes
        elif isinstance(source, Stream):
            source.change(score.chance, self.column)

    def follow(self, bundle: Bundle) -> None:
        """Go on with a model of the same codec: a stream is written by its prior from soon on."""
        self._bundle = bundle
        if isinstance(self._source, Stream) and bundle.sampler is not None:
            self._hearing = self._source.follow(bundle.sampler)

    def hear(self) -> bool:
        """Let a prior that is to go on hear another column, if there is one; tell if there was."""
        if self._hearing is None:
            return False
        if next(self._hearing, True):
            self._hearing = None
        return True

    def render(self) -> Audio:
        """Make the next samples, shape [n]; n is less than a hop while the vocoder fills."""
        audio, self._state = self._bundle.vocoder.step(self._next_mel(), self._state)
        if self._skip:
            dropped = min(self._skip, len(audio))
            audio, self._skip = audio[dropped:], self._skip - dropped
        return audio

    def _next_mel(self) -> Mel:
        """Give the next mel frame, shape [1, M]."""
        column, inside = divmod(self._frame, self._bundle.config.column_frames)
        if self._painted is None or self._painted[0] != column:
            self._painted = column, self._paint(column)
        self._frame += 1
        return self._painted[1][inside : inside + 1]

    def _paint(self, column: int) -> Mel:
        """Paint one column as it should sound now, shape [frames, M]."""
        score = self._score
        codes, place, numbers = self._source.window(column, self._bundle.context)
        macros = Macros(score.coarse, score.fine, score.morph, score.chance.seed)
        codes = apply(codes, numbers, macros, self._bundle.codebook, score.morph_codes)
        return self._bundle.paint(codes, place, 1)


def _painted_alike(one: Score, two: Score) -> bool:
    """Would a column be painted the same? Level and width come after, and painting takes 2 ms."""
    if one.codes is not two.codes or one.morph_codes is not two.morph_codes:
        return False
    return all(getattr(one, n) == getattr(two, n) for n in ("coarse", "fine", "morph", "chance"))
