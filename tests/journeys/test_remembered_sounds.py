"""A slot that a model's own sounds carry sounds as they do, whatever happens to worker or files."""

import asyncio
import contextlib
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import soundfile

from distill.cli.console_state import ConsoleState
from distill.protocol.source_folders import SourceRoots
from distill.protocol.tasks import LoadModel, RenderClip
from distill.storage.corpus_file import COLUMNS
from distill.types import FloatArray
from distill.worker.chain import Chain
from distill.worker.task_steps import Loaded, load, run_task
from kit.bundles import CONFIG
from kit.carried import decibels, drone
from kit.clients import PATIENCE_S, Client
from kit.listening import undisturbed
from kit.remembered import Remembered, remember
from kit.servers import START_S, Place, Server, make_place
from kit.shared import Shared, shared_server

pytestmark = pytest.mark.slow
RATE, COLUMN = 48_000, CONFIG.column_samples
COLUMNS_OF_IT = 6
SAME = -75.0
"""Largest difference in dB: the guard against DC remembers what was before."""


def sound() -> FloatArray:
    """Six columns of one part, that go round without a step."""
    return np.round(drone(COLUMNS_OF_IT * COLUMN) * 2**15) / np.float32(2**15)


def finish(task: RenderClip, loaded: Loaded) -> None:
    for _ in run_task(task, loaded.bundle):
        pass


def tiny(place: Place) -> Loaded:
    return load(LoadModel(str(place.library / "tiny" / "tiny.distill"), "tiny"))


def with_corpus(place: Place) -> Remembered:
    """Give the tiny model a corpus, and a clip that is a walk through the whole of it."""
    made = {"drone.wav": sound(), "other.wav": drone(2 * COLUMN, hertz=330.0)}
    corpus = remember(place.library, "tiny", tiny(place).bundle, made, COLUMNS_OF_IT)
    folders = SourceRoots(str(place.root / "x"), str(place.root / "y"), (str(place.library),))
    codes = corpus.columns.codes[:COLUMNS_OF_IT]
    walk = corpus.carriers(0, COLUMNS_OF_IT)
    task = RenderClip(
        str(place.sounds), "walk", codes, {"codec": corpus.columns.codec_id},
        carriers=walk, sources=folders,
    )  # fmt: skip
    finish(task, tiny(place))
    for name in ("x", "y"):
        shutil.rmtree(place.root / name, ignore_errors=True)
    return corpus


def prepare(server: Server) -> None:
    with_corpus(server.place)


@pytest.fixture(scope="module")
def shared_remembered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    with shared_server(tmp_path_factory.mktemp("remembered"), prepare=prepare) as one:
        yield one


@pytest.fixture
def server(shared_remembered: Shared) -> Server:
    return shared_remembered.restore()


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    with server.client() as one:
        one.ask("load", "tiny")
        yield one


@cache
def source() -> FloatArray:
    """Return what is heard of it: the guard against DC changes it."""
    left, right = np.tile(sound(), (6, 1)).T
    mid_side = np.stack([(left + right) / 2, (left - right) / 2], axis=1)
    return Chain().step(mid_side)[-len(sound()) :]


def difference(heard: FloatArray, wanted: FloatArray) -> float:
    """Return the largest difference in dB from a sound that goes round, wherever it begins."""
    size = len(wanted)
    parts = [np.fft.rfft(one[:size, 0], size) for one in (wanted, heard)]
    first = -int(np.argmax(np.fft.irfft(parts[0].conj() * parts[1], size))) % size
    return decibels(heard - wanted[np.arange(first, first + len(heard)) % size], wanted)


def from_source(server: Server, client: Client, seconds: float = 1.5) -> float:
    """Return how far what sounds from now on is from the source, in dB."""

    def recorded() -> FloatArray:
        begin = server.record(0.2)
        server.record(seconds + 0.1)
        return server.recorded(begin)[: round(seconds * RATE)]

    return difference(undisturbed(client, recorded), source())


def played(client: Client) -> None:
    assert client.ask("encode", "walk.wav", "a")[3:] == (1, 1)
    client.ask("play", "a")


def empty_cache(server: Server) -> None:
    for path in server.place.root.rglob("*.f32"):
        path.unlink()


def test_it_is_heard_as_it_is_in_the_corpus_and_costs_no_room(
    server: Server, client: Client
) -> None:
    empty_cache(server)
    played(client)
    server.record(1.5)
    assert from_source(server, client) < SAME
    status = client.status()
    assert (status["sources"], status["note_sources"], status["note_model"]) == (0, "", "")
    assert (status["model_corpus_files"], status["model_corpus_s"]) == (2, pytest.approx(1.4))
    page, run = client.pages("carriers", "a")
    assert page[1:] == ("drone.wav at 0 s", 1)
    assert run == (COLUMNS_OF_IT, 0, 1.0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_worker_that_follows_a_killed_one_decodes_it_again(
    server: Server, client: Client
) -> None:
    played(client)
    server.record(1.0)
    empty_cache(server)
    pid = int(client.status()["worker_pid"])
    os.kill(pid, signal.SIGKILL)
    client.until(lambda h: h[0] == "state" and h[1][0] == "ready", START_S)
    assert int(client.status()["worker_pid"]) != pid
    server.record(2.0)
    assert from_source(server, client) < SAME


def test_a_clip_of_it_is_the_sound_of_the_corpus(server: Server, client: Client) -> None:
    played(client)
    empty_cache(server)
    path, samples, *_ = client.ask("clip", "a", "own")
    clip, _ = soundfile.read(str(path), dtype="float32")
    assert samples == len(sound())
    assert decibels(clip - sound(), sound()) < -100
    assert client.ask("encode", Path(str(path)).name, "b")[3:] == (1, 1)
    assert client.pages("carriers", "b") == client.pages("carriers", "a")


def test_without_the_corpus_the_voice_of_the_codec_is_heard_until_it_is_back(
    server: Server, client: Client
) -> None:
    played(client)
    server.record(0.5)
    client.ask("stop")
    empty_cache(server)
    folder = server.place.library / "tiny" / "corpus"
    folder.rename(server.place.root / "away")
    assert client.ask("load", "tiny")[0] == "tiny"
    client.ask("play", "a")
    server.record(1.0)
    assert from_source(server, client) > -20
    status = client.status()
    assert status["model_corpus_files"] == 0
    assert "slot a" in str(status["note_sources"])
    (server.place.root / "away").rename(folder)
    assert client.ask("load", "tiny")[0] == "tiny"
    client.ask("play", "a")
    server.record(1.5)
    assert from_source(server, client) < SAME
    assert client.status()["note_sources"] == ""


def test_a_damaged_corpus_is_told_and_the_model_is_loaded_without(
    server: Server, client: Client
) -> None:
    path = server.place.library / "tiny" / "corpus" / COLUMNS
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert client.ask("load", "tiny")[0] == "tiny"
    status = client.status()
    assert status["state"] == "ready"
    assert "lacks sounds of its own: the corpus" in str(status["note_model"])
    assert "is damaged" in server.log()
    path.write_bytes(whole)
    client.ask("load", "tiny")
    assert client.status()["note_model"] == ""


@contextlib.contextmanager
def serving(place: Place, output: str, *more: str) -> Iterator[Server]:
    """A server in folders that are there already."""
    server = Server(place, more=more)
    try:
        server.start(output)
        yield server
        assert server.stop() == 0, server.log()
        assert "Traceback" not in server.log()
    finally:
        server.kill()


def test_a_server_that_is_started_again_plays_it_from_a_snapshot_beside_another(
    tmp_path: Path,
) -> None:
    place = make_place(tmp_path)
    corpus = with_corpus(place)
    corpus.folder.chmod(0o500)  # as where bundled models are installed
    with serving(place, "null") as server, server.client() as client:
        played(client)
        client.ask("snapshot", "night")
    empty_cache(server)
    recording = f"file:{place.recording}"
    with serving(place, recording, "--spare", "on") as server, server.client() as client:
        client.ask("recall", "night")
        client.ask("play", "a")
        server.record(2.0)
        assert from_source(server, client) < SAME
        with serving(place, "null") as second, second.client() as other:
            other.ask("recall", "night")
            path, *_ = other.ask("clip", "a", "second")
            clip, _ = soundfile.read(str(path), dtype="float32")
            assert decibels(clip - sound(), sound()) < -100
        assert from_source(server, client) < SAME
    corpus.folder.chmod(0o700)
    assert len(list(place.root.rglob("*.f32"))) == 1


COLUMN_S = COLUMN / RATE


def test_a_quote_tells_where_it_comes_from_and_what_is_like_it(
    server: Server, client: Client
) -> None:
    listed, names = client.pages("files")[0], ("drone.wav", "other.wav")
    assert listed == (names[0], pytest.approx(1.02), 1, names[1], pytest.approx(0.34), 1)
    slot, columns, file, second = client.ask("quote", "q", "dron", 1.2 * COLUMN_S, "columns", 3)
    assert (slot, columns, file, second) == ("q", 3, names[0], pytest.approx(COLUMN_S, abs=1e-3))
    page, run = client.pages("sources", "q")
    assert page == (names[0], 1)
    assert run == (3, 0, pytest.approx(COLUMN_S, abs=1e-3))
    (found,) = client.pages("find", "q", "0-1")  # the rest of the drone is within a second
    assert found[:2] == (names[1], 0.0)
    assert 0 < float(found[2]) <= 1
    path, *_ = client.ask("clip", "q", "quoted")
    clip, _ = soundfile.read(str(path), dtype="float32")
    inside = slice(CONFIG.mel.n_fft, -CONFIG.mel.n_fft)
    original = sound()[COLUMN : 4 * COLUMN]
    assert decibels((clip - original)[inside], original) < -80


async def known_sounds(port: int) -> list[str]:
    """Return the sounds that a console completes with."""
    said = asyncio.Event()  # after the names were read
    state = ConsoleState("127.0.0.1", port, lambda _: said.set())
    await state.client.open()
    following = asyncio.create_task(state.follow())
    async with asyncio.timeout(PATIENCE_S):
        await said.wait()
    following.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await following
    state.client.close()
    return state.names["sound"]


def test_the_console_completes_the_names_of_the_sounds(server: Server) -> None:
    assert asyncio.run(known_sounds(server.port)) == ["drone.wav", "other.wav"]


def test_a_stream_tells_its_sounds_and_follows_only_at_once(server: Server, client: Client) -> None:
    client.ask("param/seed", 5)
    assert client.ask("only", "other") == (1, 2, "other")
    heard = client.until(lambda h: h[0] == "only")
    assert heard[1] == (1, 2, "other")
    assert client.status()["only"] == "other"
    client.ask("stream")
    client.until(lambda h: h[0] == "source" and h[1][0] == "other.wav")
    client.ask("snapshot", "there")
    client.ask("only", "drone.wav")
    client.until(lambda h: h[0] == "source" and h[1][0] == "drone.wav")
    client.ask("recall", "there")
    assert client.status()["only"] == "other"
    client.until(lambda h: h[0] == "source" and h[1][0] == "other.wav")
    client.ask("stop")
    client.until(lambda h: h[0] == "source" and h[1] == ("", 0.0))
    assert client.ask("only") == (2, 2)


def test_a_generated_slot_comes_from_the_sounds_that_are_not_avoided(client: Client) -> None:
    client.ask("avoid", "drone*")
    client.ask("generate", "g", "columns", 12, "seed", 3)
    assert {str(page[0]) for page in client.pages("sources", "g") if len(page) == 2} == {
        "other.wav"
    }
    client.ask("avoid")


def test_the_map_shows_every_column_and_a_place_of_it_is_sought(client: Client) -> None:
    names, numbers = client.pages("map", 100)
    assert names == ("drone.wav", "other.wav")
    points = np.reshape(numbers, (-1, 4))
    assert points[:, 2].tolist() == [0] * COLUMNS_OF_IT + [1] * 2
    seconds = [at * COLUMN_S for at in (*range(COLUMNS_OF_IT), 0, 1)]
    assert points[:, 3] == pytest.approx(seconds, abs=0.01)
    client.ask("param/map_pull", 1.0)
    for place in (1, 7):  # what is written begins there, whatever the seed
        client.ask("param/map_x", float(points[place, 0]))
        client.ask("param/map_y", float(points[place, 1]))
        for seed in (1, 2, 3):
            client.ask("generate", "m", "columns", 1, "seed", seed)
            page, run = client.pages("sources", "m")
            assert page[0] == names[int(points[place, 2])]
            assert run == (1, 0, pytest.approx(seconds[place], abs=0.01))
