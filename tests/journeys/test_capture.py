"""A capture equals the output sample by sample, and carries the codes that were played."""

import contextlib
import json
import os
import signal
from pathlib import Path

import numpy as np
import pytest
import soundfile

from distill.types import FloatArray, Value
from kit.clients import Client
from kit.servers import Server, running_server

pytestmark = pytest.mark.slow
COLUMN = 8192


def capture(client: Client, *values: Value) -> tuple[FloatArray, tuple[Value, ...]]:
    """Capture; return the samples of the clip and the answer."""
    answer = client.ask("capture", *values)
    sound, rate = soundfile.read(str(answer[0]), dtype="float32", always_2d=True)
    assert rate == answer[2] == 48_000
    assert len(sound) == answer[1]
    assert answer[3] == pytest.approx(len(sound) / rate)
    return sound, answer


def place(server: Server, sound: FloatArray) -> int:
    """Return the frame of the recording from which it equals the capture, bit for bit."""
    server.record(0.2)
    heard = server.recorded()
    probe = np.abs(sound).max(1).argmax()
    for at in np.flatnonzero((heard == sound[probe]).all(1)):
        first = int(at - probe)
        if first >= 0 and np.array_equal(heard[first : first + len(sound)], sound):
            return first
    raise AssertionError("what was captured was never heard")


def test_a_capture_equals_the_output_bit_for_bit(server: Server, client: Client) -> None:
    client.ask("generate", "a", "columns", 4, "seed", 3)
    client.ask("play", "a")
    server.record(1.5)
    before = server.frames()
    sound, _ = capture(client, 1.0)
    assert len(sound) == 48_000
    assert np.abs(sound).max() > 1e-3
    assert abs(place(server, sound) + 48_000 - before) < 48_000 // 4


def test_what_carried_a_capture_carries_it_when_it_is_encoded(
    server: Server, client: Client
) -> None:
    client.ask("encode", "pluck.wav", "a")
    client.ask("play", "a")
    server.record(2.5)
    _, answer = capture(client, 1.5, "h")
    client.ask("stop")
    assert client.ask("encode", Path(str(answer[0])).name, "b")[3:] == (1, 1)
    assert client.codes("b") == client.codes("h")
    one, two = (soundfile.read(client.ask("clip", slot)[0])[0] for slot in ("h", "b"))
    assert np.array_equal(one, two)
    client.ask("encode", Path(str(answer[0])).name, "b", "carry", 0)
    bare = soundfile.read(client.ask("clip", "b")[0])[0]
    assert (one.ndim, bare.ndim) == (2, 1)  # only what carries is stereo


def test_a_capture_carries_the_codes_that_were_played_and_encode_returns_them(
    server: Server, client: Client
) -> None:
    client.ask("generate", "a", "columns", 4, "seed", 3)
    client.ask("param/fine", 0.7)
    client.ask("play", "a")
    server.record(2.5)
    _, answer = capture(client, 2.0, "h")
    columns = int(str(answer[4]))
    assert columns in (11, 12)
    path = Path(str(answer[0]))
    assert client.ask("encode", path.name, "b")[:2] == ("b", columns)
    assert client.codes("h") == client.codes("b")
    assert client.codes("h", "all", "all", "coarse") != client.codes("a", "all", "all", "coarse")
    said = json.loads(path.with_suffix(".json").read_text("utf-8"))
    begins = said["heard"]["begins"]
    assert np.diff(begins).tolist() == [COLUMN] * (columns - 1)
    assert -COLUMN / 2 <= begins[0] <= COLUMN / 2
    assert said["parameters"]["fine"] == pytest.approx(0.7)
    assert len(said["heard"]["seeds"]) == 1
    assert client.ask("undo")[0] == "encode b"
    assert client.ask("undo")[0] == "capture h"


def test_a_captured_loop_holds_the_codes_of_its_slot(server: Server, client: Client) -> None:
    client.ask("generate", "a", "columns", 3, "seed", 5)
    client.ask("play", "a")
    server.record(2.0)
    capture(client, 1.5, "h")
    size = len(client.codes("a", 0))
    heard, slot = client.codes("h"), client.codes("a")
    rounds = [heard[at : at + size] for at in range(0, len(heard), size)]
    loop = [slot[at : at + size] for at in range(0, len(slot), size)]
    begin = loop.index(rounds[0])
    assert rounds == [loop[(begin + n) % 3] for n in range(len(rounds))]


def test_a_captured_stream_can_be_played_again(server: Server, client: Client) -> None:
    client.ask("stream")
    server.record(2.0)
    _, answer = capture(client, 1.5, "h", "streamed")
    assert Path(str(answer[0])).stem == "streamed"
    client.ask("stop")
    assert client.ask("play", "h")[0] == "h"
    assert int(str(answer[4])) in (8, 9)


def test_silence_is_captured_as_silence(server: Server, client: Client) -> None:
    server.record(1.0)
    sound, answer = capture(client, 0.5, "h")
    assert not sound.any()
    assert (len(sound), answer[4]) == (24_000, 0)
    assert "h" not in [page[0] for page in client.pages("slots")]


def test_every_subscriber_is_notified_of_a_captured_clip(server: Server, client: Client) -> None:
    server.record(0.3)
    with server.client() as other:
        path, samples, rate, *_ = client.ask("capture", 0.2)
        heard = other.until(lambda h: h[0] == "clip")
    assert heard[1][1:] == (path, samples, rate)


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="Windows has no such signal")
def test_a_capture_of_a_young_server_is_short_and_contains_concealed_sound(tmp_path: Path) -> None:
    with running_server(tmp_path) as server, server.client() as client:
        client.ask("generate", "a", "columns", 3, "seed", 5)
        client.ask("play", "a")
        server.record(0.8)
        worker = int(client.status()["worker_pid"])
        os.kill(worker, signal.SIGSTOP)
        server.record(0.25)  # sound is missing, and the frozen worker is not noticed yet
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, signal.SIGCONT)
        server.record(0.6)
        while client.status()["state"] != "ready":  # on a slow machine it was replaced after all
            client.until_quiet(0.2)
        server.record(1.0)
        assert client.status()["output_held_ms"] > 100
        sound, answer = capture(client, 120)
        assert len(sound) < 60 * 48_000
        assert place(server, sound) == 0
        assert int(str(answer[4])) >= 8
