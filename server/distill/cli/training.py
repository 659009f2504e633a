"""`distill train`: make a model of one's own sounds."""

from pathlib import Path
from typing import Annotated

import typer

from distill.app.settings import HOME


def train(
    folder: Annotated[Path, typer.Argument(help="Folder with sounds; folders inside it count.")],
    name: Annotated[str, typer.Option(help="What to call the model.")],
    into: Annotated[
        Path | None, typer.Option(help="Library folder that the model goes into.")
    ] = None,
    recipe: Annotated[
        Path | None, typer.Option(help="Recipe file; else sizes follow the number of files.")
    ] = None,
    held: Annotated[
        Path | None, typer.Option(help="Folder with sounds to measure with; else a tenth is kept.")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(help="Budget for both stages together.", min=0.1)
    ] = None,
    dry_run: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--dry-run", help="Say what would be learned from, and stop.")
    ] = False,
) -> None:
    """Train codec, then prior, on a folder of sounds.

    Ctrl-C is safe: the same command goes on where it was.
    """
    from distill.training.run import look_over
    from distill.training.run import train as run

    if dry_run:
        look_over(folder, name, into=into or HOME / "models", recipe=recipe, held=held)
        return
    run(folder, name, into=into or HOME / "models", recipe=recipe, minutes=minutes, held=held)
