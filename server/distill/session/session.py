"""The instrument as state: what is in the slots, what was undone, what plays and how."""

from collections import deque
from collections.abc import Mapping
from typing import Final

import numpy as np

from distill.codes.codebook import Codebook
from distill.codes.grid import Grid
from distill.codes.sampling_params import SamplingParams
from distill.errors import BadArgument, NotReady
from distill.installation import shell_command
from distill.parameters import PROFILES, defaults, live_values
from distill.protocol.meter import Meter
from distill.protocol.score import Score, Transport
from distill.protocol.tasks import ModelInfo
from distill.session.glides import Glides
from distill.session.input_recorder import InputRecorder
from distill.session.loaded_model import LoadedModel
from distill.session.slots import Slots, UndoStep
from distill.session.snapshot_store import OF_THE_STAGE, PlayingState, Snapshot, SnapshotStore
from distill.types import MAX_SEED, Codes, Json, Samples

HISTORY_COLUMNS: Final = 768
"""Columns of a stream that are kept (about two minutes)."""


class Session:
    """State of the instrument; a failed call leaves it as it was.

    Threads: the engine's thread only.

    Attributes:
        parameters: Value of each parameter.
        attention: What of the input is taken into a slot.
        changes: Which slots hold other codes than was last told.
        watched: Does somebody want to know how open the prior was?
        meter: Musical time, kept by the engine, which knows the output's clock.
        glides: Parameters on their way, led on by the engine.
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self._loaded: LoadedModel | None = None
        self._sounding: LoadedModel | None = None  # what plays the take
        self.parameters = defaults()
        self._rng = rng
        self._slots = Slots()
        self.changes = self._slots.changes
        self._transport: Transport = "stop"
        self._take = self._panic = self._bars = self._streamed = 0
        self._playing, self._morph_slot, self._live = "", "", b""
        self.snapshots, self.meter, self.glides = SnapshotStore(), Meter(), Glides()
        self.watched = False
        self._take_seed = 1
        self._context: Codes | None = None
        self._history: deque[Codes] = deque(maxlen=HISTORY_COLUMNS)
        self.recorder = InputRecorder(self, self._slots)

    # --- model

    @property
    def model(self) -> ModelInfo | None:
        """Facts of the loaded model, None while none is loaded."""
        return None if self._loaded is None else self._loaded.info

    @property
    def sounding(self) -> ModelInfo | None:
        """Facts of the model that what sounds is played by; the loaded one when nothing does."""
        reading = self._loaded if self._transport == "stop" else self._sounding
        return None if reading is None else reading.info

    def adopt(self, facts: ModelInfo) -> None:
        """Take a newly loaded model; grids of another one stay, and say so when used.

        What sounds goes on: played by the new model if that has the same codec (only the prior was
        trained again), else by its own until another take begins.
        """
        self._loaded = LoadedModel(facts, Codebook(facts.codebooks))
        before = self._sounding
        able = self._transport != "stream" or facts.has_prior
        if before is not None and before.info.codec_id == facts.codec_id and able:
            self._sounding = self._loaded

    def ready(self) -> LoadedModel:
        """Give the model and its codebooks.

        Raises:
            NotReady: It is still loading.
        """
        if self._loaded is None:
            raise NotReady("the model is still loading; wait for status state = ready")
        return self._loaded

    def prior(self) -> ModelInfo:
        """Give the model if it can generate.

        Raises:
            NotReady: It is still loading.
            BadArgument: It has no prior.
        """
        facts = self.ready().info
        if facts.has_prior:
            return facts
        train = shell_command(f"train FOLDER --name {facts.name} --stage prior")
        why = "has no prior, so it cannot generate; load another (see models) or train one with"
        raise BadArgument(f"model {facts.name!r} {why}: {train}")

    def grid(self, codes: Codes, source: str) -> Grid:
        """Make a grid of the loaded model."""
        facts = self.ready().info
        return Grid(codes, facts.size, facts.codec_id, Samples(facts.column), source)

    # --- slots

    @property
    def slots(self) -> Mapping[str, Grid]:
        """Every filled slot by name."""
        return self._slots.grids

    def slot(self, name: str) -> Grid:
        """Give the grid in a slot; see `Slots.grid`."""
        return self._slots.grid(name)

    def usable(self, name: str) -> Grid:
        """Give the grid in a slot if the loaded model can read it.

        Raises:
            UnknownSlot: It is empty.
            WrongModel: Another model made it.
        """
        grid = self.slot(name)
        self.ready().check(grid)
        return grid

    def readable(self, name: str) -> tuple[Grid, Codebook]:
        """Give the grid in a slot, and the codebooks that it is edited with.

        They are those of the loaded model, or of the one that plays the take.

        Raises:
            UnknownSlot: It is empty.
            WrongModel: Neither of these models made it.
        """
        grid = self.slot(name)
        if self._sounding is not None and self._sounding.reads(grid):
            return grid, self._sounding.codebook
        return self.usable(name), self.ready().codebook

    def store(self, label: str, changes: Mapping[str, Grid | None]) -> None:
        """Put grids into slots (None empties one) as one undoable step; see `Slots.store`."""
        self._slots.store(label, changes)
        self.follow_slot()

    def undo(self) -> UndoStep:
        """Take the last edit back, bit for bit; of what is listened to that is the end."""
        change = self._slots.undo()
        self.recorder.on_undo(change)
        self.follow_slot()
        return change

    def redo(self) -> UndoStep:
        """Do the last undone edit again."""
        change = self._slots.redo()
        self.follow_slot()
        return change

    def join(self, name: str, most: int) -> int:
        """Make the last edits of a slot one step; see `Slots.join`."""
        return self._slots.join(name, most)

    @property
    def undo_depth(self) -> tuple[int, int]:
        """How many steps can be undone and redone."""
        return self._slots.depth

    def follow_slot(self) -> None:
        """Let a loop play what its slot came to hold.

        Codes of the loaded model begin a take on it; it ends with an empty slot, or with codes of
        any other.
        """
        if self._transport != "play":
            return
        grid = self.slots.get(self._playing)
        if grid is not None and self._sounding is not None and self._sounding.reads(grid):
            return
        if grid is not None and self._loaded is not None and self._loaded.reads(grid):
            self._sounding = self._loaded
            self._take += 1
        else:
            self._transport = "stop"

    # --- parameters and chance

    def set_parameter(self, name: str, value: float) -> bool:
        """Set a parameter that was checked by its row; tell if that changed it."""
        changed = self.parameters[name] != value
        self.parameters[name] = value
        return changed

    def chance(self, seed: int = 0) -> SamplingParams:
        """Say how the prior chooses now, with the seed to use (a fresh one if it is 0)."""
        values = self.parameters
        return SamplingParams(values["temperature"], int(values["top_k"]), seed or self.draw_seed())

    def draw_seed(self) -> int:
        """Give the seed parameter, or a fresh seed when it is 0; never 0."""
        return int(self.parameters["seed"]) or int(self._rng.integers(1, MAX_SEED))

    # --- transport

    @property
    def transport(self) -> Transport:
        """What is going on: `stop`, `play` or `stream`."""
        return self._transport

    @property
    def playing(self) -> str:
        """The slot that plays, or that the stream continued."""
        return self._playing

    @property
    def take(self) -> int:
        """Number of what plays, or has played last."""
        return self._take

    @property
    def take_seed(self) -> int:
        """The seed of what plays."""
        return self._take_seed

    @property
    def morph_slot(self) -> str:
        """What `morph` blends towards; empty for nothing."""
        return self._morph_slot

    def play(self, name: str, bars: int = 0) -> Grid:
        """Loop a slot from its start; with `bars` it begins again after so many.

        Raises:
            UnknownSlot: It is empty.
            WrongModel: Another model made it.
        """
        grid = self.usable(name)
        self._begin("play", name)
        self._bars = bars
        return grid

    def stream(self, name: str) -> int:
        """Let the prior play endlessly, after a slot's grid if a name is given; give the seed."""
        self.prior()
        context = self.usable(name).codes if name else None
        self._begin("stream", name)
        self._context = context
        return self._take_seed

    def stop(self) -> None:
        """End the transport; the tail fades."""
        self._transport = "stop"

    def panic(self) -> None:
        """End the transport within 20 ms."""
        self._transport = "stop"
        self._panic += 1

    def morph_towards(self, name: str) -> None:
        """Choose what `morph` blends towards; an empty name for nothing."""
        if name:
            self.readable(name)
        self._morph_slot = name

    def streamed(self, take: int, columns: Codes) -> None:
        """Remember columns that the stream has played; shape [W, H, Q]."""
        if take == self._take and self._transport == "stream":
            self._history.extend(columns)
            self._streamed += len(columns)

    def _begin(self, transport: Transport, name: str) -> None:
        self._transport = transport
        self._sounding = self._loaded
        self._playing = name
        self._take += 1
        self._take_seed = self.draw_seed()
        self._bars = 0
        self._live = b""
        self._context = None
        self._history.clear()
        self._streamed = 0

    # --- snapshots

    def snapshot(self, live: bytes) -> Snapshot:
        """Say everything that is; `live` tells where what sounds stands."""
        parameters = {n: v for n, v in self.parameters.items() if n not in OF_THE_STAGE}
        sounding = PlayingState()
        facts = self.sounding
        if self._transport != "stop" and facts is not None:
            sounding = PlayingState(
                self._transport, self._playing, self._bars, self._take_seed,
                self._recent_codes(), self._streamed, facts.id, live,
            )  # fmt: skip
        return Snapshot(dict(self.slots), parameters, self._morph_slot, sounding)

    def recall(self, label: str, snapshot: Snapshot) -> bool:
        """Let everything be as it was, slots as one step; tell if what sounded goes on as it was.

        What sounded needs its model; without it, it is silent.
        """
        gone = dict.fromkeys(self.slots.keys() - snapshot.slots.keys())
        sounding, facts = snapshot.sounding, self.model
        able = sounding.transport != "stop" and facts is not None and facts.id == sounding.model
        self._transport = "stop"
        self.store(label, {**gone, **snapshot.slots})
        for name, value in snapshot.parameters.items():
            self.set_parameter(name, value)
        self._morph_slot = snapshot.morph_slot
        if able:
            self._begin(sounding.transport, sounding.playing)
            self._bars, self._take_seed = sounding.bars, sounding.seed
            self._context, self._streamed = sounding.context, sounding.streamed
            self._live = sounding.live
        return able or sounding.transport == "stop"

    def pop_live(self) -> bytes:
        """Give what a take goes on from, once; empty if it begins."""
        live, self._live = self._live, b""
        return live

    def _recent_codes(self) -> Codes | None:
        """Give what a stream went on from and what it played since, [W, H, Q]; at most so much."""
        if not self._history:
            return self._context
        played = np.stack(list(self._history))
        whole = played if self._context is None else np.concatenate([self._context, played])
        return whole[-HISTORY_COLUMNS:]

    # --- what should sound

    def score(self) -> Score:
        """Say everything the live renderer needs, as one value."""
        codes = None
        if self._transport == "play":
            codes = self.slots[self._playing].codes
        elif self._transport == "stream":
            codes = self._context
        morph = self.slots.get(self._morph_slot)
        facts = self.sounding
        if facts is None or morph is None or morph.model != facts.codec_id:
            morph = None
        return Score(
            transport=self._transport,
            take=self._take,
            codes=codes,
            morph_codes=None if morph is None else morph.codes,
            values=live_values(self.parameters),
            ahead_ms=list(PROFILES.values())[int(self.parameters["profile"])],
            chance=self.chance(self._take_seed),
            panic=self._panic,
            listen=self.recorder.spec,
            model="" if facts is None else facts.id,
            bars=self._bars,
            meter=self.meter if self._bars else Meter(),
            watched=self.watched,
        )

    def resumed_score(self) -> Score:
        """Say the score for a fresh worker: a stream goes on after what was already played.

        That worker has the loaded model only, so what another one played has ended.
        """
        if self._sounding is not self._loaded:
            self._transport = "stop"
        if self._transport == "stream" and self._history:
            self._context = self._recent_codes()
            self._take_seed = (self._take_seed + self._streamed) % MAX_SEED or 1
            self._history.clear()
        return self.score()

    def stats(self) -> Json:
        """Tell what is loaded, what sounds and what is kept, for the status."""
        model, sounding = self.model, self.sounding
        return {
            "model": model.name if model else "",
            "model_id": model.id if model else "",
            "model_date": model.date if model else "",
            "model_checkpoint": model.checkpoint if model else "",
            "transport": self.transport,
            "playing": self.playing,
            "playing_model": sounding.name if sounding and self._transport != "stop" else "",
            "listening": self.recorder.slot,
            "slots": len(self.slots),
            **dict(zip(("undo", "redo"), self.undo_depth, strict=True)),
        }
