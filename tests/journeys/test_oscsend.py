"""The whole instrument can be played with oscsend and oscdump of liblo alone."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder

from distill.types import Value
from kit.bundles import CONFIG
from kit.clients import Client, Receiver, oscsend
from kit.peers import need
from kit.servers import Server

pytestmark = [pytest.mark.peer, pytest.mark.slow]
CODES_PER_COLUMN = CONFIG.bands * CONFIG.levels

Say = Callable[..., tuple[Value, ...]]


@pytest.fixture
def say(server: Server, replies: Receiver) -> Say:
    """Send a request with oscsend; return the values of its end, from the reply port."""
    count = 0

    def one(verb: str, *values: Value) -> tuple[Value, ...]:
        nonlocal count
        count += 1
        oscsend(server.port, verb, *values, "id", count)
        answer = replies.end(count)
        assert answer.end == "done", (verb, values, answer, server.log())
        assert answer.values[0] == verb
        return answer.values[1:]

    return one


def ask_codes(say: Say, replies: Receiver, *region: Value) -> list[Value]:
    begun = len(replies.received)
    say("codes", *region)
    pages = [h[1] for h in replies.received[begun:] if h[0] == "codes/page"]
    assert [page[1] for page in pages] == list(range(len(pages)))
    return [code for page in pages for code in page[3:]]


def test_a_sound_is_encoded_edited_by_hand_and_restored_by_undo(
    say: Say, replies: Receiver
) -> None:
    slot, columns, seconds, restored, _ = say("encode", "pluck.wav", "a")
    assert (slot, columns, restored) == ("a", 9, 0)  # 1.5 s are 8.8 columns of 8192 samples
    assert seconds == pytest.approx(1.5)
    assert say("encode", "low.flac", "b")[:2] == ("b", 8)
    original = ask_codes(say, replies, "a")
    other = ask_codes(say, replies, "b")
    assert len(original) == 9 * CODES_PER_COLUMN
    assert all(isinstance(code, int) and 0 <= code < CONFIG.size for code in original)

    say("set", "a", 0, "all", "all", 5)
    edited = ask_codes(say, replies, "a")
    assert edited[:CODES_PER_COLUMN] == [5] * CODES_PER_COLUMN
    assert edited[CODES_PER_COLUMN:] == original[CODES_PER_COLUMN:]

    say("swap", "a", "b", "2-3")
    swapped = slice(2 * CODES_PER_COLUMN, 4 * CODES_PER_COLUMN)
    assert ask_codes(say, replies, "a")[swapped] == other[swapped]
    assert ask_codes(say, replies, "b")[swapped] == original[swapped]

    assert say("randomize", "a", "neighbours", 1.0, "levels", "fine", "seed", 3) == ("a", 3)
    fine = np.reshape(ask_codes(say, replies, "a"), (9, CONFIG.bands, CONFIG.levels))
    assert ask_codes(say, replies, "a", "all", "all", "coarse") == fine[..., 0].ravel().tolist()

    say("shift", "a", 2)
    shifted = np.reshape(ask_codes(say, replies, "a"), fine.shape)
    assert (shifted == np.roll(fine, 2, axis=0)).all()

    labels = [say("undo")[0] for _ in range(4)]
    assert labels == ["shift a", "randomize a", "swap a b", "set a"]
    assert ask_codes(say, replies, "a") == original
    assert ask_codes(say, replies, "b") == other
    assert say("redo") == ("set a", 3)
    assert ask_codes(say, replies, "a") == edited


def test_two_sounds_are_interpolated_and_the_prior_continues_them(
    say: Say, replies: Receiver
) -> None:
    say("encode", "pluck.wav", "a")
    say("encode", "low.flac", "b")
    a = ask_codes(say, replies, "a")
    for mode in ("latent", "dissolve", "levels"):
        assert say("interpolate", "a", "b", "c", 0.0, mode)[:2] == ("c", 9)
        assert ask_codes(say, replies, "c") == a
    assert say("interpolate", "a", "b", "c", 0.5, "dissolve", 11) == ("c", 9, 11)
    slot, columns, seed, nats = say("generate", "d", "seconds", 1.0, "seed", 7)
    assert (slot, columns, seed) == ("d", 6, 7)
    assert 0.0 < float(nats) < 2 * np.log(CONFIG.size)
    once = ask_codes(say, replies, "d")
    say("generate", "d", "seconds", 1.0, "seed", 7)
    assert ask_codes(say, replies, "d") == once
    assert say("continue", "d", "columns", 2, "seed", 7)[:2] == ("d", 8)
    assert ask_codes(say, replies, "d", "0-5") == once


def test_a_slot_is_written_as_a_wav_file_that_carries_its_codes(
    say: Say, replies: Receiver, server: Server
) -> None:
    say("generate", "a", "columns", 3, "seed", 5)
    path, samples, rate = say("clip", "a", "mine")
    assert (samples, rate) == (3 * 8192, 48_000)
    assert Path(str(path)).parent == server.place.clips
    sound, found = soundfile.read(str(path), dtype="float32")
    assert found == 48_000
    assert soundfile.info(str(path)).subtype == "FLOAT"
    assert len(sound) == samples
    assert 1e-3 < np.abs(sound).max() <= 1.0
    news = [h[1] for h in replies.received if h[0] == "clip"]
    assert news[-1][1:] == (path, samples, rate)
    codes = ask_codes(say, replies, "a")
    assert say("encode", Path(str(path)).name, "b")[3] == 1
    assert ask_codes(say, replies, "b") == codes


def test_integers_may_arrive_as_floats(say: Say, replies: Receiver, server: Server) -> None:
    assert say("generate", "a", 3.0, 0.0, 9.0)[:3] == ("a", 3, 9)
    assert len(ask_codes(say, replies, "a", 1.0)) == CODES_PER_COLUMN
    say("set", "a", 1.0, 0.0, 0.0, 4.0)
    assert ask_codes(say, replies, "a", 1.0, 0.0, 0.0) == [4]
    say("shift", "a", 1.0, "wrap", 1.0)
    assert ask_codes(say, replies, "a", 2.0, 0.0, 0.0) == [4]
    oscsend(server.port, "ping", 7.0)
    assert replies.until(lambda h: h[0] == "pong")[1] == (7,)
    oscsend(server.port, "undo", "id", 77.0)
    assert replies.end(77).values[:2] == ("undo", "shift a")


def test_a_bundle_is_processed_in_order_and_ids_may_be_strings(
    server: Server, client: Client
) -> None:
    bundle = OscBundleBuilder(IMMEDIATELY)
    for verb, values in (
        ("generate", ["a", "columns", 2, "seed", 4, "id", "first"]),
        ("sync", [31, "id", "second"]),
        ("copy", ["a", "b", "id", "third"]),
    ):
        builder = OscMessageBuilder(f"/distill/{verb}")
        for value in values:
            builder.add_arg(value)
        bundle.add_content(builder.build())
    client.bundle(bundle.build())
    third = client.end("third")  # asked before the generate had ended: there is no a yet
    assert (third.end, third.values[0]) == ("error", "unknown_slot")
    first = client.end("first")
    assert (first.end, first.values[:3]) == ("done", ("generate", "a", 2))
    assert ("ack", ("first", "generate")) in client.received
    assert client.end("second").values == ("sync", 31)


@pytest.mark.parametrize(
    ("verb", "values", "code", "part"),
    [
        ("genrate", ("a",), "unknown_address", "/distill/generate"),
        ("generate", ("a", "seconds", -3.0), "bad_argument", "0..3600"),
        ("generate", ("a", "seconds", 1.0, "columns", 3), "bad_argument", "one of them"),
        ("play", ("nothing",), "unknown_slot", "empty"),
        ("param/temperature", (3.5,), "bad_argument", "0.05..2"),
        ("encode", ("../../secret.wav",), "path_refused", "clips"),
        ("encode", ("/etc/passwd",), "path_refused", "sounds"),
        ("encode", ("not-there.wav",), "bad_audio", "not-there.wav"),
        ("clip", ("a", "../escaped"), "path_refused", "plain file name"),
        ("load", ("nobody",), "bad_model", "tiny"),
        ("ping", ("seven",), "bad_argument", "whole number"),
    ],
)
def test_each_failed_request_gets_one_error_sentence(
    server: Server, replies: Receiver, verb: str, values: tuple[Value, ...], code: str, part: str
) -> None:
    oscsend(server.port, verb, *values, "id", "x")
    oscsend(server.port, "ping", 4711)
    replies.until(lambda h: h[0] == "pong")
    replies.until_quiet(0.05)
    mine = [h for h in replies.received if h[0] != "pong" and h[1][0] == "x"]
    assert len(mine) == 1, mine
    assert mine[0][0] == "error"
    _, found, text, address = mine[0][1]
    assert found == code
    assert part in str(text)
    assert address == f"/distill/{verb}"


def test_a_clip_cannot_leave_its_folder(server: Server, client: Client) -> None:
    client.ask("generate", "a", "columns", 1, "seed", 1)
    before = sorted(server.place.root.glob("**/*.wav"))
    for name in ("../escaped", "/tmp/escaped", "a/b", "con", ".."):  # noqa: S108 - refused
        assert client.refused("clip", "a", name)[0] == "path_refused", name
    assert sorted(server.place.root.glob("**/*.wav")) == before


def test_oscdump_prints_the_answers(server: Server, tmp_path: Path) -> None:
    said = tmp_path / "dump.txt"
    with said.open("wb") as file:
        dump = subprocess.Popen([need("oscdump"), "-L", str(server.reply_port)], stdout=file)
    try:
        deadline = time.monotonic() + 20
        while "/distill/pong i 12" not in said.read_text():
            assert time.monotonic() < deadline, said.read_text()
            assert dump.poll() is None
            oscsend(server.port, "ping", 12)
        oscsend(server.port, "generate", "a", "columns", 1, "seed", 6, "id", "word")
        while '/distill/done sssiif "word" "generate" "a" 1 6' not in said.read_text():
            assert time.monotonic() < deadline, said.read_text()
            time.sleep(0.02)
        assert '/distill/ack ss "word" "generate"' in said.read_text()
    finally:
        dump.terminate()
        dump.wait()
