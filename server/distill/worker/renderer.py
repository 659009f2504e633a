"""Renders what should sound, one frame at a time, just ahead of the play head."""

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Final

import numpy as np

from distill.bundle import Bundle
from distill.errors import BadArgument
from distill.parameters import live_values
from distill.protocol.score import Score, Transport
from distill.types import SAMPLE_RATE, Audio, Codes
from distill.worker.chain import Chain
from distill.worker.crossfade import CROSS_S, Crossfade, PrefetchedSound
from distill.worker.live_snapshot import LiveState
from distill.worker.sources import ColumnSource, GridLoop, PriorStream
from distill.worker.voice import OnColumn, Voice

STOP_S: Final = 0.06
"""Fade of a stop."""
RISE_S: Final = 0.005
"""Rise of a take that begins while the one before still fades."""
CUT_S: Final = 0.004
"""Crossing where a sound begins on its very sample: short, so that its attack stays."""
PATIENCE: Final = 4
"""Frames after which a step of what is to sound later is done, time or not."""
MOST: Final = 1 << 30
"""No bound: whatever a step makes."""
SMOOTHING: Final = 0.05
"""Weight of the newest frame in the load figure."""


@dataclass(slots=True)
class PendingStream:
    """A stream that is to sound later.

    Attributes:
        take: Its number.
        bundle: Its model.
        stream: The source.
        hearing: Gets it ready, a step at a time.
        told: Was it told to sound? Else it only gets ready.
        cut: Is it to begin on its very sample?
        ready: Has it heard everything?
    """

    take: int
    bundle: Bundle
    stream: PriorStream
    hearing: Generator[None, None, None]
    told: bool
    cut: bool = False
    ready: bool = False


class Renderer:
    """Turns a score into sound, frame by frame, on one model after the other.

    What sounds keeps the model that it began on; a take on another one fades in over it.

    Threads: the worker's main thread only.
    """

    def __init__(
        self,
        bundle: Bundle,
        played: Callable[[int, Codes], None],
        painted: OnColumn | None = None,
    ) -> None:
        self._bundle = bundle
        self._painted = painted
        self._played = played
        self._score = Score()
        self._voice: Voice | None = None
        self._crossing: Crossfade | None = None
        self._coming: PendingStream | None = None
        self._left = np.zeros(0, np.float32)  # made, and not yet asked for
        self._waited = 0
        self._envelope = 1.0
        self._fall = 0.0
        self._chain = Chain()
        self._load = 0.0
        self._worst = 0.0

    @property
    def active(self) -> bool:
        """Is there anything to render (or about to be)?"""
        return self._voice is not None or (self._coming is not None and self._coming.told)

    @property
    def hop(self) -> int:
        """Samples that one `render` makes at most."""
        bundle = self._bundle if self._voice is None else self._voice.bundle
        return bundle.config.mel.hop

    @property
    def healed(self) -> int:
        """Samples that were not numbers and became silence."""
        return self._chain.healed

    def stats(self) -> dict[str, float]:
        """Tell the load: share of real time that rendering takes, smoothed and worst frame."""
        worst, self._worst = self._worst, 0.0
        return {"load": round(self._load, 3), "worst_frame_ms": round(worst, 2)}

    def adopt(self, bundle: Bundle) -> None:
        """Take the model of the scores that follow; what sounds goes on as it is."""
        self._bundle = bundle

    def set_score(self, score: Score, *, cut: bool = False) -> None:
        """Let this sound from now on; with `cut` a new take begins on the very next sample."""
        before, self._score = self._score, score
        self._chain.set_targets(score.values)
        if score.transport == "stop":
            self._end(STOP_S)
        elif score.take != before.take or not self.active:
            self._announce(score, cut=cut)
        else:
            self._change(score, cut=cut)

    def cue(self, bundle: Bundle, score: Score) -> None:
        """Get ready for a take that `perform` will be told of; what sounds now goes on."""
        self._chain.set_targets(score.values)
        ready = self._coming is not None and self._coming.take == score.take
        if score.transport == "stream" and score.take != self._score.take and not ready:
            self._coming = self._prime(bundle, score, told=False)

    def state(self, elapsed: float) -> LiveState | None:
        """Tell where what sounds stands, `elapsed` beats after it began; None in silence."""
        if self._voice is None or self._fall:
            return None
        return LiveState(self._voice.state(), self._chain.state(), self._left.copy(), elapsed)

    def resume(self, score: Score, state: LiveState) -> None:
        """Let a take go on where it once was; out of silence on the very same samples.

        Raises:
            BadArgument: It is no state of this model's.
        """
        bundle = self._bundle
        if score.transport == "play" and score.codes is not None:
            source: ColumnSource = GridLoop(score.codes)
        elif bundle.sampler is not None and state.voice.stream is not None:
            take = score.take
            source = PriorStream(
                bundle.sampler, score.chance, lambda codes: self._played(take, codes)
            )
        else:
            raise BadArgument("nothing was sounding then that this model could go on with")
        voice = Voice(bundle, source, score, self._painted)
        voice.resume(state.voice)
        voice.change(score)
        self._score, self._coming, self._fall = score, None, 0.0
        if self._voice is None:
            self._chain.resume(state.chain)
            self._left, self._envelope = state.left, 0.0
        else:
            old = self._crossing or self._voice
            self._voice.detach()
            self._crossing = Crossfade(old, voice, self._left, CUT_S)
            self._left = self._left[:0]
        self._voice = voice
        self._chain.set_targets(score.values)

    def again(self) -> None:
        """Begin the loop that sounds from its start, on the very next sample."""
        if self._voice is not None and self._score.codes is not None:
            coming = self._coming
            self._begin(self._voice.bundle, GridLoop(self._score.codes), cut=True)
            self._coming = coming

    def silence(self) -> None:
        """Be idle at once; who plays what is already rendered must fade it out."""
        self._voice = self._crossing = self._coming = None
        self._left = self._left[:0]
        self._fall = 0.0

    def prepare(self) -> bool:
        """Do a step (some milliseconds) of what is to sound later; tell if there was one to do.

        For the time that is left when enough is rendered; `render` does one now and then, so that
        it also comes to its end where no time is left.
        """
        self._waited = 0
        if self._coming is None:
            return self._voice is not None and self._voice.prime_prior()
        coming = self._coming
        if next(coming.hearing, True) is None:
            return True
        coming.ready = True
        if coming.told:
            coming.stream.change(self._score.chance, -1)
            self._begin(coming.bundle, coming.stream, cut=coming.cut)
        return coming.told

    def render(self, most: int = MOST) -> Audio:
        """Make the next samples, shape [n, 2]; n may be 0 while a source is being prepared.

        It is `hop` at the end of each step, and never more than `most`.
        """
        began = time.perf_counter()
        self._waited += 1
        if self._voice is None or self._waited >= PATIENCE:
            self.prepare()
        if self._voice is None:
            return np.zeros((0, 2), np.float32)
        if len(self._left) == 0:
            self._left = (self._crossing or self._voice).render()
        audio, self._left = self._left[:most], self._left[most:]
        if self._crossing is not None and self._crossing.over:
            self._crossing = None
        out = self._faded(self._chain.step(audio))
        spent = time.perf_counter() - began
        self._load += SMOOTHING * (spent * SAMPLE_RATE / self.hop - self._load)
        self._worst = max(self._worst, spent * 1e3)
        return out

    # --- changes

    def _announce(self, score: Score, *, cut: bool = False) -> None:
        """Begin a new take; what sounds goes on until it is ready."""
        if score.transport == "play" and score.codes is not None:
            self._begin(self._bundle, GridLoop(score.codes), cut=cut)
            return
        coming = self._coming
        if coming is None or coming.take != score.take or coming.bundle is not self._bundle:
            coming = self._prime(self._bundle, score, told=True)
        if coming is None:
            self._end(STOP_S)
            return
        coming.told, coming.cut = True, cut
        self._coming = coming
        while cut and self._coming is not None:  # it was to be ready by now: what is left is short
            self.prepare()

    def _prime(self, bundle: Bundle, score: Score, *, told: bool) -> "PendingStream | None":
        """Let the prior hear what a stream goes on from; None if there is no prior."""
        if bundle.sampler is None:
            return None
        take = score.take
        stream = PriorStream(bundle.sampler, score.chance, lambda codes: self._played(take, codes))
        return PendingStream(take, bundle, stream, stream.prepare(score.codes), told)

    def _begin(self, bundle: Bundle, source: ColumnSource, *, cut: bool = False) -> None:
        self._coming = None
        self._fall = 0.0
        if self._voice is None:
            self._voice = Voice(bundle, source, self._score, self._painted)
            self._chain.reset()
            self._envelope = 1.0
        elif self._voice.bundle is bundle and not cut:
            self._voice.begin(source, self._score)
        else:
            old = self._crossing or self._voice
            self._voice.detach()
            self._voice = Voice(bundle, source, self._score, self._painted)
            self._crossing = Crossfade(old, self._voice, self._left, CUT_S if cut else CROSS_S)
            self._left = self._left[:0]

    def _change(self, score: Score, *, cut: bool) -> None:
        """Play the same take otherwise, or on a model that reads its codes the same.

        With `cut` it is heard on the very next sample, else from the next frame on.
        """
        if self._coming is not None and self._coming.told:  # what sounds is of the take before
            if self._coming.bundle is not self._bundle:
                self._coming = None
                self._announce(score)
        elif self._voice is not None:
            before = self._voice.bundle
            if before is not self._bundle and before.config != self._bundle.config:
                self._announce(score)
                return
            if before is not self._bundle:
                self._voice.switch_model(self._bundle)
            fresh = self._voice.cut(score, len(self._left)) if cut else None
            if fresh is None:
                self._voice.change(score)
                return
            old = self._crossing or self._voice
            self._voice.detach()
            self._voice, made = fresh
            self._crossing = Crossfade(
                old, PrefetchedSound(made, self._voice), self._left, CUT_S, alike=True
            )
            self._left = self._left[:0]

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
            self._left = self._left[:0]
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
        values = live_values({"coarse": 1.0, "fine": 1.0, "width": 1.0})
        renderer.set_score(Score(transport, take, codes, values=values))
        for _ in range(8):
            renderer.render()
