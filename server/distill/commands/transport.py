"""The transport: play a slot in a loop, stream from the prior, stop, panic."""

from dataclasses import dataclass
from typing import Annotated

from typing_extensions import override

from distill.commands.context import CommandContext
from distill.commands.grammar import Also, Bars, Command, Outcome, Reply, Slot, command
from distill.names import NONE
from distill.types import SAMPLE_RATE


@command("play", musical="take")
@dataclass(frozen=True, slots=True)
class Play(Command):
    """Loop a slot on the output, from its start; edits are heard at once.

    It goes round where the sound ends, to the sample, but after 50 ms at the earliest. With `bars`
    each round is exactly so many bars long: a longer slot is cut, a shorter one repeats within
    them. Answers slot, seconds of a round, and the seed of the live macros.
    """

    slot: Slot = Slot("a")
    bars: Bars = 0

    @override
    def run(self, context: CommandContext) -> Outcome:
        session = context.session
        grid = session.play(self.slot, self.bars)
        frames = self.bars * session.meter.bar_frames or grid.round_samples
        return Reply((self.slot, frames / SAMPLE_RATE, session.take_seed))


@command("stream", musical="take")
@dataclass(frozen=True, slots=True)
class Stream(Command):
    """Let the prior write and play without end, continuing a slot (`-`: from nothing).

    Answers the slot and the seed in use.
    """

    slot: Annotated[Slot, Also(NONE)] = Slot(NONE)

    @override
    def run(self, context: CommandContext) -> Outcome:
        seed = context.session.stream("" if self.slot == NONE else self.slot)
        return Reply((self.slot, seed))


@command("stop")
@dataclass(frozen=True, slots=True)
class Stop(Command):
    """Fade out what sounds."""

    @override
    def run(self, context: CommandContext) -> Outcome:
        context.session.stop()
        return Reply()


@command("panic")
@dataclass(frozen=True, slots=True)
class Panic(Command):
    """Silence everything within 20 ms, and cancel this client's requests."""

    @override
    def run(self, context: CommandContext) -> Outcome:
        context.session.panic()
        return Reply((context.host.cancel(context.client, "all"),))


@command("towards", musical="edit")
@dataclass(frozen=True, slots=True)
class Towards(Command):
    """Choose the slot that the parameter `morph` blends towards (`-` for none)."""

    slot: Annotated[Slot, Also(NONE)]

    @override
    def run(self, context: CommandContext) -> Outcome:
        context.session.morph_towards("" if self.slot == NONE else self.slot)
        return Reply((self.slot,))
