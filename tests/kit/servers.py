"""A real server process on free ports with a tiny model, its folders and its recorded output."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from distill.app.settings import Settings
from distill.storage import modelfile
from distill.storage.compiled import use_kernel_cache
from distill.storage.library import Library
from distill.types import FloatArray
from kit.bundles import tiny_model
from kit.clients import GIVEN_PORTS, Client, client, packet

START_S = 300.0
"""Timeout of a start that hangs: the first one on a machine compiles."""
END_S = 20.0
TRIES = 5


@dataclass(frozen=True)
class Place:
    """Folders of one server."""

    root: Path
    library: Path

    @property
    def sounds(self) -> Path:
        return self.root / "sounds"

    @property
    def clips(self) -> Path:
        return self.root / "clips"

    @property
    def recording(self) -> Path:
        return self.root / "heard.wav"

    @property
    def log(self) -> Path:
        return self.root / "log.txt"

    @property
    def environment(self) -> dict[str, str]:
        """Environment with a separate home; the kernel cache is shared, to save its compilation."""
        compiled = {"NUMBA_CACHE_DIR": str(use_kernel_cache()), "OMP_NUM_THREADS": "1"}
        return {**os.environ, **compiled, "HOME": str(self.root), "USERPROFILE": str(self.root)}


class Server:
    """One process of `distill serve`.

    Attributes:
        port: UDP port of the server.
        reply_port: Port of replies to clients that did not subscribe.
    """

    def __init__(self, place: Place, model: str = "tiny", more: Sequence[str] = ()) -> None:
        self.place = place
        self.model = model
        self.more = more
        self.port = self.reply_port = 0
        self.process: subprocess.Popen[bytes] | None = None
        self._started: tuple[str, Mapping[str, str] | None] = "null", None

    def log(self) -> str:
        """Return the last lines of its log."""
        if not self.place.log.exists():
            return ""
        return "\n".join(self.place.log.read_text(errors="replace").splitlines()[-40:])

    @property
    def model_file(self) -> Path:
        """The file of its model."""
        return Library((self.place.library, *Settings().library)).find(self.model)

    def client(self) -> contextlib.AbstractContextManager[Client]:
        """A client with a subscribed port."""
        return client(self.port, self.log)

    def start(self, output: str, extra: Mapping[str, str] | None = None) -> None:
        """Start on free ports, and wait for the model."""
        self._started = output, extra
        self.launch(output, extra)
        with self.client() as one:
            deadline = time.monotonic() + START_S
            while (state := one.status()["state"]) != "ready":
                assert state != "no model", self.log()
                assert time.monotonic() < deadline, self.log()
                one.until_quiet(0.2)

    def launch(self, output: str, extra: Mapping[str, str] | None = None) -> None:
        """Start on free ports, and wait for the first answer."""
        for _ in range(TRIES):
            self.port, self.reply_port = free_ports(2)
            words = serve_words(self.place, self.port, self.reply_port, output)
            with self.place.log.open("wb") as log:
                self.process = subprocess.Popen(
                    [*words, "--model", self.model, *self.more],
                    env={**(extra or {}), **self.place.environment},
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
                )
            if self._answers():
                return
        raise AssertionError(f"{TRIES} times another program took the port: {self.log()}")

    def _answers(self) -> bool:
        """Wait for the first answer; False if another program took the port."""
        assert self.process is not None
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
            wire.settimeout(0.02)
            deadline = time.monotonic() + START_S
            while time.monotonic() < deadline:
                wire.sendto(packet("ping", 1), ("127.0.0.1", self.port))
                with contextlib.suppress(OSError):
                    return bool(wire.recv(2048))
                if self.process.poll() is not None:
                    assert "cannot be opened" in self.log(), self.log()
                    return False
        raise AssertionError(f"the server does not answer: {self.log()}")

    def runs(self) -> bool:
        """Is its process alive?"""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """End it as a crash would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def restart(self) -> None:
        """Replace a server that does not answer as expected; its recording is lost."""
        self.kill()
        for file in (self.place.recording, self.place.log):
            with contextlib.suppress(OSError):  # on Windows, while a process of it still ends
                file.unlink()
        self.start(*self._started)

    def stop(self) -> int:
        """Stop it; kill it if that hangs. Return its exit code."""
        process = self.process
        assert process is not None
        if sys.platform == "win32":  # there, terminate() is a kill
            process.send_signal(signal.CTRL_BREAK_EVENT)
        else:
            process.terminate()
        try:
            return process.wait(END_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the server did not end: {self.log()}") from None

    def frames(self) -> int:
        """Return the frames of the recording on disk; up to 20 ms are not written yet."""
        return max(0, self.place.recording.stat().st_size - _header(self.place.recording)) // 8

    def recorded(self, first: int = 0) -> FloatArray:
        """Return the recording from a frame on, shape [T, 2]."""
        path = self.place.recording
        count = 2 * (self.frames() - first)
        flat = np.fromfile(path, "<f4", count, offset=_header(path) + 8 * first)
        return flat.reshape(-1, 2)

    def record(self, seconds: float) -> int:
        """Wait until so much more is recorded; return its last frame."""
        goal = self.frames() + round(seconds * 48_000)
        deadline = time.monotonic() + 4 * seconds + END_S
        while self.frames() < goal:
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.01)
        return goal


def serve_words(place: Place, port: int, reply_port: int, output: str) -> list[str]:
    """Return the command line of a server; a spare worker would cost seconds of a core."""
    words = [sys.executable, "-m", "distill", "serve", "--output", output]
    words += ["--port", str(port), "--reply-port", str(reply_port)]
    words += ["--library", str(place.library), "--sources", str(place.sounds)]
    return [*words, "--clips", str(place.clips), "--midi", "off", "--spare", "off"]


def make_place(root: Path, library: Path | None = None) -> Place:
    """Create the folders; without a given library, also one with the tiny model."""
    place = Place(root, library or root / "library")
    for folder in (place.sounds, place.clips):
        folder.mkdir(parents=True, exist_ok=True)
    if library is None:
        (place.library / "tiny").mkdir(parents=True)
        header, arrays = tiny_model()
        modelfile.save(place.library / "tiny" / "tiny.distill", header, arrays)
    return place


@contextlib.contextmanager
def running_server(
    root: Path,
    output: str = "",
    extra: Mapping[str, str] | None = None,
    more: Sequence[str] = (),
) -> Iterator[Server]:
    """A server that is ready, and stops without an error; by default it records its output."""
    place = make_place(root)
    server = Server(place, more=more)
    try:
        server.start(output or f"file:{place.recording}", extra)
        yield server
        assert server.stop() == 0, server.log()
        assert "Traceback" not in place.log.read_text(), place.log.read_text()
    finally:
        server.kill()


def free_ports(count: int) -> list[int]:
    """Find ports that are free for UDP and TCP."""
    found: list[int] = []
    with contextlib.ExitStack() as held:
        while len(found) < count:
            wire = held.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            wire.bind(("127.0.0.1", 0))
            twin = held.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
            with contextlib.suppress(OSError):
                twin.bind(wire.getsockname())
                found.append(int(wire.getsockname()[1]))
    GIVEN_PORTS.extend(found)
    return found


def _header(path: Path) -> int:
    """Return the bytes before the samples; the sizes in the header may be out of date."""
    with path.open("rb") as file:
        return file.read(256).index(b"data") + 8
