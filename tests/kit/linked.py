"""A separate network for Link sessions, and a Link peer in it."""

import contextlib
import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kit.peers import missing, need

CLONE_NEWNET = 0x40000000
"""Source: linux/sched.h."""


@contextlib.contextmanager
def own_network() -> Iterator[None]:
    """Give this thread and the processes it starts a network with nothing but a loopback.

    Skips the test where that is not possible; with DISTILL_TEST_ALL=1 it fails.
    """
    if not sys.platform.startswith("linux"):
        missing("network namespaces need Linux")
    libc, ip = ctypes.CDLL(None, use_errno=True), need("ip")
    with Path("/proc/thread-self/ns/net").open("rb") as before:
        if libc.unshare(CLONE_NEWNET) != 0:
            missing(f"no network of our own: {os.strerror(ctypes.get_errno())}")
        try:
            for words in ("link set lo up", "link set lo multicast on"):
                subprocess.run([ip, *words.split()], check=True)
            subprocess.run([ip, *["route", "add", "224.0.0.0/4", "dev", "lo"]], check=True)
            yield
        finally:
            assert libc.setns(before.fileno(), CLONE_NEWNET) == 0


class LinkPeer:
    """Another program in the session, with the code of Ableton."""

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
        """Return the position in the bar, in beats."""
        state = self._link.captureSessionState()
        return float(state.phaseAtTime(self._clock.micros(), beats))

    def set_tempo(self, tempo: float) -> None:
        state = self._link.captureSessionState()
        state.setTempo(tempo, self._clock.micros())
        self._link.commitSessionState(state)

    def set_playing(self, *, on: bool) -> None:
        state = self._link.captureSessionState()
        state.setIsPlaying(on, self._clock.micros())
        self._link.commitSessionState(state)

    def leave(self) -> None:
        self._link.enabled = False


@contextlib.contextmanager
def joined(peer: LinkPeer) -> Iterator[LinkPeer]:
    """A peer that leaves at the end of the block."""
    try:
        yield peer
    finally:
        peer.leave()
