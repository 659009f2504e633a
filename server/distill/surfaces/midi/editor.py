"""Keeps the user's bindings: reads them, learns from controls that move, forgets."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Final, Protocol

from typing_extensions import override

from distill.commands.context import Controllers
from distill.commands.controllers import ConfirmControl
from distill.commands.grammar import Command
from distill.errors import BadArgument
from distill.parameters import Parameter
from distill.surfaces.midi.binding import (
    NUMBER,
    Binding,
    ControlKind,
    Mapping,
    Mode,
    NumberedCommand,
    ParameterTarget,
)
from distill.surfaces.midi.learn import ControlObserver, Proposal
from distill.surfaces.midi.mapping import parse, read_target
from distill.surfaces.midi.toml_edit import with_binding, without
from distill.types import Value

log = logging.getLogger("distill.midi")

PATIENCE_S: Final = 30.0
"""A learning that hears nothing for so long ends by itself."""
NEWS: Final = "midi"
"""Topic of what happens to bindings."""
START: Final = "-"
"""Instead of the name of a map: the one that the server was started with."""


class MapFile(Protocol):
    """Where the bindings are, and what other files of them there are beside it."""

    @property
    def name(self) -> str:
        """Path of the file, as a user reads it."""

    def read(self) -> str:
        """Give the text.

        Raises:
            BadArgument: It cannot be read, or is no text.
        """

    def write(self, text: str) -> None:
        """Replace the text at once and whole; the one before is kept beside it.

        Raises:
            FileProblem: It cannot be; all is as it was.
        """

    def other(self, name: str) -> "MapFile":
        """Give the file of that name, there or not; `-` is that of the start.

        Raises:
            PathRefused: No plain name.
        """

    def others(self) -> tuple[str, ...]:
        """List the names of those that are there."""


class _Lesson:
    """One learning: what for, what was heard, and what was made of it."""

    def __init__(self, target: str, watch: ControlObserver, began_s: float) -> None:
        self.target = target
        self.watch = watch
        self.moved_s = began_s
        self.proposal: Proposal | None = None


class MapEditor(Controllers):
    """The bindings.

    Threads: commands come on the engine's; `hear` and `look` on that of the ports. A lock guards
    the lesson. Files are read and written on the engine's: they are small, and it happens seldom.
    """

    def __init__(
        self, maps: MapFile, submit: Callable[[Command], None], now: Callable[[], float]
    ) -> None:
        """Read the bindings.

        Raises:
            BadArgument: They cannot be read, or one line for each thing that is wrong.
        """
        self._maps = maps
        self._submit = submit
        self._now = now
        self._lock = threading.Lock()
        self._lesson: _Lesson | None = None
        self._tell: Callable[..., None] = lambda *_: None
        self._adopt: Callable[[Mapping], None] = lambda _: None
        self.mapping = parse(maps.read(), maps.name)

    @property
    def name(self) -> str:
        """Where the bindings are."""
        return self._maps.name

    @property
    def learning(self) -> str:
        """The target that is being learned; empty when none is."""
        lesson = self._lesson
        return "" if lesson is None else lesson.target

    def start(self, adopt: Callable[[Mapping], None], tell: Callable[..., None]) -> None:
        """Pass on what changes: bindings to `adopt`, news to `tell` (topic and values)."""
        self._adopt, self._tell = adopt, tell

    # --- from the ports

    def feed(self, data: bytes, port: str) -> bool:
        """Learn from a message; False when nothing is being learned from it."""
        with self._lock:
            lesson = self._lesson
            if lesson is None or lesson.proposal is not None:
                return False
            lesson.moved_s = self._now()
            lesson.watch.feed(data, port, lesson.moved_s)
        self.poll()
        return True

    def poll(self) -> None:
        """Propose what was heard, once that is clear; to be called a few times a second."""
        with self._lock:
            lesson, now = self._lesson, self._now()
            if lesson is None:
                return
            if now - lesson.moved_s > PATIENCE_S:
                self._lesson = None
                self._tell(NEWS, "ended", lesson.target, f"nothing more came for {PATIENCE_S:g} s")
                return
            if lesson.proposal is not None:
                return
            lesson.proposal = proposal = lesson.watch.propose(now)
            if proposal is None:
                return
            lesson.moved_s = now
        if lesson.watch.mode is not None:
            self._submit(ConfirmControl())
            return
        self._tell(NEWS, "proposed", *_said(lesson.target, proposal), *proposal.modes)

    def fail(self, reason: str) -> None:
        """End a lesson whose end was refused."""
        with self._lock:
            lesson, self._lesson = self._lesson, None
        if lesson is not None:
            self._tell(NEWS, "ended", lesson.target, reason)

    # --- commands

    @override
    def learn(self, target: str, mode: str) -> tuple[Value, ...]:
        row = read_target(target)
        turns = isinstance(row, Parameter)
        if not turns and mode not in ("", Mode.TRIGGER):
            raise BadArgument(f"a command takes mode trigger, got {mode!r}")
        words = " ".join(target.split())
        watch = ControlObserver(turns, Mode(mode) if mode else None)
        with self._lock:
            self._lesson = _Lesson(words, watch, self._now())
        self._tell(NEWS, "learning", words)
        return (words,)

    @override
    def confirm(self, mode: str) -> tuple[Value, ...]:
        with self._lock:
            lesson = self._lesson
            proposal = None if lesson is None else lesson.proposal
        if lesson is None or proposal is None:
            raise BadArgument("no control was proposed; say midi/learn, then move one")
        modes = ", ".join(proposal.modes)
        if not mode and len(proposal.modes) > 1:
            raise BadArgument(f"it is not clear how that control speaks; say which: {modes}")
        chosen = Mode(mode) if mode else proposal.modes[0]
        turns = isinstance(read_target(lesson.target), Parameter)
        usual = Mode.ABSOLUTE if turns else Mode.TRIGGER
        if proposal.source is ControlKind.PROGRAM and chosen is Mode.ABSOLUTE:
            proposal = replace(proposal, number=None)  # it turns by the number itself
        added = with_binding("", lesson.target, proposal, chosen, usual)
        (fresh,) = parse(added, "the new binding")
        text = self._maps.read()
        before = parse(text, self._maps.name)
        gone = [nth for nth, one in enumerate(before) if one.port and one.shares(fresh)]
        self._save(with_binding(without(text, gone), lesson.target, proposal, chosen, usual))
        with self._lock:
            if self._lesson is lesson:
                self._lesson = None
        told = (*_said(lesson.target, proposal), chosen.value)
        log.info("MIDI: %s", " ".join(map(str, told)))
        self._tell(NEWS, "bound", *told)
        return told

    @override
    def cancel(self) -> tuple[Value, ...]:
        with self._lock:
            lesson, self._lesson = self._lesson, None
        if lesson is None:
            return ("",)
        self._tell(NEWS, "ended", lesson.target, "cancelled")
        return (lesson.target,)

    @override
    def forget(self, target: str) -> tuple[Value, ...]:
        wanted = read_target(target)
        text = self._maps.read()
        before = parse(text, self._maps.name)
        gone = [nth for nth, one in enumerate(before) if _is(one, wanted)]
        words = " ".join(target.split())
        if not gone:
            raise BadArgument(f"no MIDI control is bound to {words!r}")
        self._save(without(text, gone))
        self._tell(NEWS, "forgotten", words, len(gone))
        return words, len(gone)

    @override
    def reload(self) -> tuple[Value, ...]:
        return self._go_on_with(self._maps)

    @override
    def choose(self, name: str) -> tuple[Value, ...]:
        maps = self._maps.other(name)
        if name not in (START, *maps.others()):
            there = ", ".join(maps.others()) or "none yet: midi/keep NAME makes one"
            raise BadArgument(f"no MIDI map {name!r}; there are: {there}")
        return self._go_on_with(maps)

    @override
    def save_as(self, name: str) -> tuple[Value, ...]:
        text, maps = self._maps.read(), self._maps.other(name)
        count = len(parse(text, self._maps.name))
        maps.write(text)
        return maps.name, count

    @override
    def maps(self) -> tuple[str, ...]:
        return self._maps.others()

    def _go_on_with(self, maps: MapFile) -> tuple[Value, ...]:
        mapping = parse(maps.read(), maps.name)
        self._maps = maps
        self._load(mapping)
        told = maps.name, len(mapping)
        log.info("MIDI: %s has %d bindings", *told)
        self._tell(NEWS, "map", *told)
        return told

    def _save(self, text: str) -> None:
        """Check the whole of a changed file, write it, and go on with it."""
        mapping = parse(text, self._maps.name)
        self._maps.write(text)
        self._load(mapping)

    def _load(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self._adopt(mapping)


def _is(one: Binding, wanted: Parameter | Command) -> bool:
    target = one.target
    if isinstance(target, NumberedCommand):
        return target.command(NUMBER) == wanted
    return target.row == wanted if isinstance(target, ParameterTarget) else target == wanted


def _said(target: str, proposal: Proposal) -> tuple[Value, ...]:
    """Say a control as news and answers do."""
    number = -1 if proposal.number is None else proposal.number
    return target, proposal.source.value, number, proposal.channel, proposal.port
