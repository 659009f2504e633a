"""Entry of the process that joins a Link session; small, and killable at any moment.

Link has threads and sockets of its own. In a separate process they can stall, or hold the
interpreter, without interrupting the sound; and Link is third-party native code.
"""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Final

from distill.protocol.clock_pulse import ClockPulse

PULSE_S: Final = 0.1
"""Time between two pulses; the engine interpolates between them."""


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """Tempo and bar that the session is asked for.

    Attributes:
        tempo: Beats per minute.
        beats: Beats per bar; Link aligns the bars of all peers with the same number.
        turned: How often the player has set the tempo; only a new count changes the session's.
        serial: Grows with each request.
    """

    tempo: float
    beats: int
    turned: int = 0
    serial: int = 0


@dataclass(frozen=True, slots=True)
class SessionState:
    """State of the session.

    Attributes:
        pulse: Tempo and beat at a moment.
        peers: Number of other participants.
        serial: Of the last request that was applied.
        playing: Whether the transport runs; known only when starts and stops are shared.
        trouble: Why Link is not available; empty when it is.
    """

    pulse: ClockPulse
    peers: int
    serial: int
    playing: bool = True
    trouble: str = ""


def run(pipe: Connection, request: SessionRequest, sync: bool) -> None:  # noqa: FBT001 - the supervisor passes by place
    """Join the session until the pipe closes or SIGTERM comes; never returns.

    Args:
        pipe: Receives requests and sends states.
        request: The first request; a session that exists already has a tempo of its own.
        sync: Whether starts and stops are shared.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the main process, which ends this
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    with contextlib.suppress(OSError, EOFError):  # the main process is gone
        report, apply = _join(request, sync=sync)
        _serve(pipe, report, apply)
    os._exit(0)  # Link's threads need no orderly shutdown


def _join(
    request: SessionRequest, *, sync: bool
) -> tuple[Callable[[], SessionState], Callable[[SessionRequest], None]]:
    """Join the session if Link can be loaded; return the functions that report and apply."""
    try:
        from link import Link
    except ImportError as error:
        still = ClockPulse(0.0, 0.0, time.monotonic(), running=False)
        state = SessionState(still, 0, 0, playing=False, trouble=f"Link does not load: {error}")
        return lambda: state, lambda _: None
    peer = LinkPeer(Link(request.tempo), request, sync=sync)
    return peer.report, peer.apply


class LinkPeer:
    """This server as a peer of the session.

    Threads: one.
    """

    def __init__(self, link: Any, request: SessionRequest, *, sync: bool) -> None:
        """Join (`link` is Any: the package is optional, and so are its types)."""
        self._link = link
        self._clock = link.clock()
        self._request = request
        self._sync = sync
        link.startStopSyncEnabled = sync
        link.enabled = True

    def apply(self, request: SessionRequest) -> None:
        """Set the tempo of the whole session, or the length of this server's bars."""
        before, self._request = self._request, request
        if request.turned != before.turned:
            state = self._link.captureSessionState()
            state.setTempo(request.tempo, self._clock.micros())
            self._link.commitSessionState(state)

    def report(self) -> SessionState:
        """Return the state of the session now."""
        before_s = time.monotonic()
        micros = self._clock.micros()
        at_s = (before_s + time.monotonic()) / 2
        state = self._link.captureSessionState()
        playing = state.isPlaying() or not self._sync
        beat = state.beatAtTime(micros, self._request.beats)
        pulse = ClockPulse(state.tempo(), beat, at_s, running=playing)
        return SessionState(pulse, self._link.numPeers(), self._request.serial, playing)


def _serve(
    pipe: Connection, report: Callable[[], SessionState], apply: Callable[[SessionRequest], None]
) -> None:
    """Apply requests and send states until another kind of message comes."""
    next_s = time.monotonic()
    while True:
        while pipe.poll(max(0.0, next_s - time.monotonic())):
            message = pipe.recv()
            if not isinstance(message, SessionRequest):
                return
            apply(message)
        pipe.send(report())
        next_s = max(next_s + PULSE_S, time.monotonic())
