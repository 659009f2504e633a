"""`distill train` and `distill report`: make a model of one's own sounds, and look at it."""

import time
from pathlib import Path
from typing import Annotated, Final

import typer

from distill.app.settings import HOME, Settings
from distill.errors import Cancelled
from distill.storage.library import SUFFIX, Library
from distill.training.stage import Stage

PAGE: Final = "report.html"


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
        float | None, typer.Option(help="Budget for both stages, or for the only one.", min=0.1)
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
    stage: Annotated[
        Stage, typer.Option(help="The codec, the prior of a codec that is there, or both.")
    ] = Stage.BOTH,
    dry_run: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--dry-run", help="Say what would be learned from, and stop.")
    ] = False,
) -> None:
    """Train codec, then prior, on a folder of sounds.

    Ctrl-C is safe: the same command goes on where it was.
    """
    began = time.monotonic()
    from distill.training.loop.hardware import is_main_process
    from distill.training.report.page import write_page
    from distill.training.run import survey_folder
    from distill.training.run import train as run

    if dry_run:
        survey_folder(folder, name, into=into or HOME / "models", recipe=recipe, held=held)
        return
    wish = {"accelerator": accelerator, "devices": devices, "nodes": nodes}
    try:
        file = run(
            folder,
            name,
            into=into or HOME / "models",
            recipe=recipe,
            minutes=minutes,
            held=held,
            stage=stage,
            base=Library(Settings().library).get(name),
            machine={key: value for key, value in wish.items() if value is not None},
            began=began,
        )
    except KeyboardInterrupt:
        raise Cancelled("training stopped; the same command goes on where it was") from None
    except Cancelled:
        if is_main_process():
            raise
        raise typer.Exit(1) from None  # the first process says it for all
    if is_main_process():
        page = file.with_name(PAGE)
        write_page(file, page)
        print(f"the model: {file}\na page about it: {page}")


def report(
    model: Annotated[str, typer.Argument(help="Name of a model in the library, or its file.")],
    sounds: Annotated[
        Path | None, typer.Option(help="Folder with sounds to show; else the held-out ones.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="HTML file to write; else report.html beside the model.")
    ] = None,
) -> None:
    """Write a page about a model: figures, curves, spectrograms, sounds to click."""
    from distill.training.report.page import write_page

    file = Path(model)
    if file.suffix != SUFFIX:
        file = Library(Settings().library).find(model)
    page = to or file.with_name(PAGE)
    for missing in write_page(file, page, sounds):
        print(f"not on the page: {missing}")
    print(page)
