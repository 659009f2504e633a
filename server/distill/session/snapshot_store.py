"""Snapshots of the instrument: slots, parameters, and the live sound."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from distill.codes import interpolate
from distill.codes.carriers import Carriers
from distill.codes.grid import Grid
from distill.errors import BadArgument, UnknownSlot
from distill.parameters import PARAMETERS, Scope, in_scope
from distill.protocol.score import Transport
from distill.session.loaded_model import LoadedModel
from distill.types import Codes

STAGE_PARAMETERS: Final = frozenset(row.name for row in in_scope(Scope.STAGE))
"""Parameters of the stage, not of the music: snapshots do not contain them."""
MAX_SNAPSHOTS: Final = 256
"""Most snapshots in memory; each takes half a megabyte while something sounds."""


@dataclass(frozen=True, slots=True, eq=False)
class PlayingState:
    """What was playing.

    Attributes:
        transport: `stop`, `play` or `stream`.
        playing: The slot.
        bars: Bars of a round of the loop; 0: its own length.
        seed: Seed of the take.
        context: Shape [W, H, Q]; the context of a stream and what it has played, or None.
        streamed: Columns of the context that the stream has played.
        model: Id of the model that played.
        live: State of the live sound, from the worker.
        carriers: What carries the context, or None.
    """

    transport: Transport = "stop"
    playing: str = ""
    bars: int = 0
    seed: int = 1
    context: Codes | None = None
    streamed: int = 0
    model: str = ""
    live: bytes = b""
    carriers: Carriers | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The state of the instrument at one moment.

    Attributes:
        slots: Grids by name.
        parameters: Values by name, except those of the stage.
        morph_slot: The slot that `morph` blended towards.
        sounding: What was playing.
        only: Patterns of the files of the corpus that were written from.
        avoid: Patterns of those that were not.
    """

    slots: Mapping[str, Grid]
    parameters: Mapping[str, float]
    morph_slot: str = ""
    sounding: PlayingState = PlayingState()
    only: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()


class SnapshotStore:
    """Stores snapshots by name, in memory.

    Threads: the engine's thread only.
    """

    def __init__(self) -> None:
        self._snapshots: dict[str, Snapshot] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the snapshots, oldest first."""
        return tuple(self._snapshots)

    def known(self) -> list[Grid]:
        """Return the grids of all snapshots in memory."""
        return [grid for each in self._snapshots.values() for grid in each.slots.values()]

    def streamed_sources(self) -> set[str]:
        """Return the ids of the sources that carry what their streams have played."""
        each = (snapshot.sounding.carriers for snapshot in self._snapshots.values())
        return {one for carriers in each if carriers is not None for one in carriers.sources}

    def store(self, name: str, snapshot: Snapshot) -> None:
        """Store a snapshot; it replaces an older one of that name.

        Raises:
            BadArgument: There are too many snapshots.
        """
        if name not in self._snapshots and len(self._snapshots) >= MAX_SNAPSHOTS:
            raise BadArgument(
                f"at most {MAX_SNAPSHOTS} snapshots fit in memory; discard some first"
            )
        self._snapshots.pop(name, None)
        self._snapshots[name] = snapshot

    def find(self, name: str) -> Snapshot:
        """Return a snapshot.

        Raises:
            UnknownSlot: There is none of that name; the message lists the names.
        """
        if name not in self._snapshots:
            names = ", ".join(self._snapshots) or "none yet: snapshot NAME makes one"
            raise UnknownSlot(f"no snapshot {name!r}; there are: {names}")
        return self._snapshots[name]

    def discard(self, name: str) -> None:
        """Remove a snapshot.

        Raises:
            UnknownSlot: There is none of that name.
        """
        self.find(name)
        del self._snapshots[name]


def between(one: Snapshot, other: Snapshot, t: float, model: LoadedModel) -> Snapshot:
    """Interpolate two snapshots: parameters on their own scales, common slots in latent space.

    Everything else, and stepped parameters, comes from the nearer one. At 0 it equals the first.
    """
    near = one if t < 0.5 else other  # noqa: PLR2004 - half way
    parameters = dict(near.parameters)
    for name in one.parameters.keys() & other.parameters.keys():
        row = PARAMETERS[name]
        values = [each.parameters[name] for each in (one, other)]
        if not row.whole and 0 < t < 1 and values[0] != values[1]:
            ends = [row.to_normalized(value) for value in values]
            parameters[name] = row.from_normalized(float(np.interp(t, (0, 1), ends)))
    slots = dict(near.slots)
    for name in one.slots.keys() & other.slots.keys():
        a, b = one.slots[name], other.slots[name]
        if 0 < t < 1 and a.kind == b.kind and model.reads(a):
            slots[name] = interpolate.latent(a, b, t, model.codebook)
    return Snapshot(slots, parameters, near.morph_slot, only=near.only, avoid=near.avoid)
