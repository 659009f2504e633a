"""The doctor plays a stream on a real server, chooses a profile, and saves the choice."""

import socket

import pytest

from distill.app import machine_profile
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
    assert "sound output" in out
    assert "a frame" in row_of(out, "threads")


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
    assert PROFILES[found.profile] in (43, 85, 170)
