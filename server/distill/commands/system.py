"""Undo, slots, models, subscriptions, status."""

from dataclasses import dataclass
from typing import Annotated

from typing_extensions import override

from distill.commands.context import CommandContext, model_to_load
from distill.commands.describe import describe
from distill.commands.files import about_dropped
from distill.commands.grammar import (
    Also,
    Command,
    ModelName,
    Outcome,
    Reply,
    Slot,
    Work,
    command,
)
from distill.names import ALL
from distill.protocol.tasks import LoadModel, ModelInfo, Result
from distill.session.slots import UNDO_STEPS
from distill.types import MAX_SEED, Range, Unit, Value


@command("undo", musical="edit")
@dataclass(frozen=True, slots=True)
class Undo(Command):
    """Undo the last edit, bit for bit; answers what it was and how many steps are left."""

    @override
    def run(self, context: CommandContext) -> Outcome:
        change = context.session.undo()
        return Reply((change.label, context.session.undo_depth[0]))


@command("redo", musical="edit")
@dataclass(frozen=True, slots=True)
class Redo(Command):
    """Redo the last undone edit; answers what it was and how many steps are left."""

    @override
    def run(self, context: CommandContext) -> Outcome:
        change = context.session.redo()
        return Reply((change.label, context.session.undo_depth[1]))


@command("join", musical="edit")
@dataclass(frozen=True, slots=True)
class Join(Command):
    """Join the last edits of a slot into one undo, as far as they are of one kind.

    A stroke of a brush is many `set`, a moved slider many `interpolate`; this makes them one and
    leaves other edits alone. Answers slot, and how many steps are one now.
    """

    slot: Slot
    steps: Annotated[int, Range(2, UNDO_STEPS)] = 2

    @override
    def run(self, context: CommandContext) -> Outcome:
        return Reply((self.slot, context.session.join(self.slot, self.steps)))


@command("slots")
@dataclass(frozen=True, slots=True)
class ListSlots(Command):
    """List the filled slots: a page for each with name, columns, seconds, source, model to load.

    The last is empty if the loaded model made the slot; a slot of another model can be used once
    that is loaded. `?` stands for a model that is not in the library.
    """

    @override
    def run(self, context: CommandContext) -> Outcome:
        session, files = context.session, context.files
        pages: list[tuple[Value, ...]] = [
            (name, grid.columns, grid.seconds, grid.source, model_to_load(session, files, name))
            for name, grid in session.slots.items()
        ]
        return Reply((len(pages),), tuple(pages))


@command("clear", musical="edit")
@dataclass(frozen=True, slots=True)
class Clear(Command):
    """Empty a slot; undo brings it back. `*` empties all."""

    slot: Annotated[Slot, Also(ALL)]

    @override
    def run(self, context: CommandContext) -> Outcome:
        session = context.session
        if self.slot == ALL:
            names = list(session.slots)
            if names:
                session.store("clear all", dict.fromkeys(names))
            return Reply((len(names),))
        session.slot(self.slot)
        session.store(f"clear {self.slot}", {self.slot: None})
        return Reply((1,))


@command("load")
@dataclass(frozen=True, slots=True)
class LoadNamedModel(Command):
    """Load a model of the library by name, as its file is now.

    What sounds continues without a gap, on its own model until the next play or stream; if only the
    prior was trained again, the new one takes over at once. Grids of another codec stay in their
    slots and work again when it is back. Answers name, id, levels, codes in a codebook, 1 if it can
    generate, its date, how far its training was, and a sentence if patterns of `only` or `avoid`
    are dropped because it has no such sounds.
    """

    name: ModelName

    @override
    def run(self, context: CommandContext) -> Outcome:
        task = LoadModel(context.files.model(self.name), self.name)
        return Work(task, lambda result: self._adopt(context, result))

    def _adopt(self, context: CommandContext, result: Result) -> Reply:
        assert isinstance(result, ModelInfo)  # noqa: S101 - the worker answers in kind
        dropped = about_dropped(context.session.adopt(result), result.name)
        about = (result.levels, result.size, int(result.has_prior), result.date, result.checkpoint)
        return Reply((result.name, result.id, *about, dropped), topic="model")


@command("models")
@dataclass(frozen=True, slots=True)
class ListModels(Command):
    """List the models of the library: a page for each with its name, and 1 if it is loaded."""

    @override
    def run(self, context: CommandContext) -> Outcome:
        loaded = context.session.model.name if context.session.model else ""
        pages = tuple((name, int(name == loaded)) for name in context.files.models())
        return Reply((len(pages),), pages)


@command("subscribe")
@dataclass(frozen=True, slots=True)
class Subscribe(Command):
    """Send this client's replies and all news to a port of it, until the lease ends.

    Send it again before the lease ends to stay subscribed. Answers port and lease.
    """

    port: Annotated[int, Range(1024, 65_535)]
    lease: Annotated[float, Range(1.0, 86_400.0), Unit.SECONDS] = 300.0

    @override
    def run(self, context: CommandContext) -> Outcome:
        context.host.subscribe(context.client, self.port, self.lease)
        return Reply((self.port, self.lease))


@command("unsubscribe")
@dataclass(frozen=True, slots=True)
class Unsubscribe(Command):
    """End a subscription of this client; port 0 ends all of them."""

    port: Annotated[int, Range(0, 65_535)] = 0

    @override
    def run(self, context: CommandContext) -> Outcome:
        context.host.unsubscribe(context.client, self.port)
        return Reply((self.port,))


@command("ping")
@dataclass(frozen=True, slots=True)
class Ping(Command):
    """Test the connection; answers /distill/pong with the same number."""

    n: Annotated[int, Range(-(2**31), MAX_SEED)] = 0

    @override
    def run(self, context: CommandContext) -> Outcome:
        return Reply((self.n,))


@command("sync")
@dataclass(frozen=True, slots=True)
class Sync(Command):
    """Answers /distill/synced n once everything this client asked before has ended."""

    n: Annotated[int, Range(-(2**31), MAX_SEED)] = 0

    @override
    def run(self, context: CommandContext) -> Outcome:
        return Reply((self.n,), after_others=True)


@command("status")
@dataclass(frozen=True, slots=True)
class Status(Command):
    """Report the state of every part: a page for each figure with its name and value."""

    @override
    def run(self, context: CommandContext) -> Outcome:
        stats = context.host.status()
        pages = tuple((name, value) for name, value in stats.items())
        return Reply((str(stats.get("state", "")), len(pages)), pages)


@command("list")
@dataclass(frozen=True, slots=True)
class ListAddresses(Command):
    """List every address: a page for each with address, arguments and one sentence."""

    @override
    def run(self, context: CommandContext) -> Outcome:
        pages = tuple((row.address, row.arguments, row.about) for row in describe())
        return Reply((len(pages),), pages)


@command("cancel")
@dataclass(frozen=True, slots=True)
class Cancel(Command):
    """Cancel a running request of this client by its id, or all; answers how many ended."""

    request: str = "all"

    @override
    def run(self, context: CommandContext) -> Outcome:
        return Reply((context.host.cancel(context.client, self.request),))
