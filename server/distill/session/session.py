"""The state of the instrument: slots, undo history, parameters and transport."""

from collections.abc import Mapping, Sequence

import numpy as np

from distill.codes.carriers import Carriers
from distill.codes.codebook import Codebook
from distill.codes.grid import Grid
from distill.codes.sampling_params import SamplingParams
from distill.errors import BadArgument, NotReady
from distill.installation import shell_command
from distill.parameters import PROFILES, defaults, live_values
from distill.protocol.meter import Meter
from distill.protocol.score import Score, Transport
from distill.protocol.source_folders import SourceRoots
from distill.protocol.tasks import ModelInfo
from distill.session.glides import Glides
from distill.session.input_recorder import InputRecorder
from distill.session.loaded_model import LoadedModel, model_stats
from distill.session.sampling_choice import SamplingChoice
from distill.session.slots import Slots, UndoStep
from distill.session.snapshot_store import STAGE_PARAMETERS, PlayingState, Snapshot, SnapshotStore
from distill.session.stream_past import StreamPast
from distill.types import MAX_SEED, Codes, Json, Samples


class Session:
    """State of the instrument; a failed call leaves it as it was.

    Threads: the engine's thread only.

    Attributes:
        parameters: Value of each parameter.
        recorder: Records an input into a slot.
        changes: Which slots have changed since the last report.
        watched: Does a client watch the entropy of the prior?
        meter: Musical time; the engine, which knows the output clock, updates it.
        sampling: How the prior is to write.
        glides: Active glides of parameters; the engine steps them.
        source_folders: Where the sources of slots are.
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self._loaded: LoadedModel | None = None
        self._sounding: LoadedModel | None = None  # the model that plays the take
        self.parameters = defaults()
        self.sampling = SamplingChoice(self.parameters, rng)
        self._slots = Slots()
        self.changes = self._slots.changes
        self._transport: Transport = "stop"
        self._take = self._panic = self._bars = 0
        self._playing, self._morph_slot, self._live = "", "", b""
        self.snapshots, self.meter, self.glides = SnapshotStore(), Meter(), Glides()
        self.watched, self.source_folders = False, SourceRoots()
        self._take_seed = 1
        self._past = StreamPast()
        self.recorder = InputRecorder(self, self._slots)

    # --- model

    @property
    def model(self) -> ModelInfo | None:
        """Information about the loaded model; None while none is loaded."""
        return None if self._loaded is None else self._loaded.info

    @property
    def sounding(self) -> ModelInfo | None:
        """Information about the model that plays the take; the loaded one when stopped."""
        loaded = self._loaded if self._transport == "stop" else self._sounding
        return None if loaded is None else loaded.info

    def adopt(self, info: ModelInfo) -> tuple[str, ...]:
        """Use a newly loaded model; grids of another model stay, and raise `WrongModel` when used.

        The current sound continues: on the new model if that has the same codec (only the prior was
        retrained), else on its own model until another take begins. Returns the patterns of
        `only` and `avoid` that match none of its files, and are dropped.
        """
        self._loaded = LoadedModel.prepare(info, self._loaded)
        before = self._sounding
        capable = self._transport != "stream" or info.has_prior
        if before is not None and before.info.codec_id == info.codec_id and capable:
            self._sounding = self._loaded
        return self.choose_files(*self.sampling.files)

    def ready(self) -> LoadedModel:
        """Return the model and its codebooks.

        Raises:
            NotReady: The model is still loading.
        """
        if self._loaded is None:
            raise NotReady("the model is still loading; wait for status state = ready")
        return self._loaded

    def prior(self) -> ModelInfo:
        """Return the model if it has a prior.

        Raises:
            NotReady: The model is still loading.
            BadArgument: The model has no prior.
        """
        info = self.ready().info
        if info.has_prior:
            return info
        train = shell_command(f"train FOLDER --name {info.name} --stage prior")
        why = "has no prior, so it cannot generate; load another (see models) or train one with"
        raise BadArgument(f"model {info.name!r} {why}: {train}")

    def grid(
        self, codes: Codes, source: str, samples: int = 0, carriers: Carriers | None = None
    ) -> Grid:
        """Make a grid of the loaded model; `samples` and `carriers` as in `Grid`."""
        info = self.ready().info
        about = info.size, info.codec_id, Samples(info.column), source
        return Grid(codes, *about, samples=samples, carriers=carriers)

    # --- slots

    @property
    def slots(self) -> Mapping[str, Grid]:
        """Every filled slot by name."""
        return self._slots.grids

    def slot(self, name: str) -> Grid:
        """Return the grid in a slot; see `Slots.grid`."""
        return self._slots.grid(name)

    def usable(self, name: str) -> Grid:
        """Return the grid in a slot if it belongs to the loaded model.

        Raises:
            UnknownSlot: The slot is empty.
            WrongModel: Another model made it.
        """
        grid = self.slot(name)
        self.ready().check(grid)
        return grid

    def readable(self, name: str) -> tuple[Grid, Codebook]:
        """Return the grid in a slot, and the codebooks to edit it with.

        They are those of the model that plays the take, or of the loaded one.

        Raises:
            UnknownSlot: The slot is empty.
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

    def known_grids(self) -> list[Grid]:
        """Return every grid of slots, undo, redo and snapshots in memory, the oldest first."""
        return [*self._slots.known(), *self.snapshots.known()]

    def needed_sources(self) -> set[str]:
        """Return the ids of the sources that carry them, or what a stream continues."""
        streams = *self._past.sources, *self.snapshots.streamed_sources()
        return {*streams, *(one for grid in self.known_grids() for one in grid.sources)}

    def undo(self) -> UndoStep:
        """Undo the last edit exactly; a recording that is undone ends."""
        change = self._slots.undo()
        self.recorder.on_undo(change)
        self.follow_slot()
        return change

    def redo(self) -> UndoStep:
        """Redo the last undone edit."""
        change = self._slots.redo()
        self.follow_slot()
        return change

    def join(self, name: str, most: int) -> int:
        """Merge the last edits of a slot into one step; see `Slots.join`."""
        return self._slots.join(name, most)

    @property
    def undo_depth(self) -> tuple[int, int]:
        """Number of steps that can be undone and redone."""
        return self._slots.depth

    def follow_slot(self) -> None:
        """Make a loop play the new content of its slot.

        Codes of the loaded model begin a take on it; an empty slot, or codes of any other model,
        stop the loop.
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

    # --- parameters and sampling

    def set_parameter(self, name: str, value: float) -> bool:
        """Set a parameter to a checked value; return whether that changed it."""
        changed = self.parameters[name] != value
        self.parameters[name] = value
        return changed

    def sampling_params(self, seed: int = 0, *, on_beat: bool = False) -> SamplingParams:
        """Return the sampling parameters; see `SamplingChoice.params`."""
        column = 0 if self.model is None else self.model.column
        return self.sampling.params(seed, self.meter, column, on_beat=on_beat)

    def choose_files(self, only: Sequence[str], avoid: Sequence[str]) -> tuple[str, ...]:
        """Set which files of the corpus are written from; see `SamplingChoice.choose`."""
        names = None if self.model is None else self.model.file_ends
        return self.sampling.choose(only, avoid, names)

    # --- transport

    @property
    def transport(self) -> Transport:
        """What plays."""
        return self._transport

    @property
    def playing(self) -> str:
        """The slot that plays, or that the stream continues."""
        return self._playing

    @property
    def take(self) -> int:
        """Number of the current or last take."""
        return self._take

    @property
    def take_seed(self) -> int:
        """The seed of the take."""
        return self._take_seed

    @property
    def morph_slot(self) -> str:
        """The slot that `morph` blends towards; empty for none."""
        return self._morph_slot

    def play(self, name: str, bars: int = 0) -> Grid:
        """Loop a slot from its start; with `bars`, restart it after so many bars.

        Raises:
            UnknownSlot: The slot is empty.
            WrongModel: Another model made it.
        """
        grid = self.usable(name)
        self._begin("play", name)
        self._bars = bars
        return grid

    def stream(self, name: str) -> int:
        """Start an endless stream, which continues a slot if one is named; return the seed."""
        self.prior()
        grid = self.usable(name) if name else None
        self._begin("stream", name)
        if grid is not None:
            self._past = StreamPast(grid.codes, grid.carriers)
        return self._take_seed

    def stop(self) -> None:
        """Stop with a fade-out."""
        self._transport = "stop"

    def panic(self) -> None:
        """Stop within 20 ms."""
        self._transport = "stop"
        self._panic += 1

    def morph_towards(self, name: str) -> None:
        """Set the slot that `morph` blends towards; an empty name for none."""
        if name:
            self.readable(name)
        self._morph_slot = name

    def streamed(self, take: int, columns: Codes, carriers: Carriers | None = None) -> None:
        """Add columns [W, H, Q] that the stream has played, and what carries them."""
        if take == self._take and self._transport == "stream":
            self._past.add(columns, carriers)

    def _begin(self, transport: Transport, name: str) -> None:
        self._transport, self._playing, self._sounding = transport, name, self._loaded
        self._take += 1
        self._take_seed = self.sampling.draw_seed()
        self._bars, self._live, self._past = 0, b"", StreamPast()

    # --- snapshots

    def snapshot(self, live: bytes) -> Snapshot:
        """Return a snapshot of everything; `live` is the state of the live sound."""
        parameters = {n: v for n, v in self.parameters.items() if n not in STAGE_PARAMETERS}
        sounding = PlayingState()
        info = self.sounding
        if self._transport != "stop" and info is not None:
            context, carriers = self._past.whole()
            sounding = PlayingState(
                self._transport, self._playing, self._bars, self._take_seed,
                context, self._past.played, info.id, live, carriers,
            )  # fmt: skip
        files = self.sampling.files
        return Snapshot(dict(self.slots), parameters, self._morph_slot, sounding, *files)

    def recall(self, label: str, snapshot: Snapshot) -> bool:
        """Restore a snapshot, its slots as one undoable step; return whether its sound continues.

        The sound needs the model that played it; without that model, it stays silent.
        """
        gone = dict.fromkeys(self.slots.keys() - snapshot.slots.keys())
        sounding, info = snapshot.sounding, self.model
        capable = sounding.transport != "stop" and info is not None and info.id == sounding.model
        self._transport = "stop"
        self.store(label, {**gone, **snapshot.slots})
        for name, value in snapshot.parameters.items():
            self.set_parameter(name, value)
        self._morph_slot = snapshot.morph_slot
        self.choose_files(snapshot.only, snapshot.avoid)
        if capable:
            self._begin(sounding.transport, sounding.playing)
            self._bars, self._take_seed = sounding.bars, sounding.seed
            self._past = StreamPast(sounding.context, sounding.carriers, sounding.streamed)
            self._live = sounding.live
        return capable or sounding.transport == "stop"

    def pop_live(self) -> bytes:
        """Return, once, the live state that the take continues from; empty if it begins."""
        live, self._live = self._live, b""
        return live

    # --- what should sound

    def score(self) -> Score:
        """Return everything that the live renderer needs, as one value."""
        loop = self.slots[self._playing] if self._transport == "play" else None
        past = self._past if self._transport == "stream" else StreamPast()
        heard = past.context, past.carriers
        codes, carriers = heard if loop is None else (loop.codes, loop.carriers)
        morph = self.slots.get(self._morph_slot)
        info = self.sounding
        if info is None or morph is None or morph.model != info.codec_id:
            morph = None
        return Score(
            transport=self._transport,
            take=self._take,
            codes=codes,
            morph_codes=None if morph is None else morph.codes,
            values=live_values(self.parameters),
            ahead_ms=list(PROFILES.values())[int(self.parameters["profile"])],
            sampling=self.sampling_params(self._take_seed),
            panic=self._panic,
            input_spec=self.recorder.spec,
            model="" if info is None else info.id,
            bars=self._bars,
            meter=self.meter if self._bars else Meter(),
            watched=self.watched,
            samples=0 if loop is None else loop.round_samples,
            carriers=carriers,
            morph_carriers=None if morph is None else morph.carriers,
            sources=self.source_folders,
        )

    def resumed_score(self) -> Score:
        """Return the score for a new worker: a stream continues after the columns already played.

        The new worker has only the loaded model, so a take on another model ends.
        """
        if self._sounding is not self._loaded:
            self._transport = "stop"
        if self._transport == "stream" and self._past.heard:
            self._take_seed = (self._take_seed + self._past.played) % MAX_SEED or 1
            self._past = self._past.continued()
        return self.score()

    def stats(self) -> Json:
        """Return model, transport, slots and undo depth, for the status."""
        model, sounding = self.model, self.sounding
        return {
            **model_stats(model),
            **self.sampling.stats(),
            "transport": self.transport,
            "playing": self.playing,
            "playing_model": sounding.name if sounding and self._transport != "stop" else "",
            "listening": self.recorder.slot,
            "slots": len(self.slots),
            **dict(zip(("undo", "redo"), self.undo_depth, strict=True)),
        }
