"""Records a live input into a slot, and may let the prior answer it."""

from typing import Protocol

from distill.codes.carriers import Carriers
from distill.codes.grid import Grid
from distill.protocol.input import (
    ColumnsRecorded,
    InputPosition,
    InputSilence,
    InputSpec,
    RecordingMode,
    SourceRecorded,
)
from distill.protocol.score import Transport
from distill.protocol.source_folders import SourceRoots
from distill.protocol.tasks import ModelInfo
from distill.session.loaded_model import LoadedModel
from distill.session.recording_buffer import RecordingBuffer
from distill.session.slots import Slots, UndoStep
from distill.types import SAMPLE_RATE, Codes


class RecorderHost(Protocol):
    """The parts of the session that the recorder uses; `Session` documents them."""

    @property
    def model(self) -> ModelInfo | None:
        """The loaded model."""

    @property
    def transport(self) -> Transport:
        """`stop`, `play` or `stream`."""

    @property
    def playing(self) -> str:
        """The playing slot."""

    @property
    def take(self) -> int:
        """Number of the current take."""

    @property
    def source_folders(self) -> SourceRoots:
        """Where the sources are."""

    def ready(self) -> LoadedModel:
        """Return the loaded model, or raise `NotReady`."""

    def prior(self) -> ModelInfo:
        """Return the loaded model if it has a prior, or raise."""

    def grid(
        self, codes: Codes, source: str, samples: int = 0, carriers: Carriers | None = None
    ) -> Grid:
        """Make a grid of the loaded model."""

    def follow_slot(self) -> None:
        """Make a loop play the new content of its slot."""

    def stream(self, name: str) -> int:
        """Start a stream that continues a slot."""

    def stop(self) -> None:
        """Stop the transport."""


class InputRecorder:
    """Runs at most one recording at a time.

    Threads: the engine's thread only.
    """

    def __init__(self, host: RecorderHost, slots: Slots) -> None:
        self._host = host
        self._slots = slots
        self._runs = 0
        self._recording: RecordingBuffer | None = None
        self._ended: RecordingBuffer | None = None  # its sound may still be on the way

    @property
    def spec(self) -> InputSpec | None:
        """The input that the worker encodes; None while nothing is recorded."""
        return None if self._recording is None else self._recording.spec

    @property
    def slot(self) -> str:
        """The slot that is recorded into; empty for none."""
        return "" if self._recording is None else self._recording.slot

    def begin(self, slot: str, seconds: float, mode: RecordingMode, source: InputPosition) -> int:
        """Record the input into a slot from now on; return the most columns that it holds.

        Raises:
            NotReady: The model is still loading.
            BadArgument: The mode is `answer`, and the model has no prior.
            Busy: There are too many slots.
        """
        host = self._host
        info = host.prior() if mode == "answer" else host.ready().info
        self._slots.check_room([slot])
        self.end()
        self._runs += 1
        limit = max(1, round(seconds * SAMPLE_RATE / info.column))
        place = source.audio_name, source.end
        spec = InputSpec(self._runs, *place, limit, mode == "answer", host.source_folders[:2])
        self._recording = RecordingBuffer(spec, slot, mode, limit)
        return limit

    def end(self) -> tuple[str, int]:
        """End the recording; return slot and columns, which are put in order unless they play."""
        recording, self._recording = self._recording, None
        if recording is None:
            return "-", 0
        self._ended = recording
        if recording.answer == self._host.take:
            self._host.stop()
        loops = self._host.transport == "play" and self._host.playing == recording.slot
        if recording.step is not None and not loops:
            self._put(recording, recording.in_order())
        return recording.slot, recording.columns

    def on_undo(self, step: UndoStep) -> None:
        """End the recording if its step was undone."""
        if self._recording is not None and self._recording.step is step:
            self._recording = None

    def on_message(self, message: ColumnsRecorded | InputSilence | SourceRecorded) -> str:
        """Handle a message of the worker; return `sounds`, `silent` or an empty string.

        Raises:
            Busy: There are too many slots.
        """
        if isinstance(message, SourceRecorded):
            self._carry(message)
            return ""
        recording, model = self._recording, self._host.model
        if recording is None or model is None or message.run != recording.spec.run:
            return ""
        if isinstance(message, ColumnsRecorded):
            if message.codec == model.codec_id and recording.add(message):
                self._put(recording, recording.in_place())
            return ""
        if recording.mode == "answer":
            self._answer(recording, model, over=message.over)
        return "sounds" if message.over else "silent"

    def _answer(self, recording: RecordingBuffer, model: ModelInfo, *, over: bool) -> None:
        """Start a stream where the input fell silent; stop it when the input sounds again."""
        if over:
            if recording.answer == self._host.take:
                self._host.stop()
            recording.answer = 0
        elif recording.step is not None and model.has_prior:
            self._put(recording, recording.in_order())
            self._host.stream(recording.slot)
            recording.answer = self._host.take

    def _carry(self, message: SourceRecorded) -> None:
        """Let the sound that was kept carry its columns, unless the slot was changed since."""
        for recording in (self._recording, self._ended):
            if recording is not None and recording.spec.run == message.run:
                recording.keep(message)
                if recording.grid is not None and self._in_slot(recording):
                    self._put(recording, recording.in_place())

    def _in_slot(self, recording: RecordingBuffer) -> bool:
        return self._slots.grids.get(recording.slot) is recording.grid

    def _put(self, recording: RecordingBuffer, codes: Codes) -> None:
        host = self._host
        grid = host.grid(codes, "listen", carriers=recording.carriers())
        recording.grid, changes = grid, {recording.slot: grid}
        if recording.step is None:
            recording.step = self._slots.store(f"listen {recording.slot}", changes)
        else:
            recording.step = self._slots.amend(recording.step, changes)
        host.follow_slot()
