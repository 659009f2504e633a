"""The wheel plays: installed without a checkout, it serves the demo model and answers OSC."""

import contextlib
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator

import pytest
import soundfile

from distill import __version__
from kit.clients import client, packet
from kit.house import PACKAGE, ROOT
from kit.servers import END_S, START_S, free_ports
from kit.wheels import Installed, install

pytestmark = pytest.mark.slow

CORPUS = ROOT / "models" / "demo" / "corpus"
MODEL = ("demo.distill", "card.md", "recipe.toml", *(f"corpus/{x.name}" for x in CORPUS.glob("*")))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return install(tmp_path_factory.mktemp("wheel").resolve())


@pytest.fixture
def port(installed: Installed) -> Iterator[int]:
    """A server of the wheel; it stops with the block."""
    port, reply_port = free_ports(2)
    mark, log = installed.user / "until", installed.user / "log.txt"
    words = ["serve", "--port", str(port), "--reply-port", str(reply_port), "--output", "null"]
    words += ["--midi", "off", "--spare", "off", "--until", str(mark)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [installed.program, *words], cwd=installed.user, env=installed.variables,
            stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        yield port
        mark.touch()
        assert process.wait(END_S) == 0, log.read_text("utf-8", "replace")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def await_answer(port: int, log: Callable[[], str]) -> None:
    """Ping until the server answers."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.settimeout(0.05)
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            wire.sendto(packet("ping", 1), ("127.0.0.1", port))
            with contextlib.suppress(OSError):
                if wire.recv(2048):
                    return
    raise AssertionError(log())


def test_all_files_of_the_package_and_the_demo_model_are_in_the_wheel(installed):
    files = {
        f"distill/{path.relative_to(PACKAGE).as_posix()}"
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    model = {f"distill/models/demo/{name}" for name in MODEL}
    there = {name for name in installed.wheel if name.startswith("distill/")}
    assert there == files | model
    assert "distill/py.typed" in there


def test_the_sdist_is_the_checkout_without_generated_files(installed):
    wanted = {"run.py", "README.md", "LICENSE", "pyproject.toml", "PKG-INFO", "models/README.md"}
    wanted |= {f"models/demo/{name}" for name in MODEL}
    wanted |= {"server/distill/py.typed", "tests/journeys/test_wheel.py"}
    assert wanted - installed.source == set()
    top = {name.split("/")[0] for name in installed.source}
    assert top & {"dist", "site", "work", "lightning_logs"} == set()
    assert {name for name in top if name.startswith(".")} <= {".gitignore"}  # hatch adds it


def test_the_installed_wheel_runs(installed):
    words = [installed.python, "-c", "import distill; print(distill.__file__)"]
    done = subprocess.run(
        words, cwd=installed.user, env=installed.variables, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert done.stdout.strip() == str(installed.package / "__init__.py")
    assert installed.run("--version").stdout == f"{__version__}\n"
    assert installed.run("send", "--help").stdout.lstrip().startswith("Usage: distill send ")


def test_the_demo_model_is_found_and_listed(installed):
    done = installed.run("models")
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split()[:2] for line in done.stdout.splitlines()]
    assert ["demo", "bundled"] in rows
    assert "a page about one: distill report NAME" in done.stdout


def test_a_sound_is_generated_without_a_server(installed):
    sound = installed.user / "new.wav"
    done = installed.run("generate", sound, "--seconds", "0.5", "--seed", "7")
    assert done.returncode == 0, done.stderr
    assert soundfile.info(sound).duration == pytest.approx(0.5, abs=0.1)


def test_the_doctor_measures_the_machine_and_loads_the_model(installed):
    done = installed.run("doctor", "--seconds", "0", "--output", "null")
    assert done.returncode == 0, done.stderr
    assert "demo, ready in" in done.stdout
    assert "run.py" not in done.stdout


def test_without_a_server_the_error_names_distill_serve(installed):
    (port,) = free_ports(1)
    done = installed.run("send", "--port", str(port), "--wait", "2", "ping")
    assert done.returncode == 1
    assert done.stderr.endswith(": distill serve\n")


def test_the_server_answers_osc_plays_the_demo_model_and_serves_its_page(installed, port):
    def log() -> str:
        return (installed.user / "log.txt").read_text("utf-8", "replace")

    await_answer(port, log)
    with client(port, log) as one:
        deadline = time.monotonic() + START_S
        while (status := one.status())["state"] != "ready":
            assert status["state"] != "no model", log()
            assert time.monotonic() < deadline, log()
            one.until_quiet(0.2)
        assert (status["model"], status["version"]) == ("demo", __version__)
        assert status["program"] == "distill"
        one.ask("generate", "a", "seconds", 0.5)
        assert one.codes("a")
        one.ask("play", "a")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/page/", timeout=START_S) as page:
            assert page.read().startswith(b"<!doctype html>")
    assert "Traceback" not in log()
    assert "run.py" not in log()
