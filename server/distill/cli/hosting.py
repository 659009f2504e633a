"""Start and end a server that runs in the background, for programs that have no terminal."""

import contextlib
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from distill.cli.osc_client import OscClient
from distill.errors import Cancelled, DeviceProblem, NotReady

START_S: Final = 300.0
"""Longest start: the very first one compiles."""
END_S: Final = 20.0
HEED_S: Final = 3.0
"""Longest time in which a server of ours takes note of its mark; it looks ten times a second."""
LOOK_S: Final = 0.1


def start(line: OscClient, port: int, options: Sequence[str]) -> str:
    """Start a server unless one answers; give `running` or `started` once its model is there.

    Raises:
        DeviceProblem: It ended by itself; says its last words.
        NotReady: It has no model, or does not get ready.
        Cancelled: The asker gave up; the server goes on.
    """
    if line.answers():
        return "running"
    log = log_of(port)
    until_of(port).unlink(missing_ok=True)
    words = [sys.executable, "-m", "distill", "serve", "--port", str(port)]
    words += ["--until", str(until_of(port)), *options]
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 - ourselves
            words,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    line.on_progress(0.0, "start")
    deadline = time.monotonic() + START_S
    while not line.answers():
        if process.poll() is not None:
            raise DeviceProblem(f"the server did not start: {_last_words(log)}")
        _go_on(line, deadline, log)
    await_model(line, deadline, log)
    return "started"


def stop(line: OscClient, port: int) -> None:
    """End a server that was started by `start`.

    Raises:
        NotRunning: There is none.
        NotReady: It does not listen to us: it was started elsewhere.
    """
    line.ask("ping")
    mark = until_of(port)
    mark.touch()
    began = time.monotonic()
    while line.answers():
        spent = time.monotonic() - began
        if spent > (HEED_S if mark.exists() else END_S):
            mark.unlink(missing_ok=True)
            raise NotReady(
                f"the server on port {port} was started elsewhere; end it there, with Ctrl-C in "
                "its terminal"
            )
        time.sleep(LOOK_S)
    mark.unlink(missing_ok=True)


def await_model(line: OscClient, deadline: float, log: Path | None = None) -> None:
    """Wait until a model is there.

    Raises:
        NotReady: There is none, or it takes too long.
        Cancelled: The asker gave up.
    """
    while (state := line.status().get("state")) != "ready":
        if state == "no model":
            why = _last_words(log) if log else "load one (models lists them)"
            raise NotReady(f"the server runs, but has no model: {why}")
        line.on_progress(0.0, f"model is {state}")
        _go_on(line, deadline, log)


def end_when(mark: Path) -> None:
    """End this server in order, as Ctrl-C does, once a file of that name is there."""

    def watch() -> None:
        while not mark.exists():
            time.sleep(LOOK_S)
        with contextlib.suppress(OSError):
            mark.unlink()
        signal.raise_signal(signal.SIGINT)

    threading.Thread(target=watch, name="until", daemon=True).start()


def log_of(port: int) -> Path:
    """Where a server in the background writes."""
    return _place(port).with_suffix(".log")


def until_of(port: int) -> Path:
    """The file whose coming ends it."""
    return _place(port).with_suffix(".until")


def _place(port: int) -> Path:
    folder = Path.home() / "Distill" / "background"  # as app.settings has it
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"server-{port}"


def _go_on(line: OscClient, deadline: float, log: Path | None) -> None:
    if line.given_up():
        raise Cancelled("cancelled; the server starts all the same")
    if time.monotonic() > deadline:
        raise NotReady(
            f"the server does not get ready; see what it writes{f' to {log}' if log else ''}"
        )
    time.sleep(LOOK_S)


def _last_words(log: Path) -> str:
    """Give the last complaint of a log, without its time and source."""
    lines = [line for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    for line in reversed(lines):
        if found := re.search(r"(?:^|ERROR )distill[\w.]*: (.*)", line):
            return found.group(1)
    return lines[-1] if lines else f"it said nothing ({log})"
