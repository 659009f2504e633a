"""The command line finds a server on another port, and says so where there are several."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from distill.cli.server_address import server_address
from distill.errors import BadArgument
from distill.storage.running_servers import announced
from kit.clients import packet

HERE = "127.0.0.1"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path / "Distill"


@contextmanager
def running(home: Path) -> Iterator[int]:
    """Answer pings on a free port, as a server does, and announce it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.bind((HERE, 0))
        port = wire.getsockname()[1]

        def serve() -> None:
            while (data := wire.recvfrom(2048))[0] != b"end":
                wire.sendto(packet("pong", 0), data[1])

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            with announced(home, (HERE, port)):
                yield port
        finally:
            wire.sendto(b"end", (HERE, port))
            thread.join()


def dead(home: Path) -> None:
    """Leave the file of a server that was killed."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.bind((HERE, 0))
        port = wire.getsockname()[1]
    (home / "servers").mkdir(parents=True, exist_ok=True)
    (home / "servers" / f"{port}@{HERE}").touch()


def test_without_any_server_the_usual_port_is_meant(home: Path) -> None:
    assert server_address(HERE, None) == (HERE, 9000)
    dead(home)
    assert server_address(HERE, None) == (HERE, 9000)


def test_the_one_server_that_runs_is_found_on_any_port(home: Path) -> None:
    dead(home)
    with running(home) as port:
        assert server_address(HERE, None) == (HERE, port)
        assert server_address("localhost", None) == (HERE, port)


def test_what_is_given_is_meant(home: Path) -> None:
    with running(home):
        assert server_address(HERE, 9000) == (HERE, 9000)
        assert server_address("studio.local", None) == ("studio.local", 9000)


def test_of_several_servers_the_one_on_the_usual_port_is_meant_or_one_has_to_be_chosen(
    home: Path,
) -> None:
    with running(home) as one, running(home) as two:
        first, second = sorted((one, two))
        sentence = f"servers run on ports {first} and {second}; choose one with --port"
        with pytest.raises(BadArgument, match=sentence):
            server_address(HERE, None)
        with announced(home, (HERE, 9000)):
            assert server_address(HERE, None) == (HERE, 9000)
