"""The worker's main thread: keeps the ring as full as the score wants it."""

import dataclasses
import logging
from typing import Final

import numpy as np

from distill.audio.limiter import LATENCY
from distill.bundle import Bundle
from distill.errors import DistillError
from distill.protocol.messages import StreamColumns
from distill.protocol.score import Score
from distill.protocol.tasks import LiveSnapshot
from distill.ring.writer import Writer
from distill.types import SAMPLE_RATE, Audio, Codes
from distill.worker.column_reporter import ColumnReporter
from distill.worker.live_snapshot import restore, snapshot
from distill.worker.renderer import MOST, Renderer
from distill.worker.worker_shared import WorkerShared

log = logging.getLogger("distill.worker")

IDLE_WAIT_S: Final = 0.05
"""Longest wait for a message while nothing sounds."""
LIVE_WAIT_S: Final = 0.002
"""Longest wait while something sounds: a fifth of a frame."""
BURST: Final = 4
"""Frames rendered between two looks at the pipe."""


class Performer:
    """Plays the score of the engine on the models it names into the ring.

    A model that was loaded is only kept until a score says which one is to sound: until then the
    one before sounds on. What neither sounds nor is the newest is let go.

    Threads: the worker's main thread only.
    """

    def __init__(self, desk: WorkerShared, ring: Writer) -> None:
        self._desk = desk
        self._ring = ring
        self._notes = ColumnReporter(desk, ring)
        self._score = Score()
        self._models: dict[str, Bundle] = {}
        self._newest = ""
        self._renderer: Renderer | None = None
        self._next: tuple[Score, int, bytes] | None = None
        self._begun = 0
        self._first_beat: float | None = None
        self._rounds = 0
        self._told = False  # a panic before the first score was another worker's: do not repeat it
        self._resting = True  # a fresh worker leaves a held sound alone until it is told a score

    @property
    def newest(self) -> Bundle | None:
        """The model that was loaded last."""
        return self._models.get(self._newest)

    def set_score(self, score: Score, at: int = 0, live: bytes = b"") -> None:
        """Let this sound from now on, or from a frame of the ring's clock on that is still to come.

        With `live` it goes on from where it once was, if it can. Until then what sounds goes on, at
        the new level. A score for a model that is not there is silence.
        """
        if self._next is not None and self._next[0].take == score.take:
            live = live or self._next[2]
        if at <= self._here:
            self._set_score(score, live, cut=at > 0)
            return
        self._take_models()
        self._next = score, at, live
        bundle = self._models.get(score.model)
        if self._renderer is not None and bundle is not None:
            self._renderer.cue(bundle, score)

    def snapshot(self) -> LiveSnapshot:
        """Tell where what sounds stands."""
        score, elapsed = self._score, 0.0
        if score.bars:
            elapsed = score.meter.beat(self._here) - self._beat_of_begin()
        state = None if self._renderer is None else self._renderer.state(elapsed)
        return LiveSnapshot(b"" if state is None else snapshot(state))

    def _set_score(self, score: Score, live: bytes, *, cut: bool) -> None:
        self._next = None
        self._take_models()
        bundle = self._models.get(score.model)
        if bundle is None:
            score = dataclasses.replace(score, transport="stop")
        panic = score.panic != self._score.panic and (self._told or score.transport == "stop")
        self._told = True
        if score.take != self._score.take:
            self._begun, self._first_beat, self._rounds = self._ring.position, None, 0
        self._score = score
        if self._renderer is not None:
            self._renderer.adopt(bundle or self._models[self._newest])
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
        """Render what is wanted now; tell how long to wait for a message."""
        self._take_models()
        renderer = self._renderer
        if renderer is None or not (renderer.active or self._next):
            self._rest()
            return IDLE_WAIT_S
        ahead = self._score.ahead_ms * SAMPLE_RATE // 1000
        for _ in range(BURST):
            if self._ring.space(ahead) < renderer.hop:
                break
            most = min(self._keep_time(), renderer.hop)
            block = renderer.render(most) if renderer.active else silence(most)
            if len(block):
                self._resting = False
                self._ring.write(np.ascontiguousarray(block))
        self._desk.figures = renderer.stats()
        wanted = self._ring.space(ahead) >= renderer.hop
        return 0.0 if wanted or renderer.prepare() else LIVE_WAIT_S

    @property
    def _here(self) -> int:
        """The frame, on the ring's clock, at which the next sample of a voice will be heard."""
        return self._ring.clock + LATENCY

    def _keep_time(self) -> int:
        """Do what is due at the next frame; count the frames from there to what is due next.

        While something was held the clock ran on: what is late is made up for here.
        """
        if self._next is not None and self._here >= self._next[1]:
            score, _, live = self._next
            self._set_score(score, live, cut=True)
        left = [self._next[1]] if self._next is not None else []
        score = self._score
        if score.bars and score.transport == "play" and self._renderer is not None:
            due = self._round(self._rounds + 1)
            if self._here >= due:
                self._renderer.again()
                while self._here >= due:
                    self._rounds += 1
                    due = self._round(self._rounds + 1)
            left.append(due)
        return min(left) - self._here if left else MOST

    def _round(self, number: int) -> int:
        """Tell at which frame a round of the loop begins."""
        meter, bars = self._score.meter, self._score.bars
        return meter.frame(self._beat_of_begin() + number * bars * meter.beats)

    def _beat_of_begin(self) -> float:
        """Tell on which beat the take began."""
        first = self._first_beat
        if first is None:
            first = self._score.meter.beat(self._begun + self._ring.silent + LATENCY)
            if self._ring.played > self._begun:  # out of silence the device begins when it likes
                self._first_beat = first
        return first

    def _resume(self, score: Score, live: bytes) -> bool:
        """Go on from where a take once was; tell if that could be."""
        if self._renderer is None:
            return False
        try:
            state = restore(live)
            self._renderer.resume(score, state)
        except DistillError as problem:
            log.warning("the take begins anew: %s", problem)
            return False
        if score.bars:
            now = score.meter.beat(self._here)
            self._first_beat = now - state.elapsed
            self._rounds = int(state.elapsed // (score.bars * score.meter.beats))
        return True

    def _rest(self) -> None:
        """Say once that silence is meant, and ever again that we live."""
        if self._resting:
            self._ring.beat()
        else:
            self._ring.rest()
            self._resting = True

    def _take_models(self) -> None:
        """Have at hand what the task thread has loaded."""
        while not self._desk.models.empty():
            loaded = self._desk.models.get()
            self._newest = loaded.facts.id
            self._models[self._newest] = loaded.bundle
            if self._renderer is None:
                self._renderer = Renderer(loaded.bundle, self._report, self._notes.report)

    def _report(self, take: int, codes: Codes) -> None:
        self._desk.send(StreamColumns(take, codes))


def silence(count: int) -> Audio:
    """Lead up to what is to come, shape [count, 2], so that the ring's clock stands by then."""
    return np.zeros((count, 2), np.float32)
