"""Start the server: `distill serve`, as a rule without typer.

typer, with the libraries and the declarations of all commands, takes longer to import than the
first model worker may wait, and a server needs none of it. So plain options are read here; where
help is wanted, or something is missing or wrong, typer says so.
"""

import gc
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from distill.app.declaration import declared
from distill.app.first_worker import first_worker
from distill.app.settings import HOME, Settings, log_to_stderr, resolve_profile

OWN: Final = ("config", "until")
"""Options of the command that are no settings; each takes a file."""


def plain_options(words: Sequence[str]) -> dict[str, Any] | None:
    """Read what follows `distill serve` (Any: each option has its own type).

    Returns:
        The arguments of `start`, as typer would give them; None if that has something to say.
    """
    kinds: dict[str, tuple[type, bool]] = dict.fromkeys(OWN, (Path, False))
    kinds |= {row.name: (row.kind, row.many) for row in declared(Settings)}
    spelled = {f"--{name.replace('_', '-')}": name for name in kinds}
    given: dict[str, Any] = {}
    rest = list(words)
    while rest:
        option, equals, value = rest.pop(0).partition("=")
        name = spelled.get(option)
        if name is None or not (equals or rest):
            return None
        value = value if equals else rest.pop(0)
        kind, many = kinds[name]
        if value.startswith("-") or (kind is int and not (value.isascii() and value.isdigit())):
            return None
        given[name] = [*given.get(name, []), kind(value)] if many else kind(value)
    return given


def start(*, config: Path | None = None, until: Path | None = None, **given: Any) -> int:
    """Run the server with these options until it is stopped; return the exit code.

    Args:
        config: The settings file; None: `settings.toml` in ~/Distill, if there is one.
        until: The server stops, as with Ctrl-C, once this file exists.
        given: Values of the options that are settings (Any: each has its own type); None: not set.

    Raises:
        DistillError: A setting is wrong, or the server cannot start.
    """
    settings = Settings()
    if config is not None:
        settings = Settings.read(config)
    elif (HOME / "settings.toml").is_file():
        settings = Settings.read(HOME / "settings.toml")
    for row in declared(Settings):
        if row.setting.adds and given.get(row.name):
            given[row.name] = [*given[row.name], *getattr(settings, row.name)]
    return run(settings.changed(given, "command line"), until)


def run(settings: Settings, until: Path | None) -> int:
    """Run the server with these settings; for the rest see `start`."""
    log_to_stderr(settings)
    settings = resolve_profile(settings)
    with first_worker(settings) as worker:
        gc.disable()  # while modules are imported, which stay: it would scan them several times
        from distill.app.lifecycle import serve  # the worker imports at the same time

        gc.freeze()
        gc.enable()
        if until is not None:
            from distill.cli.hosting import stop_when

            stop_when(until)
        return serve(settings, worker)
