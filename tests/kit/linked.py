"""A network of our own, where a Link session disturbs nobody, and a peer in it."""

import contextlib
import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kit.peers import need

CLONE_NEWNET = 0x40000000
"""Of linux/sched.h."""


@contextlib.contextmanager
def own_network() -> Iterator[None]:
    """Let this thread, and the processes it starts, see no network but a loopback of their own.

    Skips the test where that cannot be had; with DISTILL_TEST_ALL=1 it fails.
    """
    if not sys.platform.startswith("linux"):
        pytest.skip("networks of one's own are Linux's")
    libc, ip = ctypes.CDLL(None, use_errno=True), need("ip")
    with Path("/proc/thread-self/ns/net").open("rb") as before:
        if libc.unshare(CLONE_NEWNET) != 0:
            reason = f"no network of our own: {os.strerror(ctypes.get_errno())}"
            (pytest.fail if os.environ.get("DISTILL_TEST_ALL") == "1" else pytest.skip)(reason)
        try:
            for words in ("link set lo up", "link set lo multicast on"):
                subprocess.run([ip, *words.split()], check=True)
            subprocess.run([ip, *["route", "add", "224.0.0.0/4", "dev", "lo"]], check=True)
            yield
        finally:
            assert libc.setns(before.fileno(), CLONE_NEWNET) == 0


class LinkPeer:
    """Another program in the session: Ableton's own code."""

    def __init__(self, tempo: float, *, sync: bool = False) -> None:
        from link import Link

        self._link: Any = Link(tempo)
        self._link.startStopSyncEnabled = sync
        self._link.enabled = True
        self._clock = self._link.clock()

    @property
    def peers(self) -> int:
        return int(self._link.numPeers())

    @property
    def tempo(self) -> float:
        return float(self._link.captureSessionState().tempo())

    def phase(self, beats: int) -> float:
        """Where in the bar we are, in beats."""
        state = self._link.captureSessionState()
        return float(state.phaseAtTime(self._clock.micros(), beats))

    def turn(self, tempo: float) -> None:
        state = self._link.captureSessionState()
        state.setTempo(tempo, self._clock.micros())
        self._link.commitSessionState(state)

    def play(self, *, on: bool) -> None:
        state = self._link.captureSessionState()
        state.setIsPlaying(on, self._clock.micros())
        self._link.commitSessionState(state)

    def leave(self) -> None:
        self._link.enabled = False


@contextlib.contextmanager
def meeting(peer: LinkPeer) -> Iterator[LinkPeer]:
    """A peer that leaves in the end."""
    try:
        yield peer
    finally:
        peer.leave()
