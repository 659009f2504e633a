"""Snapshots of the whole state by name: save, recall, blend two."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Final

from typing_extensions import override

from distill.commands.carried import about_gone_sounds, without_sound
from distill.commands.context import CommandContext
from distill.commands.grammar import Command, Ending, FileChange, Outcome, Reply, Work, command
from distill.errors import DistillError, UnknownSlot
from distill.names import check_new_file_name
from distill.protocol.tasks import LiveSnapshot, Result, SnapshotLive
from distill.session.snapshot_store import Snapshot, between
from distill.types import Range, Unit

_SILENT: Final = "What sounded then needs another model, so it is silent."


@command("snapshot")
@dataclass(frozen=True, slots=True)
class SaveSnapshot(Command):
    """Save the whole state under a name: slots, parameters, and what sounds, to the sample.

    A number is a name too, so that a program change can recall it. An older snapshot of that name
    is replaced. It is also saved as a file and is there again after a restart: the answer, its
    name, comes when the file is on the disk. If it cannot be written the answer is an error, and
    the snapshot is kept until the server ends.
    """

    name: str

    @override
    def run(self, context: CommandContext) -> Outcome:
        def store(result: Result) -> Ending:
            assert isinstance(result, LiveSnapshot)  # noqa: S101 - the worker answers in kind
            snapshot = context.session.snapshot(result.live)
            context.session.snapshots.store(self.name, snapshot)
            return FileChange(
                partial(context.files.save_snapshot, self.name, snapshot), self._saved
            )

        check_new_file_name(self.name)
        return Work(SnapshotLive(), store)

    def _saved(self, problem: DistillError | None) -> Reply:
        """Tell every subscriber of the snapshot, which is there even if it has no file."""
        return Reply((self.name,), topic="snapshot", error=problem)


@command("recall", musical="take")
@dataclass(frozen=True, slots=True)
class Recall(Command):
    """Go back to a snapshot; the change of the slots is one undo.

    What sounded then continues as if it had never stopped, if its model is loaded. Tempo, beats,
    quantize and profile stay. Answers the name, 1 if everything is as it was, and in sentences what
    is not.
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
        session.choose_files(mixed.only, mixed.avoid)
        return Reply((self.a, self.b, self.t), changed=_changed(context, before))


@command("snapshots")
@dataclass(frozen=True, slots=True)
class ListSnapshots(Command):
    """List the snapshots: a page for each with its name."""

    @override
    def run(self, context: CommandContext) -> Outcome:
        names = _names(context)
        return Reply((len(names),), tuple((name,) for name in names))


@command("discard")
@dataclass(frozen=True, slots=True)
class Discard(Command):
    """Remove a snapshot and its file; answers the name. After an error it is still there."""

    name: str

    @override
    def run(self, context: CommandContext) -> Outcome:
        _check_known(context, self.name)
        store = context.session.snapshots

        def removed(problem: DistillError | None) -> Reply:
            if problem is None and self.name in store.names:
                store.discard(self.name)
            return Reply((self.name,), error=problem)

        return FileChange(partial(context.files.discard_snapshot, self.name), removed)


def _find(context: CommandContext, name: str) -> Snapshot:
    """Return a snapshot, from its file if it was made before this start."""
    _check_known(context, name)
    store = context.session.snapshots
    if name not in store.names:
        store.store(name, context.files.snapshot(name))
    return store.find(name)


def _check_known(context: CommandContext, name: str) -> None:
    """Look into the folder only for what is not in memory: a fader may send many `blend`."""
    if name in context.session.snapshots.names:
        return
    names = _names(context)
    if name not in names:
        known = ", ".join(names) or "none yet: snapshot NAME makes one"
        raise UnknownSlot(f"no snapshot {name!r}; there are: {known}")


def _names(context: CommandContext) -> tuple[str, ...]:
    """Return the names of the snapshots in memory, then of those that only have files."""
    return tuple(dict.fromkeys((*context.session.snapshots.names, *context.files.snapshots())))


def _recall(context: CommandContext, name: str, snapshot: Snapshot) -> Reply:
    before = dict(context.session.parameters)
    session = context.session
    complete = session.recall(f"recall {name}", snapshot)
    gone = about_gone_sounds(without_sound(session.slots, context.files.has_source))
    missing = " ".join(part for part in ("" if complete else _SILENT, gone) if part)
    return Reply((name, int(not missing), missing), changed=_changed(context, before))


def _changed(context: CommandContext, before: dict[str, float]) -> tuple[tuple[str, float], ...]:
    """Return the parameters that have other values now."""
    now = context.session.parameters
    return tuple((name, now[name]) for name in now if now[name] != before[name])
