"""`distill send` says the answers of a running server, or prints them as they are with `--raw`."""

import subprocess
import sys

import pytest

from kit.servers import Server

pytestmark = pytest.mark.slow


def send(server: Server, *words: str) -> tuple[int, list[str]]:
    ran = subprocess.run(
        [sys.executable, "-m", "distill", "send", "--port", str(server.port), *words],
        env=server.place.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return ran.returncode, (ran.stdout + ran.stderr).splitlines()


def test_send_says_what_a_command_has_done(server: Server) -> None:
    code, lines = send(server, "generate", "a", "seconds", "0.5", "seed", "7")
    assert (code, lines) == (0, ["wrote 3 columns, 0.5 s, into a; seed 7"])
    code, lines = send(server, "copy", "a", "b")
    assert (code, lines) == (0, ["copied into b, which has 3 columns, 0.5 s now"])
    assert send(server, "stop") == (0, ["the sound fades out"])


def test_a_status_is_a_table_and_with_all_every_figure(server: Server) -> None:
    code, table = send(server, "status")
    assert (code, table[0].split()) == (0, ["model", server.model])
    assert "output" in {line.split()[0] for line in table if line}
    code, figures = send(server, "status", "--all")
    names = [line.split()[0] for line in figures]
    assert (code, names[0]) == (0, "state")
    assert "osc_received" in names
    assert len(figures) > 3 * len(table)


@pytest.mark.usefixtures("other_models")
def test_what_is_wrong_stands_below_the_table_in_the_words_of_the_status(server: Server) -> None:
    send(server, "generate", "a", "columns", "2")
    assert send(server, "load", "other")[0] == 0
    with server.client() as client:
        note = client.status()["note_slots"]
    assert "slot a was made by another model" in str(note)
    assert send(server, "status")[1][-2:] == ["", note]
    send(server, "clear", "a")
    with server.client() as client:
        assert client.status()["note_slots"] == ""
    assert send(server, "load", server.model)[0] == 0


def test_raw_prints_every_message_until_the_end(server: Server) -> None:
    code, lines = send(server, "--raw", "generate", "a", "seconds", "0.5", "seed", "7")
    assert code == 0
    assert lines[0] == "/distill/ack send generate"
    assert lines[-1].startswith("/distill/done send generate a 3 7 ")


def test_a_raw_status_is_printed_page_by_page(server: Server) -> None:
    code, lines = send(server, "--raw", "status")
    assert code == 0
    assert "/distill/status/page send 0 " in lines[0]
    assert lines[0].endswith("state ready")
    assert lines[-1] == f"/distill/done send status ready {len(lines) - 1}"


def test_a_parameter_is_set_and_queried(server: Server) -> None:
    assert send(server, "param", "temperature", "0.5") == (0, ["temperature is 0.5"])
    assert send(server, "param", "temperature") == (0, ["temperature is 0.5"])
    assert send(server, "--raw", "param/temperature") == (0, ["/distill/param/temperature 0.5"])


def test_an_error_of_the_server_gives_exit_code_1(server: Server) -> None:
    code, lines = send(server, "play", "nothing")
    assert code == 1
    assert lines[-1].startswith("distill: slot 'nothing' is empty; filled slots: ")
    code, lines = send(server, "--raw", "play", "nothing")
    assert code == 1
    assert lines[-1].startswith("/distill/error send unknown_slot slot 'nothing' is empty")


def test_a_word_that_is_no_command_gets_a_suggestion(server: Server) -> None:
    assert send(server, "genrate") == (
        1,
        ["distill: no command 'genrate'; did you mean 'generate'?"],
    )
    code, lines = send(server, "param", "fien")
    assert (code, lines) == (1, ["distill: no parameter 'fien'; did you mean 'fine'?"])
