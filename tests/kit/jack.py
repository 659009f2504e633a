"""A JACK server without a sound card, and a recorder, for tests with real playback."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile

from distill.types import FloatArray
from kit.peers import need, need_portaudio

PATIENCE_S = 20.0
BLOCK = 256


class Player:
    """A process that plays a file on request."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def begin(self) -> None:
        """Start the playback."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"go\n")
        self._process.stdin.flush()

    def end(self) -> None:
        """Wait for the end of the playback."""
        assert self._process.wait(2 * PATIENCE_S) == 0


class Jack:
    """One server with a unique name; clients find it by the environment.

    Attributes:
        name: Value of JACK_DEFAULT_SERVER for clients of this server.
    """

    def __init__(self) -> None:
        self.name = f"distill-test-{uuid.uuid4().hex[:8]}"
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Environment of clients of this server."""
        return {**os.environ, "JACK_DEFAULT_SERVER": self.name, "JACK_NO_START_SERVER": "1"}

    def start(self) -> None:
        """Start the server and wait until clients can connect."""
        with tempfile.TemporaryFile() as words:
            self._server = subprocess.Popen(
                f"{need('jackd')} -n {self.name} -R -P 20 -d dummy -r 48000 -p {BLOCK}".split(),
                env=self.environment,
                stdout=words,
                stderr=subprocess.STDOUT,
            )
            deadline = time.monotonic() + PATIENCE_S
            while not self.ports():
                if time.monotonic() > deadline:  # too many servers? rm -rf /dev/shm/jack*
                    words.seek(0)
                    raise AssertionError(f"jackd does not start: {words.read()[-400:]!r}")
                time.sleep(0.05)

    def kill(self) -> None:
        """End the server as a crash would."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None

    def stop(self) -> None:
        """Stop the server."""
        if self._server is not None:
            self._server.terminate()
            try:
                self._server.wait(5)
            except subprocess.TimeoutExpired:
                self.kill()

    def restart(self) -> None:
        """Start the server again if it was killed or has died."""
        if self._server is None or self._server.poll() is not None:
            self.start()

    def ports(self) -> list[str]:
        """Return the names of all ports."""
        found = subprocess.run(
            [need("jack_lsp"), "-s", self.name],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
        return [line for line in found.stdout.splitlines() if ":" in line]

    def players(self) -> list[str]:
        """Wait for the two output ports of a client that plays; return their names."""
        deadline = time.monotonic() + PATIENCE_S
        while len(found := [port for port in self.ports() if ":out_" in port]) < 2:
            assert time.monotonic() < deadline, "no client plays"
            time.sleep(0.05)
        return found[:2]

    def recorders(self) -> list[str]:
        """Wait for the two input ports of a client that records; return their names."""
        deadline = time.monotonic() + PATIENCE_S
        while len(found := [port for port in self.ports() if ":in_" in port]) < 2:
            assert time.monotonic() < deadline, "no client records"
            time.sleep(0.05)
        return found[:2]

    @contextlib.contextmanager
    def player(self, path: Path, ports: list[str]) -> Iterator[Player]:
        """A client connected to two ports, ready to play a stereo WAV there."""
        before = set(self.ports())
        words = [sys.executable, str(Path(__file__).with_name("jack_player.py")), str(path)]
        pipe = subprocess.PIPE
        one = subprocess.Popen(
            words, env=self.environment, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL
        )
        assert one.stdin is not None
        assert one.stdout is not None
        try:
            assert one.stdout.readline() == b"ready\n"
            mine = sorted(set(self.ports()) - before)
            for source, goal in zip(mine, ports, strict=True):
                connect = [need("jack_connect"), "-s", self.name, source, goal]
                subprocess.run(connect, env=self.environment, check=True, timeout=PATIENCE_S)
            yield Player(one)
        finally:
            one.kill()
            one.wait()
            one.stdin.close()
            one.stdout.close()

    def record(self, path: Path, seconds: int) -> FloatArray:
        """Record both ports of the player, from any point of its sound; shape [T, 2]."""
        subprocess.run(
            [need("jack_rec"), "-f", str(path), "-d", str(seconds), "-b", "32", *self.players()],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=seconds + PATIENCE_S,
        )
        return np.asarray(soundfile.read(path, dtype="float32", always_2d=True)[0])


@contextlib.contextmanager
def jack_with_sound() -> Iterator[Jack]:
    """A running server on which Distill can play and record; it stops with the block."""
    need_portaudio()
    with jack_server() as jack:
        yield jack


@contextlib.contextmanager
def jack_server() -> Iterator[Jack]:
    """A running server for MIDI alone; it stops with the block."""
    need("jackd")
    need("jack_rec")
    jack = Jack()
    jack.start()
    try:
        yield jack
    finally:
        jack.stop()
