"""`distill send` prints the answers of a running server; its exit code is 1 after an error."""

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
    assert ran.stderr == "", ran.stderr
    return ran.returncode, ran.stdout.splitlines()


def test_send_waits_for_the_end_and_prints_all_answers(server: Server) -> None:
    code, lines = send(server, "generate", "a", "seconds", "0.5", "seed", "7")
    assert code == 0
    assert lines[0] == "/distill/ack send generate"
    assert lines[-1].startswith("/distill/done send generate a 3 7 ")


def test_a_status_is_printed_page_by_page(server: Server) -> None:
    code, lines = send(server, "status")
    assert code == 0
    assert "/distill/status/page send 0 " in lines[0]
    assert lines[0].endswith("state ready")
    assert lines[-1] == f"/distill/done send status ready {len(lines) - 1}"


def test_a_parameter_is_set_and_queried(server: Server) -> None:
    assert send(server, "param", "temperature", "0.5")[0] == 0
    assert send(server, "param", "temperature") == (0, ["/distill/param/temperature 0.5"])


def test_an_error_of_the_server_gives_exit_code_1(server: Server) -> None:
    code, lines = send(server, "play", "nothing")
    assert code == 1
    assert lines[-1].startswith("/distill/error send unknown_slot slot 'nothing' is empty")
