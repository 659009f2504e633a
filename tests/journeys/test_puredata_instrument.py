"""The committed Pure Data instrument, headless, plays a real server and says what is wrong."""

import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.clients import Client
from kit.listening import longest_silence
from kit.peers import unheard
from kit.pure_data import Instrument, instrument
from kit.servers import Server, free_ports, make_place, running_server, serve_words

pytestmark = [pytest.mark.peer, pytest.mark.slow]


@pytest.fixture
def patch(server: Server, tmp_path: Path) -> Iterator[Instrument]:
    (port,) = free_ports(1)
    with instrument(tmp_path, server.port, port) as made:
        made.until("light", "1")
        made.until("state", "ready")
        yield made
        assert made.console.read_text() == ""


def test_it_finds_the_server_generates_a_sound_and_plays_it(
    patch: Instrument, server: Server, client: Client
) -> None:
    assert patch.until("model", "tiny") == "tiny"
    assert patch.until("output", "running").startswith("running")
    patch.turn("seconds", 1.0)
    patch.press("generate")
    assert patch.until("filled", "slot a has 6 columns") == "slot a has 6 columns"
    assert patch.until("done", "generate a 6 ")
    before = server.frames()
    patch.press("play")
    assert patch.until("done", "play a ").startswith("play a 1.024 ")
    end = server.record(1.0)
    sound = server.recorded(before)[: end - before]
    assert abs(sound).max() > 0.01
    assert longest_silence(sound[-24_000:]) < 3_000
    assert client.status()["transport"] == "play"
    patch.press("stop")
    patch.until("done", "stop")
    assert client.status()["transport"] != "play"


def test_knobs_set_parameters_and_follow_changes_by_other_clients(
    patch: Instrument, client: Client
) -> None:
    patch.turn("coarse", 0.25)
    patch.turn("top_k", 7.6)
    patch.say("sync 1")
    client.until(lambda h: h[0] == "param/top_k")
    assert client.parameter("coarse") == 0.25
    assert client.parameter("top_k") == 7
    client.send("param/fine", 0.5)
    patch.until("fine", "set 0.5")
    patch.say("param/fine 0.125")
    client.until(lambda h: h == ("param/fine", (0.125,)))


def test_a_file_is_encoded_into_the_chosen_slot_and_edited_from_another_patch(
    patch: Instrument, client: Client, server: Server
) -> None:
    patch.turn("choose", 2)
    patch.word("file", (server.place.sounds / "pluck.wav").as_posix())  # as openpanel gives it
    assert patch.until("done", "encode c 9 ")
    original = client.codes("c")
    patch.say("randomize c neighbours 0.9 0-5")
    assert patch.until("done", "randomize c ")
    assert client.codes("c") != original
    patch.press("undo")
    patch.until("done", "undo randomize")
    assert client.codes("c") == original
    patch.press("redo")
    patch.until("done", "redo randomize")
    patch.press("continue")
    patch.until("done", "continue c ")
    patch.word("towards", "c")
    patch.until("done", "towards c")
    patch.press("clip")
    patch.until("done", "clip ")
    patch.press("stream")
    patch.until("done", "stream c ")
    patch.press("panic")
    patch.until("done", "panic")


@pytest.mark.usefixtures("other_models")
def test_errors_are_shown_as_sentences(patch: Instrument, client: Client, tmp_path: Path) -> None:
    patch.press("play")
    assert patch.until("help", "slot 'a' is empty") == client.refused("play", "a")[1]
    patch.word("file", "../secret.wav")
    assert "secret.wav" in patch.until("help", "'../secret.wav'")
    patch.word("file", outside := tmp_path.as_posix() + "/no.wav")
    assert patch.until("help", "'").startswith(f"{outside!r} lies outside the folders")
    client.ask("generate", "a", "columns", 2)
    patch.word("load", "other")
    patch.until("model", "other")
    patch.press("play")
    assert patch.until("help", "these codes") == client.refused("play", "a")[1]
    patch.word("load", "tiny")
    patch.until("model", "tiny")
    patch.press("play")
    patch.until("done", "play a")


def test_without_a_sound_card_it_shows_that_the_output_is_missing(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    more = ["--device", "no such card"]
    with (
        running_server(tmp_path / "server", "device", more=more) as server,
        instrument(tmp_path, server.port, port) as patch,
    ):
        assert unheard() in patch.until("output", "waiting")


def start_on(late: Server, port: int) -> None:
    """Start a server on a port that its clients know already."""
    late.port = port
    (reply_port,) = free_ports(1)
    words = serve_words(late.place, port, reply_port, "null")
    with late.place.log.open("wb") as log:
        late.process = subprocess.Popen(
            [*words, "--model", "tiny"],
            env=late.place.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )


def test_a_server_that_starts_later_stops_and_starts_again_is_found(tmp_path: Path) -> None:
    late = Server(make_place(tmp_path / "server"))
    port, own = free_ports(2)
    with instrument(tmp_path, port, own) as patch:
        for _ in range(2):
            patch.until("light", "0")
            assert "start it with python3 run.py" in patch.until("help", "no answer")
            start_on(late, port)
            try:
                patch.until("light", "1")
                patch.until("state", "ready")
            finally:
                assert late.stop() == 0


def test_a_long_sentence_is_wrapped_between_words_into_the_visible_rows(
    patch: Instrument,
) -> None:
    patch.word("file", "../secret.wav")
    sentence = patch.until("help", "'../secret.wav'")
    rows = [patch.until(f"help-{n}", "label ").removeprefix("label ") for n in range(2)]
    assert sentence.startswith(" ".join(row.rstrip() for row in rows))
    assert all(20 < len(row) <= 59 for row in rows)


def test_a_taken_port_is_shown_and_used_once_it_is_free(server: Server, tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("", 0))
        with instrument(tmp_path, server.port, other.getsockname()[1]) as patch:
            assert "another patch or program has it" in patch.until("help", "this port")
            other.close()
            patch.until("light", "1")
