"""The doctor plays a stream on a real server, chooses a profile, and saves the choice."""

import socket

import pytest

from distill.app import machine_profile
from distill.cli import doctor
from distill.parameters import PROFILES

pytestmark = pytest.mark.slow


@pytest.fixture
def home(place, monkeypatch):
    """A separate home folder for the server that the doctor starts."""
    for name, value in place.environment.items():
        monkeypatch.setenv(name, value)
    return place.root


def row_of(out, what):
    return next(line for line in out.splitlines() if line.strip("│ ").startswith(what))


def test_the_doctor_measures_the_model_and_finds_a_taken_port(run) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        code, out, _ = run("doctor", "--model", "tiny", "--port", port, "--seconds", 0)
    assert code == 0
    assert f"{port} is taken" in out
    for what in ("play", "stream"):
        assert "of one core" in row_of(out, what)
    assert "sound device" in out
    assert out.index("... loading model tiny") < out.index("tiny, ready in")


def test_the_doctor_lists_the_models_if_one_is_unknown(run) -> None:
    code, out, _ = run("doctor", "--model", "nobody", "--port", 0)
    assert code == 0
    assert "there are: tiny" in out


def test_the_doctor_tries_each_profile_on_the_output_and_saves_its_choice(run, home) -> None:
    words = ("--model", "tiny", "--port", 0, "--output", "null", "--seconds", 1)
    code, out, _ = run("doctor", *words)
    assert code == 0, out
    for profile in ("low", "normal", "safe"):
        assert "late" in row_of(out, f"profile {profile}")
    found = machine_profile.read(home / machine_profile.FILE)
    assert found is not None
    assert found.model == "tiny"
    assert found.profile in row_of(out, "choice")
    assert row_of(out, "output").startswith("output          yes  ")
    assert out.index("... trying profile low for 1 s") < out.index("profile low  ")
    assert PROFILES[found.profile] in (43, 85, 170)


def test_an_output_that_nobody_hears_is_not_called_fine(run, home) -> None:
    words = ("--model", "tiny", "--port", 0, "--device", "no such card", "--seconds", 0.3)
    code, out, _ = run("doctor", *words)
    assert code == 0, out
    said = " ".join(out.split())
    assert row_of(out, "output").startswith("output          no   ")
    assert "latency 0 ms" not in said
    assert "the profiles were tried without it, in real time" in said
    keeps_up = machine_profile.read(home / machine_profile.FILE).able
    if keeps_up:
        assert "and the latency of the sound device, once there is one" in said


def test_a_choice_is_fine_only_if_a_profile_keeps_up() -> None:
    assert doctor._choice("low", True, 10.0)[0] == "low: a change is heard after 53 ms"
    assert doctor._choice("low", True, None)[1].startswith("yes: to use it: ")
    assert doctor._choice("safe", False, 10.0)[1].startswith("no: close other programs")


def test_a_row_is_printed_at_once_and_its_reason_follows_the_result(capsys, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    sheet = doctor.Sheet()
    sheet.doing("rendering")
    sheet.add("sound device", "there is no sound output device", "no: clips still work")
    assert capsys.readouterr().out.splitlines() == [
        "check           ok?  result",
        "... rendering",
        "sound device    no   there is no sound output device; clips",
        "                     still work",
    ]
