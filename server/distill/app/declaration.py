"""How a setting is declared: once, as a field; settings file and options read it from there.

A field of a settings class is `name: Annotated[type, Setting(...), check, ...] = default`. Its type
is `str`, `int`, `Path`, or a tuple of any length of `str` or `Path`.
"""

from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Protocol, get_args, get_origin, get_type_hints

from distill.errors import BadArgument


class Check(Protocol):
    """What may stand beside `Setting` inside `Annotated`; `Range` is one too."""

    def check(self, name: str, value: Any) -> None:
        """Refuse a value of the right type that is not allowed (Any: each check knows its own).

        Raises:
            BadArgument: Says the setting's name, what is allowed, and the value.
        """


@dataclass(frozen=True, slots=True)
class Setting:
    """What `serve --help` says of a setting.

    Attributes:
        about: A sentence.
        metavar: What stands for the value in the help, if not its type.
        adds: Of many values: do those of the command line come before those of the settings file,
            instead of replacing them?
        number: Of text: may a settings file write it as a whole number too?
    """

    about: str
    metavar: str = ""
    adds: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class OneOf:
    """A check: one of a few words."""

    words: tuple[str, ...]

    def check(self, name: str, value: str) -> None:
        """Refuse any other word."""
        if value not in self.words:
            *first, last = self.words
            raise BadArgument(f"{name} takes {', '.join(first)} or {last}; got {value!r}")


@dataclass(frozen=True, slots=True)
class Declared:
    """A setting as its field declares it.

    Attributes:
        name: Its key in a settings file; the option has dashes for underscores.
        kind: `str`, `int` or `Path`.
        many: Is it a tuple of those?
        default: As the field has it.
        setting: What the help says.
        checks: What its value has to pass.
    """

    name: str
    kind: type[str] | type[int] | type[Path]
    many: bool
    default: Any
    setting: Setting
    checks: tuple[Check, ...]

    @property
    def metavar(self) -> str:
        """What stands for the value in the help; empty for the name of its type."""
        words = next((check.words for check in self.checks if isinstance(check, OneOf)), ())
        return self.setting.metavar or "|".join(words)

    @property
    def default_in_words(self) -> str:
        """Say the default as one would write it; empty if it is empty."""
        values = self.default if self.many else (self.default,)
        return ", ".join(_short(value) for value in values)

    def fit(self, value: Any, where: str) -> Any:
        """Make a value of the setting's type (Any: what TOML or a command line gives).

        Args:
            value: As it was read; one value may stand for a tuple of one.
            where: Where it was read, for the error.

        Raises:
            BadArgument: It is of another type, or a folder of somebody who has no home here.
        """
        if self.many or self.kind is Path:
            rows = list(value) if isinstance(value, (list, tuple)) else [value]
            if not all(isinstance(row, (str, Path)) for row in rows):
                raise BadArgument(f"{where}: {self.name} takes text, got {value!r}")
            try:
                made = rows if self.kind is str else [Path(row).expanduser() for row in rows]
            except RuntimeError as error:
                raise BadArgument(
                    f"{where}: {self.name} takes a folder, got {value!r}: {error}"
                ) from error
            if self.many:
                return tuple(made)
            if len(made) != 1:
                raise BadArgument(f"{where}: {self.name} takes one folder, got {value!r}")
            return made[0]
        if self.setting.number and type(value) is int:
            return str(value)
        if type(value) is not self.kind:
            raise BadArgument(f"{where}: {self.name} takes {self.kind.__name__}, got {value!r}")
        return value


def declared(settings: type[Any]) -> tuple[Declared, ...]:
    """Give the settings that a dataclass declares, in its order (Any: any dataclass).

    Raises:
        TypeError: A field says no sentence, has no default, or has another type than these.
    """
    hints = get_type_hints(settings, include_extras=True)
    return tuple(_declared(row.name, hints[row.name], row.default) for row in fields(settings))


def _declared(name: str, hint: Any, default: Any) -> Declared:
    """Read one field (Any: a type, and a value of it)."""
    kind, *extras = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    many = get_origin(kind) is tuple
    if many:
        kind, *rest = get_args(kind)
        many = rest == [...]
    said = [extra for extra in extras if isinstance(extra, Setting)]
    if kind not in (str, int, Path) or len(said) != 1 or default is MISSING:
        raise TypeError(
            f"the setting {name} takes a str, an int, a Path or a tuple[…, ...] of one of them, "
            "Annotated with one Setting, and a default"
        )
    checks = tuple(extra for extra in extras if not isinstance(extra, Setting))
    return Declared(name, kind, many, default, said[0], checks)


def _short(value: object) -> str:
    """Write a value; a folder in the user's home begins with ~."""
    if isinstance(value, Path) and value.is_relative_to(Path.home()):
        return f"~/{value.relative_to(Path.home()).as_posix()}"
    return str(value)
