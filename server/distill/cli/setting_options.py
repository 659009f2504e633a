"""The options of a command that are settings, made from the declaration of the settings."""

import functools
from collections.abc import Callable
from inspect import Parameter, Signature, signature
from typing import Annotated, Any

import typer

from distill.app.declaration import Declared, declared

Command = Callable[..., None]


def with_settings(settings: type[Any]) -> Callable[[Command], Command]:
    """Add an option for each setting to a command, before its own; they arrive as `**given`.

    Typer reads a command's signature and annotations, so both are made here. An option that is
    absent from the command line is None.

    Args:
        settings: A dataclass of settings (Any: any).
    """

    def decorate(command: Command) -> Command:
        own = [row for row in signature(command).parameters.values() if row.kind is not _REST]
        rows = [*map(option, declared(settings)), *own]

        @functools.wraps(command)
        def called(**given: Any) -> None:
            command(**{name: None if value == [] else value for name, value in given.items()})

        called.__signature__ = Signature(rows)  # type: ignore[attr-defined] # inspect reads it
        called.__annotations__ = {row.name: row.annotation for row in rows}
        return called

    return decorate


def option(row: Declared) -> Parameter:
    """Make the option of a setting: `reply_port` is `--reply-port`."""
    kind: Any = list[row.kind] if row.many else row.kind  # type: ignore[name-defined] # a value
    spelled = typer.Option(
        f"--{row.name.replace('_', '-')}",
        metavar=row.metavar or None,
        help=row.setting.about,
        show_default=row.default_text or False,
    )
    hint = Annotated[kind | None, spelled]
    return Parameter(row.name, Parameter.KEYWORD_ONLY, default=None, annotation=hint)


_REST = Parameter.VAR_KEYWORD
