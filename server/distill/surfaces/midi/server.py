"""The MIDI surface: receives from a port process, and submits requests to the engine."""

import logging
import threading
from collections.abc import Callable
from collections.abc import Mapping as Table
from typing import Final

from distill.commands.context import Client
from distill.commands.parameter import SetParameter
from distill.engine.events import Event, Failed, ParameterChanged
from distill.engine.ports import Inbox, Request
from distill.errors import BadArgument
from distill.processes.child import Entry
from distill.processes.heartbeat import by_messages
from distill.processes.stats import is_stopped
from distill.processes.supervisor import Backoff, ProcessSpec, ProcessSupervisor
from distill.processes.throttle import Throttle
from distill.protocol.clock_pulse import ClockPulse
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
LEARN_CLIENT: Final = Client("midi", "learn")
"""Client of the confirmation that MIDI learn submits when the user gave the mode."""
STUCK_S: Final = 1.5
"""Longest time between heartbeats; only a stopped or spinning process is silent for so long."""
BACKOFF: Final = Backoff(pauses_s=(0.2, 0.2, 0.5, 1.0, 2.0, 5.0), healthy_s=3.0)
"""A player waits for the ports: only a process that fails again and again is started slowly."""
PACE_S: Final = 0.03
"""Shortest time between two messages to one control; faster changes are not visible."""


class MidiServer:
    """A surface of the engine.

    Threads: the supervisor's calls `on_message`; the engine's calls `deliver`; the throttle's
    sends feedback, and may block while the port process is stuck. A lock guards values and lights.
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
        """Prepare; `start` opens the ports.

        Args:
            pattern: Part of the names of the inputs to open, empty for all; with the prefix
                `jack:` those of JACK.
            maps: The map file.
            inbox: Takes the requests.
            values: Initial values of the parameters.
            now: Monotonic seconds.
            follow: Called with the pulse of a MIDI clock on the supervisor's thread, each
                sixteenth while it runs, and once when it stops or is gone; must not block.

        Raises:
            BadArgument: The bindings cannot be read; or one line for each mistake.
        """
        self._pattern = pattern
        self._follow = follow
        self._led = False
        self._pulse = ClockPulse(0.0, 0.0, 0.0, running=False)
        self._inbox = inbox
        self._now = now
        self.editor = MapEditor(
            maps, lambda command: inbox.submit(Request(command, LEARN_CLIENT)), now
        )
        self._translator = MidiTranslator(self.editor.mapping)
        self._lights = Feedback(self.editor.mapping)
        self._watched = self._lights.watched
        self._values = dict(values)
        self._sent: dict[str, float] = {}
        self._lock = threading.Lock()
        self._supervisor = ProcessSupervisor(
            ProcessSpec(
                "midi",
                self._entry,
                self.on_message,
                self._on_lost,
                watchdog=by_messages(STUCK_S, is_stopped),
                backoff=BACKOFF,
            )
        )
        self._throttle = Throttle("midi-out", PACE_S, self._show)
        self._ports = OpenPorts(())
        self._reported = False
        self._counts = dict.fromkeys(("received", "asked", "refused", "lost", "told"), 0)

    @property
    def name(self) -> str:
        """The `surface` of its clients."""
        return "midi"

    @property
    def pid(self) -> int:
        """Process id of the port process, 0 while there is none."""
        return self._supervisor.pid

    def start(self, notify: Callable[..., None]) -> None:
        """Start the port process; the server runs without MIDI ports too.

        Args:
            notify: Publishes changes of bindings (topic and values).
        """
        self.editor.start(self._adopt, notify)
        self._supervisor.start()
        self._throttle.start()

    def stop(self) -> None:
        """Close the ports."""
        self._supervisor.stop()
        self._throttle.stop(PACE_S)

    def on_message(self, message: FromPorts) -> None:
        """Handle a message of the port process."""
        match message:
            case PortBytes(port, data):
                self._translate(port, data)
            case OpenPorts():
                self._on_ports(message)
            case ClockPulse():
                self._on_clock(message)
            case Heartbeat(lost):
                self._counts["lost"] = lost
                self.editor.poll()
                with self._lock:
                    settled = self._translator.settle()
                for port, event in settled:
                    self._submit(event, port)

    def deliver(self, event: Event) -> None:
        """Update a parameter's value; log the refusal of a request of this surface."""
        match event:
            case ParameterChanged(name, value, origin):
                own = origin is not None and origin.surface == self.name
                with self._lock:
                    # Of its own settings only the last counts: newer ones are still on the way.
                    if not own or self._sent.get(name) == value:
                        self._values[name] = value
                if self._lights.watched:
                    self._throttle.trigger()
            case Failed(client, _, code, text, address) if client.surface == self.name:
                self._counts["refused"] += 1
                log.warning("%s from %s: %s (%s)", address, client.key, text, code)
                if client == LEARN_CLIENT:
                    self.editor.fail(text)
            case _:
                pass

    def subscribe(self, client: Client, port: int, lease_s: float) -> None:  # noqa: ARG002 - Surface
        """Refuse: MIDI has no subscriptions.

        Raises:
            BadArgument: Always.
        """
        raise BadArgument(f"MIDI has no port {port} to answer on for {lease_s:g} s; use OSC")

    def unsubscribe(self, client: Client, port: int) -> None:
        """Do nothing: MIDI has no subscriptions."""

    def place(self, client: Client, port: int) -> str:  # noqa: ARG002 - Surface
        """Refuse: MIDI carries no live values.

        Raises:
            BadArgument: Always.
        """
        raise BadArgument("MIDI carries no live values; use OSC")

    def stats(self) -> dict[str, float | int | str]:
        """Return counts and state of the surface.

        Messages `received`, of these `unbound`, and `lost` in the port process; requests
        submitted (`asked`), of these `refused`; feedback values sent (`told`); open `ports`, and
        `restarts` of their process; tempo of the `clock`, 0 without one; the `map` in use, its
        `bindings`, and the target of MIDI learn (`learning`).
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
            events = self._translator.feed(data, port)
        for event in events:
            self._submit(event, port)

    def _submit(self, event: ControlEvent, port: str) -> None:
        """Submit the requests of a control's event, and note the values that they set."""
        with self._lock:
            if self._lights.echoes(event, port, self._now()):
                return
            requests = self._translator.translate(event, self._values, port)
            for request in requests:
                command = request.command
                if isinstance(command, SetParameter):
                    value = float(command.value)
                    self._values[command.name] = self._sent[command.name] = value
            again = self._lights.observe(event, port, self._values)
        self._counts["asked"] += len(requests)
        for request in requests:
            self._inbox.submit(request)
        if again:
            self._throttle.trigger()

    def _show(self) -> None:
        """Send feedback to controls whose light is out of date; on the throttle's thread."""
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
        self._on_ports(OpenPorts((), f"the port process {reason}; restarting it"))

    def _on_clock(self, pulse: ClockPulse) -> None:
        """Follow a clock while it runs, and pass its stop on once."""
        before, self._pulse = self._pulse, pulse
        if bool(before.tempo) != bool(pulse.tempo):
            state = f"followed at {pulse.tempo:.1f} beats per minute" if pulse.tempo else "gone"
            log.info("MIDI clock is %s", state)
        leads = pulse.running and pulse.tempo > 0
        if leads or self._led:
            self._follow(pulse)
        self._led = leads

    def _on_ports(self, ports: OpenPorts) -> None:
        before, self._ports = self._ports.names, ports
        with self._lock:
            fresh = self._lights.plug(ports.names, ports.outputs)
        if fresh:
            self._throttle.trigger()
        for name in before:
            if name not in ports.names:
                self._translator.forget(name)
                log.warning("MIDI input %s is gone; it is reopened when it comes back", name)
        for name in ports.names:
            if name not in before:
                log.info("MIDI in from %s", name)
        if ports.trouble:
            log.warning("MIDI: %s", ports.trouble)
        elif not (self._reported or ports.names):
            what = f"with {self._pattern!r} in its name" if self._pattern else "yet"
            log.info("no MIDI input %s; new ones are opened within seconds", what)
        self._reported = True
