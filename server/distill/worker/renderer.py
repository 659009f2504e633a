"""Renders a score to sound, one frame at a time, just ahead of the playhead."""

import time
from collections.abc import Callable
from functools import partial
from typing import Final, TypeAlias

import numpy as np

from distill.bundle import Bundle
from distill.codes.carriers import Carriers
from distill.errors import BadArgument
from distill.parameters import live_values
from distill.prior.sampler import Sampler
from distill.protocol.score import Score, Transport
from distill.types import SAMPLE_RATE, Audio, Codes
from distill.worker.chain import Chain
from distill.worker.crossfade import CROSSFADE_S, Crossfade, PrefetchedSound
from distill.worker.live_snapshot import LiveState
from distill.worker.pending_stream import PendingStream
from distill.worker.prior_stream import PriorStream
from distill.worker.source_reader import NoSources, Sources
from distill.worker.sources import ColumnSource
from distill.worker.voice import OnColumn, Voice, loop_of

STOP_S: Final = 0.06
"""Fade-out of a stop."""
RISE_S: Final = 0.005
"""Fade-in of a take that begins while the previous one still fades out."""
CUT_S: Final = 0.004
"""Crossfade into a sound that begins on an exact sample: short, to keep its attack."""
MAX_UNPREPARED: Final = 4
"""Most frames between two steps of a pending stream's preparation, even with no time to spare."""
AHEAD_FRAMES: Final = 4
"""Fewest frames (43 ms) from one column that is sampled ahead to the next."""
NO_SOUND: Final = np.zeros((0, 2), np.float32)
"""No samples, mid and side."""
OnStreamColumns: TypeAlias = Callable[[int, Codes, Carriers | None], None]
"""Callback for columns [W, H, Q] of a take that is a stream, and what carries them."""
UNBOUNDED: Final = 1 << 30
"""No limit on the samples of one `render`."""
SMOOTHING: Final = 0.05
"""Weight of the newest frame in the smoothed load."""


class Renderer:
    """Renders a score, frame by frame; a new model takes over with the next take.

    A take keeps the model that it began on; a take on another model is crossfaded in.

    Threads: the worker's main thread only.
    """

    def __init__(
        self,
        bundle: Bundle,
        on_stream_columns: OnStreamColumns,
        on_column: OnColumn | None = None,
        sounds: Sources | None = None,
    ) -> None:
        self._bundle = bundle
        self._sounds = sounds
        self._on_column = on_column
        self._on_stream_columns = on_stream_columns
        self._score = Score()
        self._voice: Voice | None = None
        self._crossfade: Crossfade | None = None
        self._pending: PendingStream | None = None
        self._left = NO_SOUND  # rendered by the voice, and not yet returned
        self._frames_unprepared = self._frames_since_ahead = 0
        self._envelope = 1.0
        self._fall = 0.0
        self._chain = Chain()
        self._load = 0.0
        self._worst = 0.0

    @property
    def active(self) -> bool:
        """Is there anything to render, now or after a preparation?"""
        return self._voice is not None or (self._pending is not None and self._pending.requested)

    @property
    def hop(self) -> int:
        """Most samples that one `render` returns."""
        bundle = self._bundle if self._voice is None else self._voice.bundle
        return bundle.config.mel.hop

    @property
    def healed(self) -> int:
        """Samples that were NaN or infinite and became silence."""
        return self._chain.healed

    def stats(self) -> dict[str, float]:
        """Return the smoothed load (share of real time) and the slowest frame since last time."""
        worst, self._worst = self._worst, 0.0
        return {"load": round(self._load, 3), "worst_frame_ms": round(worst, 2)}

    def set_model(self, bundle: Bundle) -> None:
        """Use a model for the scores that follow; the current sound continues unchanged."""
        self._bundle = bundle

    def set_score(self, score: Score, *, cut: bool = False) -> None:
        """Play this score from now on; with `cut` a new take begins on the very next sample."""
        before, self._score = self._score, score
        self._chain.set_targets(score.values)
        if score.transport == "stop":
            self._end(STOP_S)
        elif score.take != before.take or not self.active:
            self._begin_take(score, cut=cut)
        else:
            self._change(score, cut=cut)

    def cue(self, bundle: Bundle, score: Score) -> None:
        """Prepare a take that a later `set_score` starts; the current sound continues."""
        self._chain.set_targets(score.values)
        ready = self._pending is not None and self._pending.take == score.take
        if score.transport == "stream" and score.take != self._score.take and not ready:
            self._pending = self._prepare_stream(bundle, score, requested=False)

    def state(self, elapsed: float) -> LiveState | None:
        """Return the live state, `elapsed` beats after the take began; None in silence."""
        if self._voice is None or self._fall:
            return None
        return LiveState(self._voice.state(), self._chain.state(), self._left.copy(), elapsed)

    def resume(self, score: Score, state: LiveState) -> None:
        """Continue a take from a saved state; from silence, with exactly the samples it had.

        Raises:
            BadArgument: The state does not fit this model.
        """
        bundle = self._bundle
        if score.transport == "play" and score.codes is not None:
            source: ColumnSource = loop_of(score, score.codes, bundle)
        elif bundle.sampler is not None and state.voice.stream is not None:
            source = self._stream(bundle.sampler, bundle, score)
        else:
            raise BadArgument("this snapshot holds no sound that the loaded model can continue")
        voice = Voice(bundle, source, score, self._on_column, self._sounds)
        voice.resume(state.voice)
        voice.change(score)
        self._score, self._pending, self._fall = score, None, 0.0
        if self._voice is None:
            self._chain.resume(state.chain)
            self._left, self._envelope = _both(state.left), 0.0
        else:
            old = self._crossfade or self._voice
            self._voice.detach()
            self._crossfade = Crossfade(old, voice, self._left, CUT_S)
            self._left = self._left[:0]
        self._voice = voice
        self._chain.set_targets(score.values)

    def restart_loop(self) -> None:
        """Start the playing loop again from its first column, on the very next sample."""
        if self._voice is not None:
            old = self._crossfade or self._voice
            restarted = self._voice.restarted()
            # beyond its end a carried loop has its own beginning, not another sound
            carried = self._voice.carried
            self._voice.detach()
            self._voice = restarted
            self._crossfade = Crossfade(old, restarted, self._left, CUT_S, correlated=carried)
            self._left = self._left[:0]

    def silence(self) -> None:
        """Become idle at once; the reader must fade out what is already in the ring."""
        self._voice = self._crossfade = self._pending = None
        self._left = self._left[:0]
        self._fall = 0.0

    def prepare(self) -> bool:
        """Run one step (some milliseconds) of a preparation; return whether there was one to run.

        Called in spare time, when enough is rendered; `render` also runs a step now and then, so
        that the preparation completes even without spare time.
        """
        self._frames_unprepared = 0
        if self._pending is None:
            return self._voice is not None and (
                self._voice.step_prior_switch() or self._sample_ahead(self._voice)
            )
        pending = self._pending
        if pending.step():
            return True
        if not pending.ready:
            return False
        if pending.requested:
            pending.stream.change(self._score.sampling, -1)
            self._begin(pending.bundle, pending.stream, cut=pending.cut)
        return pending.requested

    def render(self, limit: int = UNBOUNDED) -> Audio:
        """Render the next samples, shape [n, 2]; n may be 0 while a source is being prepared.

        n never exceeds `hop` or `limit`.
        """
        began = time.perf_counter()
        self._frames_unprepared += 1
        self._frames_since_ahead += 1
        if self._voice is None or self._frames_unprepared >= MAX_UNPREPARED:
            self.prepare()
        if self._voice is None:
            return np.zeros((0, 2), np.float32)
        limit = min(limit, self._until_round())
        if limit == 0:
            self.restart_loop()
        if len(self._left) == 0:
            self._left = (self._crossfade or self._voice).render()
        audio, self._left = self._left[:limit], self._left[limit:]
        if self._crossfade is not None and self._crossfade.over:
            self._crossfade = None
        out = self._faded(self._chain.step(audio))
        spent = time.perf_counter() - began
        self._load += SMOOTHING * (spent * SAMPLE_RATE / self.hop - self._load)
        self._worst = max(self._worst, spent * 1e3)
        return out

    def _sample_ahead(self, voice: Voice) -> bool:
        """Sample a column of a stream ahead, now and then.

        While a knob moves, each change discards what was sampled ahead.
        """
        if self._frames_since_ahead < AHEAD_FRAMES or not voice.sample_ahead():
            return False
        self._frames_since_ahead = 0
        return True

    # --- changes

    def _begin_take(self, score: Score, *, cut: bool = False) -> None:
        """Begin a new take; the current sound continues until the take is ready."""
        if score.transport == "play" and score.codes is not None:
            self._begin(self._bundle, loop_of(score, score.codes, self._bundle), cut=cut)
            return
        pending = self._pending
        if pending is None or pending.take != score.take or pending.bundle is not self._bundle:
            pending = self._prepare_stream(self._bundle, score, requested=True)
        if pending is None:
            self._end(STOP_S)
            return
        pending.requested, pending.cut = True, cut
        self._pending = pending
        while cut and self._pending is not None:  # it was prepared in advance: little is left to do
            self.prepare()

    def _prepare_stream(
        self, bundle: Bundle, score: Score, *, requested: bool
    ) -> "PendingStream | None":
        """Prepare the stream of a score; None if the model has no prior."""
        if bundle.sampler is None:
            return None
        stream = self._stream(bundle.sampler, bundle, score)
        preparation = stream.prepare(score.codes, score.carriers)
        sounds = NoSources() if self._sounds is None else self._sounds
        return PendingStream(score.take, bundle, stream, preparation, requested, sounds)

    def _stream(self, sampler: Sampler, bundle: Bundle, score: Score) -> PriorStream:
        """Return the stream of a score."""
        tell = partial(self._on_stream_columns, score.take)
        return PriorStream(sampler, score.sampling, tell, bundle.corpus, bundle.column)

    def _begin(self, bundle: Bundle, source: ColumnSource, *, cut: bool = False) -> None:
        self._pending = None
        self._fall = 0.0
        if self._voice is None:
            self._voice = Voice(bundle, source, self._score, self._on_column, self._sounds)
            self._chain.reset()
            self._envelope = 1.0
        elif self._voice.bundle is bundle and not cut:
            self._voice.begin(source, self._score)
        else:
            old = self._crossfade or self._voice
            self._voice.detach()
            self._voice = Voice(bundle, source, self._score, self._on_column, self._sounds)
            self._crossfade = Crossfade(old, self._voice, self._left, CUT_S if cut else CROSSFADE_S)
            self._left = self._left[:0]

    def _change(self, score: Score, *, cut: bool) -> None:
        """Change the current take, perhaps to another model of the same codec.

        With `cut` the change sounds on the very next sample, else from the next frame on.
        """
        if self._pending is not None and self._pending.requested:  # the previous take still sounds
            if self._pending.bundle is not self._bundle:
                self._pending = None
                self._begin_take(score)
        elif self._voice is not None:
            before = self._voice.bundle
            if before is not self._bundle and before.config != self._bundle.config:
                self._begin_take(score)
                return
            if before is not self._bundle:
                self._voice.switch_model(self._bundle)
            replacement = self._voice.cut(score, len(self._left)) if cut else None
            if replacement is None:
                self._voice.change(score)
                return
            old = self._crossfade or self._voice
            self._voice.detach()
            self._voice, samples = replacement
            self._crossfade = Crossfade(
                old, PrefetchedSound(samples, self._voice), self._left, CUT_S, correlated=True
            )
            self._left = self._crossfade.render() if len(samples) else samples

    def _until_round(self) -> int:
        """Return the samples until the loop goes round inside a column."""
        until = None if self._voice is None else self._voice.until_round
        return UNBOUNDED if until is None else max(0, until + len(self._left))

    def _end(self, seconds: float) -> None:
        self._pending = None
        self._fall = max(self._fall, 1.0 / (seconds * SAMPLE_RATE))

    def _faded(self, out: Audio) -> Audio:
        """Apply the fade-out of an end, then become idle; a new take during the fade fades in."""
        if self._fall == 0.0 and self._envelope == 1.0:
            return out
        step = -self._fall if self._fall else 1.0 / (RISE_S * SAMPLE_RATE)
        ramp = np.clip(self._envelope + step * np.arange(1, len(out) + 1), 0.0, 1.0)
        if len(ramp):
            self._envelope = float(ramp[-1])
        if self._envelope == 0.0:
            self._voice = self._crossfade = None
            self._left = self._left[:0]
            self._fall = 0.0
        faded: Audio = out * ramp.astype(np.float32)[:, None]
        return faded


def _both(left: Audio) -> Audio:
    """Return samples as mid and side; earlier versions saved the mid alone."""
    return np.stack([left, np.zeros_like(left)], axis=1) if left.ndim == 1 else left


def warm(bundle: Bundle) -> None:
    """Run all compiled code once, so that the first sound does not wait for the compiler."""
    config = bundle.config
    codes = np.zeros((2, config.bands, config.levels), np.int16)
    renderer = Renderer(bundle, lambda *_: None)
    transports: tuple[Transport, ...] = ("play", "stream") if bundle.sampler else ("play",)
    for take, transport in enumerate(transports, 1):
        values = live_values({"coarse": 1.0, "fine": 1.0, "width": 1.0})
        renderer.set_score(Score(transport, take, codes, values=values))
        for _ in range(8):
            renderer.render()
