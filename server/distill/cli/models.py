"""`distill models`: what is there."""

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from distill.app.settings import HOME, Settings
from distill.errors import DistillError
from distill.installation import bundled_models, shell_command
from distill.protocol.tasks import LoadModel
from distill.storage.library import Library
from distill.training.report.json_read import as_object, mean_of
from distill.types import Json

WIDTH: Final = 79
"""Columns of a terminal that everybody has."""
NAME_WIDTH: Final = 26
"""Longest name that keeps the columns in line."""


def models(
    library: Annotated[
        list[Path] | None, typer.Option(help="Folder with models, before the usual ones.")
    ] = None,
) -> None:
    """List the models of the library: size, figures on held-out sound, licence, what they are."""
    shelf = Library((*(library or ()), *Settings().library))
    names = shelf.names()
    wide = max([len("name"), *(min(len(name), NAME_WIDTH) for name in names)])
    print(_row("name", wide, ("where", "MB", "codes", "error", "prior")))
    for name in names:
        print("\n".join(_entry(shelf, name, wide)))
    if not names:
        print(f"no model yet: train one with {shell_command('train')}")
    print(
        f"\nerror: mel error of held-out sound; prior: nats a code; less is better\n"
        f"yours lie in {HOME / 'models'}; a page about one: {shell_command('report NAME')}"
    )


def _entry(shelf: Library, name: str, wide: int) -> list[str]:
    """Say what there is to say of a model, in lines of a terminal."""
    from distill.storage import modelfile

    path = shelf.find(name)
    size = f"{path.stat().st_size / 1e6:.1f}"
    hides = [f"hides another of that name: {other}" for other in shelf.hidden(name)]
    try:
        header = modelfile.read_header(path)
    except DistillError as error:
        row = _row(name, wide, (_where(path), size))
        return [row, *_under(f"cannot be used: {error}"), *_lines(hides)]
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
        _row(name, wide, cells),
        *_under(licence),
        *_under(str(about.get("data") or "")),
        *_lines(hides),
    ]


def _row(name: str, wide: int, cells: Sequence[str]) -> str:
    """Lay one line out; numbers stand under numbers."""
    where, size, codes, error, prior = (*cells, "", "", "", "", "")[:5]
    line = f"{_plain(name):<{wide}}  {where:<7}  {size:>5}  {codes:>8}  {error:>8}  {prior:>9}"
    return line.rstrip()


def _under(text: str) -> list[str]:
    """Wrap a text below its model."""
    return textwrap.wrap(_plain(text), WIDTH, initial_indent="    ", subsequent_indent="    ")


def _lines(texts: Sequence[str]) -> list[str]:
    return [line for text in texts for line in _under(text)]


def _plain(text: str) -> str:
    """Keep what a terminal may show: a model's description is a stranger's text."""
    return "".join(one if one.isprintable() else " " for one in text)


def _where(path: Path) -> str:
    return "bundled" if path.is_relative_to(bundled_models()) else "yours"


def _error(about: Json) -> str:
    """Give the mean over kinds of sound."""
    mean = mean_of(as_object(about.get("metrics")).get("held_mel_error_db"))
    return "" if mean is None else f"{mean:.2f} dB"


def _prior(header: Json) -> str:
    """Give the mean over levels, or whether there is a prior at all."""
    if not header.get("prior"):
        return "none"
    mean = mean_of(as_object(header["metadata"].get("metrics")).get("held_prior_nats"))
    return "yes" if mean is None else f"{mean:.2f} nats"


def warm(
    model: Annotated[str, typer.Option(help="Name of a model in the library.")] = "demo",
) -> None:
    """Compile what is compiled once for this machine, so that no start has to wait for it."""
    from distill.worker.renderer import warm as warm_live
    from distill.worker.task_steps import load, warm_clips

    loaded = load(LoadModel(str(Library(Settings().library).find(model)), model))
    warm_live(loaded.bundle)
    warm_clips(loaded.bundle)
