"""Locks on codes, and variations by the prior: lock, unlock, locks, vary."""

from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np
from typing_extensions import override

from distill.codes.edit import spread
from distill.codes.region import Region, Span
from distill.commands.context import CommandContext
from distill.commands.grammar import Command, Outcome, Reply, Slot, Work, command
from distill.commands.sound import MAX_PAGES, PAGE_SIZE
from distill.errors import BadArgument
from distill.protocol.tasks import Result, SampleCodes, Sampled
from distill.types import MAX_SEED, BoolArray, Range, Unit, Value

CANDIDATES: Final = 16
"""Candidates for the columns before a locked one; the one that joins it best is used."""


@command("lock")
@dataclass(frozen=True, slots=True)
class Lock(Command):
    """Protect a region: `vary`, `randomize` and `generate` leave it as it is, bit for bit.

    Other edits still change it. Undo removes a lock again. Answers slot and how many of its codes
    are locked now.
    """

    slot: Slot
    columns: Span = Span()
    bands: Span = Span()
    levels: Span = Span()

    @override
    def run(self, context: CommandContext) -> Outcome:
        region = Region(self.columns, self.bands, self.levels)
        return _lock(context, self.slot, region, on=True)


@command("unlock")
@dataclass(frozen=True, slots=True)
class Unlock(Command):
    """Unlock a region; answers slot and how many codes are still locked."""

    slot: Slot
    columns: Span = Span()
    bands: Span = Span()
    levels: Span = Span()

    @override
    def run(self, context: CommandContext) -> Outcome:
        region = Region(self.columns, self.bands, self.levels)
        return _lock(context, self.slot, region, on=False)


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
    def run(self, context: CommandContext) -> Outcome:
        grid = context.session.slot(self.slot)
        where = Region(self.columns).of(grid)[0]
        locked = ~grid.free_of_locks()[where].ravel()
        turns = np.flatnonzero(np.diff(locked, prepend=False))
        runs: list[Value] = [int(count) for count in np.diff(turns, prepend=0, append=locked.size)]
        if len(runs) > PAGE_SIZE * MAX_PAGES:
            raise BadArgument(
                f"the locks of these columns are {len(runs)} counts, too many for one answer; ask "
                f"for fewer columns, as in locks {self.slot} 0-99"
            )
        pages = tuple(tuple(runs[i : i + PAGE_SIZE]) for i in range(0, len(runs), PAGE_SIZE))
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
    def run(self, context: CommandContext) -> Outcome:
        grid = context.session.usable(self.slot)
        seed = self.seed or context.session.sampling.draw_seed()
        region = Region(self.columns, self.bands, self.levels)
        free = spread(grid, region, self.strength, np.random.default_rng(seed))
        return rewriting(
            context, self.slot, free & grid.free_of_locks(), seed, "vary", tries=CANDIDATES
        )


def rewriting(
    context: CommandContext, slot: str, free: BoolArray, seed: int, verb: str, *, tries: int = 1
) -> Work:
    """Have the prior write the free positions of a slot.

    Codes that are locked or changed elsewhere in the slot meanwhile stay.
    """
    session = context.session
    session.prior()
    grid = session.usable(slot)
    params = session.sampling_params(seed)
    task = SampleCodes(grid.codes, free, grid.codes[:0], params, tries)

    def store(result: Result) -> Reply:
        assert isinstance(result, Sampled)  # noqa: S101 - the worker answers in kind
        now = session.slot(slot)
        if now.codes.shape != free.shape:
            raise BadArgument(f"slot {slot!r} changed its length meanwhile; try again")
        places = free & now.free_of_locks()
        codes = np.where(places, result.codes, now.codes)
        # what is written anew in part is an edit of the sound that carries it
        changed = now.with_codes(codes).carried_by(result.carriers, np.asarray(places.all(-1)))
        session.store(f"{verb} {slot}", {slot: changed})
        return Reply((slot, seed, int(places.sum())) if verb == "vary" else (slot, seed))

    return Work(task, store)


def _lock(context: CommandContext, slot: str, region: Region, *, on: bool) -> Reply:
    grid = context.session.slot(slot)
    changed = grid.with_lock(region.of(grid), on=on)
    locked = changed.codes.size - int(changed.free_of_locks().sum())
    context.session.store(f"{'lock' if on else 'unlock'} {slot}", {slot: changed})
    return Reply((slot, locked))
