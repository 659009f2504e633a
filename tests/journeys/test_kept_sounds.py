"""The sounds that slots come from: kept by each way into a slot, counted, and cleaned."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile

from distill.storage.source_store import KEPT_S, SourceStore
from kit.clients import PATIENCE_S, Client
from kit.servers import Place, Server, make_place

pytestmark = pytest.mark.slow


def store(place: Place) -> SourceStore:
    return SourceStore(place.root / "Distill" / "sources", place.root / "cache")


def cache_of(place: Place) -> Path:
    (cache,) = {path.parent for path in place.root.rglob("*.f32") if path.parent.name == "sources"}
    return cache


def kept(place: Place) -> set[str]:
    return {path.stem for path in store(place).folder.glob("*.flac")}


def stereo(path: Path, seed: int, seconds: float = 1.0) -> np.ndarray:
    sound = np.random.default_rng(seed).uniform(-0.4, 0.4, (round(seconds * 48_000), 2))
    soundfile.write(path, sound, 48_000, subtype="FLOAT")
    return sound.astype(np.float32)


def test_the_sound_of_a_slot_is_kept_in_stereo_and_counted(server: Server, client: Client) -> None:
    sound = stereo(server.place.sounds / "wide.wav", 1)
    before, count = kept(server.place), client.status()["sources"]
    assert client.ask("encode", "wide.wav", "a")[3:] == (0, 1)
    (mine,) = kept(server.place) - before
    np.testing.assert_allclose(store(server.place).open(mine), sound, atol=2**-22)
    assert client.status()["sources"] == count + 1
    assert client.ask("encode", "wide.wav", "b")[4] == 1
    assert client.status()["sources"] == count + 1  # the same sound is kept once


def test_encode_without_carry_keeps_nothing(server: Server, client: Client) -> None:
    stereo(server.place.sounds / "dry.wav", 2)
    before = kept(server.place)
    assert client.ask("encode", "dry.wav", "a", "carry", 0)[4] == 0
    assert kept(server.place) == before


def test_a_clip_keeps_its_own_sound_once_those_of_its_codes_are_gone(
    server: Server, client: Client
) -> None:
    stereo(server.place.sounds / "origin.wav", 5)
    before = kept(server.place)
    client.ask("encode", "origin.wav", "a")
    (origin,) = kept(server.place) - before
    path, samples, _ = client.ask("clip", "a", "own-source")
    assert client.ask("encode", Path(str(path)).name, "b")[3:] == (1, 1)
    assert kept(server.place) == before | {origin}
    client.ask("clear", "a")
    for folder in (store(server.place).folder, cache_of(server.place)):
        for file in folder.glob(f"{origin}.*"):
            file.unlink()
    assert client.ask("encode", Path(str(path)).name, "b")[3:] == (1, 1)
    (mine,) = kept(server.place) - before
    assert store(server.place).open(mine).shape == (samples, 2)


def test_a_clip_that_no_sound_carried_keeps_none(server: Server, client: Client) -> None:
    client.ask("generate", "a", "columns", 4, "seed", 8)
    path, *_ = client.ask("clip", "a", "no-source")
    before = kept(server.place)
    assert client.ask("encode", Path(str(path)).name, "b")[3:] == (1, 0)
    assert kept(server.place) == before


def test_a_cancelled_encoding_keeps_nothing(server: Server, client: Client) -> None:
    stereo(server.place.sounds / "long.wav", 4, 120.0)
    before = kept(server.place)
    request = client.begin("encode", "long.wav", "a")
    client.until(lambda message: message[0] == "progress" and message[1][0] == request)
    client.ask("cancel", request)
    client.ask("encode", "pluck.wav", "b", "carry", 0)  # the task has ended by then
    assert kept(server.place) == before
    assert not list(store(server.place).folder.glob(".*.part"))


@contextmanager
def started(place: Place) -> Iterator[Client]:
    server = Server(place)
    try:
        server.start("null")
        with server.client() as client:
            yield client
        assert server.stop() == 0, server.log()
    finally:
        server.kill()


def test_what_a_snapshot_needs_outlives_restarts_and_the_rest_goes(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    stereo(place.sounds / "wanted.wav", 1)
    stereo(place.sounds / "unwanted.wav", 2)
    with started(place) as client:
        client.ask("encode", "wanted.wav", "a")
        wanted = kept(place)
        client.ask("snapshot", "intro")
        client.ask("encode", "unwanted.wav", "a")
        assert len(kept(place)) == 2
    for path in store(place).folder.iterdir():
        old = path.stat().st_mtime - 2 * KEPT_S
        os.utime(path, (old, old))
    with started(place) as client:
        deadline = time.monotonic() + PATIENCE_S
        while len(kept(place)) > 1 and time.monotonic() < deadline:
            client.until_quiet(0.2)
        assert kept(place) == wanted
        client.ask("recall", "intro")
        assert (client.status()["sources"], client.status()["note_sources"]) == (1, "")
        for folder in (store(place).folder, cache_of(place)):
            for path in folder.iterdir():
                path.unlink()
        assert "slot a came from is gone" in str(client.status()["note_sources"])


def clip(client: Client, name: str) -> np.ndarray:
    path, _, _ = client.ask("clip", "a", name)
    sound: np.ndarray = soundfile.read(str(path), dtype="float32", always_2d=True)[0]
    return sound


def test_a_snapshot_whose_sound_is_gone_says_so_and_is_heard_by_the_codec(tmp_path: Path) -> None:
    place = make_place(tmp_path)
    sound = stereo(place.sounds / "take.wav", 5)
    gone = (
        "The sound that slot a came from is gone, so the codec's own voice plays instead. "
        "Encode the sound again to have it back."
    )
    with started(place) as client:
        client.ask("encode", "take.wav", "a")
        client.ask("play", "a")
        client.ask("snapshot", "verse")
        client.ask("stop")
        np.testing.assert_allclose(clip(client, "carried"), sound, atol=1e-4)
        client.ask("param/carry", 0)
        codec = clip(client, "codec")
        assert client.status()["note_sources"] == ""
    for folder in (store(place).folder, cache_of(place)):
        for path in folder.iterdir():
            path.unlink()
    with started(place) as client:
        assert client.ask("recall", "verse") == ("verse", 0, gone)
        assert client.status()["note_sources"] == gone
        assert client.status()["transport"] == "play"
        assert client.pages("carriers", "a")[0][2] == 0
        np.testing.assert_array_equal(clip(client, "after"), codec)
        client.until_quiet(0.5)
        heard, _ = soundfile.read(str(client.ask("capture", 0.5)[0]))
        assert np.sqrt(np.mean(heard**2)) > 0.01
        client.ask("encode", "take.wav", "a")
        assert client.status()["note_sources"] == ""
        np.testing.assert_allclose(clip(client, "again"), sound, atol=1e-4)
