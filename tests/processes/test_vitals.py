import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from distill.processes.vitals import Vitals, look, look_by_ps, parse_ps

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not say")
PATIENCE_S = 20.0


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    """A process that waits for a word, and then computes without end."""
    code = "import sys; print(flush=True); sys.stdin.read(1)\nwhile True: pass"
    words = [sys.executable, "-c", code]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


def until(pid: int, state: str, looking=look) -> Vitals:
    """Look until it is so."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        seen = looking(pid)
        assert seen is not None
        if (state == "stopped") == seen.stopped and (state == "busy") == seen.busy:
            return seen
        assert time.monotonic() < deadline, seen


@posix
@pytest.mark.parametrize("looking", [look, look_by_ps])
def test_a_process_is_seen_asleep_at_work_and_stopped(child, looking) -> None:
    asleep = until(child.pid, "asleep", looking)
    child.stdin.write(b"x")
    child.stdin.flush()
    until(child.pid, "busy", looking)
    os.kill(child.pid, signal.SIGSTOP)
    stopped = until(child.pid, "stopped", looking)
    assert stopped.cpu_s >= asleep.cpu_s


@posix
def test_what_a_process_computes_is_counted(child) -> None:
    before = until(child.pid, "asleep")
    child.stdin.write(b"x")
    child.stdin.flush()
    deadline = time.monotonic() + PATIENCE_S
    while (now := look(child.pid)) is None or now.cpu_s < before.cpu_s + 0.1:
        assert time.monotonic() < deadline, now


def test_of_a_process_that_is_gone_nothing_is_told(child) -> None:
    child.kill()
    child.wait()
    assert look(child.pid) is None
    assert look_by_ps(child.pid) is None


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("S      0:03.41\n", Vitals(3.41, busy=False, stopped=False)),
        ("R+  12:00.00", Vitals(720.0, busy=True, stopped=False)),
        ("T 01:00:00", Vitals(3600.0, busy=False, stopped=True)),
        ("Us 1-00:00:01", Vitals(86_401.0, busy=True, stopped=False)),
        ("", None),
        ("S", None),
        ("S never", None),
    ],
)
def test_a_line_of_ps_is_read(line: str, seen: Vitals | None) -> None:
    assert parse_ps(line) == seen
