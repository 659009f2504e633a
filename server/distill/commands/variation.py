"""Keep what is good and let the prior write the rest again: lock, unlock, vary."""

from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np
from typing_extensions import override

from distill.codes.edit import spread
from distill.codes.region import Region, Span
from distill.commands.context import CommandContext
from distill.commands.grammar import Command, Outcome, Reply, Slot, Work, command
from distill.commands.sound import MOST_PAGES, PAGE
from distill.errors import BadArgument
from distill.protocol.tasks import Result, SampleCodes, Sampled
from distill.types import MAX_SEED, BoolArray, Range, Unit, Value

TRIES: Final = 16
"""Ways in which the columns before a kept one are written; the one that leads on best is taken."""


@command("lock")
@dataclass(frozen=True, slots=True)
class Lock(Command):
    """Protect a region from random edits: `vary` and `randomize` leave it as it is, bit for bit.

    Other edits still change it. Undo removes a lock again. Answers slot and how many of its codes
    are locked now.
    """

    slot: Slot
    columns: Span = Span()
    bands: Span = Span()
    levels: Span = Span()

    @override
    def run(self, desk: CommandContext) -> Outcome:
        region = Region(self.columns, self.bands, self.levels)
        return _lock(desk, self.slot, region, on=True)


@command("unlock")
@dataclass(frozen=True, slots=True)
class Unlock(Command):
    """Unlock a region; answers slot and how many codes are still locked."""

    slot: Slot
    columns: Span = Span()
    bands: Span = Span()
    levels: Span = Span()

    @override
    def run(self, desk: CommandContext) -> Outcome:
        region = Region(self.columns, self.bands, self.levels)
        return _lock(desk, self.slot, region, on=False)


@command("locks")
@dataclass(frozen=True, slots=True)
class Locks(Command):
    """Report which codes of a slot are locked.

    Pages hold run lengths in the order of `codes` (column, band, level): so many free, then so many
    locked, then free again, and so on. Answers slot, first column, columns, and how many of their
    codes are locked.
    """

    slot: Slot
    columns: Span = Span()

    @override
    def run(self, desk: CommandContext) -> Outcome:
        grid = desk.session.slot(self.slot)
        where = Region(self.columns).of(grid)[0]
        locked = ~grid.free_of_locks()[where].ravel()
        turns = np.flatnonzero(np.diff(locked, prepend=False))
        runs: list[Value] = [int(count) for count in np.diff(turns, prepend=0, append=locked.size)]
        if len(runs) > PAGE * MOST_PAGES:
            raise BadArgument(
                f"the locks of these columns are {len(runs)} counts, too many for one answer; ask "
                f"for fewer columns, as in locks {self.slot} 0-99"
            )
        pages = tuple(tuple(runs[i : i + PAGE]) for i in range(0, len(runs), PAGE))
        count = where.stop - where.start
        return Reply((self.slot, where.start, count, int(locked.sum())), pages)


@command("vary", musical="edit")
@dataclass(frozen=True, slots=True)
class Vary(Command):
    """Let the prior rewrite what is not locked: little at 0, all of the region at 1.

    Each position changes from its finest level up; more strength includes coarser levels. The last
    columns are chosen so that they join what comes after. Temperature and top_k are the parameters'
    values. Answers slot, the seed in use, and how many codes were free to change.
    """

    slot: Slot
    strength: Annotated[float, Range(0.0, 1.0), Unit.RATIO] = 0.5
    columns: Span = Span()
    bands: Span = Span()
    levels: Span = Span()
    seed: Annotated[int, Range(0, MAX_SEED)] = 0

    @property
    @override
    def slow(self) -> bool:
        return True

    @override
    def run(self, desk: CommandContext) -> Outcome:
        grid = desk.session.usable(self.slot)
        seed = self.seed or desk.session.draw_seed()
        region = Region(self.columns, self.bands, self.levels)
        free = spread(grid, region, self.strength, np.random.default_rng(seed))
        return rewriting(desk, self.slot, free & grid.free_of_locks(), seed, "vary", tries=TRIES)


def rewriting(
    desk: CommandContext, slot: str, free: BoolArray, seed: int, verb: str, *, tries: int = 1
) -> Work:
    """Have the prior write the free places of a slot.

    What was locked or changed elsewhere in the slot meanwhile stays.
    """
    session = desk.session
    session.prior()
    grid = session.usable(slot)
    chance = session.sampling_params(seed)
    task = SampleCodes(grid.codes, free, grid.codes[:0], chance, tries)

    def keep(result: Result) -> Reply:
        assert isinstance(result, Sampled)  # noqa: S101 - the worker answers in kind
        now = session.slot(slot)
        if now.codes.shape != free.shape:
            raise BadArgument(f"slot {slot!r} changed its length meanwhile; ask again")
        places = free & now.free_of_locks()
        codes = np.where(places, result.codes, now.codes)
        session.store(f"{verb} {slot}", {slot: now.with_codes(codes)})
        return Reply((slot, seed, int(places.sum())) if verb == "vary" else (slot, seed))

    return Work(task, keep)


def _lock(desk: CommandContext, slot: str, region: Region, *, on: bool) -> Reply:
    grid = desk.session.slot(slot)
    changed = grid.with_lock(region.of(grid), on=on)
    locked = changed.codes.size - int(changed.free_of_locks().sum())
    desk.session.store(f"{'lock' if on else 'unlock'} {slot}", {slot: changed})
    return Reply((slot, locked))
