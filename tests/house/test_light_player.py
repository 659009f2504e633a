"""A player has no torch: all that does not train runs where torch cannot be imported."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from distill.types import Audio
from kit.house import ROOT
from kit.models import tones
from kit.servers import Place, Server, make_place

LEARNS = ("torch", "torchaudio", "lightning", "vector_quantize_pytorch", "distill.nn")
"""What only a training imports."""
BLOCK = f"""
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        for word in {LEARNS!r}:
            if name == word or name.startswith(word + "."):
                raise ImportError(f"a player has imported {{name}}")

sys.meta_path.insert(0, Blocked())
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = make_place(tmp_path_factory.mktemp("light"))
    (place.root / "blocked").mkdir()
    (place.root / "blocked" / "sitecustomize.py").write_text(BLOCK, "utf-8")
    write(place.sounds / "tone.wav", tones(1.5))
    return place


@pytest.fixture(scope="module", autouse=True)
def blocked(place: Place) -> Iterator[None]:
    """All processes that are started here find nothing that learns."""
    with pytest.MonkeyPatch.context() as patch:
        folders = str(place.root / "blocked"), str(ROOT / "server")
        patch.setenv("PYTHONPATH", os.pathsep.join(folders))
        yield


@pytest.fixture(scope="module")
def server(place: Place, blocked: None) -> Iterator[Server]:
    one = Server(place)
    one.start("null")
    yield one
    assert one.stop() == 0, one.log()


def write(file: Path, audio: Audio) -> None:
    import soundfile

    file.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(file, audio, 48_000)


def distill(place: Place, *words: str | Path) -> str:
    """Run `distill` with some words; return what it prints."""
    ran = subprocess.run(
        [sys.executable, "-m", "distill", *map(str, words)],
        env=place.environment,
        cwd=place.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_the_block_blocks(place: Place) -> None:
    words = [sys.executable, "-c", "import distill.nn.health"]
    ran = subprocess.run(words, env=place.environment, capture_output=True, text=True, check=False)
    assert "a player has imported distill.nn" in ran.stderr


def test_a_server_encodes_generates_edits_plays_and_writes_clips(server: Server) -> None:
    with server.client() as client:
        client.ask("encode", "tone.wav", "a")
        client.ask("generate", "b", "columns", 4)
        client.ask("param/fine", 0.5)
        client.ask("play", "a")
        client.ask("stream")
        client.ask("clip", "b")
        client.ask("stop")
        assert client.status()["state"] == "ready"


@pytest.mark.parametrize(
    "words",
    [("--help",), ("models",), ("describe",), ("doctor", "--seconds", "0"), ("send", "--help")],
)
def test_words_that_train_nothing_run(place: Place, words: tuple[str, ...]) -> None:
    assert distill(place, *words)


def test_files_are_encoded_decoded_and_generated_without_a_server(place: Place) -> None:
    grid = place.root / "tone.json"
    distill(place, "encode", place.sounds / "tone.wav", grid)
    distill(place, "decode", grid, place.root / "again.wav")
    distill(place, "generate", place.root / "new.wav", "--seconds", "1")
    assert (place.root / "again.wav").stat().st_size > 48_000
