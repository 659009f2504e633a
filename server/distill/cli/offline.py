"""`distill encode, decode, generate`: work on files of sound and codes, without a server."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import typer

from distill.app.settings import Settings
from distill.codes.grid import Grid
from distill.codes.sampling_params import SamplingParams
from distill.errors import FileProblem, WrongModel
from distill.parameters import FINE_TEMPERATURE, PARAMETERS
from distill.protocol.source_folders import SourceRoots
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
from distill.storage.compiled import user_cache
from distill.storage.file_names import shown
from distill.storage.gridfile import read_grid, write_grid
from distill.storage.library import Library
from distill.types import MAX_SEED, SAMPLE_RATE, Samples

if TYPE_CHECKING:
    from distill.worker.task_steps import Loaded

Model = Annotated[str, typer.Option(help="Name of a model in the library.")]


def encode(
    sound: Annotated[Path, typer.Argument(help="Sound file, as in kick.wav.")],
    codes: Annotated[
        Path, typer.Argument(help="File to write the codes to, as in kick.codes.json.")
    ],
    model: Model = "demo",
    start: Annotated[float, typer.Option(help="Skip this many seconds.")] = 0.0,
    length: Annotated[float, typer.Option(help="Encode this many seconds; 0 for all.")] = 0.0,
) -> None:
    """Turn a sound file into a file of codes."""
    loaded = _load(model)
    result = _run(EncodeFile(str(sound), start, length), loaded)
    assert isinstance(result, Encoded)  # noqa: S101 - the result type of that task
    info = loaded.info
    about = info.size, info.codec_id, Samples(info.column), shown(sound.name)
    grid = Grid(result.codes, *about, samples=result.samples)
    write_grid(codes, grid)
    print(f"{codes}: {grid.columns} columns, {grid.seconds:.2f} s")


def decode(
    codes: Annotated[Path, typer.Argument(help="File of codes, as in kick.codes.json.")],
    sound: Annotated[Path, typer.Argument(help="WAV file to write.")],
    model: Model = "demo",
) -> None:
    """Turn a file of codes into a WAV file."""
    loaded = _load(model)
    grid = read_grid(codes)
    if not loaded.bundle.reads(grid.model):
        raise WrongModel(
            f"{codes} was made by model {grid.model[:12]}, not by {model!r} "
            f"({loaded.info.codec_id[:12]}); choose the right one with --model"
        )
    _render(loaded, grid, sound, {"source": grid.source})


def generate(
    sound: Annotated[Path, typer.Argument(help="WAV file to write.")],
    seconds: Annotated[float, typer.Option(help="Length in seconds.", min=0.1, max=3600.0)] = 8.0,
    temperature: Annotated[
        float, typer.Option(min=0.05, max=2.0, help="Higher is more surprising.")
    ] = 0.9,
    top_k: Annotated[
        int, typer.Option(min=0, max=1024, help="Sample from the k likeliest codes; 0 for all.")
    ] = 0,
    fine_temperature: Annotated[
        float,
        typer.Option(min=0.05, max=1.0, help="Share of the temperature at the finest level."),
    ] = FINE_TEMPERATURE,
    memory: Annotated[
        float,
        typer.Option(min=0.0, max=1.0, help="Share that is taken from the model's own sounds."),
    ] = PARAMETERS["memory"].default,
    stay: Annotated[
        float, typer.Option(min=0.2, max=60.0, help="Seconds for which it goes on in one of them.")
    ] = PARAMETERS["stay"].default,
    seed: Annotated[int, typer.Option(min=0, max=MAX_SEED, help="0 for a random one.")] = 0,
    model: Model = "demo",
) -> None:
    """Generate a sound with the prior of a model, from its own sounds where it has them."""
    loaded = _load(model)
    info = loaded.info
    seed = seed or secrets.randbelow(MAX_SEED - 1) + 1
    count = max(1, round(np.ceil(seconds * SAMPLE_RATE / info.column)))
    shape = (count, info.bands, info.levels)
    params = SamplingParams(temperature, top_k, seed, fine_temperature, memory, stay)
    empty = np.zeros(shape, np.int16)
    result = _run(SampleCodes(empty, np.ones(shape, np.bool_), empty[:0], params), loaded)
    assert isinstance(result, Sampled)  # noqa: S101 - the result type of that task
    about = info.size, info.codec_id, Samples(info.column), f"seed {seed}"
    grid = Grid(result.codes, *about, carriers=result.carriers)
    parameters = {
        "temperature": temperature,
        "top_k": top_k,
        "fine_temperature": fine_temperature,
        "memory": memory,
        "stay": stay,
        "seed": seed,
    }
    _render(loaded, grid, sound, {"source": "generate", "parameters": parameters})
    print(f"seed {seed}, {result.nats:.2f} nats per code")


def _load(name: str) -> "Loaded":
    """Load a model of the library into this process."""
    from distill.worker.task_steps import load

    path = Library(Settings().library).find(name)
    return load(LoadModel(str(path), name))


def _run(task: Task, loaded: "Loaded") -> Result:
    """Run a task with a progress bar."""
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


def _folders() -> SourceRoots:
    """Return where a server of this user has the sounds that carry codes."""
    settings = Settings()
    libraries = tuple(str(one) for one in settings.library)
    return SourceRoots(str(settings.kept_sources), str(user_cache() / "sources"), libraries)


def _render(loaded: "Loaded", grid: Grid, sound: Path, about: dict[str, Any]) -> None:
    """Write a clip (Any: the sidecar is JSON)."""
    if sound.suffix.lower() != ".wav":
        raise FileProblem(f"a clip is a WAV file; call it {sound.with_suffix('.wav')}")
    for path in (sound, sound.with_suffix(".json")):
        if path.exists():
            raise FileProblem(
                f"{path} exists and nothing is overwritten; a clip is two files, .wav and .json, "
                "so choose another name"
            )
    info = loaded.info
    made_by = {"model": info.id, "codec": info.codec_id, "model_name": info.name}
    sidecar = {**made_by, **about}
    task = RenderClip(
        str(sound.parent), sound.stem, grid.codes, sidecar, samples=grid.samples,
        carriers=grid.carriers, sources=_folders(),
    )  # fmt: skip
    clip = _run(task, loaded)
    assert isinstance(clip, Clip)  # noqa: S101 - the result type of that task
    print(f"{clip.path}: {clip.samples / clip.rate:.2f} s")
