"""Parses map files, which bind controls to parameters and commands, and reports all mistakes.

    [[binding]]
    source = "cc"            # cc, cc14, nrpn, note, pitchbend, program
    number = 1
    target = "temperature"   # or a command, as `distill send` takes it: "play a"

and, where the defaults do not fit, `port`, `channel`, `mode`, `range`, `curve`, `takeover`,
`feedback` and `fine_first`.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeGuard, TypeVar

import distill.commands  # noqa: F401 - fills the vocabulary
from distill.commands import grammar
from distill.errors import BadArgument, DistillError, UnknownAddress, did_you_mean
from distill.installation import shell_command
from distill.parameters import PARAMETERS, Parameter, Scale
from distill.session.toml_lines import BOM, line_of, syntax
from distill.surfaces.midi.assembler import TOP, TOP14
from distill.surfaces.midi.binding import (
    NUMBER,
    Binding,
    Mapping,
    Mode,
    NumberedCommand,
    ParameterTarget,
    ResponseCurve,
    Takeover,
    Target,
)
from distill.surfaces.midi.control_kind import HALVED, PAIR, ControlKind

DEFAULT: Final = Path(__file__).with_name("default.toml")
"""The bundled bindings."""
KEYS: Final = (
    "port", "channel", "source", "number", "target", "curve", "range", "mode", "takeover",
    "feedback", "fine_first",
)  # fmt: skip
CHANNELS: Final = 16
_NUMBERS: Final = {ControlKind.CC14: PAIR, ControlKind.NRPN: TOP14}
"""Count of numbers of a kind, else 128; the last NRPN is null and selects none."""
_CURVES: Final = {
    Scale.LINEAR: ResponseCurve.LINEAR,
    Scale.LOG: ResponseCurve.LOG,
    Scale.STEPS: ResponseCurve.STEPS,
}
_RELATIVE: Final = (Mode.RELATIVE1, Mode.RELATIVE2, Mode.RELATIVE3)
_PRESSED: Final = (Mode.TOGGLE, Mode.TRIGGER)
_SMOOTH: Final = (ControlKind.CC14, ControlKind.NRPN, ControlKind.PITCHBEND)
"""Kinds that are not buttons."""

Word = TypeVar("Word", bound=StrEnum)
T = TypeVar("T")


def parse(text: str, name: str) -> Mapping:
    """Parse the text of a map file called `name`.

    Raises:
        BadArgument: One line for each mistake.
    """
    try:
        data = tomllib.loads(text.removeprefix(BOM))
    except tomllib.TOMLDecodeError as error:
        raise BadArgument(syntax(error, name, text)) from error
    lines = tables(text)
    rows = data.get("binding", [])
    wrong = [
        (line_of(text, key), f"unknown key {key!r}; a mapping has [[binding]] tables only")
        for key in data
        if key != "binding"
    ]
    if not isinstance(rows, list) or len(rows) != len(lines):
        wrong.append((line_of(text, "binding"), "write each binding below its own [[binding]]"))
        rows, lines = [], []
    bindings: list[tuple[int, Binding]] = []
    for row, where in zip(rows, lines, strict=True):
        reader = _Reader(row, where)
        binding = reader.read()
        wrong += reader.wrong
        if binding is not None:
            bindings.append((where[""], binding))
    wrong += _conflicts(bindings)
    if wrong:
        raise BadArgument("\n".join(f"{name}:{line}: {what}" for line, what in sorted(wrong)))
    return tuple(binding for _, binding in bindings)


def read_target(words: str) -> Parameter | grammar.Command:
    """Parse the target of a control.

    Raises:
        BadArgument: Neither a parameter nor a command with its arguments.
    """
    first, *rest = words.split() or [""]
    if not first:
        raise BadArgument("target takes a parameter, or a command like 'play a'")
    if first in PARAMETERS and not rest:
        return PARAMETERS[first]
    try:
        grammar.verb(first)
    except UnknownAddress:
        known = [*PARAMETERS, *grammar.VERBS]
        hint = did_you_mean(first, known, f"see {shell_command('describe')}")
        raise BadArgument(f"no parameter and no command {first!r}; {hint}") from None
    return grammar.parse(first, [grammar.read_word(word) for word in rest])


class _Reader:
    """One table of the file (Any: TOML is); continues after an error, to find all of them.

    Attributes:
        wrong: Line and text of each error.
    """

    def __init__(self, row: dict[str, Any], lines: dict[str, int]) -> None:
        self._row = row
        self._lines = lines
        self.wrong: list[tuple[int, str]] = []

    def read(self) -> Binding | None:
        """Return the binding; None when there was an error."""
        for key in self._row:
            if key not in KEYS:
                hint = did_you_mean(key, KEYS, f"there are {', '.join(KEYS)}")
                self._refuse(key, f"unknown key {key!r}; {hint}")
        source = self._try("source", lambda: self._word("source", ControlKind, None))
        channel = self._try("channel", self._channel)
        port = self._try("port", self._port)
        target = self._try("target", self._target)
        number = None if source is None else self._try("number", lambda: self._number(source))
        if source is None or target is None:
            return None
        usual = Mode.ABSOLUTE if isinstance(target, ParameterTarget) else Mode.TRIGGER
        if source is ControlKind.PROGRAM and number is not None:
            usual = Mode.TRIGGER
        mode = self._try("mode", lambda: self._mode(source, target, number, usual))
        takeover = self._try("takeover", lambda: self._takeover(source, mode))
        feedback = self._try("feedback", lambda: self._feedback(source, target, mode, port or ""))
        fine_first = self._try("fine_first", lambda: self._fine_first(source))
        if self.wrong or mode is None or takeover is None:
            return None
        what = source, number, channel, target, mode, takeover
        words = " ".join(str(self._row["target"]).split())
        return Binding(*what, port or "", feedback, fine_first or False, words)

    def _refuse(self, key: str, text: str) -> None:
        self.wrong.append((self._lines.get(key, self._lines[""]), text))

    def _try(self, key: str, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except DistillError as error:
            self._refuse(key, str(error))
            return None

    def _word(self, key: str, kind: type[Word], usual: Word | None) -> Word:
        value = self._row.get(key, usual)
        words = [member.value for member in kind]
        if value is None:
            raise BadArgument(f"{key} is missing; it takes {', '.join(words)}")
        if value not in words:
            raise BadArgument(f"{key} takes {', '.join(words)}; got {value!r}")
        return kind(value)

    def _channel(self) -> int | None:
        value = self._row.get("channel", "any")
        if value == "any":
            return None
        if not _is_whole(value) or not 1 <= value <= CHANNELS:
            raise BadArgument(f"channel takes 1..{CHANNELS} or 'any', got {value!r}")
        return value

    def _port(self) -> str:
        value = self._row.get("port", "")
        if not isinstance(value, str):
            raise BadArgument(f"port takes part of the name of a MIDI input, got {value!r}")
        return value

    def _number(self, source: ControlKind) -> int | None:
        value = self._row.get("number")
        if source is ControlKind.PITCHBEND:
            if value is not None:
                raise BadArgument("pitchbend has no number; leave it out")
            return None
        if value is None and source is ControlKind.PROGRAM:
            return None
        count = _NUMBERS.get(source, TOP + 1)
        if not _is_whole(value) or not 0 <= value < count:
            got = "nothing" if value is None else repr(value)
            raise BadArgument(f"number of a {source} takes 0..{count - 1}, got {got}")
        return value

    def _target(self) -> Target:
        value = self._row.get("target")
        if not isinstance(value, str):
            raise BadArgument("target takes a parameter, or a command like 'play a'")
        target: Target | Parameter = read_target(value.replace(NUMBER, "0"))  # any number
        if isinstance(target, Parameter):
            return self._parameter(target)
        if NUMBER in value:
            target = self._numbered(value)
        for key in ("range", "curve"):
            if key in self._row:
                self._refuse(key, f"a command has no {key}; leave it out")
        return target

    def _numbered(self, value: str) -> NumberedCommand:
        if self._row.get("source") != ControlKind.PROGRAM or "number" in self._row:
            raise BadArgument(
                f"{NUMBER} stands for the number of any program: it needs source program "
                "without a number"
            )
        return NumberedCommand(tuple(value.split()))

    def _parameter(self, row: Parameter) -> ParameterTarget:
        ends = self._try("range", lambda: _ends(row, self._row.get("range")))
        curve = self._try("curve", lambda: self._word("curve", ResponseCurve, _CURVES[row.scale]))
        if ends is None:
            ends = row.range.low, row.range.high
        elif curve is ResponseCurve.LOG and min(ends) <= 0:
            self._refuse(
                "curve", f"a log curve needs a range above 0, got {ends[0]:g}..{ends[1]:g}"
            )
        return ParameterTarget(row, curve or _CURVES[row.scale], *ends)

    def _mode(self, source: ControlKind, target: Target, number: int | None, usual: Mode) -> Mode:
        mode = self._word("mode", Mode, usual)
        if not isinstance(target, ParameterTarget) and mode is not Mode.TRIGGER:
            raise BadArgument(f"a command takes mode trigger, got {mode.value!r}")
        if mode in _RELATIVE and source is not ControlKind.CC:
            raise BadArgument(f"mode {mode} is for a cc, not for a {source}")
        if mode in _PRESSED and source in _SMOOTH:
            raise BadArgument(f"a {source} cannot be pressed: mode {mode} is for cc, note, program")
        free = isinstance(target, NumberedCommand) or source is not ControlKind.PROGRAM
        if not free and (number is None) == (mode in _PRESSED):
            raise BadArgument(
                "a program with a number is pressed; one without is absolute, or is the "
                f"{NUMBER} of a command"
            )
        return mode

    def _takeover(self, source: ControlKind, mode: Mode | None) -> Takeover:
        held = mode is Mode.ABSOLUTE and source not in (ControlKind.NOTE, ControlKind.PROGRAM)
        takeover = self._word("takeover", Takeover, Takeover.PICKUP if held else Takeover.JUMP)
        if not held and takeover is not Takeover.JUMP and mode is not None:
            raise BadArgument(f"takeover {takeover} is for an absolute cc, cc14, nrpn or pitchbend")
        return takeover

    def _fine_first(self, source: ControlKind) -> bool:
        value = self._row.get("fine_first", False)
        if not isinstance(value, bool):
            raise BadArgument(f"fine_first takes true or false, got {value!r}")
        if value and source not in HALVED:
            raise BadArgument(f"fine_first is for cc14 and nrpn, not for a {source}")
        return value

    def _feedback(
        self, source: ControlKind, target: Target, mode: Mode | None, port: str
    ) -> str | None:
        """Choose the output for feedback; by default none: CC 7 would set a keyboard's volume.

        A binding that names its port is for that very controller, so its ring follows.
        """
        shows = isinstance(target, ParameterTarget) and mode is not Mode.TRIGGER
        shows = shows and source is not ControlKind.PROGRAM
        shows = shows and (source is not ControlKind.NOTE or mode is Mode.TOGGLE)
        value = self._row.get("feedback", bool(port) and shows)
        if not isinstance(value, (bool, str)):
            raise BadArgument(f"feedback takes true, false or part of an output's name: {value!r}")
        if value is False:
            return None
        if not shows:
            raise BadArgument("this control cannot show a value; leave feedback out")
        return "" if value is True else value


def _ends(row: Parameter, value: Any) -> tuple[float, float]:
    """Check a range (Any: TOML is)."""
    if value is None:
        return row.range.low, row.range.high
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - its ends
        raise BadArgument(f"range takes two values of {row.name}, like [0, 1]; got {value!r}")
    if any(isinstance(end, bool) for end in value):
        raise BadArgument(f"range takes numbers, got {value!r}")
    first, last = (row.parse(end) for end in value)
    if first == last:
        raise BadArgument(f"range takes two values that differ, got {first:g} twice")
    return first, last


def _conflicts(bindings: list[tuple[int, Binding]]) -> Iterator[tuple[int, str]]:
    """Find a cc that is part of a cc14 or nrpn: its messages would count twice."""
    wholes = [row for row in bindings if row[1].source in (ControlKind.CC14, ControlKind.NRPN)]
    for line, binding in bindings:
        for other_line, whole in wholes:
            if binding.source is not ControlKind.CC or bool(binding.port) != bool(whole.port):
                continue  # of these two, the one that names its port takes precedence
            if binding.shares(whole):
                part = "half" if whole.source is ControlKind.CC14 else "part"
                what = f"{part} of the {whole.source} {whole.number}"
                yield line, f"cc {binding.number} is {what} of line {other_line}"


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def tables(text: str) -> list[dict[str, int]]:
    """Find the line of each table (under the empty key) and of each key in it."""
    found: list[dict[str, int]] = []
    for number, line in enumerate(text.removeprefix(BOM).split("\n"), 1):
        if re.match(r"\s*\[\[\s*[\"']?binding[\"']?\s*\]\]", line):
            found.append({"": number})
        elif found and (key := re.match(r"\s*[\"']?([\w-]+)[\"']?\s*[=.]", line)):
            found[-1].setdefault(key[1], number)
    return found
