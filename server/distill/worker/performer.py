"""The worker's main thread: renders the score into the ring, as far ahead as the score requires."""

import dataclasses
import logging
from typing import Final

import numpy as np

from distill.audio.limiter import LATENCY
from distill.bundle import Bundle
from distill.codes.carriers import Carriers
from distill.errors import DistillError
from distill.protocol.messages import StreamColumns
from distill.protocol.score import Score
from distill.protocol.tasks import LiveSnapshot
from distill.ring.writer import Writer
from distill.types import SAMPLE_RATE, Audio, Codes
from distill.worker.column_reporter import ColumnReporter
from distill.worker.live_snapshot import restore, snapshot
from distill.worker.renderer import UNBOUNDED, Renderer
from distill.worker.source_reader import SourceReader
from distill.worker.worker_shared import WorkerShared

log = logging.getLogger("distill.worker")

IDLE_WAIT_S: Final = 0.05
"""Longest wait for a message while nothing sounds."""
LIVE_WAIT_S: Final = 0.002
"""Longest wait while something sounds: a fifth of a frame."""
BURST: Final = 4
"""Frames rendered between two polls of the pipe."""


class Performer:
    """Renders the engine's score into the ring, on the model that the score names.

    A newly loaded model waits until a score names it; until then the previous model plays on. A
    model that neither plays nor is the newest is released.

    Threads: the worker's main thread only.
    """

    def __init__(self, shared: WorkerShared, ring: Writer) -> None:
        self._shared = shared
        self._ring = ring
        self._reporter = ColumnReporter(shared, ring)
        self._sources = SourceReader()
        self._score = Score()
        self._models: dict[str, Bundle] = {}
        self._newest = ""
        self._renderer: Renderer | None = None
        self._scheduled: tuple[Score, int, bytes] | None = None
        self._take_position = 0
        self._first_beat: float | None = None
        self._rounds = 0
        self._scored = False  # a panic before the first score was another worker's: ignore it
        self._resting = True  # a new worker leaves concealed sound alone until its first score

    @property
    def newest(self) -> Bundle | None:
        """The most recently loaded model."""
        return self._models.get(self._newest)

    def set_score(self, score: Score, at: int = 0, live: bytes = b"") -> None:
        """Play a score from now on, or from a future frame of the ring's clock.

        With `live` it continues from that state if possible. Until the frame, the current sound
        continues with the new gain, width and pan. Without the model of the score it plays silence.
        """
        if self._scheduled is not None and self._scheduled[0].take == score.take:
            live = live or self._scheduled[2]
        if at <= self._next_frame:
            self._set_score(score, live, cut=at > 0)
            return
        self._receive_models()
        self._scheduled = score, at, live
        if any(score.sources):
            needed = score.needed_sources() | self._score.needed_sources()
            self._sources.follow(score.sources, needed)
        bundle = self._models.get(score.model)
        if self._renderer is not None and bundle is not None:
            self._renderer.cue(bundle, score)

    def snapshot(self) -> LiveSnapshot:
        """Return the state of the live sound; empty while nothing sounds."""
        score, elapsed = self._score, 0.0
        if score.bars:
            elapsed = score.meter.beat(self._next_frame) - self._first_beat_of_take()
        state = None if self._renderer is None else self._renderer.state(elapsed)
        return LiveSnapshot(b"" if state is None else snapshot(state))

    def _set_score(self, score: Score, live: bytes, *, cut: bool) -> None:
        self._scheduled = None
        self._receive_models()
        bundle = self._models.get(score.model)
        if bundle is None:
            score = dataclasses.replace(score, transport="stop")
        panic = score.panic != self._score.panic and (self._scored or score.transport == "stop")
        self._scored = True
        is_new = score.take != self._score.take
        if is_new:
            self._take_position, self._first_beat, self._rounds = self._ring.position, None, 0
        self._score = score
        self._sources.follow(score.sources, score.needed_sources(), again=is_new)
        if self._renderer is not None:
            self._renderer.set_model(bundle or self._models[self._newest])
            if not (live and bundle is not None and self._resume(score, live)):
                self._renderer.set_score(score, cut=cut)
            if panic:
                self._renderer.silence()
        if panic:
            self._ring.drop()
        self._resting = False
        wanted = (score.model, self._newest)
        self._models = {name: one for name, one in self._models.items() if name in wanted}

    def step(self) -> float:
        """Render what the ring needs now; return how long to wait for a message, in seconds."""
        self._receive_models()
        renderer = self._renderer
        if renderer is None or not (renderer.active or self._scheduled):
            self._rest()
            return IDLE_WAIT_S
        ahead = self._score.ahead_ms * SAMPLE_RATE // 1000
        written = True
        for _ in range(BURST):
            if self._ring.space(ahead) < renderer.hop:
                break
            count = min(self._run_due(), renderer.hop)
            block = renderer.render(count) if renderer.active else silence(count)
            written = len(block) > 0
            if written:
                self._resting = False
                self._ring.write(np.ascontiguousarray(block))
        self._shared.stats = renderer.stats()
        wanted = written and self._ring.space(ahead) >= renderer.hop
        return 0.0 if wanted or renderer.prepare() else LIVE_WAIT_S

    @property
    def _next_frame(self) -> int:
        """The frame of the ring's clock at which the next sample of a voice is played."""
        return self._ring.clock + LATENCY

    def _run_due(self) -> int:
        """Run what is due at the next frame; return the number of frames until the next event.

        The clock runs on while sound is concealed, so late events are run here.
        """
        if self._scheduled is not None and self._next_frame >= self._scheduled[1]:
            score, _, live = self._scheduled
            self._set_score(score, live, cut=True)
        left = [self._scheduled[1]] if self._scheduled is not None else []
        score = self._score
        if score.bars and score.transport == "play" and self._renderer is not None:
            due = self._round_frame(self._rounds + 1)
            if self._next_frame >= due:
                self._renderer.restart_loop()
                while self._next_frame >= due:
                    self._rounds += 1
                    due = self._round_frame(self._rounds + 1)
            left.append(due)
        return min(left) - self._next_frame if left else UNBOUNDED

    def _round_frame(self, number: int) -> int:
        """Return the frame at which a round of the loop begins."""
        meter, bars = self._score.meter, self._score.bars
        return meter.frame(self._first_beat_of_take() + number * bars * meter.beats)

    def _first_beat_of_take(self) -> float:
        """Return the beat at which the take began."""
        first = self._first_beat
        if first is None:
            first = self._score.meter.beat(self._take_position + self._ring.silent + LATENCY)
            # After silence the device chooses when it starts.
            if self._ring.played > self._take_position:
                self._first_beat = first
        return first

    def _resume(self, score: Score, live: bytes) -> bool:
        """Continue a take from a saved state; return whether that was possible."""
        if self._renderer is None:
            return False
        try:
            state = restore(live)
            self._renderer.resume(score, state)
        except DistillError as problem:
            log.warning("the take starts from its beginning: %s", problem)
            return False
        if score.bars:
            now = score.meter.beat(self._next_frame)
            self._first_beat = now - state.elapsed
            self._rounds = int(state.elapsed // (score.bars * score.meter.beats))
        return True

    def _rest(self) -> None:
        """Mark the silence as intended once, then only send heartbeats."""
        if self._resting:
            self._ring.beat()
        else:
            self._ring.rest()
            self._resting = True

    def _receive_models(self) -> None:
        """Receive the models that the task thread has loaded."""
        while not self._shared.models.empty():
            loaded = self._shared.models.get()
            self._newest = loaded.info.id
            self._models[self._newest] = loaded.bundle
            if self._renderer is None:
                self._renderer = Renderer(
                    loaded.bundle, self._report, self._reporter.report, self._sources
                )

    def _report(self, take: int, codes: Codes, carriers: Carriers | None) -> None:
        self._shared.send(StreamColumns(take, codes, carriers))


def silence(count: int) -> Audio:
    """Return silence, shape [count, 2], to write before a score so that the ring's clock stands."""
    return np.zeros((count, 2), np.float32)
