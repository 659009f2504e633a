"""`distill models` and `distill warm`: list the models of the library, compile the kernels."""

import multiprocessing
import signal
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from distill.app.settings import HOME, Settings
from distill.errors import DistillError
from distill.installation import bundled_models, shell_command
from distill.protocol.tasks import LoadModel
from distill.storage.compiled import use_kernel_cache
from distill.storage.library import Library
from distill.training.report.json_read import as_object, mean_of
from distill.types import Json

WIDTH: Final = 79
"""Characters in a line: every terminal shows that many."""
NAME_WIDTH: Final = 26
"""Longest name that keeps the columns aligned, in characters."""


def models(
    library: Annotated[
        list[Path] | None, typer.Option(help="Folder with models, searched before the usual ones.")
    ] = None,
) -> None:
    """List the models of the library: size, metrics on held-out sound, licence, training data."""
    available = Library((*(library or ()), *Settings().library))
    names = available.names()
    width = max([len("name"), *(min(len(name), NAME_WIDTH) for name in names)])
    print(_row("name", width, ("where", "MB", "codes", "error", "prior")))
    for name in names:
        print("\n".join(_entry(available, name, width)))
    if not names:
        print(f"no models yet; train one with: {shell_command('train')}")
    print(
        f"\nerror: mel error on held-out sound; prior: nats per code; lower is better\n"
        f"your models are in {HOME / 'models'}; a page about one: {shell_command('report NAME')}"
    )


def _entry(available: Library, name: str, width: int) -> list[str]:
    """Return the lines about one model."""
    from distill.storage import modelfile

    path = available.find(name)
    size = f"{path.stat().st_size / 1e6:.1f}"
    hidden = [f"hides another model of that name: {other}" for other in available.hidden(name)]
    try:
        header = modelfile.read_header(path)
    except DistillError as error:
        row = _row(name, width, (_where(path), size))
        return [row, *_under(f"cannot be used: {error}"), *_lines(hidden)]
    codec, about = header["codec"], header["metadata"]
    cells = (
        _where(path),
        size,
        f"{codec.get('levels', '?')} x {codec.get('size', '?')}",
        _error(about),
        _prior(header),
    )
    licence = str(about.get("licence") or "licence not stated")
    return [
        _row(name, width, cells),
        *_under(licence),
        *_remembered(path, header),
        *_under(str(about.get("data") or "")),
        *_lines(hidden),
    ]


def _remembered(path: Path, header: Json) -> list[str]:
    """Return what the model remembers, or why it does not; nothing if it has no corpus."""
    from distill.storage import modelfile
    from distill.storage.corpus_summary import CorpusSummary

    try:
        column = modelfile.describe(path, header).codec.column_samples
        codec_id = str(header["metadata"].get("codec_id", ""))
        found = CorpusSummary.of_model(path, codec_id, column)
    except DistillError as error:
        return _under(str(error))
    return _under(f"remembers {found}") if found else []


def _row(name: str, width: int, cells: Sequence[str]) -> str:
    """Format one line; every cell has a fixed width."""
    where, size, codes, error, prior = (*cells, "", "", "", "", "")[:5]
    line = f"{_plain(name):<{width}}  {where:<7}  {size:>5}  {codes:>8}  {error:>8}  {prior:>9}"
    return line.rstrip()


def _under(text: str) -> list[str]:
    """Wrap a text into indented lines."""
    return textwrap.wrap(_plain(text), WIDTH, initial_indent="    ", subsequent_indent="    ")


def _lines(texts: Sequence[str]) -> list[str]:
    return [line for text in texts for line in _under(text)]


def _plain(text: str) -> str:
    """Replace what is not printable: the author of a model file may write anything into it."""
    return "".join(one if one.isprintable() else " " for one in text)


def _where(path: Path) -> str:
    return "bundled" if path.is_relative_to(bundled_models()) else "yours"


def _error(about: Json) -> str:
    """Return the mean mel error over kinds of sound."""
    mean = mean_of(as_object(about.get("metrics")).get("held_mel_error_db"))
    return "" if mean is None else f"{mean:.2f} dB"


def _prior(header: Json) -> str:
    """Return the mean nats over levels, or whether there is a prior at all."""
    if not header.get("prior"):
        return "none"
    mean = mean_of(as_object(header["metadata"].get("metrics")).get("held_prior_nats"))
    return "yes" if mean is None else f"{mean:.2f} nats"


def warm(
    model: Annotated[str, typer.Option(help="Name of a model in the library.")] = "demo",
) -> None:
    """Compile the kernels for this machine now, so that the first start does not have to.

    Two processes share the work.
    """
    from distill.worker.kernels import compile_kernels
    from distill.worker.renderer import warm as warm_live
    from distill.worker.task_steps import load, warm_clips

    context = multiprocessing.get_context("spawn")
    second = context.Process(target=_compile_backwards, name="warm", daemon=True)
    second.start()
    compile_kernels(_show_kernels)
    second.join()
    if sys.stderr.isatty():
        print("\rThe kernels are compiled.", file=sys.stderr)
    loaded = load(LoadModel(str(Library(Settings().library).find(model)), model))
    warm_live(loaded.bundle)
    warm_clips(loaded.bundle)


def _compile_backwards() -> None:
    """Compile as the second process; the first compiles what this one could not."""
    from distill.worker.kernels import compile_kernels

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the first, and that this one
    use_kernel_cache()
    compile_kernels(lambda _ready, _total: None, backwards=True)


def _show_kernels(ready: int, total: int) -> None:
    """Show the progress in a terminal, in one line."""
    if sys.stderr.isatty():
        print(f"\r{ready} of {total} kernels", end="", file=sys.stderr, flush=True)
