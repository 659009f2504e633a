"""`distill train` and `distill report`: train a model on your own sounds, and judge it."""

import shlex
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from distill.app.settings import HOME, Settings
from distill.errors import Cancelled, TrainingProblem
from distill.installation import bundled_models, missing_for_training, shell_command
from distill.names import check_new_file_name
from distill.storage.library import SUFFIX, Library
from distill.training.stage import Stage

PAGE: Final = "report.html"
_MINUTES: Final = "--minutes"


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
    corpus_minutes: Annotated[
        float | None,
        typer.Option(help="Most minutes of the sounds to remember; default: 60.", min=0, max=1440),
    ] = None,
    no_corpus: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--no-corpus", help="Let the model remember none of the sounds.")
    ] = False,
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
    from distill.training.report.outcome import Outcome
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
            page=PAGE,
            corpus_minutes=0.0 if no_corpus else corpus_minutes,
        )
    except KeyboardInterrupt:
        raise Cancelled("training stopped; the same command continues it") from None
    except Cancelled:
        if is_main_process():
            raise
        raise typer.Exit(1) from None  # the main process reports it for all
    if is_main_process():
        print(f"model: {file}\nreport: {file.with_name(PAGE).resolve().as_uri()}\n")
        told = Outcome.of_model(file)
        print(*told.sentences, *_next_lines(name, into, told.minutes), sep="\n")


def _next_lines(name: str, into: Path | None, minutes: int) -> Iterator[str]:
    """Yield what to type after a training: the same command with more minutes, or how to play.

    Args:
        name: The model's name.
        into: The library folder that was given.
        minutes: A budget with which the model learns more; 0 if it has learned.
    """
    if minutes:
        yield f"next: {shell_command(_quoted(_with_minutes(sys.argv[1:], minutes)))}"
    library = ["--library", str(into)] if into else []
    play = shell_command(_quoted(["serve", "--model", name, *library]))
    yield f"{'to play it as it is' if minutes else 'next'}: {play}"


def _with_minutes(words: Sequence[str], minutes: int) -> list[str]:
    """Return the words of a command line with another `--minutes`."""
    kept, before = [], ""
    for word in words:
        if _MINUTES not in (before, word) and not word.startswith(f"{_MINUTES}="):
            kept.append(word)
        before = word
    return [*kept, _MINUTES, str(minutes)]


def _quoted(words: Sequence[str]) -> str:
    """Quote words as the shell of this system reads them."""
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)


def report(
    model: Annotated[str, typer.Argument(help="Name of a model in the library, or its file.")],
    sounds: Annotated[
        Path | None, typer.Option(help="Folder with sounds to show; default: the held-out ones.")
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            help="HTML file to write; default: report.html beside the model, and for a bundled "
            "model reports in ~/Distill."
        ),
    ] = None,
) -> None:
    """Write a page about a model: metrics, curves, spectrograms, and sounds to play."""
    _require_packages()
    from distill.training.report.page import write_page

    file = Path(model)
    if file.suffix != SUFFIX:
        file = Library(Settings().library).find(model)
    page = to or _page_of(file)
    print("rendering sounds for the page", flush=True)
    for missing in write_page(file, page, sounds):
        print(f"not on the page: {missing}")
    print(page.resolve().as_uri())


def _require_packages() -> None:
    """Check that what training needs is installed; a player has none of it.

    Raises:
        TrainingProblem: It is not; the text says how to get it.
    """
    if missing := missing_for_training():
        raise TrainingProblem(missing)


def _page_of(model: Path) -> Path:
    """Return where the page of a model goes; nothing is written into the program's own folder."""
    if not model.resolve().is_relative_to(bundled_models().resolve()):
        return model.with_name(PAGE)
    folder = HOME / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{model.stem}.html"
