"""The Python example plays a real server, and says what to do when there is none."""

import os
import subprocess
import sys

import pytest

from kit.clients import Client
from kit.house import ROOT
from kit.listening import longest_silence
from kit.servers import Server, free_ports

pytestmark = pytest.mark.slow
EXAMPLE = ROOT / "examples" / "python" / "ten_lines.py"


def run(port: int) -> subprocess.CompletedProcess[str]:
    """Run the file as it is, without this house on its path."""
    bare = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, str(EXAMPLE), str(port)],
        env=bare,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_example_generates_an_audible_sound(server: Server, client: Client) -> None:
    before = server.frames()
    ran = run(server.port)
    assert (ran.returncode, ran.stderr) == (0, "")
    said = [line.split() for line in ran.stdout.splitlines()]
    ends = [words for words in said if words[0] == "/distill/done"]
    assert [words[2:4] for words in ends] == [["generate", "a"], ["play", "a"], ["randomize", "a"]]
    columns = int(ends[0][4])
    # 4 s at 48 kHz are 23.4 columns of 8192 samples.
    assert len(client.codes("a")) == 24 * 16
    assert columns == 24
    end = server.record(1.0)
    sound = server.recorded(before)[: end - before]
    assert abs(sound).max() > 0.01
    assert longest_silence(sound[-48_000:]) < 48_000 // 4


def test_an_error_ends_it_with_the_sentence_of_the_server(server: Server, client: Client) -> None:
    code, text = client.refused("play", "a")
    assert code == "unknown_slot"
    ran = run_with(server.port, 'LINES = (("play", "a"),)\n')
    assert ran.returncode == 1
    assert text in ran.stdout


def run_with(port: int, lines: str) -> subprocess.CompletedProcess[str]:
    """Run the example with other lines to say."""
    text = EXAMPLE.read_text("utf-8")
    old = next(row for row in text.splitlines() if row.startswith("LINES = "))
    return subprocess.run(
        [sys.executable, "-c", text.replace(f"{old}\n", lines), str(port)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_without_a_server_it_says_how_to_start_one() -> None:
    (nobody,) = free_ports(1)
    ran = run(nobody)
    assert ran.returncode != 0
    assert ran.stdout == ""
    assert "start the server with python3 run.py" in ran.stderr or sys.platform == "win32"
