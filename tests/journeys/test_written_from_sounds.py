"""What a model writes from its own sounds is heard as they are: slots, streams and captures."""

import os
import signal
import sys
from collections.abc import Iterator

import numpy as np
import pytest
import soundfile

from distill.protocol.tasks import LoadModel
from distill.types import FloatArray, Value
from distill.worker.task_steps import load
from kit.bundles import CONFIG
from kit.carried import decibels, music
from kit.clients import Client
from kit.remembered import remember
from kit.servers import START_S, Server
from kit.shared import Shared, shared_server

pytestmark = pytest.mark.slow
COLUMN = CONFIG.column_samples
SOUNDS = {
    "one/low.wav": music(14 * COLUMN),
    "two/high.wav": music(9 * COLUMN, 2, 330.0, 5),
}
INSIDE = slice(CONFIG.mel.n_fft, COLUMN - CONFIG.mel.n_fft)
"""Samples of a column that no frame of another one reaches."""


def prepare(server: Server) -> None:
    bundle = load(LoadModel(str(server.model_file), server.model)).bundle
    remember(server.place.library, server.model, bundle, SOUNDS, 4)


@pytest.fixture(scope="module")
def shared_mine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    with shared_server(tmp_path_factory.mktemp("mine"), prepare=prepare) as one:
        yield one


@pytest.fixture
def mine(shared_mine: Shared) -> Server:
    return shared_mine.restore()


@pytest.fixture
def client(mine: Server) -> Iterator[Client]:
    with mine.client() as one:
        one.ask("load", mine.model)
        yield one


def columns_of_sounds(sound: FloatArray) -> int:
    """Count the whole columns [T, 2] that are columns of the model's sounds."""
    known = np.concatenate([one.reshape(-1, COLUMN, 2)[:, INSIDE] for one in SOUNDS.values()])
    heard = sound[: len(sound) // COLUMN * COLUMN].reshape(-1, COLUMN, 2)[:, INSIDE]
    return sum(min(decibels(one - each, each) for each in known) < -60 for one in heard)


def carried(client: Client, slot: str) -> tuple[list[str], float]:
    """Return the names of the sounds that carry a slot, and what share of it they carry."""
    answer = client.ask("carriers", slot)
    pages = client.pages("carriers", slot)
    count = int(answer[3])
    runs = np.array([float(value) for page in pages[count:] for value in page]).reshape(-1, 3)
    return [str(page[1]) for page in pages[:count]], float(
        np.average(runs[:, 2], weights=runs[:, 0])
    )


def is_wide(sound: FloatArray) -> bool:
    """Is it in stereo? The codec's own voice never is."""
    return float(np.abs(sound[:, 0] - sound[:, 1]).max()) > 0.01


def test_a_generated_slot_is_carried_by_the_sounds_and_a_clip_of_it_is_made_of_them(
    mine: Server, client: Client
) -> None:
    client.ask("generate", "a", "columns", 12, "seed", 5)
    names, share = carried(client, "a")
    assert share == 1.0
    assert all(name.startswith(("one/low.wav at", "two/high.wav at")) for name in names)
    path, *_ = client.ask("clip", "a", "made")
    clip, _ = soundfile.read(str(path), dtype="float32")
    assert columns_of_sounds(clip) >= 11  # beyond the end of the last there is silence
    before = client.codes("a")
    client.ask("param/memory", 0.0)
    client.ask("vary", "a", 1.0, "3-5")
    assert carried(client, "a")[1] == 1.0  # now an edit of the same sounds
    client.ask("undo")
    assert client.codes("a") == before
    client.ask("generate", "b", "columns", 4)
    assert carried(client, "b") == ([], 0.0)
    client.ask("param/memory", 1.0)
    client.ask("continue", "b", 4)
    assert carried(client, "b")[1] == 0.5


def test_a_stream_is_heard_in_stereo_and_its_capture_is_carried_as_it_was(
    mine: Server, client: Client
) -> None:
    client.ask("stream")
    mine.record(3.0)
    answer = client.ask("capture", 2.0, "h")
    heard, _ = soundfile.read(str(answer[0]), dtype="float32")
    assert is_wide(heard)
    assert carried(client, "h")[1] == 1.0
    client.ask("stop")
    client.ask("encode", str(answer[0]).rpartition("/")[2], "c")
    assert client.codes("c") == client.codes("h")
    assert carried(client, "c") == carried(client, "h")


def test_a_snapshot_of_a_stream_goes_on_in_the_sounds(mine: Server, client: Client) -> None:
    client.ask("stream")
    mine.record(2.0)
    client.ask("snapshot", "there")
    client.ask("stop")
    mine.record(1.0)
    client.ask("recall", "there")
    mine.record(0.5)
    begin = mine.record(0.1)
    mine.record(2.0)
    assert is_wide(mine.recorded(begin))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_worker_that_follows_a_killed_one_goes_on_in_the_sounds(
    mine: Server, client: Client
) -> None:
    client.ask("generate", "a", "columns", 6)
    client.ask("stream", "a")
    mine.record(2.0)
    pid = client.status()["worker_pid"]
    os.kill(int(pid), signal.SIGKILL)
    client.until(lambda h: h[0] == "state" and h[1][0] == "ready", START_S)
    mine.record(1.0)
    begin = mine.record(0.1)
    mine.record(2.0)
    assert is_wide(mine.recorded(begin))


@pytest.mark.parametrize("knob", ["carry", "memory"])
def test_without_its_sounds_a_stream_has_the_codecs_own_voice_and_then_them_again(
    mine: Server, client: Client, knob: str
) -> None:
    def turned(value: float) -> Value:
        return client.ask(f"param/{knob}", value)[0]

    client.ask("stream")
    mine.record(1.0)
    for value in (0.0, 1.0):
        turned(value)
        mine.record(1.5)
        begin = mine.record(0.1)
        mine.record(1.0)
        assert is_wide(mine.recorded(begin)) == bool(value)
