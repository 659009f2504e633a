"""The Reaper scripts in a strict host, with real processes, a real server and real sound."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from distill.commands.grammar import parse
from distill.types import Json
from kit.clients import Client
from kit.reaper import NO, YES, Reaper, item
from kit.servers import Server

pytestmark = [pytest.mark.peer, pytest.mark.slow]

OWN = ("bring", "newest", "start_server", "stop_server", "param")
COLUMN_S = 8192 / 48_000


@pytest.fixture
def reaper(server: Server, tmp_path: Path) -> Reaper:
    return Reaper(tmp_path / "Reaper's folder", server.place.environment, server.port)


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A stereo file at 44.1 kHz, far from the server's folders."""
    path = tmp_path / "my project" / "a drum.wav"
    path.parent.mkdir()
    time = np.arange(2 * 44_100) / 44_100
    left = 0.5 * np.sin(2 * np.pi * (110 + 200 * time) * time)
    soundfile.write(path, np.stack([left, 0.5 * left], 1), 44_100, "PCM_16")
    return path


@pytest.fixture
def clip(client: Client) -> Path:
    client.ask("generate", "a", "columns", 6, "seed", 5)
    return Path(str(client.ask("clip", "a", "whole")[0]))


def one_track(*items: Json) -> list[Json]:
    return [{"name": "drums", "selected": True, "items": list(items)}]


def test_generate(reaper: Reaper, client: Client) -> None:
    done = reaper.run("Generate", tracks=one_track(), time_selection=[2.0, 3.3])
    assert done.boxes == []
    assert done.undo == ["Distill: generate"]
    (made,) = done.items()
    print(done, reaper.left())
    assert 0
