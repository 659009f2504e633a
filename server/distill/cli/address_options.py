"""The options that choose a server, for every word of the command line that speaks to one."""

from typing import Annotated

import typer

from distill.cli.server_address import USUAL

Host = Annotated[str, typer.Option(help="Host of the server.")]
Port = Annotated[
    int | None,
    typer.Option(
        help=f"UDP port of the server; without it, that of the one that runs, or {USUAL}.",
        show_default=False,
    ),
]
