"""`distill train`: make a model of one's own sounds."""

import time
from pathlib import Path
from typing import Annotated

import typer

from distill.app.settings import HOME
from distill.errors import Cancelled


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
    accelerator: Annotated[
        str | None, typer.Option(help="cuda, mps or cpu; else the fastest that is there.")
    ] = None,
    devices: Annotated[
        int | None, typer.Option(help="Processes on each machine; with CUDA, GPUs.", min=1)
    ] = None,
    nodes: Annotated[
        int | None, typer.Option(help="Machines; each runs this command.", min=1)
    ] = None,
) -> None:
    """Train codec, then prior, on a folder of sounds.

    Ctrl-C is safe: the same command goes on where it was.
    """
    began = time.monotonic()
    from distill.training.run import train as run

    wish = {"accelerator": accelerator, "devices": devices, "nodes": nodes}
    try:
        run(
            folder,
            name,
            into=into or HOME / "models",
            recipe=recipe,
            minutes=minutes,
            held=held,
            machine={key: value for key, value in wish.items() if value is not None},
            began=began,
        )
    except KeyboardInterrupt:
        raise Cancelled("training stopped; the same command goes on where it was") from None
