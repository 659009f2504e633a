"""Snapshots of the whole state by name: save, recall, blend two."""

from dataclasses import dataclass
from typing import Annotated

from typing_extensions import override

from distill.commands.context import CommandContext
from distill.commands.grammar import Command, Outcome, Reply, Work, command
from distill.names import check_new_file_name
from distill.protocol.tasks import LiveSnapshot, Result, SnapshotLive
from distill.session.snapshot_store import Snapshot, between
from distill.types import Range, Unit


@command("snapshot")
@dataclass(frozen=True, slots=True)
class SaveSnapshot(Command):
    """Save the whole state under a name: slots, parameters, and what sounds, to the sample.

    A number is a name too, so that a program change can recall it. An older snapshot of that name
    is replaced. It is also saved as a file and is there again after a restart. Answers the name.
    """

    name: str

    @override
    def run(self, context: CommandContext) -> Outcome:
        def store(result: Result) -> Reply:
            assert isinstance(result, LiveSnapshot)  # noqa: S101 - the worker answers in kind
            snapshot = context.session.snapshot(result.live)
            context.files.save_snapshot(self.name, snapshot)
            context.session.snapshots.store(self.name, snapshot)
            return Reply((self.name,), topic="snapshot")

        check_new_file_name(self.name)
        return Work(SnapshotLive(), store)


@command("recall", musical="take")
@dataclass(frozen=True, slots=True)
class Recall(Command):
    """Go back to a snapshot; the change of the slots is one undo.

    What sounded then continues as if it had never stopped, if its model is loaded. Tempo, beats,
    quantize and profile stay. Answers the name, and 1 if everything is as it was.
    """

    name: str

    @override
    def run(self, context: CommandContext) -> Outcome:
        return _recall(context, self.name, _find(context, self.name))


@command("blend", musical="take")
@dataclass(frozen=True, slots=True)
class Blend(Command):
    """Go to a place between two snapshots: t 0 is the first, 1 the second.

    Parameters glide on their own scales, and slots that both have are blended through the
    codebooks; what only one has comes from the nearer one. What sounds continues. Answers both
    names and t.
    """

    a: str
    b: str
    t: Annotated[float, Range(0.0, 1.0), Unit.RATIO] = 0.5

    @override
    def run(self, context: CommandContext) -> Outcome:
        session = context.session
        ends = _find(context, self.a), _find(context, self.b)
        mixed = between(*ends, self.t, session.ready())
        before = dict(session.parameters)
        session.store(f"blend {self.a} {self.b}", mixed.slots)
        for name, value in mixed.parameters.items():
            session.set_parameter(name, value)
        return Reply((self.a, self.b, self.t), changed=_changed(context, before))


@command("snapshots")
@dataclass(frozen=True, slots=True)
class ListSnapshots(Command):
    """List the snapshots: a page for each with its name."""

    @override
    def run(self, context: CommandContext) -> Outcome:
        names = dict.fromkeys((*context.session.snapshots.names, *context.files.snapshots()))
        return Reply((len(names),), tuple((name,) for name in names))


@command("discard")
@dataclass(frozen=True, slots=True)
class Discard(Command):
    """Remove a snapshot and its file; answers the name."""

    name: str

    @override
    def run(self, context: CommandContext) -> Outcome:
        _find(context, self.name)
        context.session.snapshots.discard(self.name)
        context.files.discard_snapshot(self.name)
        return Reply((self.name,))


def _find(context: CommandContext, name: str) -> Snapshot:
    """Return a snapshot, from its file if it was made before this start."""
    store = context.session.snapshots
    if name not in store.names and name in context.files.snapshots():
        store.store(name, context.files.snapshot(name))
    return store.find(name)


def _recall(context: CommandContext, name: str, snapshot: Snapshot) -> Reply:
    before = dict(context.session.parameters)
    complete = context.session.recall(f"recall {name}", snapshot)
    return Reply((name, int(complete)), changed=_changed(context, before))


def _changed(context: CommandContext, before: dict[str, float]) -> tuple[tuple[str, float], ...]:
    """Return the parameters that have other values now."""
    now = context.session.parameters
    return tuple((name, now[name]) for name in now if now[name] != before[name])
