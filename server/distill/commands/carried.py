"""What carries the slots: the sounds that they come from, and which of these are gone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from typing_extensions import override

from distill.codes.carriers import NOTHING, Carriers
from distill.codes.grid import Grid
from distill.codes.region import Region, Span
from distill.commands.context import CommandContext
from distill.commands.grammar import Command, Outcome, Reply, Slot, command
from distill.commands.sound import MAX_PAGES, PAGE_SIZE
from distill.errors import BadArgument
from distill.session.session import Session
from distill.types import Value

FROM_FILE: Final = "file "
"""Begins the origin of a grid that was encoded; the name of the file follows."""
RECORDED: Final = "listen"
"""Origin of a grid that was recorded from an input."""
NAMED: Final = 4
"""Most slots that a sentence names."""
_NAME_LENGTH: Final = 80
"""Characters of a name: it fits a packet in any script."""
_ID_LENGTH: Final = 8
"""Digits of an id in place of a name."""


@command("carriers")
@dataclass(frozen=True, slots=True)
class ReportCarriers(Command):
    """Report which sounds carry the columns of a slot, and how much of each.

    First comes a page for each sound: its id, its name, and 1, or 0 if the sound is gone, so that
    the codec's own is heard in its place. The pages after them hold three numbers for each run of
    equal columns: how many they are, which sound carries most of them (an index, or -1 for none),
    and what share of them is carried, 0..1. Answers slot, first column, columns, and how many
    sounds there are.
    """

    slot: Slot = Slot("a")
    columns: Span = Span()

    @override
    def run(self, context: CommandContext) -> Outcome:
        grid = context.session.slot(self.slot)
        where = Region(self.columns).of(grid)[0]
        carriers = grid.carriers or Carriers.none(grid.codes.shape)
        sounds, runs = _runs(carriers.taken(where))
        names = _names(context.session)
        pages: list[tuple[Value, ...]] = [
            (one, names.get(one, f"sound {one[:_ID_LENGTH]}"), int(context.files.has_source(one)))
            for one in sounds
        ]
        pages += [tuple(runs[i : i + PAGE_SIZE]) for i in range(0, len(runs), PAGE_SIZE)]
        if len(pages) > MAX_PAGES:
            raise BadArgument(
                f"what carries these columns is {len(sounds)} sounds in {len(runs) // 3} runs, "
                f"too much for one answer; ask for fewer columns, as in carriers {self.slot} 0-31"
            )
        about = self.slot, where.start, where.stop - where.start
        return Reply((*about, len(sounds)), tuple(pages))


def without_sound(slots: Mapping[str, Grid], there: Callable[[str], bool]) -> list[str]:
    """Return the slots that are carried by a sound that is not there any more."""
    sources = {one for grid in slots.values() for one in grid.sources}
    gone = {one for one in sources if not there(one)}
    return [name for name, grid in slots.items() if gone.intersection(grid.sources)]


def about_gone_sounds(slots: Sequence[str]) -> str:
    """Return the sentences about slots whose sound is gone; empty for none."""
    if not slots:
        return ""
    return (
        f"The sound that {named_slots(slots)} came from is gone, so the codec's own voice plays "
        "instead. Encode the sound again to have it back."
    )


def named_slots(slots: Sequence[str]) -> str:
    """Name some slots in a sentence."""
    names = sorted(slots)
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"slot{'s' if len(names) > 1 else ''} {', '.join(names[:NAMED])}{more}"


def _runs(carriers: Carriers) -> tuple[list[str], list[Value]]:
    """Return the ids of sounds, and the runs of equal columns, three numbers each."""
    most, share = carriers.by_column()
    share = np.round(share, 2)
    used = [int(one) for one in np.unique(most) if one != NOTHING]
    turns = np.flatnonzero((np.diff(most) != 0) | (np.diff(share) != 0)) + 1
    flat: list[Value] = []
    for first, end in pairwise([0, *map(int, turns), len(most)]):
        one = int(most[first])
        flat += [end - first, used.index(one) if one in used else NOTHING]
        flat.append(round(float(share[first]), 2))
    return [carriers.sources[one] for one in used], flat


def _names(session: Session) -> Mapping[str, str]:
    """Return the names of sounds by id, from the grids that one sound alone carries."""
    names: dict[str, str] = {}
    for grid in session.known_grids():
        file = grid.source.removeprefix(FROM_FILE)
        if len(grid.sources) != 1:
            continue
        if file != grid.source:
            names.setdefault(grid.sources[0], file[:_NAME_LENGTH])
        elif grid.source == RECORDED:
            names.setdefault(grid.sources[0], "a recording")
    return names
