"""Renders what should sound, one frame at a time, just ahead of the play head."""

import time
from collections.abc import Callable, Generator
from typing import Final

import numpy as np

from distill.bundle import Bundle
from distill.session.score import Score, Transport
from distill.types import SAMPLE_RATE, Audio, Codes
from distill.worker.chain import Chain
from distill.worker.crossing import Crossing
from distill.worker.sources import Loop, Source, Stream
from distill.worker.voice import Painter, Voice

STOP_S: Final = 0.06
"""Fade of a stop."""
RISE_S: Final = 0.005
"""Rise of a take that begins while the one before still fades."""
PATIENCE: Final = 4
"""Frames after which a step of what is to sound later is done, time or not."""
SMOOTHING: Final = 0.05
"""Weight of the newest frame in the load figure."""


class Renderer:
    """Turns a score into sound, frame by frame, on one model after the other.

    What sounds keeps the model that it began on; a take on another one fades in over it.

    Threads: the worker's main thread only.
    """

    def __init__(
        self,
        bundle: Bundle,
        played: Callable[[int, Codes], None],
        painted: Painter | None = None,
    ) -> None:
        self._bundle = bundle
        self._painted = painted
        self._played = played
        self._score = Score()
        self._voice: Voice | None = None
        self._crossing: Crossing | None = None
        self._coming: tuple[Bundle, Stream, Generator[None, None, None]] | None = None
        self._waited = 0
        self._envelope = 1.0
        self._fall = 0.0
        self._chain = Chain()
        self._load = 0.0
        self._worst = 0.0

    @property
    def active(self) -> bool:
        """Is there anything to render (or about to be)?"""
        return self._voice is not None or self._coming is not None

    @property
    def hop(self) -> int:
        """Samples that one `render` makes at most."""
        bundle = self._bundle if self._voice is None else self._voice.bundle
        return bundle.config.mel.hop

    @property
    def healed(self) -> int:
        """Samples that were not numbers and became silence."""
        return self._chain.healed

    def figures(self) -> dict[str, float]:
        """Tell the load: share of real time that rendering takes, smoothed and worst frame."""
        worst, self._worst = self._worst, 0.0
        return {"load": round(self._load, 3), "worst_frame_ms": round(worst, 2)}

    def adopt(self, bundle: Bundle) -> None:
        """Take the model of the scores that follow; what sounds goes on as it is."""
        self._bundle = bundle

    def perform(self, score: Score) -> None:
        """Let this sound from now on."""
        before, self._score = self._score, score
        self._chain.turn(score.gain_db, score.width)
        if score.transport == "stop":
            self._end(STOP_S)
        elif score.take != before.take or not self.active:
            self._announce(score)
        else:
            self._change(score)

    def silence(self) -> None:
        """Be idle at once; who plays what is already rendered must fade it out."""
        self._voice = self._crossing = self._coming = None
        self._fall = 0.0

    def prepare(self) -> bool:
        """Do a step (some milliseconds) of what is to sound later; tell if there was one to do.

        For the time that is left when enough is rendered; `render` does one now and then, so that
        it also comes to its end where no time is left.
        """
        self._waited = 0
        if self._coming is None:
            return self._voice is not None and self._voice.hear()
        bundle, stream, hearing = self._coming
        try:
            next(hearing)
        except StopIteration:
            stream.change(self._score.chance, -1)
            self._begin(bundle, stream)
        return True

    def render(self) -> Audio:
        """Make the next samples, shape [n, 2]; n may be 0 while a source is being prepared."""
        began = time.perf_counter()
        self._waited += 1
        if self._voice is None or self._waited >= PATIENCE:
            self.prepare()
        if self._voice is None:
            return np.zeros((0, 2), np.float32)
        audio = (self._crossing or self._voice).render()
        if self._crossing is not None and self._crossing.over:
            self._crossing = None
        out = self._faded(self._chain.step(audio))
        spent = time.perf_counter() - began
        self._load += SMOOTHING * (spent * SAMPLE_RATE / self.hop - self._load)
        self._worst = max(self._worst, spent * 1e3)
        return out

    # --- changes

    def _announce(self, score: Score) -> None:
        """Begin a new take; what sounds goes on until it is ready."""
        if score.transport == "play" and score.codes is not None:
            self._begin(self._bundle, Loop(score.codes))
            return
        sampler = self._bundle.sampler
        if sampler is None:
            self._end(STOP_S)
            return
        take = score.take
        stream = Stream(sampler, score.chance, lambda codes: self._played(take, codes))
        self._coming = self._bundle, stream, stream.prepare(score.codes)

    def _begin(self, bundle: Bundle, source: Source) -> None:
        self._coming = None
        self._fall = 0.0
        if self._voice is None:
            self._voice = Voice(bundle, source, self._score, self._painted)
            self._chain.reset()
            self._envelope = 1.0
        elif self._voice.bundle is bundle:
            self._voice.begin(source, self._score)
        else:
            old = self._crossing or self._voice
            self._voice.leave()
            self._voice = Voice(bundle, source, self._score, self._painted)
            self._crossing = Crossing(old, self._voice)

    def _change(self, score: Score) -> None:
        """Play the same take otherwise, or on a model that reads its codes the same."""
        if self._coming is not None:  # what sounds is of the take before
            if self._coming[0] is not self._bundle:
                self._announce(score)
        elif self._voice is not None:
            before = self._voice.bundle
            if before is not self._bundle and before.config != self._bundle.config:
                self._announce(score)
                return
            if before is not self._bundle:
                self._voice.follow(self._bundle)
            self._voice.change(score)

    def _end(self, seconds: float) -> None:
        self._coming = None
        self._fall = max(self._fall, 1.0 / (seconds * SAMPLE_RATE))

    def _faded(self, out: Audio) -> Audio:
        """Lead the end to silence, and become idle there; a new take in a fade rises again."""
        if self._fall == 0.0 and self._envelope == 1.0:
            return out
        step = -self._fall if self._fall else 1.0 / (RISE_S * SAMPLE_RATE)
        ramp = np.clip(self._envelope + step * np.arange(1, len(out) + 1), 0.0, 1.0)
        if len(ramp):
            self._envelope = float(ramp[-1])
        if self._envelope == 0.0:
            self._voice = self._crossing = None
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
        for _ in range(8):
            renderer.render()
