"""Start and stop a server in the background, for programs that have no terminal."""

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
"""Longest start: the first one on a machine compiles the kernels."""
END_S: Final = 20.0
"""Longest time that a server takes to stop."""
NOTICE_S: Final = 3.0
"""Time in which a background server removes its stop file; it polls ten times a second."""
POLL_S: Final = 0.1


def start(client: OscClient, port: int, options: Sequence[str]) -> str:
    """Start a server unless one answers.

    Returns:
        `running` if one answered already, else `started` once its model is loaded.

    Raises:
        DeviceProblem: The server ended during its start; the text is the last error in its log.
        NotReady: It has no model, or is not ready in time.
        Cancelled: The client was cancelled; the server continues to start.
    """
    if client.answers():
        return "running"
    log = log_of(port)
    stop_file_of(port).unlink(missing_ok=True)
    words = [sys.executable, "-m", "distill", "serve", "--port", str(port)]
    words += ["--until", str(stop_file_of(port)), *options]
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 - this program
            words,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    client.on_progress(0.0, "start")
    deadline = time.monotonic() + START_S
    while not client.answers():
        if process.poll() is not None:
            raise DeviceProblem(f"the server did not start: {_last_error(log)}")
        _pause(client, deadline, log)
    await_model(client, deadline, log)
    return "started"


def stop(client: OscClient, port: int) -> None:
    """Stop a server that `start` has started.

    Raises:
        NotRunning: No server answers.
        NotReady: It ignores the stop file: it was started elsewhere.
    """
    client.ask("ping")
    stop_file = stop_file_of(port)
    stop_file.touch()
    began = time.monotonic()
    while client.answers():
        spent = time.monotonic() - began
        if spent > (NOTICE_S if stop_file.exists() else END_S):
            stop_file.unlink(missing_ok=True)
            raise NotReady(
                f"the server on port {port} was started elsewhere; end it there, with Ctrl-C in "
                "its terminal"
            )
        time.sleep(POLL_S)
    stop_file.unlink(missing_ok=True)


def await_model(client: OscClient, deadline: float, log: Path | None = None) -> None:
    """Wait until the server has a model.

    Raises:
        NotReady: There is none, or loading it takes too long.
        Cancelled: The client was cancelled.
    """
    while (state := client.status().get("state")) != "ready":
        if state == "no model":
            why = _last_error(log) if log else "load one (models lists them)"
            raise NotReady(f"the server runs, but has no model: {why}")
        client.on_progress(0.0, f"model is {state}")
        _pause(client, deadline, log)


def stop_when(stop_file: Path) -> None:
    """Stop this server, as Ctrl-C does, once a file of that name exists."""

    def watch() -> None:
        while not stop_file.exists():
            time.sleep(POLL_S)
        with contextlib.suppress(OSError):
            stop_file.unlink()
        signal.raise_signal(signal.SIGINT)

    threading.Thread(target=watch, name="until", daemon=True).start()


def log_of(port: int) -> Path:
    """Return the log file of a background server."""
    return _base_of(port).with_suffix(".log")


def stop_file_of(port: int) -> Path:
    """Return the file that stops a background server when it appears."""
    return _base_of(port).with_suffix(".until")


def _base_of(port: int) -> Path:
    folder = Path.home() / "Distill" / "background"  # as app.settings has it
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"server-{port}"


def _pause(client: OscClient, deadline: float, log: Path | None) -> None:
    """Sleep until the next poll.

    Raises:
        Cancelled: The client was cancelled.
        NotReady: The deadline has passed.
    """
    if client.is_cancelled():
        raise Cancelled("cancelled; the server continues to start")
    if time.monotonic() > deadline:
        raise NotReady(f"the server is not ready in time; see {log or 'its log'}")
    time.sleep(POLL_S)


def _last_error(log: Path) -> str:
    """Return the last error in a log, without its time and source."""
    lines = [line for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    for line in reversed(lines):
        if found := re.search(r"(?:^|ERROR )distill[\w.]*: (.*)", line):
            return found.group(1)
    return lines[-1] if lines else f"it wrote nothing to its log ({log})"
