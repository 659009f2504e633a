"""Entry of the process that takes part in a Link session: small, killable at any moment.

Link has threads and sockets of its own. Here they can stall, or take the interpreter, without
anybody hearing it; and the program that is loaded is not ours to vouch for.
"""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Final

from distill.engine.ports import ClockPulse

LOOK_S: Final = 0.1
"""Time between two pulses; a line between them is straight."""


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """What the player wants of the session.

    Attributes:
        tempo: Beats in a minute.
        beats: Beats in a bar; Link keeps all who have as many in one bar.
        turned: How often the player has turned the tempo: only then the session's is changed.
        serial: Grows with each wish.
    """

    tempo: float
    beats: int
    turned: int = 0
    serial: int = 0


@dataclass(frozen=True, slots=True)
class SessionState:
    """Where the session is.

    Attributes:
        pulse: Tempo and beat, and when.
        peers: How many others take part.
        serial: Of the last wish that was followed.
        playing: Does the song go on? Only known when starts and stops are shared.
        trouble: Why there is no Link; empty when there is.
    """

    pulse: ClockPulse
    peers: int
    serial: int
    playing: bool = True
    trouble: str = ""


def run(pipe: Connection, wish: SessionRequest, sync: bool) -> None:  # noqa: FBT001 - the supervisor passes by place
    """Take part until the pipe closes or SIGTERM comes; never returns.

    Args:
        pipe: Wishes come by it, and where the session is goes.
        wish: The first one; a session that is there already has a tempo of its own.
        sync: Are starts and stops shared?
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the main process, which ends us
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    with contextlib.suppress(OSError, EOFError):  # the main process is gone
        tell, obey = _join(wish, sync=sync)
        _attend(pipe, tell, obey)
    os._exit(0)  # Link's threads need no orderly end


def _join(
    wish: SessionRequest, *, sync: bool
) -> tuple[Callable[[], SessionState], Callable[[SessionRequest], None]]:
    """Take part, if Link can be loaded; give who tells and who obeys."""
    try:
        from link import Link
    except ImportError as error:
        nothing = ClockPulse(0.0, 0.0, time.monotonic(), running=False)
        told = SessionState(nothing, 0, 0, playing=False, trouble=f"Link does not load: {error}")
        return lambda: told, lambda _: None
    peer = LinkPeer(Link(wish.tempo), wish, sync=sync)
    return peer.report, peer.apply


class LinkPeer:
    """Our part in the session.

    Threads: one.
    """

    def __init__(self, link: Any, wish: SessionRequest, *, sync: bool) -> None:
        """Join (`link` is Any: the package is optional, and so are its types)."""
        self._link = link
        self._clock = link.clock()
        self._wish = wish
        self._sync = sync
        link.startStopSyncEnabled = sync
        link.enabled = True

    def apply(self, wish: SessionRequest) -> None:
        """Change the tempo of all who take part, or the length of our bars."""
        before, self._wish = self._wish, wish
        if wish.turned != before.turned:
            state = self._link.captureSessionState()
            state.setTempo(wish.tempo, self._clock.micros())
            self._link.commitSessionState(state)

    def report(self) -> SessionState:
        """Say where the session is now."""
        before_s = time.monotonic()
        micros = self._clock.micros()
        at_s = (before_s + time.monotonic()) / 2
        state = self._link.captureSessionState()
        playing = state.isPlaying() or not self._sync
        beat = state.beatAtTime(micros, self._wish.beats)
        pulse = ClockPulse(state.tempo(), beat, at_s, running=playing)
        return SessionState(pulse, self._link.numPeers(), self._wish.serial, playing)


def _attend(
    pipe: Connection, tell: Callable[[], SessionState], obey: Callable[[SessionRequest], None]
) -> None:
    """Tell, and obey, until something comes that is no wish."""
    following_s = time.monotonic()
    while True:
        while pipe.poll(max(0.0, following_s - time.monotonic())):
            order = pipe.recv()
            if not isinstance(order, SessionRequest):
                return
            obey(order)
        pipe.send(tell())
        following_s = max(following_s + LOOK_S, time.monotonic())
