"""`distill serve` as a command of typer: its options, its help, and what is wrong with them."""

from pathlib import Path
from typing import Annotated, Any

import typer

from distill.app.settings import Settings
from distill.cli import serve_start
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
    raise typer.Exit(serve_start.start(config=config, until=until, **given))
