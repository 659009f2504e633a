"""A slot that was encoded in stereo sounds as its source, whatever happens to worker and model."""

import os
import signal
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import soundfile

from distill.storage import modelfile
from distill.types import FloatArray
from distill.worker.chain import Chain
from kit.bundles import CONFIG, SHORT, tiny_model
from kit.carried import decibels, music
from kit.clients import Client
from kit.listening import largest_step, undisturbed
from kit.servers import START_S, Server
from kit.shared import Shared, shared_server

pytestmark = pytest.mark.slow
RATE = 48_000
SAMPLES = 4 * CONFIG.column_samples + 1003
SAME = -80.0
"""Largest difference in dB: the guard against DC remembers what was before."""


def prepare(server: Server) -> None:
    soundfile.write(server.place.sounds / "wide.wav", music(SAMPLES), RATE, subtype="FLOAT")
    for name, made in (
        ("retrained", tiny_model(retrained=1)),
        ("short", tiny_model(5, config=SHORT)),
    ):
        modelfile.save(server.place.library / name / f"{name}.distill", *made)


@pytest.fixture(scope="module")
def shared_carried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    with shared_server(tmp_path_factory.mktemp("carried"), prepare=prepare) as one:
        yield one


@pytest.fixture
def carried(shared_carried: Shared) -> Server:
    return shared_carried.restore()


@pytest.fixture
def client(carried: Server) -> Iterator[Client]:
    with carried.client() as one:
        yield one


def difference(sound: FloatArray, wanted: FloatArray) -> float:
    """Return the largest difference in dB from a sound that goes round, wherever it begins."""
    size = len(wanted)
    parts = [np.fft.rfft(one[:size, 0]) for one in (wanted, sound)]
    alike = np.fft.irfft(parts[0].conj() * parts[1], size)
    first = -int(np.argmax(alike)) % size
    return decibels(sound - wanted[np.arange(first, first + len(sound)) % size], wanted)


@cache
def source() -> FloatArray:
    """Return a round of the sound that has gone round for long: the guard against DC changes it."""
    left, right = np.tile(music(SAMPLES), (6, 1)).T
    return Chain().step(np.stack([(left + right) / 2, (left - right) / 2], axis=1))[-SAMPLES:]


def heard(server: Server, client: Client, seconds: float = 1.5) -> FloatArray:
    """Return what sounds from now on."""

    def recorded() -> FloatArray:
        begin = server.record(0.2)
        server.record(seconds + 0.1)
        return server.recorded(begin)[: round(seconds * RATE)]

    return undisturbed(client, recorded)


def played(client: Client) -> None:
    client.ask("encode", "wide.wav", "a")
    client.ask("play", "a")


def test_it_is_heard_as_it_was_recorded_and_at_carry_0_it_is_not(
    carried: Server, client: Client
) -> None:
    played(client)
    carried.record(1.0)
    assert difference(heard(carried, client), source()) < SAME
    client.ask("param/carry", 0.0)
    carried.record(0.5)
    dry = heard(carried, client)
    assert difference(dry, source()) > -20
    np.testing.assert_allclose(dry[:, 0], dry[:, 1], atol=1e-5)
    client.ask("param/carry", 1.0)
    carried.record(1.0)
    assert difference(heard(carried, client), source()) < SAME


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_worker_that_follows_a_killed_one_plays_the_same(carried: Server, client: Client) -> None:
    played(client)
    client.ask("swap", "a", "a", 0, "all", "all", 2)
    carried.record(2.0)
    before = heard(carried, client, 2 * SAMPLES / RATE)
    pid = int(client.status()["worker_pid"])
    os.kill(pid, signal.SIGKILL)
    client.until(lambda h: h[0] == "state" and h[1][0] == "ready", START_S)
    assert int(client.status()["worker_pid"]) != pid
    carried.record(2.0)
    assert difference(heard(carried, client), before[:SAMPLES]) < SAME
    client.ask("undo")
    carried.record(1.5)
    assert difference(heard(carried, client), source()) < SAME


def test_while_models_are_loaded_the_sound_stays_the_source(
    carried: Server, client: Client
) -> None:
    played(client)
    carried.record(1.0)

    def through_all() -> FloatArray:
        begin = carried.record(0.1)
        for name in ("retrained", "short", "tiny"):
            assert client.ask("load", name)[0] == name
            carried.record(0.4)
        return carried.recorded(begin)

    assert difference(undisturbed(client, through_all), source()) < SAME


def test_a_take_on_another_model_is_carried_by_its_own_source(
    carried: Server, client: Client
) -> None:
    played(client)
    carried.record(0.5)
    client.ask("load", "short")
    client.ask("encode", "wide.wav", "b")
    begin = carried.record(0.1)
    client.ask("play", "b")
    carried.record(1.5)
    assert difference(heard(carried, client), source()) < SAME
    assert largest_step(carried.recorded(begin)) <= 1.3 * largest_step(music(3 * SAMPLES))
    client.ask("load", "tiny")
    client.ask("play", "a")
    carried.record(1.0)
    assert difference(heard(carried, client), source()) < SAME


def test_a_clip_of_it_is_the_file_and_is_encoded_again_as_that(
    carried: Server, client: Client
) -> None:
    played(client)
    path, samples, *_ = client.ask("clip", "a", "own")
    clip, _ = soundfile.read(str(path), dtype="float32")
    assert samples == SAMPLES
    assert decibels(clip - music(SAMPLES), music(SAMPLES)) < -100
    client.ask("encode", Path(str(path)).name, "b")
    client.ask("play", "b")
    carried.record(1.0)
    assert difference(heard(carried, client), source()) < SAME


def test_when_its_files_are_deleted_the_voice_of_the_codec_is_heard(
    carried: Server, client: Client
) -> None:
    played(client)
    carried.record(0.5)
    client.ask("stop")
    root = carried.place.root
    for path in (*root.rglob("*.flac"), *root.rglob("*.f32")):
        path.unlink()
    client.ask("clear", "a")
    client.ask("undo")
    client.ask("play", "a")
    carried.record(0.5)
    sound = heard(carried, client)
    assert sound.any()
    np.testing.assert_allclose(sound[:, 0], sound[:, 1], atol=1e-5)
    assert client.ask("clip", "a", "codec")[1] == SAMPLES
