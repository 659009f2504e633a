"""`distill doctor`: whether this machine can play, how soon it answers, and what that takes."""

import contextlib
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from distill import __version__
from distill.app.machine_profile import FILE, MachineProfile, Trial, choose, save
from distill.app.settings import HOME, Settings
from distill.cli import hosting
from distill.cli.osc_client import OscClient
from distill.errors import DistillError, NotReady
from distill.installation import shell_command
from distill.parameters import PARAMETERS, PROFILES
from distill.protocol.score import Score
from distill.protocol.tasks import LoadModel
from distill.sinks.registry import SINKS, forms_in_words
from distill.storage.library import Library
from distill.types import SAMPLE_RATE

if TYPE_CHECKING:
    from distill.bundle import Bundle

ENOUGH: Final = 0.5
"""Share of real time that rendering may take: as much again is left for the rest."""
SETTLE_S: Final = 1.0
"""From the begin of a stream until it is looked at: it fills up first."""
LOOK_S: Final = 0.01
"""Time between two looks at what is ready: a frame."""
GAIN: Final = 1.2
"""Further threads have to make whole sounds so much quicker."""
LOSS: Final = 1.05
"""And may make what sounds live so much slower: nothing, but for the noise of measuring."""
Row = tuple[str, str, str]


def doctor(
    model: Annotated[str, typer.Option(help="Name of a model in the library.")] = "demo",
    port: Annotated[int, typer.Option(help="UDP port that the server would take.")] = 9000,
    output: Annotated[
        str, typer.Option(help=f"Where to try a stream: {forms_in_words()}.")
    ] = "device",
    device: Annotated[str, typer.Option(help="Part of an output device's name.")] = "",
    seconds: Annotated[
        float, typer.Option(help="How long each profile is tried; 0 tries none.", min=0, max=3600)
    ] = 6.0,
) -> None:
    """Look at this machine: can it play, where to, how soon it answers, and what that takes.

    A stream is played by a server of its own, as soft as it goes. What is found is written down for
    `serve --profile auto`.
    """
    table = Table("what", "found", "fine?")
    threads = 1
    for row in (*_machine(), *_output(), _port(port)):
        table.add_row(*row)
    try:
        bundle = _load(model, table)
        for row in _speed(bundle):
            table.add_row(*row)
        threads, row = _threads(bundle)
        table.add_row(*row)
        if seconds and bundle.sampler is not None:
            for row in _find(model, ("--output", output, "--device", device), threads, seconds):
                table.add_row(*row)
    except DistillError as error:
        table.add_row("model", str(error), "no")
    Console().print(table)


def _machine() -> Iterator[Row]:
    import torch

    yield "Distill", __version__, "yes"
    yield "Python", platform.python_version(), "yes" if sys.version_info >= (3, 11) else "too old"
    yield "torch", torch.__version__, "yes"


def _output() -> Iterator[Row]:
    for kind in SINKS.values():
        for found, fine in kind.probe():
            yield "sound output", found, fine


def _port(port: int) -> Row:
    if _is_free(port):
        return "UDP port", f"{port} is free", "yes"
    return "UDP port", f"{port} is taken", "a server runs, or choose another with --port"


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        try:
            wire.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _load(model: str, table: Table) -> "Bundle":
    """Load the model, and say how long that took.

    Raises:
        DistillError: It cannot be.
    """
    import torch

    from distill.worker.renderer import warm
    from distill.worker.task_steps import load

    path = Library(Settings().library).find(model)
    began = time.perf_counter()
    loaded = load(LoadModel(str(path), model))
    warm(loaded.bundle)
    table.add_row("model", f"{model}, ready in {time.perf_counter() - began:.1f} s", "yes")
    torch.set_num_threads(1)
    return loaded.bundle


def _speed(bundle: "Bundle") -> Iterator[Row]:
    """Measure how much of real time one core needs (means of 200 frames each)."""
    for transport in ("play", "stream") if bundle.sampler else ("play",):
        spent, hop = _rendered(bundle, transport, 200)
        share = float(np.mean(spent)) * SAMPLE_RATE / hop
        worst = 1e3 * max(spent)
        fine = "yes" if share < ENOUGH else "too slow to play live; clips still work"
        yield transport, f"{share:.0%} of one core, slowest frame {worst:.0f} ms", fine


def _rendered(bundle: "Bundle", transport: str, frames: int) -> tuple[list[float], int]:
    """Render frames; give the seconds of each, and samples in one."""
    from distill.worker.renderer import Renderer

    config = bundle.config
    codes = np.zeros((4, config.bands, config.levels), np.int16)
    renderer = Renderer(bundle, lambda _take, _codes: None)
    renderer.set_score(Score(transport, 1, codes))  # type: ignore[arg-type] # words of its caller
    spent = []
    for _ in range(frames):
        start = time.perf_counter()
        renderer.render()
        spent.append(time.perf_counter() - start)
    return spent, renderer.hop


def _threads(bundle: "Bundle") -> tuple[int, Row]:
    """Choose how many threads the model's process should have: what sounds live comes first."""
    import torch

    config = bundle.config
    columns = 10 * SAMPLE_RATE // bundle.column
    codes = np.zeros((columns, config.bands, config.levels), np.int16)
    counts = [n for n in (1, 2, 4, 8) if n <= (os.cpu_count() or 1)]
    live, whole = {}, {}
    for count in counts:
        torch.set_num_threads(count)
        _rendered(bundle, "play", 20)
        live[count] = float(np.median(_rendered(bundle, "play", 200)[0]))
        times = []
        for _ in range(3):
            start = time.perf_counter()
            bundle.decode(codes)
            times.append(time.perf_counter() - start)
        whole[count] = min(times)
    torch.set_num_threads(1)
    good = [n for n in counts if live[n] <= LOSS * live[1] and GAIN * whole[n] <= whole[1]]
    best = min(good, key=lambda n: whole[n], default=1)
    told = ", ".join(
        f"{n}: a frame {1e3 * live[n]:.2f} ms, 10 s of columns {1e3 * whole[n]:.0f} ms"
        for n in counts
    )
    why = "more are no quicker, or slow down what sounds" if best == 1 else "that is quicker"
    return best, ("threads", f"{best} ({told})", f"yes: {why}" if len(counts) > 1 else "yes")


def _find(model: str, output: Sequence[str], threads: int, seconds: float) -> Iterator[Row]:
    """Try the profiles on a server, choose one, write it down."""
    trials, about, latency_ms = _try_all(model, output, threads, seconds)
    for trial in trials:
        yield f"profile {trial.profile}", trial.summary, "yes" if trial.fine else "no"
    yield "output", f"{about}; {latency_ms:.0f} ms to the ear, as it says", "yes"
    profile, able, why = choose(trials)
    save(MachineProfile(profile, threads, able, why, about, model), HOME / FILE)
    answers = f"{PROFILES[profile] + latency_ms:.0f} ms from hand to ear"
    fine = "yes" if able else "no: close other programs, or play clips; serve does what it can"
    serve = shell_command("serve --profile auto")
    yield "choice", f"{profile}, {answers} ({why})", f"{fine}; {serve} takes it"


def _try_all(
    model: str, output: Sequence[str], threads: int, seconds: float
) -> tuple[list[Trial], str, float]:
    """Play a stream with each profile; give how they went, the output in words, its latency.

    Raises:
        DistillError: The server does not start.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.bind(("127.0.0.1", 0))
        port = int(wire.getsockname()[1])
    library = [word for path in Settings().library for word in ("--library", str(path))]
    more = ("--midi", "off", "--spare", "off", "--link", "off", "--threads", str(threads))
    trials: list[Trial] = []
    with _server(port, ["--model", model, *library, *output, *more]) as line:
        line.ask("param", "gain", PARAMETERS["gain"].range.low)
        for profile in PROFILES:
            line.ask("param", "profile", profile)
            line.ask("stream")
            time.sleep(SETTLE_S)
            trials.append(_watch(line, profile, seconds))
        status = line.status()
    return trials, str(status["output_about"]), float(status["output_device_ms"])


@contextlib.contextmanager
def _server(port: int, options: Sequence[str]) -> Iterator[OscClient]:
    """A server of our own, with its model; it ends in order, as its mark is there then.

    Raises:
        DistillError: It does not start.
    """
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        mark, log = folder / "until", folder / "log"
        words = [sys.executable, "-m", "distill", "serve", "--port", str(port), *options]
        with log.open("wb") as out:
            process = subprocess.Popen(  # noqa: S603 - ourselves
                [*words, "--until", str(mark)], stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )
        stack.callback(_end, process, mark)
        line = OscClient("127.0.0.1", port)
        stack.callback(line.close)
        deadline = time.monotonic() + hosting.START_S
        while not line.answers():
            if process.poll() is not None or time.monotonic() > deadline:
                said = log.read_text("utf-8", "replace").splitlines()[-1:]
                raise NotReady(f"no server could be started to try the output: {' '.join(said)}")
            time.sleep(hosting.LOOK_S)
        hosting.await_model(line, deadline, log)
        yield line


def _end(process: "subprocess.Popen[bytes]", mark: Path) -> None:
    """End a server in order; kill it when it does not."""
    mark.touch()
    try:
        process.wait(hosting.END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _watch(line: OscClient, profile: str, seconds: float) -> Trial:
    """Look for so long."""
    before, least = line.status(), float("inf")
    now = before
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        now = line.status()
        if now["transport"] != "stream":
            raise NotReady(f"the stream ended with profile {profile}: {now['state']}")
        least = min(least, float(now["output_ahead_ms"]))
        time.sleep(LOOK_S)
    late = sum(int(now[name]) - int(before[name]) for name in _LATE)
    return Trial(profile, late, max(0.0, least))


_LATE: Final = ("output_underruns", "output_underflows")
