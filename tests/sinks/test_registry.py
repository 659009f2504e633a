"""Every sink of the table plays a real ring; a new one is a file and a row."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from distill.errors import BadArgument
from distill.ring.ring import DeviceState
from distill.ring.writer import Writer
from distill.sinks.options import SinkOptions
from distill.sinks.registry import SINKS, described, forms_in_words, read_output
from kit import servers
from kit.house import ROOT
from kit.players import sine
from kit.servers import serve_words
from kit.sinks import supervised, wait_until_played

TOY = [sys.executable, "-P", str(ROOT / "tests" / "kit" / "toy_sink.py")]
"""Keeps its own folder off the path, where names clash with modules of Python."""
NOBODY = "a device that nobody has"
TAKING = (DeviceState.RUNNING, DeviceState.WAITING)
"""States of a sink that takes sound, whether or not it is output."""


def output_of(name: str, folder: Path) -> str:
    """Return a value of `--output` for a sink, with any argument that it takes."""
    return f"{name}:{folder / 'argument'}" if SINKS[name].takes else name


@pytest.mark.parametrize("name", SINKS)
def test_a_sink_takes_the_sound_of_the_ring_in_real_time_and_ends_on_request(
    name: str, tmp_path: Path
) -> None:
    options = read_output(output_of(name, tmp_path), NOBODY)
    with supervised(options) as (ring, supervisor, reported):
        writer = Writer(ring)
        writer.write(sine(0, 8192, 220.0))
        writer.rest()
        wait_until_played(ring, 8192)
        assert ring.status().underruns == 0
        assert supervisor.restarts == 0
    assert reported.until(DeviceState.CLOSED).text == "sound output is closed"
    assert any(news.state in TAKING for news in reported.all)


@pytest.mark.parametrize("name", SINKS)
def test_a_sink_has_a_description_and_a_probe_for_the_doctor(name: str) -> None:
    kind = SINKS[name]
    assert len(kind.about.split()) >= 3
    assert kind.about in described()
    assert kind.takes.upper() == kind.takes
    for found, fine in kind.probe():
        assert found
        assert fine.startswith(("yes", "no"))


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("device", SinkOptions("device", "Scarlett")),
        ("null", SinkOptions("null", "Scarlett")),
        ("file:out.wav", SinkOptions("file", "Scarlett", "out.wav")),
        ("file:C:\\sound\\out.wav", SinkOptions("file", "Scarlett", "C:\\sound\\out.wav")),
    ],
)
def test_each_form_is_read(output: str, expected: SinkOptions) -> None:
    assert read_output(output, "Scarlett") == expected


@pytest.mark.parametrize(
    "output", ["", "file", "file:", "null:x", "null:", "device:x", "device:", "speaker", ":x"]
)
def test_anything_else_is_refused_with_a_list_of_forms(output: str) -> None:
    assert forms_in_words() == "device, null or file:PATH"
    with pytest.raises(BadArgument, match="output takes device, null or file:PATH; got"):
        read_output(output)


def toy(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*TOY, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_new_row_is_in_the_help_of_serve_and_of_the_doctor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    assert "toy:RAW (bare samples in a file)" in toy("serve", "--help").stdout
    assert "device, null, file:PATH or toy:RAW." in toy("doctor", "--help").stdout


def test_a_new_row_is_in_the_error_for_an_unknown_sink() -> None:
    ran = toy("serve", "--output", "speaker")
    assert ran.returncode == 1
    assert ran.stderr.strip() == (
        "distill: output takes device, null, file:PATH or toy:RAW; got 'speaker'"
    )


@pytest.mark.slow
def test_a_server_plays_to_a_new_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = tmp_path / "bare.raw"

    def words(*args: Any) -> list[str]:
        return [*TOY, *serve_words(*args)[3:]]

    monkeypatch.setattr(servers, "serve_words", words)
    with (
        servers.running_server(tmp_path, f"toy:{raw}") as server,
        server.client() as client,
    ):
        assert client.status()["output_about"] == f"the toy writes {raw}"
        client.ask("generate", "a", "seconds", 1)
        client.ask("play", "a")
        while float(client.status()["output_played_s"]) < 1.0:
            client.until_quiet(0.1)
    heard = np.fromfile(raw, "<f4").reshape(-1, 2)
    assert np.isfinite(heard).all()
    assert np.abs(heard).max() > 0.001
