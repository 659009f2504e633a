"""`distill models` and `distill doctor`: what is there, and whether this machine can play it."""

import platform
import socket
import sys
import textwrap
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from distill import __version__
from distill.app.settings import BUNDLED, HOME, Settings
from distill.errors import DistillError
from distill.session.score import Score
from distill.session.tasks import LoadModel
from distill.storage.library import Library
from distill.training.loose import as_object, mean_of
from distill.types import SAMPLE_RATE, Json

WIDTH: Final = 79
"""Columns of a terminal that everybody has."""
NAME_WIDTH: Final = 26
"""Longest name that keeps the columns in line."""
ENOUGH: Final = 0.5
"""Share of real time that rendering may take: as much again is left for the rest."""


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
        print("no model yet: train one with distill train")
    print(
        f"\nerror: mel error of held-out sound; prior: nats a code; less is better\n"
        f"yours lie in {HOME / 'models'}; a page about one: distill report NAME"
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
    return "bundled" if path.is_relative_to(BUNDLED) else "yours"


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


def doctor(
    model: Annotated[str, typer.Option(help="Name of a model in the library.")] = "demo",
    port: Annotated[int, typer.Option(help="UDP port that the server would take.")] = 9000,
) -> None:
    """Look at this machine: can it play, where to, and how much of it that takes."""
    table = Table("what", "found", "fine?")
    for row in (*_machine(), *_output(), _port(port), *_speed(model)):
        table.add_row(*row)
    Console().print(table)


def warm(
    model: Annotated[str, typer.Option(help="Name of a model in the library.")] = "demo",
) -> None:
    """Compile what is compiled once for this machine, so that no start has to wait for it."""
    from distill.worker.jobs import load, warm_clips
    from distill.worker.renderer import warm as warm_live

    loaded = load(LoadModel(str(Library(Settings().library).find(model)), model))
    warm_live(loaded.bundle)
    warm_clips(loaded.bundle)


Row = tuple[str, str, str]


def _machine() -> Iterator[Row]:
    import torch

    yield "Distill", __version__, "yes"
    yield "Python", platform.python_version(), "yes" if sys.version_info >= (3, 11) else "too old"
    yield "torch", torch.__version__, "yes"


def _output() -> Iterator[Row]:
    try:
        import sounddevice

        devices = [d for d in sounddevice.query_devices() if d["max_output_channels"] > 0]
    except OSError as error:
        yield "sound output", f"{error}", "no: install PortAudio (libportaudio2); clips still work"
        return
    if not devices:
        yield "sound output", "no device", "no: serve plays to nowhere, in time; clips still work"
    for device in devices:
        yield "sound output", str(device["name"]), "yes"


def _port(port: int) -> Row:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        try:
            wire.bind(("127.0.0.1", port))
        except OSError:
            return "UDP port", f"{port} is taken", "a server runs, or choose another with --port"
    return "UDP port", f"{port} is free", "yes"


def _speed(model: str) -> Iterator[Row]:
    """Measure how much of real time one core needs (medians of 200 frames each)."""
    import torch

    from distill.worker.jobs import load
    from distill.worker.renderer import Renderer, warm

    try:
        path = Library(Settings().library).find(model)
        began = time.perf_counter()
        loaded = load(LoadModel(str(path), model))
        warm(loaded.bundle)
        yield "model", f"{model}, ready in {time.perf_counter() - began:.1f} s", "yes"
    except DistillError as error:
        yield "model", str(error), "no"
        return
    torch.set_num_threads(1)
    config = loaded.bundle.config
    codes = np.zeros((4, config.bands, config.levels), np.int16)
    transports = ("play", "stream") if loaded.bundle.sampler else ("play",)
    for transport in transports:
        renderer = Renderer(loaded.bundle, lambda _take, _codes: None)
        renderer.perform(Score(transport, 1, codes))  # type: ignore[arg-type] # words above
        spent = []
        for _ in range(200):
            start = time.perf_counter()
            renderer.render()
            spent.append(time.perf_counter() - start)
        share = float(np.mean(spent)) * SAMPLE_RATE / renderer.hop
        worst = 1e3 * max(spent)
        fine = "yes" if share < ENOUGH else "too slow to play live; clips still work"
        yield transport, f"{share:.0%} of one core, slowest frame {worst:.0f} ms", fine
