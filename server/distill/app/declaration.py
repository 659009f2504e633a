"""Declaration of settings: one field each, read by settings file, options and help.

A field of a settings class is `name: Annotated[type, Setting(...), check, ...] = default`. Its type
is `str`, `int`, `Path`, or a tuple of any length of `str` or `Path`.
"""

from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Protocol, get_args, get_origin, get_type_hints

from distill.errors import BadArgument


class Check(Protocol):
    """A check beside `Setting` inside `Annotated`; `Range` is one too."""

    def check(self, name: str, value: Any) -> None:
        """Refuse a value of the right type that is not allowed (Any: each check has its own type).

        Raises:
            BadArgument: The text has the setting's name, what is allowed, and the value.
        """


@dataclass(frozen=True, slots=True)
class Setting:
    """What the field of a setting declares beside its type.

    Attributes:
        about: The sentence in the help.
        metavar: Placeholder of the value in the help, if not its type.
        adds: For tuples: values of the command line come before those of the settings file,
            instead of replacing them.
        number: For text: a settings file may also give a whole number.
    """

    about: str
    metavar: str = ""
    adds: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class OneOf:
    """A check: one of some words."""

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
        many: Whether it is a tuple of those.
        default: Default of the field.
        setting: The rest of the declaration.
        checks: Checks that its value must pass.
    """

    name: str
    kind: type[str] | type[int] | type[Path]
    many: bool
    default: Any
    setting: Setting
    checks: tuple[Check, ...]

    @property
    def metavar(self) -> str:
        """Placeholder of the value in the help; empty for the name of its type."""
        words = next((check.words for check in self.checks if isinstance(check, OneOf)), ())
        return self.setting.metavar or "|".join(words)

    @property
    def default_text(self) -> str:
        """The default as a user would write it; empty if it is empty."""
        values = self.default if self.many else (self.default,)
        return ", ".join(_short(value) for value in values)

    def fit(self, value: Any, where: str) -> Any:
        """Convert a value to the setting's type (Any: what TOML or a command line gives).

        Args:
            value: As it was read; a single value becomes a tuple of one.
            where: Where it was read, for the error.

        Raises:
            BadArgument: It has another type, or `~user` of a user without a home here.
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
    """Return the settings that a dataclass declares, in its order (Any: any dataclass).

    Raises:
        TypeError: A field has no `Setting`, no default, or another type than these.
    """
    hints = get_type_hints(settings, include_extras=True)
    return tuple(_declared(row.name, hints[row.name], row.default) for row in fields(settings))


def _declared(name: str, hint: Any, default: Any) -> Declared:
    """Read the declaration of one field (Any: a type, and a value of it)."""
    kind, *extras = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    many = get_origin(kind) is tuple
    if many:
        kind, *rest = get_args(kind)
        many = rest == [...]
    settings = [extra for extra in extras if isinstance(extra, Setting)]
    if kind not in (str, int, Path) or len(settings) != 1 or default is MISSING:
        raise TypeError(
            f"the setting {name} takes a str, an int, a Path or a tuple[…, ...] of one of them, "
            "Annotated with one Setting, and a default"
        )
    checks = tuple(extra for extra in extras if not isinstance(extra, Setting))
    return Declared(name, kind, many, default, settings[0], checks)


def _short(value: object) -> str:
    """Return a value as text; a folder in the user's home begins with ~."""
    if isinstance(value, Path) and value.is_relative_to(Path.home()):
        return f"~/{value.relative_to(Path.home()).as_posix()}"
    return str(value)
