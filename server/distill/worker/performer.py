"""The worker's main thread: keeps the ring as full as the score wants it."""

import dataclasses
from typing import Final

import numpy as np

from distill.bundle import Bundle
from distill.ring.writer import Writer
from distill.session.messages import Played
from distill.session.score import Score
from distill.types import SAMPLE_RATE, Codes
from distill.worker.desk import Desk
from distill.worker.notes import Notes
from distill.worker.renderer import Renderer

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

    def __init__(self, desk: Desk, ring: Writer) -> None:
        self._desk = desk
        self._ring = ring
        self._notes = Notes(desk, ring)
        self._score = Score()
        self._models: dict[str, Bundle] = {}
        self._newest = ""
        self._renderer: Renderer | None = None
        self._resting = True  # a fresh worker leaves a held sound alone until it is told a score

    @property
    def newest(self) -> Bundle | None:
        """The model that was loaded last."""
        return self._models.get(self._newest)

    def perform(self, score: Score) -> None:
        """Let this sound from now on; a score for a model that is not there is silence."""
        self._take_models()
        bundle = self._models.get(score.model)
        if bundle is None:
            score = dataclasses.replace(score, transport="stop")
        panic = score.panic != self._score.panic
        self._score = score
        if self._renderer is not None:
            self._renderer.adopt(bundle or self._models[self._newest])
            self._renderer.perform(score)
            if panic:
                self._renderer.silence()
        if panic:
            self._ring.drop()
        self._resting = False
        wanted = (score.model, self._newest)
        self._models = {name: one for name, one in self._models.items() if name in wanted}

    def turn(self) -> float:
        """Render what is wanted now; tell how long to wait for a message."""
        self._take_models()
        renderer = self._renderer
        if renderer is None or not renderer.active:
            self._rest()
            return IDLE_WAIT_S
        ahead = self._score.ahead_ms * SAMPLE_RATE // 1000
        for _ in range(BURST):
            if self._ring.space(ahead) < renderer.hop:
                break
            block = renderer.render()
            if len(block):
                self._resting = False
                self._ring.write(np.ascontiguousarray(block))
        self._desk.figures = renderer.figures()
        wanted = self._ring.space(ahead) >= renderer.hop
        return 0.0 if wanted or renderer.prepare() else LIVE_WAIT_S

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
                self._renderer = Renderer(loaded.bundle, self._tell, self._notes.take)

    def _tell(self, take: int, codes: Codes) -> None:
        self._desk.say(Played(take, codes))
