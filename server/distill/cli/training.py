"""`distill train` and `distill report`: train a model on your own sounds, and judge it."""

import time
from pathlib import Path
from typing import Annotated, Final

import typer

from distill.app.settings import HOME, Settings
from distill.errors import Cancelled, TrainingProblem
from distill.installation import missing_for_training
from distill.names import check_new_file_name
from distill.storage.library import SUFFIX, Library
from distill.training.stage import Stage

PAGE: Final = "report.html"


def train(
    folder: Annotated[Path, typer.Argument(help="Folder with sounds; subfolders are included.")],
    name: Annotated[str, typer.Option(help="Name of the model.")],
    into: Annotated[
        Path | None,
        typer.Option(help="Library folder for the model; default: models in ~/Distill."),
    ] = None,
    recipe: Annotated[
        Path | None,
        typer.Option(help="Recipe file; without one, sizes follow the number of files."),
    ] = None,
    held: Annotated[
        Path | None,
        typer.Option(help="Folder with held-out sounds; without one, a tenth is held out."),
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(help="Time budget for all stages together.", min=0.1)
    ] = None,
    accelerator: Annotated[
        str | None, typer.Option(help="cuda, mps or cpu; default: the fastest one here.")
    ] = None,
    devices: Annotated[
        int | None, typer.Option(help="Processes on each machine; with CUDA, GPUs.", min=1)
    ] = None,
    nodes: Annotated[
        int | None, typer.Option(help="Machines; each runs this command.", min=1)
    ] = None,
    stage: Annotated[
        Stage, typer.Option(help="Train the codec, a prior for an existing codec, or both.")
    ] = Stage.BOTH,
    dry_run: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--dry-run", help="Report what the training would use, and stop.")
    ] = False,
) -> None:
    """Train a codec, then a prior, on a folder of sounds.

    Ctrl-C is safe: the same command continues the training.
    """
    began = time.monotonic()
    check_new_file_name(name)  # before torch is imported, which takes seconds
    _require_packages()
    from distill.training.loop.hardware import is_main_process
    from distill.training.report.page import write_page
    from distill.training.run import survey_folder
    from distill.training.run import train as run

    if dry_run:
        survey_folder(folder, name, into=into or HOME / "models", recipe=recipe, held=held)
        return
    machine = {"accelerator": accelerator, "devices": devices, "nodes": nodes}
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
            machine={key: value for key, value in machine.items() if value is not None},
            began=began,
        )
    except KeyboardInterrupt:
        raise Cancelled("training stopped; the same command continues it") from None
    except Cancelled:
        if is_main_process():
            raise
        raise typer.Exit(1) from None  # the main process reports it for all
    if is_main_process():
        page = file.with_name(PAGE)
        write_page(file, page)
        print(f"model: {file}\nreport: {page}")


def report(
    model: Annotated[str, typer.Argument(help="Name of a model in the library, or its file.")],
    sounds: Annotated[
        Path | None, typer.Option(help="Folder with sounds to show; default: the held-out ones.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="HTML file to write; default: report.html beside the model.")
    ] = None,
) -> None:
    """Write a page about a model: metrics, curves, spectrograms, and sounds to play."""
    _require_packages()
    from distill.training.report.page import write_page

    file = Path(model)
    if file.suffix != SUFFIX:
        file = Library(Settings().library).find(model)
    page = to or file.with_name(PAGE)
    for missing in write_page(file, page, sounds):
        print(f"not on the page: {missing}")
    print(page)


def _require_packages() -> None:
    """Check that what training needs is installed; a player has none of it.

    Raises:
        TrainingProblem: It is not; the text says how to get it.
    """
    if missing := missing_for_training():
        raise TrainingProblem(missing)
