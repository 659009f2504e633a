"""The Link surface: the session leads tempo and bars, and gets the player's changes of them."""

import importlib.util
import logging
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from distill.commands.context import Client
from distill.engine.events import Event, ParameterChanged
from distill.errors import BadArgument, DeviceProblem
from distill.parameters import PARAMETERS
from distill.processes.child import Entry
from distill.processes.heartbeat import by_messages
from distill.processes.supervisor import ProcessSpec, ProcessSupervisor
from distill.processes.throttle import Throttle
from distill.protocol.clock_pulse import ClockPulse
from distill.surfaces.link import process
from distill.surfaces.link.modes import TRANSPORT
from distill.surfaces.link.process import SessionRequest, SessionState

log = logging.getLogger("distill.link")

TOPIC: Final = "link"
"""Topic of notifications: number of peers, and their tempo."""
STUCK_S: Final = 1.5
"""Longest silence of the process; only a stopped or spinning process is silent for so long."""
PACE_S: Final = 0.05
"""Shortest time between two requests."""
RECENT: Final = 4
"""Pulses whose tempo the engine may still be changing to."""


def check() -> None:
    """Check that Link is installed.

    Raises:
        DeviceProblem: It is not; the message says how to install it.
    """
    if importlib.util.find_spec("link") is None:
        raise DeviceProblem(
            "Link is not installed: its wheel holds code under the GPL, so it is your choice. "
            f"Install it with: {sys.executable} -m pip install LinkPython-extern "
            "(or start without --link)"
        )


class LinkServer:
    """A surface of the engine.

    Threads: the supervisor's calls `on_message`; the engine's calls `deliver`; the throttle's
    sends, and may block while the process is stuck. A lock guards request and recent tempos.
    """

    def __init__(
        self, mode: str, values: Mapping[str, float], follow: Callable[[ClockPulse], None]
    ) -> None:
        """Prepare; `start` joins the session.

        Args:
            mode: `on` or `transport`.
            values: Initial values of the parameters.
            follow: Called with each pulse while the session leads, and once when its transport
                stops; on the supervisor's thread, must not block.
        """
        self._sync = mode == TRANSPORT
        self._follow = follow
        self._lock = threading.Lock()
        self._request = SessionRequest(values["tempo"], int(values["beats"]))
        self._tempos = deque([values["tempo"]], RECENT)  # of the session, the newest last
        self._state: SessionState | None = None
        self._led = False
        self._notify: Callable[..., None] = lambda *_: None
        self._supervisor = ProcessSupervisor(
            ProcessSpec(
                "link", self._entry, self.on_message, self._on_lost, watchdog=by_messages(STUCK_S)
            )
        )
        self._throttle = Throttle("link-out", PACE_S, self._send)

    @property
    def name(self) -> str:
        """The `surface` of its clients: it has none."""
        return "link"

    @property
    def pid(self) -> int:
        """Process id of the Link process, 0 while there is none."""
        return self._supervisor.pid

    def start(self, notify: Callable[..., None]) -> None:
        """Join the session; `notify` publishes the number of peers and the tempo."""
        self._notify = notify
        self._supervisor.start()
        self._throttle.start()

    def stop(self) -> None:
        """Leave the session."""
        self._supervisor.stop()
        self._throttle.stop(PACE_S)

    def on_message(self, state: SessionState) -> None:
        """Follow the session; a state from before the last request is ignored.

        When all others have left, tempo and bars continue unchanged.
        """
        before, self._state = self._state, state
        self._report(before, state)
        with self._lock:
            if state.serial != self._request.serial or state.trouble:
                return
            self._tempos.append(_parameter_tempo(state.pulse.tempo))
        leads = state.peers > 0 and state.playing
        if leads or (self._led and state.peers > 0):
            self._follow(state.pulse)
        self._led = leads

    def deliver(self, event: Event) -> None:
        """Send a tempo or a bar length that did not come from the session."""
        if not isinstance(event, ParameterChanged) or event.name not in ("tempo", "beats"):
            return
        with self._lock:
            last = self._request
            if event.name == "beats":
                beats, turned = int(event.value), last.turned
            elif event.value == self._tempos[-1] or (
                event.origin is None and event.value in self._tempos
            ):
                return  # it came from the session
            else:
                beats, turned = last.beats, last.turned + 1
                self._tempos.clear()
                self._tempos.append(event.value)
            self._request = SessionRequest(self._tempos[-1], beats, turned, last.serial + 1)
        self._throttle.trigger()

    def subscribe(self, client: Client, port: int, lease_s: float) -> None:  # noqa: ARG002 - Surface
        """Refuse: Link has no clients.

        Raises:
            BadArgument: Always.
        """
        raise BadArgument(f"Link has no port {port} to answer on for {lease_s:g} s; use OSC")

    def unsubscribe(self, client: Client, port: int) -> None:
        """Do nothing: Link has no subscriptions."""

    def place(self, client: Client, port: int) -> str:  # noqa: ARG002 - Surface
        """Refuse: Link carries no live values.

        Raises:
            BadArgument: Always.
        """
        raise BadArgument("Link carries no live values; use OSC")

    def stats(self) -> dict[str, float | int | str]:
        """Return the number of `peers`, `tempo`, `playing` (0 or 1), `restarts` and `pid`."""
        state = self._state
        return {
            "peers": 0 if state is None else state.peers,
            "tempo": 0.0 if state is None else round(state.pulse.tempo, 2),
            "playing": 0 if state is None else int(state.playing),
            "restarts": self._supervisor.restarts,
            "pid": self.pid,
        }

    def _entry(self) -> Entry:
        with self._lock:
            self._request = replace(self._request, tempo=self._tempos[-1])
            return process.run, (self._request, self._sync)

    def _send(self) -> None:
        with self._lock:
            request = self._request
        self._supervisor.send(request)

    def _on_lost(self, reason: str) -> None:
        log.warning("the Link process %s; restarting it", reason)

    def _report(self, before: SessionState | None, state: SessionState) -> None:
        if state.trouble and (before is None or not before.trouble):
            log.warning("%s", state.trouble)
        elif before is None or before.peers != state.peers:
            peers = f"{state.peers} peers" if state.peers != 1 else "one peer"
            log.info("Link: %s, at %.1f beats per minute", peers, state.pulse.tempo)
            self._notify(TOPIC, state.peers, round(state.pulse.tempo, 2))


def _parameter_tempo(tempo: float) -> float:
    """Round and clip a tempo as the parameter and the beat scheduler do."""
    row = PARAMETERS["tempo"]
    return min(max(round(tempo, 1), row.range.low), row.range.high)
