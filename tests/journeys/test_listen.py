"""A whole server on JACK records another client: into a slot, and to answer it."""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from distill.storage.source_store import SourceStore
from distill.types import Codes, FloatArray
from kit.bundles import CONFIG, encoded, tiny_bundle
from kit.clients import PATIENCE_S, Client
from kit.jack import BLOCK, Jack, jack_with_sound
from kit.servers import Server
from kit.shared import Shared, shared_server

pytestmark = pytest.mark.slow
COLUMN = CONFIG.column_samples
TRIES = 4
"""A busy machine loses a block of sound now and then, which JACK does not report."""
JackAndServer = tuple[Jack, Server]


@pytest.fixture(scope="module")
def jack_and_shared(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Jack, Shared]]:
    with contextlib.ExitStack() as both:
        jack = both.enter_context(jack_with_sound())
        root = tmp_path_factory.mktemp("listen")
        more = ("--input", "jack:system")
        yield jack, both.enter_context(shared_server(root, "device", jack.environment, more))


@pytest.fixture
def hearing(jack_and_shared: tuple[Jack, Shared]) -> JackAndServer:
    jack, shared = jack_and_shared
    jack.restart()
    return jack, shared.restore()


@pytest.fixture
def client(hearing: JackAndServer) -> Iterator[Client]:
    with hearing[1].client() as one:
        yield one


def phrase(seconds: float, seed: int) -> FloatArray:
    """Return noise that rises and falls, shape [T, 2]."""
    length = round(seconds * 48_000)
    swell = 0.05 + 0.3 * np.square(np.sin(np.arange(length) / 5_000))
    mono = swell * np.random.default_rng(seed).standard_normal(length)
    return np.stack([mono, mono], 1).astype(np.float32)


def written(folder: Path, sound: FloatArray) -> Path:
    soundfile.write(folder / "phrase.wav", sound, 48_000, subtype="FLOAT")
    return folder / "phrase.wav"


def grid(client: Client, slot: str) -> Codes:
    flat = np.array(client.codes(slot), np.int16)
    return flat.reshape(-1, CONFIG.bands, CONFIG.levels)


def agreement(codes: Codes, sound: FloatArray) -> float:
    """Share of the sound's inner columns that follow each other in a slot just as encoded.

    Listening begins at some block of the audio server, so each of these is tried.
    """
    best = 0.0
    for silence in range(0, COLUMN, BLOCK):
        mono = np.pad(sound[:, 0], (silence, 0))
        first = encoded(tiny_bundle(), mono[: 3 * COLUMN])[1]
        for at in np.flatnonzero((codes == first).all((1, 2))):
            whole = encoded(tiny_bundle(), mono)[1 : len(mono) // COLUMN - 1]
            there = codes[at : at + len(whole)]
            same = (there == whole[: len(there)]).all((1, 2))
            best = max(best, same.sum() / len(whole))
    return best


def kept_sound(server: Server, client: Client, before: int) -> FloatArray:
    """Wait for the sound of a recording, and return it, shape [T, C]."""
    deadline = time.monotonic() + PATIENCE_S
    while int(client.status()["sources"]) == before:
        assert time.monotonic() < deadline, server.log()
    folder = server.place.root / "Distill" / "sources"
    newest = max(folder.glob("*.flac"), key=lambda path: path.stat().st_mtime_ns)
    return SourceStore(folder, server.place.root / "cache").open(newest.stem)


def holds(audio: FloatArray, sound: FloatArray) -> bool:
    """Is the loudest moment of a sound, whose channels are equal, in what was kept of it?"""
    at = int(np.argmax(np.abs(sound[:-1000, 0])))
    windows = np.lib.stride_tricks.sliding_window_view(audio[:, 0], 1000)
    away = np.abs(windows - sound[at : at + 1000, 0]).max(axis=1)
    return audio.shape[1] == 1 and bool(away.min() < 1e-6)


@pytest.mark.peer
def test_the_slot_holds_the_codes_of_the_recorded_input(
    hearing: JackAndServer, client: Client, tmp_path: Path
) -> None:
    jack, server = hearing
    sound = phrase(1.5, 1)
    client.ask("generate", "a", "columns", 4, "seed", 2)
    client.ask("param/profile", "safe")
    client.ask("play", "a")
    found = 0.0
    for _ in range(TRIES):
        with jack.player(written(tmp_path, sound), jack.recorders()) as other:
            before = client.status()
            assert client.ask("listen", "in", 5.0) == ("in", round(5 * 48_000 / COLUMN))
            other.begin()
            client.until(lambda h: h == ("listening", ("silent",)))
            slot, columns = client.ask("listen", "-")
        after = client.status()
        assert (slot, len(grid(client, "in"))) == ("in", columns)
        found = agreement(grid(client, "in"), sound)
        if found == 1.0:
            break
    assert found == 1.0
    assert after["output_underruns"] == before["output_underruns"]
    assert (after["input_state"], after["input_restarts"]) == ("running", 0)
    assert holds(kept_sound(server, client, int(before["sources"])), sound)
    assert client.ask("undo")[0] == "listen in"


@pytest.mark.peer
def test_a_call_is_answered_until_the_next_call(
    hearing: JackAndServer, client: Client, tmp_path: Path
) -> None:
    jack, _ = hearing
    client.ask("param/profile", "safe")
    client.ask("listen", "in", 2.0, "answer")
    for seed in (3, 4):
        with jack.player(written(tmp_path, phrase(3.0, seed)), jack.recorders()) as other:
            other.begin()
            client.until(lambda h: h == ("listening", ("sounds",)))
            assert client.status()["transport"] == "stop"
            other.end()
            client.until(lambda h: h == ("listening", ("silent",)))
        status = client.status()
        assert (status["transport"], status["playing"]) == ("stream", "in")
        assert status["listening"] == "in"
    assert len(grid(client, "in")) == round(2 * 48_000 / COLUMN)
    sound = jack.record(tmp_path / "answer.wav", 1)
    assert np.abs(sound).max() > 1e-3
    client.ask("listen", "-")
    status = client.status()
    assert (status["transport"], status["listening"]) == ("stop", "")


def test_without_an_input_listen_says_how_to_start_one(server: Server) -> None:
    with server.client() as client:
        code, text = client.refused("listen", "in")
    assert code == "bad_argument"
    assert "--input" in text
