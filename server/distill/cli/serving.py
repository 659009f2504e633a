"""`distill serve`: start the instrument."""

from pathlib import Path
from typing import Annotated, Any

import typer

from distill.app.declaration import declared
from distill.app.lifecycle import serve as run
from distill.app.settings import HOME, Settings
from distill.cli.hosting import end_when
from distill.cli.setting_options import with_settings


@with_settings(Settings)
def serve(
    *,
    config: Annotated[
        Path | None, typer.Option(help="Settings file; else settings.toml in ~/Distill.")
    ] = None,
    until: Annotated[
        Path | None, typer.Option(help="File whose coming ends the server, as Ctrl-C does.")
    ] = None,
    **given: Any,
) -> None:
    """Start the server; Ctrl-C ends it."""
    settings = Settings()
    if config is not None:
        settings = Settings.read(config)
    elif (HOME / "settings.toml").is_file():
        settings = Settings.read(HOME / "settings.toml")
    for row in declared(Settings):
        if row.setting.adds and given[row.name]:
            given[row.name] = [*given[row.name], *getattr(settings, row.name)]
    if until is not None:
        end_when(until)
    raise typer.Exit(run(settings.changed(given, "command line")))
