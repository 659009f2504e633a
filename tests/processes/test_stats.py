import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest

from distill.processes.stats import ProcessStats, is_stopped, probe

PATIENCE_S = 20.0
linux = pytest.mark.skipif(not psutil.LINUX, reason="only Linux tells the states of threads")
COMPUTE = "while True: pass"
COMPUTE_IN_A_THREAD = (
    "import threading\n"
    "def work():\n    while True: pass\n"
    "threading.Thread(target=work).start()\nthreading.Event().wait()"
)


@pytest.fixture
def child(request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[bytes]]:
    """A process that waits for a line, and then computes for ever."""
    work = getattr(request, "param", COMPUTE)
    words = [sys.executable, "-c", f"import sys; print(flush=True); sys.stdin.read(1)\n{work}"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


def until(pid: int, state: str) -> ProcessStats:
    """Probe until the process has this state."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        seen = probe(pid)
        assert seen is not None
        if (state == "stopped") == seen.stopped and (state == "busy") == bool(seen.busy):
            return seen
        assert time.monotonic() < deadline, seen


@linux
@pytest.mark.parametrize("child", [COMPUTE, COMPUTE_IN_A_THREAD], indirect=True)
def test_a_process_is_found_asleep_or_busy_in_any_thread(child) -> None:
    until(child.pid, "asleep")
    child.stdin.write(b"x")
    child.stdin.flush()
    until(child.pid, "busy")


def test_without_thread_states_a_probe_does_not_guess(child, monkeypatch) -> None:
    monkeypatch.setattr(psutil, "LINUX", False)
    child.stdin.write(b"x")
    child.stdin.flush()
    assert probe(child.pid).busy is None


def test_a_process_is_found_stopped_and_continued(child) -> None:
    asleep = until(child.pid, "asleep")
    psutil.Process(child.pid).suspend()  # works on Windows too
    stopped = until(child.pid, "stopped")
    assert stopped.cpu_s >= asleep.cpu_s
    assert is_stopped(child.pid)
    psutil.Process(child.pid).resume()
    until(child.pid, "asleep")
    assert not is_stopped(child.pid)
    child.kill()
    child.wait()
    assert not is_stopped(child.pid)


def test_the_cpu_time_of_a_process_is_counted(child) -> None:
    before = until(child.pid, "asleep")
    child.stdin.write(b"x")
    child.stdin.flush()
    deadline = time.monotonic() + PATIENCE_S
    while (now := probe(child.pid)) is None or now.cpu_s < before.cpu_s + 0.1:
        assert time.monotonic() < deadline, now


def test_a_probe_of_an_ended_process_returns_none(child) -> None:
    child.kill()
    child.wait()
    assert probe(child.pid) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups of this kind")
def test_a_process_that_has_ended_and_was_not_collected_is_neither_busy_nor_stopped() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        os.kill(process.pid, signal.SIGKILL)
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        seen = probe(process.pid)
        assert seen is None or not (seen.busy or seen.stopped)
