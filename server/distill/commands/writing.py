"""The prior writes: a new grid from nothing, or on from what a slot holds."""

from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np
from typing_extensions import override

from distill.codes.sampling_params import SamplingParams
from distill.commands.context import CommandContext
from distill.commands.grammar import Bars, Command, Outcome, Reply, Slot, Work, command
from distill.errors import BadArgument
from distill.protocol.tasks import Result, SampleCodes, Sampled
from distill.session.slots import MAX_COLUMNS
from distill.types import MAX_SEED, SAMPLE_RATE, Codes, Range, Unit

DEFAULT_SECONDS: Final = 4.0

Length = Annotated[int, Range(0, MAX_COLUMNS), Unit.COLUMNS]
Duration = Annotated[float, Range(0.0, 3600.0), Unit.SECONDS]
Seed = Annotated[int, Range(0, MAX_SEED)]


@command("generate", musical="edit")
@dataclass(frozen=True, slots=True)
class Generate(Command):
    """Let the prior write a new grid into a slot.

    Give a length in columns, seconds or bars (rounded up to whole columns; 4 s if none is given).
    Temperature and top_k are the parameters' values. Answers slot, columns, seed, and the mean
    surprise in nats for each code.
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
    def run(self, desk: CommandContext) -> Outcome:
        facts = desk.session.prior()
        count = _length(self, desk)
        empty = np.zeros((0, facts.bands, facts.levels), np.int16)
        chance = desk.session.sampling_params(self.seed)

        def keep(result: Result) -> Reply:
            assert isinstance(result, Sampled)  # noqa: S101 - the worker answers in kind
            source = f"generate seed {chance.seed} temperature {chance.temperature:g}"
            grid = desk.session.grid(result.codes, f"{source} top_k {chance.top_k}")
            desk.session.store(f"generate {self.slot}", {self.slot: grid})
            return Reply((self.slot, grid.columns, chance.seed, result.nats))

        return Work(_write(count, empty, chance), keep)


@command("continue", musical="edit")
@dataclass(frozen=True, slots=True)
class Continue(Command):
    """Let the prior continue where a slot ends; the slot grows.

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
    def run(self, desk: CommandContext) -> Outcome:
        session = desk.session
        session.prior()
        grid = session.usable(self.slot)
        count = _length(self, desk)
        if grid.columns + count > MAX_COLUMNS:
            raise BadArgument(
                f"slot {self.slot!r} has {grid.columns} columns and may have {MAX_COLUMNS}"
            )
        chance = desk.session.sampling_params(self.seed)

        def keep(result: Result) -> Reply:
            assert isinstance(result, Sampled)  # noqa: S101 - the worker answers in kind
            now = session.usable(self.slot)
            longer = np.concatenate([now.codes, result.codes])
            source = f"{now.source}, continued seed {chance.seed}"
            session.store(f"continue {self.slot}", {self.slot: now.with_codes(longer, source)})
            return Reply((self.slot, len(longer), chance.seed, result.nats))

        return Work(_write(count, grid.codes, chance), keep)


def _length(wish: "Generate | Continue", desk: CommandContext) -> int:
    """Choose the number of columns from what was said."""
    if sum(map(bool, (wish.columns, wish.seconds, wish.bars))) > 1:
        raise BadArgument("say columns, seconds or bars: one of them")
    if wish.columns:
        return wish.columns
    column, meter = desk.session.prior().column, desk.session.meter
    seconds = wish.seconds or wish.bars * meter.bar_frames / SAMPLE_RATE or DEFAULT_SECONDS
    count = int(np.ceil(seconds * SAMPLE_RATE / column))
    if count > MAX_COLUMNS:
        raise BadArgument(
            f"at most {MAX_COLUMNS * column / SAMPLE_RATE:.0f} s at once, got {seconds:g} s"
        )
    return count


def _write(count: int, context: Codes, chance: SamplingParams) -> SampleCodes:
    """Ask for `count` free columns after a context of shape [W, H, Q]."""
    shape = (count, *context.shape[1:])
    return SampleCodes(np.zeros(shape, np.int16), np.ones(shape, np.bool_), context, chance)
