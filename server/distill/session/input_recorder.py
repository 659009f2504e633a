"""Listening as a part of the instrument: what comes fills a slot, and may be answered."""

from typing import Protocol

from distill.codes.grid import Grid
from distill.protocol.input import (
    ColumnsRecorded,
    InputPosition,
    InputSilence,
    InputSpec,
    RecordingMode,
)
from distill.protocol.score import Transport
from distill.protocol.tasks import ModelInfo
from distill.session.loaded_model import LoadedModel
from distill.session.recording_buffer import RecordingBuffer
from distill.session.slots import Slots, UndoStep
from distill.types import SAMPLE_RATE, Codes


class RecorderHost(Protocol):
    """What it needs of the session around it; the words mean there what they mean here."""

    @property
    def model(self) -> ModelInfo | None:
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

    def ready(self) -> LoadedModel:
        """Give the loaded model, or refuse."""

    def prior(self) -> ModelInfo:
        """Give the loaded model if it can write, or refuse."""

    def grid(self, codes: Codes, source: str) -> Grid:
        """Make a grid of the loaded model."""

    def follow_slot(self) -> None:
        """Let a loop play what its slot came to hold."""

    def stream(self, name: str) -> int:
        """Let the prior go on from a slot."""

    def stop(self) -> None:
        """End what sounds."""


class InputRecorder:
    """At most one listening at a time.

    Threads: the engine's thread only.
    """

    def __init__(self, stage: RecorderHost, slots: Slots) -> None:
        self._stage = stage
        self._slots = slots
        self._runs = 0
        self._now: RecordingBuffer | None = None

    @property
    def spec(self) -> InputSpec | None:
        """What the worker is to hear."""
        return None if self._now is None else self._now.listen

    @property
    def slot(self) -> str:
        """The slot that is filled; empty for none."""
        return "" if self._now is None else self._now.slot

    def begin(self, slot: str, seconds: float, mode: RecordingMode, incoming: InputPosition) -> int:
        """Take the input into a slot from now on; give how many columns it holds at most.

        Raises:
            NotReady: The model is still loading.
            BadArgument: It should answer, and the model has no prior.
            Busy: There are too many slots.
        """
        stage = self._stage
        facts = stage.prior() if mode == "answer" else stage.ready().info
        self._slots.check_room([slot])
        self.end()
        self._runs += 1
        most = max(1, round(seconds * SAMPLE_RATE / facts.column))
        self._now = RecordingBuffer(
            InputSpec(self._runs, incoming.tape, incoming.end), slot, mode, most
        )
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

    def on_undo(self, step: UndoStep) -> None:
        """Who takes back what is listened to wants no more of it."""
        if self._now is not None and self._now.step is step:
            self._now = None

    def on_message(self, message: ColumnsRecorded | InputSilence) -> str:
        """Take what the worker heard; give a word for the news, or nothing.

        Raises:
            Busy: There are too many slots.
        """
        now, model = self._now, self._stage.model
        if now is None or model is None or message.run != now.listen.run:
            return ""
        if isinstance(message, ColumnsRecorded):
            if message.codec == model.codec_id and now.add(message):
                self._put(now, now.in_place())
            return ""
        if now.mode == "answer":
            self._answer(now, model, over=message.over)
        return "sounds" if message.over else "silent"

    def _answer(self, now: RecordingBuffer, model: ModelInfo, *, over: bool) -> None:
        """Let the prior go on where the input fell silent, and stop when that is over."""
        if over:
            if now.answer == self._stage.take:
                self._stage.stop()
            now.answer = 0
        elif now.step is not None and model.has_prior:
            self._put(now, now.in_order())
            self._stage.stream(now.slot)
            now.answer = self._stage.take

    def _put(self, now: RecordingBuffer, codes: Codes) -> None:
        stage = self._stage
        changes = {now.slot: stage.grid(codes, "listen")}
        if now.step is None:
            now.step = self._slots.store(f"listen {now.slot}", changes)
        else:
            now.step = self._slots.amend(now.step, changes)
        stage.follow_slot()
