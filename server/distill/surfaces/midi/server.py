"""The MIDI surface: hears its ports through a process of their own, and asks the engine."""

import logging
import threading
from collections.abc import Callable
from collections.abc import Mapping as Table
from typing import Final

from distill.commands.context import Client
from distill.commands.parameter import SetParameter
from distill.engine.events import Event, Failed, ParameterChanged
from distill.engine.ports import ClockPulse, Inbox, Request
from distill.errors import BadArgument
from distill.processes.child import Entry
from distill.processes.heartbeat import by_messages
from distill.processes.supervisor import ProcessSpec, ProcessSupervisor
from distill.processes.throttle import Throttle
from distill.surfaces.midi import process
from distill.surfaces.midi.assembler import ControlEvent
from distill.surfaces.midi.binding import Mapping
from distill.surfaces.midi.editor import MapEditor, MapFile
from distill.surfaces.midi.feedback import Feedback
from distill.surfaces.midi.port_messages import (
    FromPorts,
    Heartbeat,
    OpenPorts,
    PortBytes,
    ShowLights,
    WatchOutputs,
)
from distill.surfaces.midi.translate import MidiTranslator

log = logging.getLogger("distill.midi")
log_in = logging.getLogger("distill.midi.in")

OFF: Final = "off"
"""Instead of a name: no MIDI."""
TEACHER: Final = Client("midi", "learn")
"""Who asks to confirm what was learned, when the user need not."""
STUCK_S: Final = 1.5
"""Oldest heartbeat of the ports' process: only a stopped one, or one that spins, is so late."""
PACE_S: Final = 0.03
"""Shortest time between two messages to one control; the eye sees no more."""


class MidiServer:
    """A surface of the engine.

    Threads: the supervisor's hears; the engine's delivers; the throttle's tells the controls, and
    may be blocked while the process of the ports is stuck. A lock guards values and lights.
    """

    def __init__(
        self,
        pattern: str,
        maps: MapFile,
        inbox: Inbox,
        values: Table[str, float],
        now: Callable[[], float],
        *,
        follow: Callable[[ClockPulse], None],
    ) -> None:
        """Prepare; no port is opened before `start`.

        Args:
            pattern: Part of the names of the inputs to hear, empty for all; `jack:` in front
                looks among the ports of JACK.
            maps: Where it is written what the controls do.
            inbox: Where requests go.
            values: Where each parameter stands at the start.
            now: Seconds that only grow.
            follow: Told where the song of a MIDI clock is, on the thread of the ports, each
                sixteenth while it goes on, and once when it stops or is gone; must not block.

        Raises:
            BadArgument: The bindings cannot be read, or one line for each thing that is wrong.
        """
        self._pattern = pattern
        self._follow = follow
        self._led = False
        self._pulse = ClockPulse(0.0, 0.0, 0.0, running=False)
        self._inbox = inbox
        self._now = now
        self.editor = MapEditor(maps, lambda command: inbox.submit(Request(command, TEACHER)), now)
        self._translator = MidiTranslator(self.editor.mapping)
        self._lights = Feedback(self.editor.mapping)
        self._watched = self._lights.watched
        self._values = dict(values)
        self._sent: dict[str, float] = {}
        self._lock = threading.Lock()
        self._supervisor = ProcessSupervisor(
            ProcessSpec(
                "midi", self._entry, self.on_message, self._on_lost, watchdog=by_messages(STUCK_S)
            )
        )
        self._throttle = Throttle("midi-out", PACE_S, self._show)
        self._ports = OpenPorts(())
        self._told = False
        self._counts = dict.fromkeys(("received", "asked", "refused", "lost", "told"), 0)

    @property
    def name(self) -> str:
        """The `surface` of its clients."""
        return "midi"

    @property
    def pid(self) -> int:
        """Process id of the ports, 0 while there is none."""
        return self._supervisor.pid

    def start(self, tell: Callable[..., None]) -> None:
        """Begin to look for ports; without any the server runs all the same.

        Args:
            tell: Passes on what happens to bindings (topic and values).
        """
        self.editor.start(self._adopt, tell)
        self._supervisor.start()
        self._throttle.start()

    def stop(self) -> None:
        """Close the ports."""
        self._supervisor.stop()
        self._throttle.stop(PACE_S)

    def on_message(self, news: FromPorts) -> None:
        """Take what the process of the ports tells."""
        match news:
            case PortBytes(port, data):
                self._translate(port, data)
            case OpenPorts():
                self._on_ports(news)
            case ClockPulse():
                self._on_clock(news)
            case Heartbeat(lost):
                self._counts["lost"] = lost
                self.editor.poll()
                with self._lock:
                    waited = self._translator.settle()
                for port, heard in waited:
                    self._ask(heard, port)

    def deliver(self, event: Event) -> None:
        """Note where a parameter went; what a control asked in vain is for the log."""
        match event:
            case ParameterChanged(name, value, origin):
                ours = origin is not None and origin.surface == self.name
                with (
                    self._lock
                ):  # of our own, only the last is where it stands: others are on the way
                    if not ours or self._sent.get(name) == value:
                        self._values[name] = value
                if self._lights.watched:
                    self._throttle.trigger()
            case Failed(client, _, code, text, address) if client.surface == self.name:
                self._counts["refused"] += 1
                log.warning("%s from %s: %s (%s)", address, client.key, text, code)
                if client == TEACHER:
                    self.editor.fail(text)
            case _:
                pass

    def subscribe(self, client: Client, port: int, lease_s: float) -> None:  # noqa: ARG002 - Surface
        """Refuse: nothing is sent to MIDI.

        Raises:
            BadArgument: Always.
        """
        raise BadArgument(f"MIDI has no port {port} to answer on for {lease_s:g} s; use OSC")

    def unsubscribe(self, client: Client, port: int) -> None:
        """Do nothing: nobody subscribed."""

    def place(self, client: Client, port: int) -> str:  # noqa: ARG002 - Surface
        """Refuse: nothing is sent to MIDI.

        Raises:
            BadArgument: Always.
        """
        raise BadArgument("MIDI is sent no live values; use OSC")

    def stats(self) -> dict[str, float | int | str]:
        """Count what came and what became of it.

        Messages `received`, of these `unbound`, and `lost` before they came so far; requests
        `asked`, of these `refused`; controls that were `told` something; open `ports`, and
        `restarts` of their process; tempo of the `clock`, 0 when there is none; the `map` that
        says what controls do, its `bindings`, and the target that is being learned.
        """
        return {
            **self._counts,
            "unbound": self._translator.unbound,
            "ports": len(self._ports.names),
            "restarts": self._supervisor.restarts,
            "pid": self.pid,
            "clock": round(self._pulse.tempo, 2),
            "map": self.editor.name,
            "bindings": len(self.editor.mapping),
            "learning": self.editor.learning,
        }

    def _translate(self, port: str, data: bytes) -> None:
        self._counts["received"] += 1
        log_in.debug("%s: %s", port, data.hex(" "))
        if self.editor.feed(data, port):
            return
        with self._lock:
            moved = self._translator.feed(data, port)
        for heard in moved:
            self._ask(heard, port)

    def _ask(self, heard: ControlEvent, port: str) -> None:
        """Do what a control asks, and note where it put the parameters."""
        with self._lock:
            if self._lights.echoes(heard, port, self._now()):
                return
            asked = self._translator.ask(heard, self._values, port)
            for request in asked:
                command = request.command
                if isinstance(command, SetParameter):
                    value = float(command.value)
                    self._values[command.name] = self._sent[command.name] = value
            again = self._lights.observe(heard, port, self._values)
        self._counts["asked"] += len(asked)
        for request in asked:
            self._inbox.submit(request)
        if again:
            self._throttle.trigger()

    def _show(self) -> None:
        """Tell the controls that show something else than they should; on the throttle's thread."""
        with self._lock:
            watched = self._lights.watched
            lights = self._lights.show(self._values, self._now())
            for light, raw in lights:
                self._translator.shown(light, raw)
        if watched != self._watched and self._supervisor.send(WatchOutputs(watched)):
            self._watched = watched
        if lights and self._supervisor.send(ShowLights(lights)):
            self._counts["told"] += len(lights)

    def _adopt(self, mapping: Mapping) -> None:
        with self._lock:
            self._translator.adopt(mapping)
            self._lights.adopt(mapping)
        self._throttle.trigger()

    def _entry(self) -> Entry:
        self._watched = self._lights.watched
        return process.run, (self._pattern, self._watched)

    def _on_lost(self, reason: str) -> None:
        if self._pulse.tempo or self._led:
            self._on_clock(ClockPulse(0.0, self._pulse.beat, self._now(), running=False))
        self._on_ports(OpenPorts((), f"the process of the ports {reason}; starting it again"))

    def _on_clock(self, pulse: ClockPulse) -> None:
        """Let a clock lead while its song goes on; when that ends, say so once."""
        before, self._pulse = self._pulse, pulse
        if bool(before.tempo) != bool(pulse.tempo):
            said = f"followed at {pulse.tempo:.1f} beats in a minute" if pulse.tempo else "gone"
            log.info("MIDI clock is %s", said)
        leads = pulse.running and pulse.tempo > 0
        if leads or self._led:
            self._follow(pulse)
        self._led = leads

    def _on_ports(self, news: OpenPorts) -> None:
        before, self._ports = self._ports.names, news
        with self._lock:
            fresh = self._lights.plug(news.names, news.outputs)
        if fresh:
            self._throttle.trigger()
        for name in before:
            if name not in news.names:
                self._translator.forget(name)
                log.warning("MIDI input %s is gone; it is taken again when it comes back", name)
        for name in news.names:
            if name not in before:
                log.info("MIDI in from %s", name)
        if news.trouble:
            log.warning("MIDI: %s", news.trouble)
        elif not (self._told or news.names):
            what = f"with {self._pattern!r} in its name" if self._pattern else "yet"
            log.info("no MIDI input %s; one that comes is heard within seconds", what)
        self._told = True
