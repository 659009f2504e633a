"""The instrument as state: what is in the slots, what was undone, what plays and how."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from distill.codes.codebook import Codebook
from distill.codes.grid import Grid
from distill.errors import BadArgument, Busy, NotReady, UnknownSlot
from distill.parameters import PROFILES, defaults
from distill.session.score import Score, Transport
from distill.session.tasks import Chance, ModelFacts
from distill.types import MAX_SEED, SAMPLE_RATE, Codes, Samples

UNDO_STEPS: Final = 100
"""How many edits can be taken back."""
MAX_SLOTS: Final = 256
"""Slots are small, but a client in a loop must not fill the memory."""
MAX_COLUMNS: Final = 8192
"""Longest grid, in columns (23 minutes at 170 ms each)."""
HISTORY_COLUMNS: Final = 768
"""Columns of a stream that are kept (about two minutes)."""


@dataclass(frozen=True, slots=True)
class Change:
    """One undoable step: each touched slot before and after; None means empty."""

    label: str
    before: Mapping[str, Grid | None]
    after: Mapping[str, Grid | None]


class Session:
    """State of the instrument; a failed call leaves it as it was.

    Threads: the engine's thread only.

    Attributes:
        model: Facts of the loaded model, or None while none is loaded.
        codebook: Its codebooks, ready for neighbours and blends.
        parameters: Value of each parameter.
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self.model: ModelFacts | None = None
        self.codebook: Codebook | None = None
        self.parameters = defaults()
        self._rng = rng
        self._slots: dict[str, Grid] = {}
        self._undo: deque[Change] = deque(maxlen=UNDO_STEPS)
        self._redo: deque[Change] = deque(maxlen=UNDO_STEPS)
        self._transport: Transport = "stop"
        self._take = 0
        self._panic = 0
        self._playing = ""
        self._morph_slot = ""
        self._take_seed = 1
        self._context: Codes | None = None
        self._history: deque[Codes] = deque(maxlen=HISTORY_COLUMNS)
        self._streamed = 0

    # --- model

    def adopt(self, facts: ModelFacts) -> None:
        """Take a newly loaded model; grids of another model stay, and say so when used."""
        if self.model is None or self.model.id != facts.id:
            self.codebook = Codebook(facts.codebooks)
            if self._transport == "stream":
                self._transport = "stop"
        self.model = facts
        self._stop_unplayable()

    def ready(self) -> tuple[ModelFacts, Codebook]:
        """Give the model.

        Raises:
            NotReady: It is still loading.
        """
        if self.model is None or self.codebook is None:
            raise NotReady("the model is still loading; wait for status state = ready")
        return self.model, self.codebook

    def prior(self) -> ModelFacts:
        """Give the model if it can generate.

        Raises:
            NotReady: It is still loading.
            BadArgument: It has no prior.
        """
        facts, _ = self.ready()
        if not facts.has_prior:
            raise BadArgument(
                f"model {facts.name!r} has no prior, so it cannot generate; load another "
                f"(see models) or train one with: distill train FOLDER --name {facts.name} "
                "--stage prior"
            )
        return facts

    def grid(self, codes: Codes, source: str) -> Grid:
        """Make a grid of the loaded model."""
        facts, _ = self.ready()
        return Grid(codes, facts.size, facts.codec_id, Samples(facts.column), source)

    # --- slots

    @property
    def slots(self) -> Mapping[str, Grid]:
        """Every filled slot by name."""
        return self._slots

    def slot(self, name: str) -> Grid:
        """Give the grid in a slot.

        Raises:
            UnknownSlot: It is empty; says which are filled.
        """
        if name not in self._slots:
            filled = ", ".join(self._slots) or "none yet: encode or generate first"
            raise UnknownSlot(f"slot {name!r} is empty; filled slots: {filled}")
        return self._slots[name]

    def usable(self, name: str) -> Grid:
        """Give the grid in a slot if the loaded model can read it.

        Raises:
            UnknownSlot: It is empty.
            WrongModel: Another model made it.
        """
        grid = self.slot(name)
        facts, _ = self.ready()
        grid.check_kind(_like(facts))
        return grid

    def store(self, label: str, changes: Mapping[str, Grid | None]) -> None:
        """Put grids into slots (None empties one) as one undoable step.

        Raises:
            Busy: There are too many slots.
            BadArgument: A grid is too long.
        """
        for grid in changes.values():
            if grid is not None and grid.columns > MAX_COLUMNS:
                raise BadArgument(
                    f"a slot holds up to {MAX_COLUMNS} columns, got {grid.columns}; "
                    "encode a part with start and length"
                )
        fresh = [name for name, grid in changes.items() if grid and name not in self._slots]
        if len(self._slots) + len(fresh) > MAX_SLOTS:
            raise Busy(f"all {MAX_SLOTS} slots are filled; clear one first")
        before = {name: self._slots.get(name) for name in changes}
        self._undo.append(Change(label, before, dict(changes)))
        self._redo.clear()
        self._apply(changes)

    def undo(self) -> Change:
        """Take the last edit back, bit for bit.

        Raises:
            BadArgument: Nothing is left to undo.
        """
        if not self._undo:
            raise BadArgument("nothing to undo")
        change = self._undo.pop()
        self._redo.append(change)
        self._apply(change.before)
        return change

    def redo(self) -> Change:
        """Do the last undone edit again.

        Raises:
            BadArgument: Nothing is left to redo.
        """
        if not self._redo:
            raise BadArgument("nothing to redo")
        change = self._redo.pop()
        self._undo.append(change)
        self._apply(change.after)
        return change

    @property
    def undo_depth(self) -> tuple[int, int]:
        """How many steps can be undone and redone."""
        return len(self._undo), len(self._redo)

    def _apply(self, changes: Mapping[str, Grid | None]) -> None:
        for name, grid in changes.items():
            if grid is None:
                self._slots.pop(name, None)
            else:
                self._slots[name] = grid
        self._stop_unplayable()

    def _stop_unplayable(self) -> None:
        """End a loop whose slot is empty, or holds what the loaded model cannot read."""
        if self._transport != "play":
            return
        grid = self._slots.get(self._playing)
        if grid is None or self.model is None or grid.kind != _like(self.model).kind:
            self._transport = "stop"

    # --- parameters and chance

    def turn(self, name: str, value: float) -> bool:
        """Set a parameter that was checked by its row; tell if that changed it."""
        changed = self.parameters[name] != value
        self.parameters[name] = value
        return changed

    def chance(self) -> Chance:
        """Say how the prior chooses now, with the seed to use (a fresh one if it is 0)."""
        return Chance(
            self.parameters["temperature"], int(self.parameters["top_k"]), self.draw_seed()
        )

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
    def take_seed(self) -> int:
        """The seed of what plays."""
        return self._take_seed

    @property
    def morph_slot(self) -> str:
        """What `morph` blends towards; empty for nothing."""
        return self._morph_slot

    def play(self, name: str) -> Grid:
        """Loop a slot from its start.

        Raises:
            UnknownSlot: It is empty.
            WrongModel: Another model made it.
        """
        grid = self.usable(name)
        self._begin("play", name)
        return grid

    def stream(self, name: str) -> int:
        """Let the prior play endlessly, after a slot's grid if a name is given.

        Returns:
            The seed in use.
        """
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
            self.usable(name)
        self._morph_slot = name

    def streamed(self, take: int, columns: Codes) -> None:
        """Remember columns that the stream has played; shape [W, H, Q]."""
        if take == self._take and self._transport == "stream":
            self._history.extend(columns)
            self._streamed += len(columns)

    def _begin(self, transport: Transport, name: str) -> None:
        self._transport = transport
        self._playing = name
        self._take += 1
        self._take_seed = self.draw_seed()
        self._context = None
        self._history.clear()
        self._streamed = 0

    # --- what should sound

    def score(self) -> Score:
        """Say everything the live renderer needs, as one value."""
        values = self.parameters
        codes = None
        if self._transport == "play":
            codes = self._slots[self._playing].codes
        elif self._transport == "stream":
            codes = self._context
        morph = self._slots.get(self._morph_slot)
        facts = self.model
        if facts is None or morph is None or morph.model != facts.codec_id:
            morph = None
        chance = Chance(values["temperature"], int(values["top_k"]), self._take_seed)
        return Score(
            transport=self._transport,
            take=self._take,
            codes=codes,
            morph_codes=None if morph is None else morph.codes,
            coarse=values["coarse"],
            fine=values["fine"],
            morph=values["morph"],
            gain_db=values["gain"],
            width=values["width"],
            ahead_ms=list(PROFILES.values())[int(values["profile"])],
            chance=chance,
            panic=self._panic,
            model="" if facts is None else facts.id,
        )

    def resumed_score(self) -> Score:
        """Say the score for a fresh worker: a stream goes on after what was already played."""
        if self._transport == "stream" and self._history:
            played = np.stack(list(self._history))
            self._context = (
                played if self._context is None else np.concatenate([self._context, played])
            )[-HISTORY_COLUMNS:]
            self._take_seed = (self._take_seed + self._streamed) % MAX_SEED or 1
            self._history.clear()
        return self.score()

    def seconds(self, columns: int) -> float:
        """How long that many columns of the loaded model sound."""
        facts, _ = self.ready()
        return columns * facts.column / SAMPLE_RATE


def _like(facts: ModelFacts) -> Grid:
    """Make an empty grid of a model, to compare kinds with."""
    codes = np.zeros((1, facts.bands, facts.levels), np.int16)
    return Grid(codes, facts.size, facts.codec_id, Samples(facts.column))
