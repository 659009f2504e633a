"""Renders what should sound, one frame at a time, just ahead of the play head."""

import time
from collections.abc import Callable, Generator
from typing import Final

import numpy as np

from distill.bundle import Bundle
from distill.codes.codebook import Codebook
from distill.codes.macros import Macros, apply
from distill.session.score import Score, Transport
from distill.types import SAMPLE_RATE, Audio, Codes, Mel
from distill.vocoder.rtisi import RtisiState
from distill.worker.chain import Chain
from distill.worker.sources import Loop, Source, Stream

STOP_S: Final = 0.06
"""Fade of a stop."""
RISE_S: Final = 0.005
"""Rise of a take that begins while the one before still fades."""
SMOOTHING: Final = 0.05
"""Weight of the newest frame in the load figure."""


class Renderer:
    """Turns a score into sound, frame by frame.

    Threads: the worker's main thread only.

    A change is heard from the next frame on: frames already given to the vocoder stay, and its
    overlapping windows cross over from old to new, so that nothing clicks.
    """

    def __init__(self, bundle: Bundle, played: Callable[[int, Codes], None]) -> None:
        self._bundle = bundle
        self._codebook = Codebook(bundle.codebooks)
        self._played = played
        self._score = Score()
        self._source: Source | None = None
        self._coming: tuple[Source, Generator[None, None, None]] | None = None
        self._frame = 0
        self._painted: tuple[int, Mel] | None = None
        self._voice: RtisiState = bundle.vocoder.initial_state()
        self._skip = 0
        self._envelope = 1.0
        self._fall = 0.0
        self._chain = Chain()
        self._load = 0.0
        self._worst = 0.0

    @property
    def active(self) -> bool:
        """Is there anything to render (or about to be)?"""
        return self._source is not None or self._coming is not None

    @property
    def hop(self) -> int:
        """Samples that one `render` makes at most."""
        return self._bundle.config.mel.hop

    @property
    def column(self) -> int:
        """The column that is being rendered, since the take began."""
        return self._frame // self._bundle.config.column_frames

    @property
    def healed(self) -> int:
        """Samples that were not numbers and became silence."""
        return self._chain.healed

    def figures(self) -> dict[str, float]:
        """Tell the load: share of real time that rendering takes, smoothed and worst frame."""
        worst, self._worst = self._worst, 0.0
        return {"load": round(self._load, 3), "worst_frame_ms": round(worst, 2)}

    def perform(self, score: Score) -> None:
        """Let this sound from now on."""
        before, self._score = self._score, score
        self._chain.turn(score.gain_db, score.width)
        if score.transport == "stop":
            self._end(STOP_S)
        elif score.take != before.take or not self.active:
            self._prepare(score)
        else:
            self._change(score)
        self._painted = None

    def silence(self) -> None:
        """Be idle at once; who plays what is already rendered must fade it out."""
        self._source = self._coming = None
        self._fall = 0.0

    def render(self) -> Audio:
        """Make the next samples, shape [n, 2]; n may be 0 while a source is being prepared."""
        began = time.perf_counter()
        self._advance_coming()
        if self._source is None:
            return np.zeros((0, 2), np.float32)
        mel = self._next_mel()
        audio, self._voice = self._bundle.vocoder.step(mel, self._voice)
        if self._skip:
            dropped = min(self._skip, len(audio))
            audio, self._skip = audio[dropped:], self._skip - dropped
        out = self._faded(self._chain.step(audio))
        spent = time.perf_counter() - began
        self._load += SMOOTHING * (spent * SAMPLE_RATE / self.hop - self._load)
        self._worst = max(self._worst, spent * 1e3)
        return out

    # --- changes

    def _prepare(self, score: Score) -> None:
        """Begin a new take; what sounds goes on until it is ready."""
        if score.transport == "play" and score.codes is not None:
            self._begin(Loop(score.codes))
            return
        sampler = self._bundle.sampler
        if sampler is None:
            self._end(STOP_S)
            return
        take = score.take
        stream = Stream(sampler, score.chance, lambda codes: self._played(take, codes))
        self._coming = stream, stream.prepare(score.codes)

    def _advance_coming(self) -> None:
        if self._coming is None:
            return
        source, hearing = self._coming
        try:
            next(hearing)
        except StopIteration:
            self._coming = None
            self._begin(source)

    def _begin(self, source: Source) -> None:
        if self._source is None:
            self._voice = self._bundle.vocoder.initial_state()
            self._skip = self._bundle.vocoder.latency
            self._chain.reset()
            self._envelope = 1.0
        self._coming = None
        self._source = source
        self._frame = 0
        self._painted = None
        self._fall = 0.0

    def _change(self, score: Score) -> None:
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

    def _end(self, seconds: float) -> None:
        self._coming = None
        self._fall = max(self._fall, 1.0 / (seconds * SAMPLE_RATE))

    # --- one frame

    def _next_mel(self) -> Mel:
        """Give the next mel frame, shape [1, M]."""
        frames = self._bundle.config.column_frames
        column, inside = divmod(self._frame, frames)
        if self._painted is None or self._painted[0] != column:
            self._painted = column, self._paint(column)
        self._frame += 1
        return self._painted[1][inside : inside + 1]

    def _paint(self, column: int) -> Mel:
        """Paint one column as it should sound now, shape [frames, M]."""
        score = self._score
        if self._source is None:
            raise RuntimeError("there is nothing to paint")
        codes, place, numbers = self._source.window(column, self._bundle.context)
        macros = Macros(score.coarse, score.fine, score.morph, score.chance.seed)
        codes = apply(codes, numbers, macros, self._codebook, score.morph_codes)
        return self._bundle.paint(codes, place, 1)

    def _faded(self, out: Audio) -> Audio:
        """Lead the end to silence, and become idle there; a new take in a fade rises again."""
        if self._fall == 0.0 and self._envelope == 1.0:
            return out
        step = -self._fall if self._fall else 1.0 / (RISE_S * SAMPLE_RATE)
        ramp = np.clip(self._envelope + step * np.arange(1, len(out) + 1), 0.0, 1.0)
        if len(ramp):
            self._envelope = float(ramp[-1])
        if self._envelope == 0.0:
            self._source = None
            self._fall = 0.0
        faded: Audio = out * ramp.astype(np.float32)[:, None]
        return faded


def warm(bundle: Bundle) -> None:
    """Run every compiled part once, so that the first sound does not wait for a compiler."""
    config = bundle.config
    codes = np.zeros((2, config.bands, config.levels), np.int16)
    renderer = Renderer(bundle, lambda _take, _codes: None)
    transports: tuple[Transport, ...] = ("play", "stream") if bundle.sampler else ("play",)
    for take, transport in enumerate(transports, 1):
        renderer.perform(Score(transport, take, codes, coarse=1.0, fine=1.0, width=1.0))
        for _ in range(4):
            renderer.render()
