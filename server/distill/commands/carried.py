"""What carries the slots: the sounds that they come from, and which of these are gone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from typing_extensions import override

from distill.codes.carriers import NOTHING, Carriers
from distill.codes.grid import Grid
from distill.codes.region import Region, Span
from distill.commands.context import CommandContext
from distill.commands.grammar import Command, Outcome, Reply, Slot, command
from distill.commands.sound import MAX_PAGES, PAGE_SIZE
from distill.errors import BadArgument
from distill.session.session import Session
from distill.session.sound_origins import Origin, SoundOrigins
from distill.types import SAMPLE_RATE, Value

NAMED: Final = 4
"""Most slots that a sentence names."""
_NAME_LENGTH: Final = 80
"""Characters of a name: it fits a packet in any script."""
_CLOSE: Final = 0.25
"""Columns by which a sound that goes on may seem to jump, as seconds are rounded."""


@command("carriers")
@dataclass(frozen=True, slots=True)
class ReportCarriers(Command):
    """Report which sounds carry the columns of a slot, and how much of each.

    First comes a page for each sound: its id, its name, and 1, or 0 if the sound is gone, so that
    the codec's own is heard in its place. A part of a sound of the model is named by the file and
    the second at which it begins. The pages after them hold three numbers for each run of
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
        origins = _origins(context.session)
        pages: list[tuple[Value, ...]] = [
            (one, _carrier_name(origins.of(one)), int(context.files.has_source(one)))
            for one in sounds
        ]
        return _answer(self, where, pages, runs)


@command("sources")
@dataclass(frozen=True, slots=True)
class ReportSources(Command):
    """Report where the columns of a slot come from: which file, and the second in it.

    First comes a page for each file: its name, and 1, or 0 if sound of it is gone. The pages after
    them hold three numbers for each run of columns that go on in one file: how many they are, which
    file they are of (an index, or -1 where nothing carries them), and the second of it at which
    they begin. Answers slot, first column, columns, and how many files there are.
    """

    slot: Slot = Slot("a")
    columns: Span = Span()

    @override
    def run(self, context: CommandContext) -> Outcome:
        grid = context.session.slot(self.slot)
        where = Region(self.columns).of(grid)[0]
        carriers = (grid.carriers or Carriers.none(grid.codes.shape)).taken(where)
        origins = _origins(context.session)
        files, seconds = origins.of_columns(carriers, grid.column)
        names, runs = _jumps(files, seconds, grid.column / SAMPLE_RATE)
        gone = {
            origins.of(one).file
            for one in carriers.compact().sources
            if not context.files.has_source(one)
        }
        pages: list[tuple[Value, ...]] = [
            (name[:_NAME_LENGTH], int(name not in gone)) for name in names
        ]
        return _answer(self, where, pages, runs)


def _answer(
    asked: ReportCarriers | ReportSources,
    where: slice,
    sounds: Sequence[tuple[Value, ...]],
    runs: Sequence[Value],
) -> Reply:
    """Return the pages of sounds and of runs, three numbers each."""
    pages = [*sounds, *(tuple(runs[i : i + PAGE_SIZE]) for i in range(0, len(runs), PAGE_SIZE))]
    if len(pages) > MAX_PAGES:
        raise BadArgument(
            f"what carries these columns is {len(sounds)} sounds in {len(runs) // 3} runs, "
            f"too much for one answer; ask for fewer columns, as in {asked.verb} {asked.slot} 0-31"
        )
    return Reply((asked.slot, where.start, where.stop - where.start, len(sounds)), tuple(pages))


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


def _carrier_name(origin: Origin) -> str:
    """Name a sound; a part of a file by the second at which it begins."""
    at = f" at {origin.start_s:.0f} s" if origin.is_part else ""
    return origin.file[: _NAME_LENGTH - len(at)] + at


def _jumps(
    files: Sequence[str], seconds: npt.NDArray[np.float64], column_s: float
) -> tuple[list[str], list[Value]]:
    """Return the names of files, and the runs that go on in one of them, three numbers each."""
    names = list(dict.fromkeys(name for name in files if name))
    index = np.array([names.index(name) if name else NOTHING for name in files])
    goes_on = np.abs(np.diff(seconds) - column_s) < _CLOSE * column_s
    goes_on |= index[1:] == NOTHING
    turns = np.flatnonzero((np.diff(index) != 0) | ~goes_on) + 1
    flat: list[Value] = []
    for first, end in pairwise([0, *map(int, turns), len(files)]):
        flat += [end - first, int(index[first]), round(float(seconds[first]), 3)]
    return names, flat


def _origins(session: Session) -> SoundOrigins:
    return SoundOrigins(session.model, session.known_grids())
