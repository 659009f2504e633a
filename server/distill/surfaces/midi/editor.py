"""The user's bindings: loads map files, learns controls by moving them, removes bindings."""

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
from distill.names import NONE, check_new_file_name
from distill.parameters import Parameter
from distill.surfaces.midi.binding import (
    NUMBER,
    Binding,
    Mapping,
    Mode,
    NumberedCommand,
    ParameterTarget,
)
from distill.surfaces.midi.control_kind import ControlKind
from distill.surfaces.midi.learn import ControlObserver, Proposal
from distill.surfaces.midi.mapping import parse, read_target
from distill.surfaces.midi.toml_edit import with_binding, without
from distill.types import Value

log = logging.getLogger("distill.midi")

PATIENCE_S: Final = 30.0
"""Silence in seconds after which MIDI learn ends by itself."""
TOPIC: Final = "midi"
"""Topic of notifications about bindings."""
START: Final = NONE
"""Instead of a map's name: the map that the server was started with."""


class MapFile(Protocol):
    """A map file, and access to the other maps beside it."""

    @property
    def name(self) -> str:
        """Path of the file, as shown to the user."""

    def read(self) -> str:
        """Return the text.

        Raises:
            BadArgument: It cannot be read, or is no text.
        """

    def write(self, text: str) -> None:
        """Replace the text atomically; the previous text stays in a backup beside it.

        Raises:
            FileProblem: It cannot be written; nothing has changed.
        """

    def other(self, name: str) -> "MapFile":
        """Return the file of that name, existing or not; `-` is the one of the start.

        Raises:
            PathRefused: No plain name.
        """

    def others(self) -> tuple[str, ...]:
        """List the names of the existing maps."""


class _LearnTask:
    """One run of MIDI learn: its target, what was observed, and the proposal."""

    def __init__(self, target: str, observer: ControlObserver, started_s: float) -> None:
        self.target = target
        self.observer = observer
        self.moved_s = started_s
        self.proposal: Proposal | None = None


class MapEditor(Controllers):
    """The bindings, and MIDI learn.

    Threads: commands run on the engine's; `feed` and `poll` on that of the ports. A lock guards
    the task. Files are read and written on the engine's: they are small, and it is rare.
    """

    def __init__(
        self, maps: MapFile, submit: Callable[[Command], None], now: Callable[[], float]
    ) -> None:
        """Load the bindings.

        Raises:
            BadArgument: They cannot be read; or one line for each mistake.
        """
        self._maps = maps
        self._submit = submit
        self._now = now
        self._lock = threading.Lock()
        self._task: _LearnTask | None = None
        self._notify: Callable[..., None] = lambda *_: None
        self._adopt: Callable[[Mapping], None] = lambda _: None
        self.mapping = parse(maps.read(), maps.name)

    @property
    def name(self) -> str:
        """Path of the map file in use."""
        return self._maps.name

    @property
    def learning(self) -> str:
        """The target that MIDI learn is running for; empty when it is not."""
        task = self._task
        return "" if task is None else task.target

    def start(self, adopt: Callable[[Mapping], None], notify: Callable[..., None]) -> None:
        """Set the callbacks: `adopt` gets new bindings, `notify` a topic and values."""
        self._adopt, self._notify = adopt, notify

    # --- from the ports

    def feed(self, data: bytes, port: str) -> bool:
        """Learn from a message; return False when it is not used for learning."""
        with self._lock:
            task = self._task
            if task is None or task.proposal is not None:
                return False
            now = self._now()
            task.observer.feed(data, port, now)
            if task.observer.moved:
                task.moved_s = now
        self.poll()
        return True

    def poll(self) -> None:
        """Propose the control once it is clear, or time out; call a few times a second."""
        with self._lock:
            task, now = self._task, self._now()
            if task is None:
                return
            if now - task.moved_s > PATIENCE_S:
                self._task = None
                self._notify(TOPIC, "ended", task.target, f"no input for {PATIENCE_S:g} s")
                return
            if task.proposal is not None:
                return
            task.proposal = proposal = task.observer.propose(now)
            if proposal is None:
                return
            task.moved_s = now
        if task.observer.mode is not None:
            self._submit(ConfirmControl())
            return
        self._notify(TOPIC, "proposed", *_describe(task.target, proposal), *proposal.modes)

    def fail(self, reason: str) -> None:
        """End MIDI learn when its confirmation was refused."""
        with self._lock:
            task, self._task = self._task, None
        if task is not None:
            self._notify(TOPIC, "ended", task.target, reason)

    # --- commands

    @override
    def learn(self, target: str, mode: str) -> tuple[Value, ...]:
        row = read_target(target)
        turns = isinstance(row, Parameter)
        if not turns and mode not in ("", Mode.TRIGGER):
            raise BadArgument(f"a command takes mode trigger, got {mode!r}")
        words = " ".join(target.split())
        observer = ControlObserver(turns, Mode(mode) if mode else None)
        with self._lock:
            self._task = _LearnTask(words, observer, self._now())
        self._notify(TOPIC, "learning", words)
        return (words,)

    @override
    def confirm(self, mode: str) -> tuple[Value, ...]:
        with self._lock:
            task = self._task
            proposal = None if task is None else task.proposal
        if task is None or proposal is None:
            raise BadArgument("no control was proposed; send midi/learn, then move a control")
        modes = ", ".join(proposal.modes)
        if not mode and len(proposal.modes) > 1:
            raise BadArgument(f"the mode of that control is ambiguous; give one of: {modes}")
        chosen = Mode(mode) if mode else proposal.modes[0]
        turns = isinstance(read_target(task.target), Parameter)
        usual = Mode.ABSOLUTE if turns else Mode.TRIGGER
        if proposal.source is ControlKind.PROGRAM and chosen is Mode.ABSOLUTE:
            proposal = replace(proposal, number=None)  # the program number is the value
        added = with_binding("", task.target, proposal, chosen, usual)
        (fresh,) = parse(added, "the new binding")
        text = self._maps.read()
        before = parse(text, self._maps.name)
        gone = [nth for nth, row in enumerate(before) if row.port and row.shares(fresh)]
        self._save(with_binding(without(text, gone), task.target, proposal, chosen, usual))
        with self._lock:
            if self._task is task:
                self._task = None
        values = (*_describe(task.target, proposal), chosen.value)
        log.info("MIDI: %s", " ".join(map(str, values)))
        self._notify(TOPIC, "bound", *values)
        return values

    @override
    def cancel(self) -> tuple[Value, ...]:
        with self._lock:
            task, self._task = self._task, None
        if task is None:
            return ("",)
        self._notify(TOPIC, "ended", task.target, "cancelled")
        return (task.target,)

    @override
    def forget(self, target: str) -> tuple[Value, ...]:
        wanted = read_target(target)
        text = self._maps.read()
        before = parse(text, self._maps.name)
        gone = [nth for nth, row in enumerate(before) if _has_target(row, wanted)]
        words = " ".join(target.split())
        if not gone:
            raise BadArgument(f"no MIDI control is bound to {words!r}")
        self._save(without(text, gone))
        self._notify(TOPIC, "forgotten", words, len(gone))
        return words, len(gone)

    @override
    def reload(self) -> tuple[Value, ...]:
        return self._use(self._maps)

    @override
    def choose(self, name: str) -> tuple[Value, ...]:
        maps = self._maps.other(name)
        if name not in (START, *maps.others()):
            known = ", ".join(maps.others()) or "none yet, midi/keep NAME makes one"
            raise BadArgument(f"no MIDI map {name!r}; there are: {known}")
        return self._use(maps)

    @override
    def save_as(self, name: str) -> tuple[Value, ...]:
        check_new_file_name(name)
        text, maps = self._maps.read(), self._maps.other(name)
        count = len(parse(text, self._maps.name))
        maps.write(text)
        return maps.name, count

    @override
    def path(self) -> str:
        return self.name

    @override
    def bindings(self) -> tuple[tuple[Value, ...], ...]:
        return tuple(map(_row, self.mapping))

    @override
    def maps(self) -> tuple[str, ...]:
        return self._maps.others()

    def _use(self, maps: MapFile) -> tuple[Value, ...]:
        mapping = parse(maps.read(), maps.name)
        self._maps = maps
        self._load(mapping)
        values = maps.name, len(mapping)
        log.info("MIDI: %s has %d bindings", *values)
        self._notify(TOPIC, "map", *values)
        return values

    def _save(self, text: str) -> None:
        """Validate a changed file as a whole, write it, and use it."""
        mapping = parse(text, self._maps.name)
        self._maps.write(text)
        self._load(mapping)

    def _load(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self._adopt(mapping)


def _has_target(binding: Binding, wanted: Parameter | Command) -> bool:
    target = binding.target
    if isinstance(target, NumberedCommand):
        return target.command(NUMBER) == wanted
    return target.row == wanted if isinstance(target, ParameterTarget) else target == wanted


def _row(binding: Binding) -> tuple[Value, ...]:
    """Return a binding as `midi/list` lists it."""
    number = -1 if binding.number is None else binding.number
    target = binding.target
    ends = (target.first, target.last) if isinstance(target, ParameterTarget) else ()
    control = binding.source.value, number, binding.channel or 0, binding.port
    return binding.words, *control, binding.mode.value, *ends


def _describe(target: str, proposal: Proposal) -> tuple[Value, ...]:
    """Return target and control as notifications and answers carry them."""
    number = -1 if proposal.number is None else proposal.number
    return target, proposal.source.value, number, proposal.channel, proposal.port
