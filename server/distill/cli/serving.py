"""`distill serve`: start the server."""

from pathlib import Path
from typing import Annotated, Any

import typer

from distill.app.declaration import declared
from distill.app.lifecycle import serve as run
from distill.app.settings import HOME, Settings
from distill.cli.hosting import stop_when
from distill.cli.setting_options import with_settings


@with_settings(Settings)
def serve(
    *,
    config: Annotated[
        Path | None, typer.Option(help="Settings file; default: settings.toml in ~/Distill.")
    ] = None,
    until: Annotated[
        Path | None, typer.Option(help="Stop, as with Ctrl-C, once this file exists.")
    ] = None,
    **given: Any,
) -> None:
    """Start the server; Ctrl-C stops it."""
    settings = Settings()
    if config is not None:
        settings = Settings.read(config)
    elif (HOME / "settings.toml").is_file():
        settings = Settings.read(HOME / "settings.toml")
    for row in declared(Settings):
        if row.setting.adds and given[row.name]:
            given[row.name] = [*given[row.name], *getattr(settings, row.name)]
    if until is not None:
        stop_when(until)
    raise typer.Exit(run(settings.changed(given, "command line")))
