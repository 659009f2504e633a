"""The Link surface: lets a Link session lead the tempo and the bars, and passes ours on to it."""

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
from distill.engine.ports import ClockPulse
from distill.errors import BadArgument, DeviceProblem
from distill.parameters import PARAMETERS
from distill.processes.child import Entry
from distill.processes.heartbeat import by_messages
from distill.processes.supervisor import ProcessSpec, ProcessSupervisor
from distill.processes.throttle import Throttle
from distill.surfaces.link import process
from distill.surfaces.link.process import SessionRequest, SessionState

log = logging.getLogger("distill.link")

OFF: Final = "off"
ON: Final = "on"
"""Tempo and bars are shared."""
TRANSPORT: Final = "transport"
"""And starts and stops: the session only leads while its song goes on."""
NEWS: Final = "link"
"""Topic of how many others take part, and their tempo."""
STUCK_S: Final = 1.5
"""Oldest word of the process: only a stopped one, or one that spins, is so late."""
PACE_S: Final = 0.05
"""Shortest time between two wishes."""
LATELY: Final = 4
"""Pulses whose tempo the engine may still be turning to."""


def check() -> None:
    """See whether Link is installed.

    Raises:
        DeviceProblem: It is not; says how to install it.
    """
    if importlib.util.find_spec("link") is None:
        raise DeviceProblem(
            "Link is not installed: its wheel holds code under the GPL, so it is your choice. "
            f"Install it with: {sys.executable} -m pip install LinkPython-extern "
            "(or start without --link)"
        )


class LinkServer:
    """A surface of the engine.

    Threads: the supervisor's hears; the engine's delivers; the throttle's sends, and may be blocked
    while the process is stuck. A lock guards what is wished and expected.
    """

    def __init__(
        self, mode: str, values: Mapping[str, float], follow: Callable[[ClockPulse], None]
    ) -> None:
        """Prepare; nobody is joined before `start`.

        Args:
            mode: `on` or `transport`.
            values: Where each parameter stands at the start.
            follow: Told where the session is while it leads, and once when its song stops; called
                on the supervisor's thread, must not block.
        """
        self._sync = mode == TRANSPORT
        self._follow = follow
        self._lock = threading.Lock()
        self._wish = SessionRequest(values["tempo"], int(values["beats"]))
        self._tempos = deque([values["tempo"]], LATELY)  # of the session, the newest last
        self._told: SessionState | None = None
        self._led = False
        self._tell: Callable[..., None] = lambda *_: None
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
        """Process id of our part in the session, 0 while there is none."""
        return self._supervisor.pid

    def start(self, tell: Callable[..., None]) -> None:
        """Take part; `tell` passes on how many others there are, and the tempo."""
        self._tell = tell
        self._supervisor.start()
        self._throttle.start()

    def stop(self) -> None:
        """Leave."""
        self._supervisor.stop()
        self._throttle.stop(PACE_S)

    def on_message(self, told: SessionState) -> None:
        """Take where the session is; what was said before our last wish is passed over.

        When all others have left, tempo and bars go on as they were.
        """
        before, self._told = self._told, told
        self._report(before, told)
        with self._lock:
            if told.serial != self._wish.serial or told.trouble:
                return
            self._tempos.append(_ours(told.pulse.tempo))
        leads = told.peers > 0 and told.playing
        if leads or (self._led and told.peers > 0):
            self._follow(told.pulse)
        self._led = leads

    def deliver(self, event: Event) -> None:
        """Pass on a tempo or a length of the bar that did not come from the session."""
        if not isinstance(event, ParameterChanged) or event.name not in ("tempo", "beats"):
            return
        with self._lock:
            wish = self._wish
            if event.name == "beats":
                beats, turned = int(event.value), wish.turned
            elif event.value == self._tempos[-1] or (
                event.origin is None and event.value in self._tempos
            ):
                return  # it is the session's own
            else:
                beats, turned = wish.beats, wish.turned + 1
                self._tempos.clear()
                self._tempos.append(event.value)
            self._wish = SessionRequest(self._tempos[-1], beats, turned, wish.serial + 1)
        self._throttle.trigger()

    def subscribe(self, client: Client, port: int, lease_s: float) -> None:  # noqa: ARG002 - Surface
        """Refuse: Link has no clients.

        Raises:
            BadArgument: Always.
        """
        raise BadArgument(f"Link has no port {port} to answer on for {lease_s:g} s; use OSC")

    def unsubscribe(self, client: Client, port: int) -> None:
        """Do nothing: nobody subscribed."""

    def place(self, client: Client, port: int) -> str:  # noqa: ARG002 - Surface
        """Refuse: nothing is sent to Link but tempo.

        Raises:
            BadArgument: Always.
        """
        raise BadArgument("Link is sent no live values; use OSC")

    def stats(self) -> dict[str, float | int | str]:
        """Tell how many `peers` there are, their `tempo`, if they are `playing`, and `restarts`."""
        told = self._told
        return {
            "peers": 0 if told is None else told.peers,
            "tempo": 0.0 if told is None else round(told.pulse.tempo, 2),
            "playing": 0 if told is None else int(told.playing),
            "restarts": self._supervisor.restarts,
            "pid": self.pid,
        }

    def _entry(self) -> Entry:
        with self._lock:
            self._wish = replace(self._wish, tempo=self._tempos[-1])
            return process.run, (self._wish, self._sync)

    def _send(self) -> None:
        with self._lock:
            wish = self._wish
        self._supervisor.send(wish)

    def _on_lost(self, reason: str) -> None:
        log.warning("our part in the Link session %s; starting it again", reason)

    def _report(self, before: SessionState | None, told: SessionState) -> None:
        if told.trouble and (before is None or not before.trouble):
            log.warning("%s", told.trouble)
        elif before is None or before.peers != told.peers:
            others = f"{told.peers} others" if told.peers != 1 else "one other"
            log.info("Link: %s, at %.1f beats in a minute", others, told.pulse.tempo)
            self._tell(NEWS, told.peers, round(told.pulse.tempo, 2))


def _ours(tempo: float) -> float:
    """Give a tempo as the parameter takes it, and as the conductor turns it."""
    row = PARAMETERS["tempo"]
    return min(max(round(tempo, 1), row.range.low), row.range.high)
