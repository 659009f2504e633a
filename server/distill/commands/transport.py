"""What sounds now: play a slot in a loop, let the prior stream, stop, panic."""

from dataclasses import dataclass

from typing_extensions import override

from distill.commands.grammar import Command, Outcome, Reply, Slot, command
from distill.session.ports import Desk


@command("play")
@dataclass(frozen=True, slots=True)
class Play(Command):
    """Loop a slot on the output, from its start; edits are heard at once.

    Answers slot, seconds of the loop, and the seed of the live macros.
    """

    slot: Slot = Slot("a")

    @override
    def run(self, desk: Desk) -> Outcome:
        grid = desk.session.play(self.slot)
        return Reply((self.slot, grid.seconds, desk.session.take_seed))


@command("stream")
@dataclass(frozen=True, slots=True)
class Stream(Command):
    """Let the prior play without end, from nothing or on from a slot (`-` for nothing).

    Answers the slot and the seed in use.
    """

    slot: Slot = Slot("-")

    @override
    def run(self, desk: Desk) -> Outcome:
        seed = desk.session.stream("" if self.slot == "-" else self.slot)
        return Reply((self.slot, seed))


@command("stop")
@dataclass(frozen=True, slots=True)
class Stop(Command):
    """Let what sounds fade out."""

    @override
    def run(self, desk: Desk) -> Outcome:
        desk.session.stop()
        return Reply()


@command("panic")
@dataclass(frozen=True, slots=True)
class Panic(Command):
    """Silence within 20 ms, and cancel this client's jobs."""

    @override
    def run(self, desk: Desk) -> Outcome:
        desk.session.panic()
        return Reply((desk.host.cancel(desk.client, "all"),))


@command("towards")
@dataclass(frozen=True, slots=True)
class Towards(Command):
    """Choose the slot that the parameter `morph` blends towards (`-` for none)."""

    slot: Slot

    @override
    def run(self, desk: Desk) -> Outcome:
        desk.session.morph_towards("" if self.slot == "-" else self.slot)
        return Reply((self.slot,))
