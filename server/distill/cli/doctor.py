"""`distill doctor`: measure whether this machine can play live, and with which settings."""

import contextlib
import platform
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import numpy as np
import typer
from rich.console import Console

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
from distill.ring.ring import DeviceState
from distill.sinks.registry import SINKS, forms_in_words
from distill.storage.compiled import are_kernels_compiled
from distill.storage.library import Library
from distill.types import SAMPLE_RATE

if TYPE_CHECKING:
    from distill.bundle import Bundle

MAX_SHARE: Final = 0.5
"""Share of real time that rendering may take: the rest of the program needs the other half."""
SETTLE_S: Final = 1.0
"""Time from the start of a stream to its first measurement: the buffer fills up first."""
POLL_S: Final = 0.01
"""Time between two readings of the buffer: one frame."""
THREADS: Final = 1
"""Threads of the model: the products of one column are too small for more to help."""
LATE_KEYS: Final = ("output_underruns", "output_underflows")
"""Status keys that count late blocks."""
WHAT_WIDTH: Final = 16
VERDICT_WIDTH: Final = 5
"""Characters of the first two columns."""
RUNNING: Final = DeviceState.RUNNING.name.lower()
Row = tuple[str, str, str]
"""What was checked, what was found, and whether it is fine."""


def doctor(
    model: Annotated[str, typer.Option(help="Name of a model in the library.")] = "demo",
    port: Annotated[int, typer.Option(help="UDP port to check.")] = 9000,
    output: Annotated[
        str, typer.Option(help=f"Output to play a test stream on: {forms_in_words()}.")
    ] = "device",
    device: Annotated[str, typer.Option(help="Part of an output device's name.")] = "",
    seconds: Annotated[
        float, typer.Option(help="Length of the test of each profile; 0 skips it.", min=0, max=3600)
    ] = 6.0,
) -> None:
    """Measure this machine: can it play live, on which output, and with how much latency?

    A separate server plays a nearly inaudible stream. The result goes to machine.toml in
    ~/Distill; `serve --profile auto` starts with it.
    """
    sheet = Sheet()
    for row in (*_machine(), *_output(), _port(port)):
        sheet.add(*row)
    try:
        bundle = _load(model, sheet)
        sheet.doing("rendering live sound, 200 frames each way")
        for row in _speed(bundle):
            sheet.add(*row)
        if seconds and bundle.sampler is not None:
            _try_profiles(model, ("--output", output, "--device", device), seconds, sheet)
    except DistillError as error:
        sheet.add("model", str(error), "no")


class Sheet:
    """Prints each result when it is known, and what is measured meanwhile.

    Threads: one.
    """

    def __init__(self) -> None:
        self._console = Console(highlight=False, markup=False)
        self._print("check", "ok?", "result")

    def doing(self, what: str) -> None:
        """Say what is done now, since it takes a while."""
        self._console.print(f"... {what}", soft_wrap=True)

    def add(self, what: str, result: str, fine: str) -> None:
        """Print a row.

        Args:
            what: What was checked.
            result: What was found.
            fine: `yes` or `no`, and after a colon what follows from it.
        """
        verdict, _, why = fine.partition(": ")
        self._print(what, verdict, f"{result}; {why}" if why else result)

    def _print(self, what: str, verdict: str, text: str) -> None:
        head = f"{what:<{WHAT_WIDTH}}{verdict:<{VERDICT_WIDTH}}"
        indent = " " * (WHAT_WIDTH + VERDICT_WIDTH)
        width = max(self._console.width, 2 * len(indent))
        for line in textwrap.wrap(head + text, width, subsequent_indent=indent):
            self._console.print(line, soft_wrap=True)


def _machine() -> Iterator[Row]:
    yield "Distill", __version__, "yes"
    new = sys.version_info >= (3, 11)
    yield "Python", platform.python_version(), "yes" if new else "no: 3.11 or newer is needed"


def _output() -> Iterator[Row]:
    for kind in SINKS.values():
        for result, fine in kind.probe():
            yield "sound device", result, fine


def _port(port: int) -> Row:
    if _is_free(port):
        return "UDP port", f"{port} is free", "yes"
    why = "a server may be running; else choose another port with --port"
    return "UDP port", f"{port} is taken", f"no: {why}"


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        try:
            udp.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _load(model: str, sheet: Sheet) -> "Bundle":
    """Load and warm up the model; add a row with the time that took.

    Raises:
        DistillError: The model cannot be loaded.
    """
    from distill.worker.renderer import warm
    from distill.worker.task_steps import load

    path = Library(Settings().library).find(model)
    new = not are_kernels_compiled("prior")
    first = "; its kernels are compiled for this machine first, about a minute" if new else ""
    sheet.doing(f"loading model {model}{first}")
    began = time.perf_counter()
    loaded = load(LoadModel(str(path), model))
    warm(loaded.bundle)
    sheet.add("model", f"{model}, ready in {time.perf_counter() - began:.1f} s", "yes")
    return loaded.bundle


def _speed(bundle: "Bundle") -> Iterator[Row]:
    """Measure the processor time that live sound needs (means of 200 frames each).

    The verdict is about this program alone; whether it keeps up beside all others is what the
    profiles are tried for.
    """
    for transport in ("play", "stream") if bundle.sampler else ("play",):
        began = time.thread_time()
        seconds, hop = _rendered(bundle, transport, 200)
        share = (time.thread_time() - began) / len(seconds) * SAMPLE_RATE / hop
        frame_ms, worst_ms = 1e3 * hop / SAMPLE_RATE, 1e3 * max(seconds)
        fine = "yes" if share < MAX_SHARE else "no: too slow to play live; clips still work"
        result = f"{share:.0%} of one core; slowest frame {worst_ms:.0f} ms, of {frame_ms:.0f} each"
        yield transport, result, fine


def _rendered(bundle: "Bundle", transport: str, frames: int) -> tuple[list[float], int]:
    """Render frames; return the seconds that each took, and the samples in a frame."""
    from distill.worker.renderer import Renderer

    config = bundle.config
    codes = np.zeros((4, config.bands, config.levels), np.int16)
    renderer = Renderer(bundle, lambda *_: None)
    renderer.set_score(Score(transport, 1, codes))  # type: ignore[arg-type] # one of its literals
    seconds = []
    for _ in range(frames):
        start = time.perf_counter()
        renderer.render()
        seconds.append(time.perf_counter() - start)
    return seconds, renderer.hop


def _try_profiles(model: str, output: Sequence[str], seconds: float, sheet: Sheet) -> None:
    """Play a stream with each profile on a server, choose one, and save the choice.

    Raises:
        DistillError: The server does not start.
    """
    sheet.doing("starting a test server, which plays a nearly inaudible stream")
    library = [word for path in Settings().library for word in ("--library", str(path))]
    others = ("--midi", "off", "--spare", "off", "--link", "off", "--threads", str(THREADS))
    trials: list[Trial] = []
    with _server(_free_port(), ["--model", model, *library, *output, *others]) as client:
        client.ask("param", "gain", PARAMETERS["gain"].range.low)
        for profile in PROFILES:
            sheet.doing(f"trying profile {profile} for {seconds:g} s")
            client.ask("param", "profile", profile)
            client.ask("stream")
            time.sleep(SETTLE_S)
            trial = _measure(client, profile, seconds)
            sheet.add(f"profile {profile}", trial.summary, "yes" if trial.fine else "no")
            trials.append(trial)
        status = client.status()
    about, heard = str(status["output_about"]), status["output_state"] == RUNNING
    latency_ms = float(status["output_device_ms"])
    if heard:
        sheet.add("output", f"{about}; latency {latency_ms:.0f} ms, as it reports", "yes")
    else:
        sheet.add("output", about, "no: the profiles were tried without it, in real time")
    profile, able, why = choose(trials)
    save(MachineProfile(profile, THREADS, able, why, about, model), HOME / FILE)
    sheet.add("choice", *_choice(profile, able, latency_ms if heard else None))


def _choice(profile: str, able: bool, latency_ms: float | None) -> tuple[str, str]:  # noqa: FBT001 - of `choose`
    """Describe the chosen profile; latency None: there is no output."""
    own, serve = PROFILES[profile], shell_command("serve --profile auto")
    heard = f"{own + (latency_ms or 0.0):.0f} ms"
    if latency_ms is None:
        heard += " and the latency of the sound device, once there is one"
    if not able:
        return (
            f"{profile}, the safest, but no profile keeps up",
            "no: close other programs, or play clips; live sound will have gaps",
        )
    return f"{profile}: a change is heard after {heard}", f"yes: to use it: {serve}"


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        return int(udp.getsockname()[1])


@contextlib.contextmanager
def _server(port: int, options: Sequence[str]) -> Iterator[OscClient]:
    """Run a server with its model; leaving the block stops it through its stop file.

    Raises:
        DistillError: The server does not start.
    """
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stop_file, log = folder / "until", folder / "log"
        words = [sys.executable, "-m", "distill", "serve", "--port", str(port), *options]
        with log.open("wb") as out:
            process = subprocess.Popen(  # noqa: S603 - this program
                [*words, "--until", str(stop_file)],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )
        stack.callback(_stop, process, stop_file)
        client = OscClient("127.0.0.1", port)
        stack.callback(client.close)
        deadline = time.monotonic() + hosting.START_S
        while not client.answers():
            if process.poll() is not None or time.monotonic() > deadline:
                last = log.read_text("utf-8", "replace").splitlines()[-1:]
                raise NotReady(f"the test server did not start: {' '.join(last)}")
            time.sleep(hosting.POLL_S)
        hosting.await_model(client, deadline, log)
        yield client


def _stop(process: "subprocess.Popen[bytes]", stop_file: Path) -> None:
    """Stop a server through its stop file; kill it if it does not stop in time."""
    stop_file.touch()
    try:
        process.wait(hosting.END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _measure(client: OscClient, profile: str, seconds: float) -> Trial:
    """Record late blocks and the least reserve of a running stream.

    Raises:
        NotReady: The stream ended.
    """
    before, least = client.status(), float("inf")
    now = before
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        now = client.status()
        if now["transport"] != "stream":
            raise NotReady(f"the stream ended with profile {profile}: {now['state']}")
        least = min(least, float(now["output_ahead_ms"]))
        time.sleep(POLL_S)
    late = sum(int(now[name]) - int(before[name]) for name in LATE_KEYS)
    return Trial(profile, late, max(0.0, least))
