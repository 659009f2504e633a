"""`distill encode, decode, generate`: sound to codes and back, on files, without a server."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import typer

from distill.app.settings import Settings
from distill.codes.grid import Grid
from distill.codes.sampling_params import SamplingParams
from distill.errors import FileProblem, WrongModel
from distill.protocol.tasks import (
    Clip,
    Encoded,
    EncodeFile,
    LoadModel,
    RenderClip,
    Result,
    SampleCodes,
    Sampled,
    Task,
)
from distill.storage.gridfile import read_grid, write_grid
from distill.storage.library import Library
from distill.types import MAX_SEED, SAMPLE_RATE, Samples

if TYPE_CHECKING:
    from distill.worker.task_steps import Loaded

Model = Annotated[str, typer.Option(help="Name of a model in the library.")]


def encode(
    sound: Annotated[Path, typer.Argument(help="Any sound file.")],
    codes: Annotated[Path, typer.Argument(help="Where the codes go, as in kick.codes.json.")],
    model: Model = "demo",
    start: Annotated[float, typer.Option(help="Skip this many seconds.")] = 0.0,
    length: Annotated[float, typer.Option(help="Take this many seconds; 0 for all.")] = 0.0,
) -> None:
    """Turn a sound file into a file of codes."""
    loaded = _load(model)
    result = _do(EncodeFile(str(sound), start, length), loaded)
    assert isinstance(result, Encoded)  # noqa: S101 - the task answers in kind
    facts = loaded.info
    grid = Grid(result.codes, facts.size, facts.codec_id, Samples(facts.column), sound.name)
    write_grid(codes, grid)
    print(f"{codes}: {grid.columns} columns, {grid.seconds:.2f} s")


def decode(
    codes: Annotated[Path, typer.Argument(help="A file of codes, as in kick.codes.json.")],
    sound: Annotated[Path, typer.Argument(help="Where the WAV file goes.")],
    model: Model = "demo",
) -> None:
    """Turn a file of codes into a WAV file."""
    loaded = _load(model)
    grid = read_grid(codes)
    if not loaded.bundle.reads(grid.model):
        raise WrongModel(
            f"{codes} was made by model {grid.model[:12]}, not by {model!r} "
            f"({loaded.info.codec_id[:12]}); name the right one with --model"
        )
    _render(loaded, grid, sound, {"source": grid.source})


def generate(
    sound: Annotated[Path, typer.Argument(help="Where the WAV file goes.")],
    seconds: Annotated[float, typer.Option(help="How long.", min=0.1, max=3600.0)] = 8.0,
    temperature: Annotated[float, typer.Option(min=0.05, max=2.0)] = 0.9,
    top_k: Annotated[int, typer.Option(min=0, max=1024, help="0 for all codes.")] = 0,
    seed: Annotated[int, typer.Option(min=0, max=MAX_SEED, help="0 for a fresh one.")] = 0,
    model: Model = "demo",
) -> None:
    """Let the prior write a sound."""
    loaded = _load(model)
    facts = loaded.info
    seed = seed or secrets.randbelow(MAX_SEED - 1) + 1
    count = max(1, round(np.ceil(seconds * SAMPLE_RATE / facts.column)))
    shape = (count, facts.bands, facts.levels)
    chance = SamplingParams(temperature, top_k, seed)
    empty = np.zeros(shape, np.int16)
    result = _do(SampleCodes(empty, np.ones(shape, np.bool_), empty[:0], chance), loaded)
    assert isinstance(result, Sampled)  # noqa: S101 - the task answers in kind
    grid = Grid(result.codes, facts.size, facts.codec_id, Samples(facts.column), f"seed {seed}")
    sampling = {"temperature": temperature, "top_k": top_k, "seed": seed}
    _render(loaded, grid, sound, {"source": "generate", "parameters": sampling})
    print(f"seed {seed}, {result.nats:.2f} nats for each code")


def _load(name: str) -> "Loaded":
    """Load a model of the library in this process."""
    from distill.worker.task_steps import load

    path = Library(Settings().library).find(name)
    return load(LoadModel(str(path), name))


def _do(task: Task, loaded: "Loaded") -> Result:
    """Carry a task out with a progress bar."""
    from rich.progress import Progress

    from distill.worker.task_steps import run_task

    steps = run_task(task, loaded.bundle)
    with Progress(transient=True) as progress:
        bar = progress.add_task("", total=1.0)
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                result: Result = end.value
                return result
            progress.update(bar, completed=step.fraction, description=step.stage)


def _render(loaded: "Loaded", grid: Grid, sound: Path, about: dict[str, Any]) -> None:
    """Write a clip (Any: the sidecar is JSON)."""
    if sound.suffix.lower() != ".wav":
        raise FileProblem(f"clips are WAV files; call it {sound.with_suffix('.wav')}")
    for path in (sound, sound.with_suffix(".json")):
        if path.exists():
            raise FileProblem(
                f"{path} is there already and nothing is overwritten; a clip takes two names, "
                ".wav and .json, so choose another one"
            )
    facts = loaded.info
    made_by = {"model": facts.id, "codec": facts.codec_id, "model_name": facts.name}
    sidecar = {**made_by, **about}
    task = RenderClip(str(sound.parent), sound.stem, grid.codes, sidecar)
    clip = _do(task, loaded)
    assert isinstance(clip, Clip)  # noqa: S101 - the task answers in kind
    print(f"{clip.path}: {clip.samples / clip.rate:.2f} s")
