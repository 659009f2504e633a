"""Changes during playback: parameters that return leave no trace, and a panic is silence."""

import numpy as np
import pytest

from distill.app.machine_profile import MachineProfile, save
from distill.types import FloatArray
from kit.clients import Client
from kit.listening import longest_silence, undisturbed
from kit.servers import Server, running_server

pytestmark = pytest.mark.slow
RATE = 48_000
COLUMNS = 3
ROUND = COLUMNS * 8192
STREAMED = 24 * 8192
"""Longer than the memory of a stream, so that it drops columns."""
BLOCK = 512
ON_THE_WAY = 1024 + BLOCK
"""Frames of the recording that may not be on disk yet: the buffer of a file, and a block."""


def knobs(client: Client, amount: float) -> None:
    client.ask("param/coarse", amount)
    client.ask("param/fine", amount)


def take(server: Server, client: Client, *words: str, frames: int = ROUND) -> FloatArray:
    """Play for a while from silence (slot a by default); return the output, shape [T, 2]."""
    begin = server.record(0.1)
    client.ask(*(words or ("play", "a")))
    server.record(frames / RATE + 1.0)
    client.ask("stop")
    server.record(0.4)
    sound = server.recorded(begin)
    return sound[int(np.flatnonzero(sound.any(1))[0]) :][:frames]


def test_after_macros_return_to_their_defaults_a_take_is_bit_identical(
    server: Server, client: Client
) -> None:
    client.ask("generate", "a", "columns", COLUMNS, "seed", 12)
    take(server, client)  # the first sound after the fixture's panic rises slowly

    def turned() -> tuple[FloatArray, FloatArray, FloatArray]:
        before = take(server, client)
        knobs(client, 0.8)
        changed = take(server, client)
        knobs(client, 0.0)
        return before, changed, take(server, client)

    before, changed, after = undisturbed(client, turned)
    assert len(before) == ROUND
    assert np.array_equal(after, before)
    assert not np.array_equal(changed, before)


def test_a_stream_of_the_same_seed_is_the_same_samples_however_far_ahead_it_is_rendered(
    server: Server, client: Client
) -> None:
    take(server, client, "stream")  # the first sound after the fixture's panic rises slowly
    client.ask("param/seed", 11)

    def streamed() -> FloatArray:
        return take(server, client, "stream", frames=STREAMED)

    heard = []
    for profile in ("safe", "low"):
        client.ask("param/profile", profile)
        heard.append(undisturbed(client, streamed))
    client.ask("param/seed", 12)
    client.ask("param/profile", "safe")
    other = undisturbed(client, streamed)
    assert len(heard[0]) == STREAMED
    assert np.array_equal(*heard)
    assert not np.array_equal(heard[0], other)


def test_a_panic_is_silence_within_20_ms(server: Server, client: Client) -> None:
    client.ask("generate", "a", "columns", COLUMNS, "seed", 12)
    delays = []
    for _ in range(3):
        client.ask("play", "a")
        server.record(0.6)
        asked = server.frames()
        client.ask("panic")
        answered = server.frames()
        server.record(0.4)
        sound = server.recorded(asked)
        loud = np.flatnonzero(np.abs(sound).max(1) > 0)
        delays.append(int(loud[-1]) + 1 - (answered - asked))
        assert loud[-1] < len(sound) - 0.2 * RATE
    assert min(delays) <= 0.02 * RATE + BLOCK + ON_THE_WAY
    assert longest_silence(server.recorded(answered)) > 0.2 * RATE


def test_a_stream_recalled_by_a_snapshot_continues_as_if_it_had_never_stopped(
    server: Server, client: Client
) -> None:
    take(server, client, "stream")  # the first sound after the fixture's panic rises slowly

    def recalled() -> tuple[FloatArray, FloatArray]:
        client.ask("param/seed", 11)
        client.ask("param/width", 0.5)
        begin = server.record(0.1)
        client.ask("stream")
        server.record(1.5)
        client.ask("snapshot", "here")
        client.ask("generate", "b", "columns", 2)
        server.record(2.5)
        client.ask("param/width", 0.1)
        client.ask("stop")
        server.record(0.4)
        whole = server.recorded(begin)
        again = server.record(0.1)
        assert client.ask("recall", "here") == ("here", 1, "")
        server.record(1.5)
        assert client.status()["transport"] == "stream"
        assert client.parameter("width") == 0.5
        client.ask("stop")
        server.record(0.4)
        return whole, server.recorded(again)

    whole, sound = undisturbed(client, recalled)
    first = int(np.flatnonzero(sound.any(1))[0])
    part = sound[first + BLOCK : first + RATE]
    starts = np.flatnonzero((whole == part[0]).all(1))
    assert any(np.array_equal(whole[n : n + len(part)], part) for n in starts)


@pytest.mark.parametrize(
    ("found", "profile", "said"),
    [
        ("safe", 2.0, "as measured by python3 run.py doctor: calm"),
        ("", 1.0, "python3 run.py doctor measures which one fits"),
    ],
)
def test_profile_auto_uses_the_result_of_the_doctor_and_reports_if_there_is_none(
    tmp_path, found, profile, said
):
    if found:
        finding = MachineProfile(found, 1, able=True, why="calm", output="null", model="tiny")
        save(finding, tmp_path / "Distill" / "machine.toml")
    more = ("--profile", "auto")
    with running_server(tmp_path, "null", more=more) as server, server.client() as client:
        assert client.parameter("profile") == profile
        assert said in server.log()


def test_generate_keeps_what_is_locked(server: Server, client: Client) -> None:
    client.ask("generate", "a", "columns", 12, "seed", 3)
    before = client.codes("a", "4-6")
    client.ask("lock", "a", "4-6")
    client.ask("generate", "a", "columns", 10, "seed", 4)
    assert client.codes("a", "4-6") == before
    assert client.ask("locks", "a")[3] == len(before)
    code, text = client.refused("generate", "a", "columns", 6)
    assert code == "bad_argument"
    assert "at least 7" in text
