"""Commands: frozen values with arguments as fields and the manual as their docstring.

`@command("verb")` makes a class an OSC address, a CLI sub-command and a section of the manual.
Field annotations hold ranges and units; types like `Slot` tell what a text argument means:

    @command("shift")
    @dataclass(frozen=True, slots=True)
    class Shift(Command):
        '''Move codes in time.'''
        slot: Slot
        by: Annotated[int, Range(-4096, 4096), Unit.COLUMNS]

On the wire arguments come in order; later ones may also come as name and value
(`generate a seconds 4`).
"""

import dataclasses
import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field
from typing import Annotated, Any, ClassVar, Final, Literal, NewType, TypeVar

from typing_extensions import get_type_hints

from distill.codes.region import Span
from distill.commands.context import CommandContext
from distill.errors import BadArgument, DistillError, UnknownAddress, did_you_mean
from distill.names import check_name
from distill.protocol.tasks import Result, Task
from distill.types import Range, Unit, Value

Slot = NewType("Slot", str)
"""The name of a slot."""
SourceFile = NewType("SourceFile", str)
"""A sound file inside the source roots."""
ModelName = NewType("ModelName", str)
"""A model of the library."""
CodeList = NewType("CodeList", tuple[int, ...])
"""All remaining arguments, as whole numbers."""
WordList = NewType("WordList", tuple[str, ...])
"""All remaining arguments, as text."""
LISTS: Final = CodeList, WordList

Bars = Annotated[int, Range(0, 64), Unit.BARS]
"""A length in bars at the current tempo; 0 for none."""

MAX_TEXT: Final = 1024
"""Longest text argument, in characters: enough for a path."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Inside `Annotated[str, Choice(...)]`: the words that are allowed."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Also:
    """Inside `Annotated[Slot, Also(...)]`: the word that is allowed instead of a slot."""

    word: str


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply of a finished command: some values, and pages for long answers.

    Attributes:
        values: The values of `done`.
        pages: Sent before it, one message each.
        topic: Topic of a notification to every subscriber, with request id and values; empty: none.
        topic_values: Values of that notification, if others than `values`.
        after_others: Reply only when the client's earlier requests have ended.
        changed: Parameters that have new values: every subscriber is notified.
        error: Answer with it, after the notifications, instead of `done`.
    """

    values: tuple[Value, ...] = ()
    pages: tuple[tuple[Value, ...], ...] = ()
    topic: str = ""
    topic_values: tuple[Value, ...] = ()
    after_others: bool = False
    changed: tuple[tuple[str, float], ...] = ()
    error: DistillError | None = None


@dataclass(frozen=True, slots=True)
class FileChange:
    """A change of a file, which is answered only when it is on the disk.

    Attributes:
        change: Writes or removes the file, beside the engine, as disks may be slow.
        finish: Runs on the engine's thread afterwards, with the error of `change` or None.
    """

    change: Callable[[], None]
    finish: Callable[[DistillError | None], Reply]


Ending = Reply | FileChange
"""How a command ends, when no more work for the worker is left."""


@dataclass(frozen=True, slots=True)
class Work:
    """A command that needs the model worker: the task, and what to do with its result.

    `finish` runs on the engine's thread; if it raises, the session stays as it was.
    """

    task: Task
    finish: Callable[[Result], Ending]


Outcome = Ending | Work


class Command(ABC):
    """One verb with its arguments, ready to run."""

    verb: ClassVar[str] = ""
    musical: ClassVar[Literal["", "take", "edit"]] = ""
    """Whether it waits for the beat set by `quantize`: a take always, an edit if it is heard."""

    @property
    def slow(self) -> bool:
        """Whether it is work for the worker, so that only its end waits for a beat."""
        return False

    @abstractmethod
    def run(self, context: CommandContext) -> Outcome:
        """Run on the session, or return the work it needs; after an error nothing has changed."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a verb, as used by the manual and every parser."""

    name: str
    kind: object
    required: bool
    default: Any
    range: Range | None = None
    unit: Unit = Unit.NONE
    choices: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verb:
    """One row of the vocabulary."""

    name: str
    command: type[Command]
    arguments: tuple[Argument, ...]
    about: str
    manual: str
    aliases: tuple[str, ...] = field(default=())


VERBS: Final[dict[str, Verb]] = {}
"""Every verb by name; `verb()` also finds aliases, which are not listed here."""
_ALIASES: Final[dict[str, str]] = {}

C = TypeVar("C", bound=Command)


def command(
    name: str, *aliases: str, musical: Literal["", "take", "edit"] = ""
) -> Callable[[type[C]], type[C]]:
    """Register a command class in the vocabulary under `name`."""

    def register(cls: type[C]) -> type[C]:
        cls.verb, cls.musical = name, musical
        manual = inspect.cleandoc(cls.__doc__ or "")
        about = manual.split("\n", 1)[0]
        VERBS[name] = Verb(name, cls, tuple(_arguments(cls)), about, manual, aliases)
        _ALIASES.update(dict.fromkeys(aliases, name))
        return cls

    return register


def verb(name: str) -> Verb:
    """Find a verb.

    Raises:
        UnknownAddress: No such verb; the nearest are suggested.
    """
    known = _ALIASES.get(name, name)
    if known not in VERBS:
        hint = did_you_mean(name, [*VERBS, *_ALIASES], "ask list for all of them")
        raise UnknownAddress(f"no command {name!r}; {hint}")
    return VERBS[known]


def read_word(word: str) -> Value:
    """Convert a word to a number if it is one."""
    for kind in (int, float):
        try:
            return kind(word)
        except ValueError:
            continue
    return word


def parse(name: str, values: Sequence[Value]) -> Command:
    """Build a command from wire values: in order, then optionally name and value.

    Raises:
        UnknownAddress: No such verb.
        BadArgument: Too many, missing or wrong values.
    """
    row = verb(name)
    given: dict[str, Any] = {}
    rest = list(values)
    pending = list(row.arguments)
    while rest:
        named = _named(rest, pending)
        if named is not None:
            pending.remove(named)
            given[named.name] = _convert(row, named, rest[1])
            rest = rest[2:]
            continue
        if not pending:
            raise BadArgument(f"{row.name} takes {usage(row)}; got {len(values)} values")
        slot = pending.pop(0)
        if slot.kind in LISTS:
            given[slot.name] = _listed(row, slot, rest)
            break
        given[slot.name] = _convert(row, slot, rest.pop(0))
    return _made(row, given)


def following(name: str, values: Sequence[Value]) -> tuple[Argument | None, tuple[Argument, ...]]:
    """Return what may follow wire values that are complete: for the completion of a line.

    Returns:
        The argument whose value comes next (None: there is none), and the arguments that the next
        word may name instead.

    Raises:
        UnknownAddress: No such verb.
    """
    pending = list(verb(name).arguments)
    rest = list(values)
    while rest:
        named = _named([*rest, 0] if len(rest) == 1 else rest, pending)
        if named is not None:
            if len(rest) == 1:
                return named, ()
            pending.remove(named)
            rest = rest[2:]
            continue
        if not pending or pending[0].kind in LISTS:
            break
        del pending[0], rest[0]
    if not pending:
        return None, ()
    return pending[0], tuple(a for a in pending if _named([a.name, 0], pending) is a)


def parse_named(name: str, values: Mapping[str, Value | Sequence[Value]]) -> Command:
    """Build a command from values by their names; only a list is more than one value.

    Raises:
        UnknownAddress: No such verb.
        BadArgument: An unknown name (the nearest is suggested), missing or wrong values.
    """
    row = verb(name)
    arguments = {argument.name: argument for argument in row.arguments}
    given: dict[str, Any] = {}
    for key, value in values.items():
        argument = arguments.get(key)
        if argument is None:
            hint = did_you_mean(key, arguments, f"it takes {usage(row)}")
            raise BadArgument(f"{row.name} has no {key[:40]!r}; {hint}")
        many = [value] if isinstance(value, (int, float, str)) else value
        if argument.kind in LISTS:
            given[key] = _listed(row, argument, many)
        elif many is value:
            raise BadArgument(f"{row.name} {key} takes one value, got a list")
        else:
            given[key] = _convert(row, argument, many[0])
    return _made(row, given)


def usage(row: Verb) -> str:
    """Return a verb's arguments in one line: required plain, optional in brackets."""
    words = [a.name if a.required else f"[{a.name}]" for a in row.arguments]
    return " ".join(words) or "no arguments"


def _made(row: Verb, given: dict[str, Any]) -> Command:
    missing = [a.name for a in row.arguments if a.required and a.name not in given]
    if missing:
        raise BadArgument(f"{row.name} needs {', '.join(missing)}; it takes {usage(row)}")
    return row.command(**given)


def _arguments(cls: type[Command]) -> Iterator[Argument]:
    hints: dict[str, Any] = get_type_hints(cls, include_extras=True)
    for f in dataclasses.fields(cls):  # type: ignore[arg-type] # every command is a dataclass
        hint = hints[f.name]
        extras: tuple[Any, ...] = getattr(hint, "__metadata__", ())
        required = f.default is MISSING and f.default_factory is MISSING
        default = None if f.default is MISSING else f.default
        yield Argument(
            f.name,
            hint.__origin__ if extras else hint,
            required,
            default,
            next((e for e in extras if isinstance(e, Range)), None),
            next((e for e in extras if isinstance(e, Unit)), Unit.NONE),
            next((e.words for e in extras if isinstance(e, Choice)), ()),
            tuple(e.word for e in extras if isinstance(e, Also)),
        )


def _named(rest: list[Value], pending: list[Argument]) -> Argument | None:
    """Return the pending argument that the next value names, if a value follows the name."""
    word = rest[0]
    if len(rest) < 2 or not isinstance(word, str):  # noqa: PLR2004 - name and value
        return None
    match = next((a for a in pending if a.name == word and a.kind not in LISTS), None)
    if match is None or not pending:
        return None
    first = pending[0]
    text = first.kind in (str, Slot, SourceFile, ModelName)
    if text and first.required:
        return None
    if text and first.choices and word in first.choices:
        return None
    if first.kind is Span and Span.accepts(first.name, word):
        return None
    return match


def _convert(row: Verb, argument: Argument, value: Value) -> Any:
    """Check one wire value and convert it to the field's type (Any because fields differ)."""
    name = f"{row.name} {argument.name}"
    if argument.kind is Span:
        return Span.parse(argument.name, value)
    if argument.kind is bool:
        return _truth(name, value)
    if argument.kind is int:
        value = _whole(name, value)
    elif argument.kind is not float:
        return _text(name, argument, value)
    if isinstance(value, str):
        raise BadArgument(f"{name} takes a number, got {value!r}")
    if argument.range is not None:
        argument.range.check(name, value)
    return value if argument.kind is int else float(value)


def _listed(row: Verb, argument: Argument, values: Sequence[Value]) -> tuple[int | str, ...]:
    """Convert all remaining wire values."""
    if argument.kind is CodeList:
        return tuple(_whole(argument.name, value) for value in values)
    return tuple(_text(f"{row.name} {argument.name}", argument, value) for value in values)


def _text(name: str, argument: Argument, value: Value) -> str:
    if isinstance(value, float):  # many clients send all numbers as floats
        text = str(int(value)) if value.is_integer() else f"{value:g}"
    else:
        text = str(value)
    if not text or len(text) > MAX_TEXT or any(ord(c) < ord(" ") for c in text):
        raise BadArgument(f"{name} takes 1..{MAX_TEXT} printable characters, got {text[:40]!r}")
    if argument.choices and text not in argument.choices:
        raise BadArgument(f"{name} takes {', '.join(argument.choices)}; got {text!r}")
    if argument.kind is Slot and text not in argument.also:
        return _named_slot(name, text)
    return text


def _named_slot(name: str, text: str) -> str:
    try:
        return check_name(text)
    except BadArgument as error:
        raise BadArgument(f"{name} takes the name of a slot: {error}") from error


def _whole(name: str, value: Value) -> int:
    if isinstance(value, str) or float(value) != int(value):
        raise BadArgument(f"{name} takes a whole number, got {value!r}")
    return int(value)


def _truth(name: str, value: Value) -> bool:
    if value in (0, 1):
        return bool(value)
    words = {"true": True, "false": False, "on": True, "off": False}
    if isinstance(value, str) and value.lower() in words:
        return words[value.lower()]
    raise BadArgument(f"{name} takes 0 or 1, got {value!r}")
