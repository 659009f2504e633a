"""Moments of the instrument by name: keep one, go back to it, blend two."""

from dataclasses import dataclass
from typing import Annotated

from typing_extensions import override

from distill.commands.context import CommandContext
from distill.commands.grammar import Command, Outcome, Reply, Work, command
from distill.protocol.tasks import LiveSnapshot, Result, SnapshotLive
from distill.session.snapshot_store import Snapshot, between
from distill.types import Range, Unit


@command("snapshot")
@dataclass(frozen=True, slots=True)
class KeepSnapshot(Command):
    """Save the whole state under a name: slots, parameters, and what sounds, to the sample.

    A number is a name too, so that a program change can recall it. An older snapshot of that name
    is replaced. It is also saved as a file and is there again after a restart. Answers the name.
    """

    name: str

    @override
    def run(self, desk: CommandContext) -> Outcome:
        def keep(result: Result) -> Reply:
            assert isinstance(result, LiveSnapshot)  # noqa: S101 - the worker answers in kind
            snapshot = desk.session.snapshot(result.live)
            desk.files.save_snapshot(self.name, snapshot)
            desk.session.snapshots.store(self.name, snapshot)
            return Reply((self.name,), news="snapshot")

        return Work(SnapshotLive(), keep)


@command("recall", musical="take")
@dataclass(frozen=True, slots=True)
class Recall(Command):
    """Go back to a snapshot; the change of the slots is one undo.

    What sounded then continues as if it had never stopped, if its model is loaded. Tempo, beats,
    quantize and profile stay. Answers the name, and 1 if everything is as it was.
    """

    name: str

    @override
    def run(self, desk: CommandContext) -> Outcome:
        return _recall(desk, self.name, _find(desk, self.name))


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
    def run(self, desk: CommandContext) -> Outcome:
        session = desk.session
        ends = _find(desk, self.a), _find(desk, self.b)
        mixed = between(*ends, self.t, session.ready())
        before = dict(session.parameters)
        session.store(f"blend {self.a} {self.b}", mixed.slots)
        for name, value in mixed.parameters.items():
            session.set_parameter(name, value)
        return Reply((self.a, self.b, self.t), turned=_turned(desk, before))


@command("snapshots")
@dataclass(frozen=True, slots=True)
class ListSnapshots(Command):
    """List the snapshots: a page for each with its name."""

    @override
    def run(self, desk: CommandContext) -> Outcome:
        names = dict.fromkeys((*desk.session.snapshots.names, *desk.files.snapshots()))
        return Reply((len(names),), tuple((name,) for name in names))


@command("discard")
@dataclass(frozen=True, slots=True)
class Discard(Command):
    """Remove a snapshot and its file; answers the name."""

    name: str

    @override
    def run(self, desk: CommandContext) -> Outcome:
        _find(desk, self.name)
        desk.session.snapshots.discard(self.name)
        desk.files.discard_snapshot(self.name)
        return Reply((self.name,))


def _find(desk: CommandContext, name: str) -> Snapshot:
    """Give a snapshot, from its file if it was made before this start."""
    album = desk.session.snapshots
    if name not in album.names and name in desk.files.snapshots():
        album.store(name, desk.files.snapshot(name))
    return album.find(name)


def _recall(desk: CommandContext, name: str, snapshot: Snapshot) -> Reply:
    before = dict(desk.session.parameters)
    whole = desk.session.recall(f"recall {name}", snapshot)
    return Reply((name, int(whole)), turned=_turned(desk, before))


def _turned(desk: CommandContext, before: dict[str, float]) -> tuple[tuple[str, float], ...]:
    """Say which parameters are others now."""
    now = desk.session.parameters
    return tuple((name, now[name]) for name in now if now[name] != before[name])
