"""Writing by the prior: a new grid, or the continuation of a slot."""

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
    def run(self, context: CommandContext) -> Outcome:
        info = context.session.prior()
        count = _length(self, context)
        empty = np.zeros((0, info.bands, info.levels), np.int16)
        params = context.session.sampling_params(self.seed)

        def store(result: Result) -> Reply:
            assert isinstance(result, Sampled)  # noqa: S101 - the worker answers in kind
            source = f"generate seed {params.seed} temperature {params.temperature:g}"
            grid = context.session.grid(result.codes, f"{source} top_k {params.top_k}")
            context.session.store(f"generate {self.slot}", {self.slot: grid})
            return Reply((self.slot, grid.columns, params.seed, result.nats))

        return Work(_write(count, empty, params), store)


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
    def run(self, context: CommandContext) -> Outcome:
        session = context.session
        session.prior()
        grid = session.usable(self.slot)
        count = _length(self, context)
        if grid.columns + count > MAX_COLUMNS:
            raise BadArgument(
                f"slot {self.slot!r} has {grid.columns} columns and may have {MAX_COLUMNS}"
            )
        params = context.session.sampling_params(self.seed)

        def store(result: Result) -> Reply:
            assert isinstance(result, Sampled)  # noqa: S101 - the worker answers in kind
            now = session.usable(self.slot)
            longer = np.concatenate([now.codes, result.codes])
            source = f"{now.source}, continued seed {params.seed}"
            session.store(f"continue {self.slot}", {self.slot: now.with_codes(longer, source)})
            return Reply((self.slot, len(longer), params.seed, result.nats))

        return Work(_write(count, grid.codes, params), store)


def _length(request: "Generate | Continue", context: CommandContext) -> int:
    """Return the number of columns from columns, seconds or bars."""
    if sum(map(bool, (request.columns, request.seconds, request.bars))) > 1:
        raise BadArgument("give columns, seconds or bars: one of them")
    if request.columns:
        return request.columns
    column, meter = context.session.prior().column, context.session.meter
    seconds = request.seconds or request.bars * meter.bar_frames / SAMPLE_RATE or DEFAULT_SECONDS
    count = int(np.ceil(seconds * SAMPLE_RATE / column))
    if count > MAX_COLUMNS:
        raise BadArgument(
            f"at most {MAX_COLUMNS * column / SAMPLE_RATE:.0f} s at once, got {seconds:g} s"
        )
    return count


def _write(count: int, context: Codes, params: SamplingParams) -> SampleCodes:
    """Return the task of `count` free columns after a context of shape [W, H, Q]."""
    shape = (count, *context.shape[1:])
    return SampleCodes(np.zeros(shape, np.int16), np.ones(shape, np.bool_), context, params)
