"""A moment of the instrument: what was in the slots, how it was turned, and what sounded."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from distill.codes import interpolate
from distill.codes.grid import Grid
from distill.errors import BadArgument, UnknownSlot
from distill.parameters import PARAMETERS, Scope, in_scope
from distill.protocol.score import Transport
from distill.session.loaded_model import LoadedModel
from distill.types import Codes

OF_THE_STAGE: Final = frozenset(row.name for row in in_scope(Scope.STAGE))
"""Parameters that are about where one plays, not about what: a snapshot leaves them alone."""
MAX_SNAPSHOTS: Final = 256
"""Each takes half a megabyte while something sounds."""


@dataclass(frozen=True, slots=True, eq=False)
class PlayingState:
    """What sounded.

    Attributes:
        transport: `stop`, `play` or `stream`.
        playing: Slot.
        bars: Length of its rounds.
        seed: Of the take.
        context: Shape [W, H, Q]; what a stream went on from, and what it played since; or None.
        streamed: Columns of that which it played itself.
        model: Id of the model that played it.
        live: Where it stood, as the worker told.
    """

    transport: Transport = "stop"
    playing: str = ""
    bars: int = 0
    seed: int = 1
    context: Codes | None = None
    streamed: int = 0
    model: str = ""
    live: bytes = b""


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """One moment.

    Attributes:
        slots: Grids by name.
        parameters: Values by name, but for those of the stage.
        morph_slot: What `morph` blended towards.
        sounding: What sounded.
    """

    slots: Mapping[str, Grid]
    parameters: Mapping[str, float]
    morph_slot: str = ""
    sounding: PlayingState = PlayingState()


class SnapshotStore:
    """Snapshots by name.

    Threads: the engine's thread only.
    """

    def __init__(self) -> None:
        self._kept: dict[str, Snapshot] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of those in memory, oldest first."""
        return tuple(self._kept)

    def store(self, name: str, snapshot: Snapshot) -> None:
        """Keep one; an older one of that name is gone.

        Raises:
            BadArgument: There are too many.
        """
        if name not in self._kept and len(self._kept) >= MAX_SNAPSHOTS:
            raise BadArgument(f"{MAX_SNAPSHOTS} snapshots are kept; discard some first")
        self._kept.pop(name, None)
        self._kept[name] = snapshot

    def find(self, name: str) -> Snapshot:
        """Give one.

        Raises:
            UnknownSlot: There is none of that name; says which there are.
        """
        if name not in self._kept:
            there = ", ".join(self._kept) or "none yet: snapshot NAME makes one"
            raise UnknownSlot(f"no snapshot {name!r}; there are: {there}")
        return self._kept[name]

    def discard(self, name: str) -> None:
        """Forget one.

        Raises:
            UnknownSlot: There is none of that name.
        """
        self.find(name)
        del self._kept[name]


def between(one: Snapshot, other: Snapshot, t: float, reading: LoadedModel) -> Snapshot:
    """Blend two: parameters on their own scales, and slots that both have through the codebooks.

    What only one has, and what takes steps, is the nearer one's. At 0 it is the first, exactly.
    """
    near = one if t < 0.5 else other  # noqa: PLR2004 - half way
    parameters = dict(near.parameters)
    for name in one.parameters.keys() & other.parameters.keys():
        row = PARAMETERS[name]
        if not row.whole and 0 < t < 1:
            ends = [row.to_normalized(each.parameters[name]) for each in (one, other)]
            parameters[name] = row.from_normalized(float(np.interp(t, (0, 1), ends)))
    slots = dict(near.slots)
    for name in one.slots.keys() & other.slots.keys():
        a, b = one.slots[name], other.slots[name]
        if 0 < t < 1 and a.kind == b.kind and reading.reads(a):
            slots[name] = interpolate.latent(a, b, t, reading.codebook)
    return Snapshot(slots, parameters, near.morph_slot)
