"""Listening as a part of the instrument: what comes fills a slot, and may be answered."""

from typing import Protocol

from distill.codes.grid import Grid
from distill.session.listening import Incoming, Listen, Listened, Listening, Mode, Silence
from distill.session.reading import Reading
from distill.session.score import Transport
from distill.session.slots import Change, Slots
from distill.session.tasks import ModelFacts
from distill.types import SAMPLE_RATE, Codes


class Stage(Protocol):
    """What it needs of the session around it; the words mean there what they mean here."""

    @property
    def model(self) -> ModelFacts | None:
        """The loaded model."""

    @property
    def transport(self) -> Transport:
        """What is going on."""

    @property
    def playing(self) -> str:
        """The slot that plays."""

    @property
    def take(self) -> int:
        """Number of what plays."""

    def ready(self) -> Reading:
        """Give the loaded model, or refuse."""

    def prior(self) -> ModelFacts:
        """Give the loaded model if it can write, or refuse."""

    def grid(self, codes: Codes, source: str) -> Grid:
        """Make a grid of the loaded model."""

    def follow_slot(self) -> None:
        """Let a loop play what its slot came to hold."""

    def stream(self, name: str) -> int:
        """Let the prior go on from a slot."""

    def stop(self) -> None:
        """End what sounds."""


class Attention:
    """At most one listening at a time.

    Threads: the engine's thread only.
    """

    def __init__(self, stage: Stage, slots: Slots) -> None:
        self._stage = stage
        self._slots = slots
        self._runs = 0
        self._now: Listening | None = None

    @property
    def listen(self) -> Listen | None:
        """What the worker is to hear."""
        return None if self._now is None else self._now.listen

    @property
    def slot(self) -> str:
        """The slot that is filled; empty for none."""
        return "" if self._now is None else self._now.slot

    def begin(self, slot: str, seconds: float, mode: Mode, incoming: Incoming) -> int:
        """Take the input into a slot from now on; give how many columns it holds at most.

        Raises:
            NotReady: The model is still loading.
            BadArgument: It should answer, and the model has no prior.
            Busy: There are too many slots.
        """
        stage = self._stage
        facts = stage.prior() if mode == "answer" else stage.ready().facts
        self._slots.check_room([slot])
        self.end()
        self._runs += 1
        most = max(1, round(seconds * SAMPLE_RATE / facts.column))
        self._now = Listening(Listen(self._runs, incoming.tape, incoming.end), slot, mode, most)
        return most

    def end(self) -> tuple[str, int]:
        """Listen no more; give slot and columns, which are put in order unless they play."""
        now, self._now = self._now, None
        if now is None:
            return "-", 0
        if now.answer == self._stage.take:
            self._stage.stop()
        loops = self._stage.transport == "play" and self._stage.playing == now.slot
        if now.step is not None and not loops:
            self._put(now, now.in_order())
        return now.slot, now.columns

    def undone(self, step: Change) -> None:
        """Who takes back what is listened to wants no more of it."""
        if self._now is not None and self._now.step is step:
            self._now = None

    def hear(self, message: Listened | Silence) -> str:
        """Take what the worker heard; give a word for the news, or nothing.

        Raises:
            Busy: There are too many slots.
        """
        now, model = self._now, self._stage.model
        if now is None or model is None or message.run != now.listen.run:
            return ""
        if isinstance(message, Listened):
            if message.codec == model.codec_id and now.take(message):
                self._put(now, now.going_round())
            return ""
        if now.mode == "answer":
            self._answer(now, model, over=message.over)
        return "sounds" if message.over else "silent"

    def _answer(self, now: Listening, model: ModelFacts, *, over: bool) -> None:
        """Let the prior go on where the input fell silent, and stop when that is over."""
        if over:
            if now.answer == self._stage.take:
                self._stage.stop()
            now.answer = 0
        elif now.step is not None and model.has_prior:
            self._put(now, now.in_order())
            self._stage.stream(now.slot)
            now.answer = self._stage.take

    def _put(self, now: Listening, codes: Codes) -> None:
        stage = self._stage
        changes = {now.slot: stage.grid(codes, "listen")}
        if now.step is None:
            now.step = self._slots.store(f"listen {now.slot}", changes)
        else:
            now.step = self._slots.amend(now.step, changes)
        stage.follow_slot()
