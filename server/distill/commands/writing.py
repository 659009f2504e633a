"""Writing by the prior: a new grid, or the continuation of a slot."""

from dataclasses import dataclass, replace
from typing import Annotated, Final

import numpy as np
from typing_extensions import override

from distill.codes.carriers import Carriers
from distill.codes.grid import Grid
from distill.commands.context import CommandContext
from distill.commands.grammar import Bars, Command, Outcome, Reply, Slot, Work, command
from distill.commands.variation import CANDIDATES
from distill.errors import BadArgument, WrongModel
from distill.protocol.tasks import Result, SampleCodes, Sampled
from distill.session.session import Session
from distill.session.slots import MAX_COLUMNS
from distill.types import MAX_SEED, SAMPLE_RATE, Range, Unit

DEFAULT_SECONDS: Final = 4.0

Length = Annotated[int, Range(0, MAX_COLUMNS), Unit.COLUMNS]
Duration = Annotated[float, Range(0.0, 3600.0), Unit.SECONDS]
Seed = Annotated[int, Range(0, MAX_SEED)]


@command("generate", musical="edit")
@dataclass(frozen=True, slots=True)
class Generate(Command):
    """Let the prior write a new grid into a slot.

    Give a length in columns, seconds or bars (rounded up to whole columns; 4 s if none is given).
    In bars, onsets fall on the beat where the model's sounds allow it, and the end leads back to
    the beginning.
    What is locked in the slot stays, and the prior leads up to it; a length that leaves some of it
    out is refused. Temperature and top_k are the parameters' values. Answers slot, columns, seed,
    and the mean surprise in nats for each code.
    """

    slot: Slot = Slot("a")
    columns: Length = 0
    seconds: Duration = 0.0
    seed: Seed = 0
    bars: Bars = 0

    @property
    @override
    def slow(self) -> bool:
        return True

    @override
    def run(self, context: CommandContext) -> Outcome:
        session, count = (
            context.session,
            written_columns(context, self.columns, self.seconds, self.bars),
        )
        blank = _blank(session, self.slot, count)
        params = session.sampling_params(self.seed, on_beat=bool(self.bars))

        def store(result: Result) -> Reply:
            assert isinstance(result, Sampled)  # noqa: S101 - the worker answers in kind
            source = f"generate seed {params.seed} temperature {params.temperature:g}"
            now = _blank(session, self.slot, count)  # what was locked meanwhile stays too
            codes = np.where(now.free_of_locks(), result.codes, now.codes)
            grid = now.with_codes(codes, f"{source} top_k {params.top_k} fine {params.fine:g}")
            grid = grid.carried_by(result.carriers, np.asarray(now.free_of_locks().any(-1)))
            session.store(f"generate {self.slot}", {self.slot: grid})
            return Reply((self.slot, count, params.seed, result.nats))

        free, before = blank.free_of_locks(), blank.codes[:0]
        loops = bool(self.bars)
        task = SampleCodes(
            blank.codes, free, before, params, CANDIDATES, loops, session.source_folders
        )
        return Work(task, store)


@command("continue", musical="edit")
@dataclass(frozen=True, slots=True)
class Continue(Command):
    """Let the prior continue where a slot ends; the slot grows, and what it held stays.

    Answers slot, columns now, seed, and the mean surprise in nats for each new code.
    """

    slot: Slot = Slot("a")
    columns: Length = 0
    seconds: Duration = 0.0
    seed: Seed = 0
    bars: Bars = 0

    @property
    @override
    def slow(self) -> bool:
        return True

    @override
    def run(self, context: CommandContext) -> Outcome:
        session = context.session
        session.prior()
        grid = session.usable(self.slot)
        count = written_columns(context, self.columns, self.seconds, self.bars)
        if grid.columns + count > MAX_COLUMNS:
            raise BadArgument(
                f"slot {self.slot!r} has {grid.columns} columns and may have {MAX_COLUMNS}"
            )
        params = session.sampling_params(self.seed, on_beat=bool(self.bars))

        def store(result: Result) -> Reply:
            assert isinstance(result, Sampled)  # noqa: S101 - the worker answers in kind
            now = session.usable(self.slot)
            longer = np.concatenate([now.codes, result.codes])
            source = f"{now.source}, continued seed {params.seed}"
            grown = now.with_codes(longer, source).with_carriers(_continued(now, result))
            session.store(f"continue {self.slot}", {self.slot: grown})
            return Reply((self.slot, len(longer), params.seed, result.nats))

        codes = np.zeros((count, grid.bands, grid.levels), np.int16)
        free = np.ones(codes.shape, np.bool_)
        return Work(SampleCodes(codes, free, grid.codes, params), store)


def written_columns(context: CommandContext, columns: int, seconds: float, bars: int) -> int:
    """Return the number of columns from columns, seconds or bars."""
    if sum(map(bool, (columns, seconds, bars))) > 1:
        raise BadArgument("give columns, seconds or bars: one of them")
    if columns:
        return columns
    column, meter = context.session.prior().column, context.session.meter
    seconds = seconds or bars * meter.bar_frames / SAMPLE_RATE or DEFAULT_SECONDS
    count = int(np.ceil(seconds * SAMPLE_RATE / column))
    if count > MAX_COLUMNS:
        raise BadArgument(
            f"at most {MAX_COLUMNS * column / SAMPLE_RATE:.0f} s at once, got {seconds:g} s"
        )
    return count


def _continued(grid: Grid, written: Sampled) -> Carriers | None:
    """Return what carries a grid and what was written after it; None if nothing does."""
    parts = (grid.codes, grid.carriers), (written.codes, written.carriers)
    if all(carriers is None for _, carriers in parts):
        return None
    own, new = (Carriers.none(codes.shape) if one is None else one for codes, one in parts)
    return own.joined(new)


def _blank(session: Session, slot: str, count: int) -> Grid:
    """Make a grid of `count` columns in which only what is locked in a slot is written.

    Raises:
        BadArgument: It is too short for what is locked.
        WrongModel: Another model made what is locked.
    """
    info = session.prior()
    codes = np.zeros((count, info.bands, info.levels), np.int16)
    blank, before = session.grid(codes, ""), session.slots.get(slot)
    if before is None or before.locked is None:
        return blank
    if before.kind != blank.kind:
        raise WrongModel(
            f"another model made the locked codes of slot {slot!r}, so {info.name!r} cannot keep "
            f"them; unlock them with `unlock {slot}`, or generate into another slot"
        )
    last = int(np.flatnonzero(before.locked.any((1, 2)))[-1])
    if last >= count:
        raise BadArgument(
            f"slot {slot!r} is locked up to column {last}, and {count} columns leave some of that "
            f"out; generate at least {last + 1}, or unlock them with `unlock {slot} {count}-{last}`"
        )
    kept = before.codes[:count]
    codes[: len(kept)] = kept
    carriers = before.carriers
    if carriers is not None:  # the prior writes the rest of what is not locked whole
        carriers = carriers.only(np.asarray(before.locked.all(-1)))
    return replace(blank, codes=codes, locked=before.locked, carriers=carriers)
