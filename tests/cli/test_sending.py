"""`distill send` without a server; tests with one are in tests/journeys/test_cli.py."""

import socket
import threading

import pytest

from distill.surfaces.osc.encoder import encode
from kit.servers import free_ports


def test_without_a_server_send_says_how_to_start_one(run) -> None:
    (port,) = free_ports(1)
    code, out, err = run("send", "--port", port, "--wait", 2, "ping")
    assert (code, out) == (1, "")
    assert err.startswith("distill: no")  # not every system reports a closed port
    assert err.endswith(": python3 run.py serve\n")


def test_a_silent_server_is_an_error_after_the_wait(run) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
        code, _, err = run("send", "--port", port, "--wait", 0.1, "ping")
    assert code == 1
    assert (
        f"no answer from 127.0.0.1:{port} within 0.1 s; start a server with: python3 run.py serve"
        in err
    )


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["genrate"], 1, "no command 'genrate'; did you mean 'generate'?"),
        (["generate", "a", "seconds", "-3"], 1, "must lie in 0..3600"),
        (["param", "temprature", "0.5"], 1, "did you mean 'temperature'?"),
        (["param", "temperature", "9"], 1, "temperature must lie in 0.05..2, got 9"),
        (["param"], 2, "param needs a name"),
        (["param/temprature", "0.5"], 1, "did you mean 'temperature'?"),
        (["param", "temp", "1"], 1, "did you mean 'temperature' or 'tempo'?"),
        (["param/temperature", "9"], 1, "temperature must lie in 0.05..2, got 9"),
        (["play", "a", "1", "b"], 1, "play takes [slot] [bars]; got 3 values"),
    ],
)
def test_a_mistake_is_found_without_a_server(run, words, code, sentence) -> None:
    found, _, err = run("send", "--port", free_ports(1)[0], *words)
    assert found == code
    assert sentence in err


@pytest.mark.parametrize("words", [("param", "fine", "0.6"), ("param/fine", "0.6")])
def test_a_float_is_printed_with_six_digits(run, words) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        done = encode("/distill/done", ("send", "param", "fine", 0.6, 332238391))

        def answer() -> None:
            _, client = server.recvfrom(65_535)
            server.sendto(done, client)

        thread = threading.Thread(target=answer)
        thread.start()
        code, out, err = run("send", "--port", server.getsockname()[1], *words)
        thread.join()
    assert (code, out, err) == (0, "/distill/done send param fine 0.6 332238391\n", "")
