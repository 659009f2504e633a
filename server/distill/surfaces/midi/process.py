"""Entry of the process that holds the MIDI ports; small, and killable at any moment.

Measured (docs/background/devices.md): no event reports a port that goes away, and after a JACK
server died the library may spin while it holds the interpreter. So the port names are polled, and
the supervisor kills a process without heartbeat.
"""

import contextlib
import os
import queue
import signal
import threading
import time
from multiprocessing.connection import Connection
from typing import Final

from distill.errors import DeviceProblem
from distill.surfaces.midi.backend import MidiBackend
from distill.surfaces.midi.clock import MidiClocks
from distill.surfaces.midi.inputs import Inputs
from distill.surfaces.midi.outputs import Outputs
from distill.surfaces.midi.port_messages import (
    FromPorts,
    Heartbeat,
    OpenPorts,
    ShowLights,
    WatchOutputs,
)

SCAN_S: Final = 0.1
"""Time between two scans of the ports.

A port that goes away and comes back between two scans is detected with JACK, which reports
connections; with other APIs it is not, but no cable is replugged so fast.
"""
JACK: Final = "jack:"
"""Prefix of a name: use JACK's ports, not the system's."""
IDLE_SCAN_S: Final = 1.0
"""The same while no input is open, when a scan costs more."""
NO_SYSTEM: Final = (
    "no MIDI system runs on this machine; one that starts later is used, and all else works"
)
"""Instead of the library's own words, which name its classes."""
LOST_CODE: Final = 3
"""Exit code of a process whose MIDI API died."""
BEAT_S: Final = 0.2
"""Time between two heartbeats."""
STALL_S: Final = 3.0
"""Longest scan or order; some drivers take seconds to open a port."""
MAX_WAITING: Final = 4096
"""Messages that may wait for the pipe; more are dropped and counted."""


def run(pipe: Connection, pattern: str, watched: tuple[str, ...]) -> None:
    """Forward MIDI messages until the pipe closes or SIGTERM comes; never returns."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the main process, which ends this
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    os.environ.setdefault("JACK_NO_START_SERVER", "1")
    _silence_native_libraries()
    with contextlib.suppress(OSError, EOFError):  # the main process is gone
        os._exit(_serve(pipe, pattern, watched))  # closing a port of a dead server may hang
    os._exit(0)


def _serve(pipe: Connection, pattern: str, watched: tuple[str, ...]) -> int:
    """Serve until an order to end comes by the pipe; return the exit code."""
    try:
        import rtmidi
    except ImportError as error:
        _idle(pipe, f"python-rtmidi does not load: {error}")
        return 0
    outbox: queue.Queue[FromPorts | None] = queue.Queue(MAX_WAITING)
    forward = threading.Thread(target=_forward, args=(outbox, pipe), name="forward", daemon=True)
    forward.start()
    system = MidiBackend(rtmidi, only_jack=pattern.startswith(JACK))
    clocks = MidiClocks()
    inputs = Inputs(system, pattern.removeprefix(JACK), outbox, clocks)
    loop = PortLoop(system, inputs, Outputs(system), pipe, watched)
    threading.Thread(target=_beat, args=(loop, outbox), name="heart", daemon=True).start()
    reported: OpenPorts | None = None
    while True:
        try:
            ports = loop.refresh_ports()
        except DeviceProblem as problem:
            outbox.put(OpenPorts((), str(problem)))
            outbox.put(None)
            forward.join()
            return LOST_CODE
        if ports != reported:
            outbox.put(reported := ports)
        if (lost := clocks.poll(time.monotonic())) is not None:
            outbox.put(lost)
        if not loop.process_orders(SCAN_S if ports.names else IDLE_SCAN_S):
            return 0


def _forward(outbox: "queue.Queue[FromPorts | None]", pipe: Connection) -> None:
    """Send messages until None; in a thread, since a scan of the ports may take long."""
    try:
        while (message := outbox.get()) is not None:
            pipe.send(message)
    except OSError:  # the main process is gone
        os._exit(0)


def _beat(loop: "PortLoop", outbox: "queue.Queue[FromPorts | None]") -> None:
    """Send heartbeats while the port loop is active; a stalled loop stops them."""
    while time.monotonic() - loop.active_s < STALL_S:
        outbox.put(Heartbeat(loop.lost))
        time.sleep(BEAT_S)


def _idle(pipe: Connection, trouble: str) -> None:
    """Send only heartbeats: there is no MIDI here."""
    pipe.send(OpenPorts((), trouble))
    while not (pipe.poll(SCAN_S) and not isinstance(pipe.recv(), (ShowLights, WatchOutputs))):
        pipe.send(Heartbeat())


class PortLoop:
    """Scans the ports and carries out orders, in turns.

    Threads: one.

    Attributes:
        active_s: When it last made progress.
    """

    def __init__(
        self,
        system: MidiBackend,
        inputs: Inputs,
        outputs: Outputs,
        pipe: Connection,
        watched: tuple[str, ...],
    ) -> None:
        self._system = system
        self._inputs = inputs
        self._outputs = outputs
        self._pipe = pipe
        self._watched = watched
        self.active_s = time.monotonic()

    @property
    def lost(self) -> int:
        """Messages dropped because they came too fast."""
        return self._inputs.lost

    def refresh_ports(self) -> OpenPorts:
        """Open new ports, close those that are gone, and return the open ones.

        Raises:
            DeviceProblem: The MIDI API died with ports open; closing them could block for ever.
        """
        try:
            sources, sinks = self._system.list_ports()
        except Exception as error:  # noqa: BLE001 - the library's errors share no root of their own
            if self._inputs.names:
                raise DeviceProblem(f"the MIDI system is gone ({error})") from None
            self._system.reset()
            return OpenPorts((), NO_SYSTEM)
        wanted = [part for name in self._watched for part in ((name,) if name else sources)]
        trouble = self._outputs.refresh(sinks, wanted)  # first, so that reported inputs are ready
        trouble = self._inputs.refresh(sources) or trouble
        return OpenPorts(self._inputs.names, trouble, self._outputs.names)

    def process_orders(self, seconds: float) -> bool:
        """Carry out orders for some seconds; return False on the order to end."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.active_s = time.monotonic()
            if not self._pipe.poll(left):
                return True
            match self._pipe.recv():
                case ShowLights() as show:
                    self._outputs.show(show)
                case WatchOutputs(names):
                    self._watched = names
                case _:
                    return False
        return True


def _silence_native_libraries() -> None:
    """Discard what ALSA and JACK print; errors are reported by the pipe."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
