"""Entry of the process that holds the MIDI ports: small, killable at any moment.

Measured (docs/background/devices.md): a port that goes away says nothing, and after a JACK server
died the library may spin with the interpreter held; so names are looked at again and again, and
the supervisor kills what does not beat.
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

LOOK_S: Final = 0.1
"""Time between two looks for ports that came or went.

What went and came back in between is noticed with JACK, which tells who is connected; elsewhere
not: there is no such thing as a cable that is pulled and put back so fast.
"""
JACK: Final = "jack:"
"""Before a name: look among the ports of JACK, not of the system."""
REST_S: Final = 1.0
"""The same while there is none, when a look costs more."""
LOST_CODE: Final = 3
"""Exit code of a process whose MIDI system died."""
BEAT_S: Final = 0.2
"""Time between two heartbeats."""
STALL_S: Final = 3.0
"""Longest look or order; some drivers take seconds to open a port."""
MAX_WAITING: Final = 4096
"""Messages that may wait for the pipe; more are lost, and counted."""


def run(pipe: Connection, pattern: str, watched: tuple[str, ...]) -> None:
    """Forward what the ports say until the pipe closes or SIGTERM comes; never returns."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the main process, which ends us
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    os.environ.setdefault("JACK_NO_START_SERVER", "1")
    _hush_native_libraries()
    with contextlib.suppress(OSError, EOFError):  # the main process is gone
        os._exit(_serve(pipe, pattern, watched))  # closing a port of a dead server may hang
    os._exit(0)


def _serve(pipe: Connection, pattern: str, watched: tuple[str, ...]) -> int:
    """Serve until the pipe says to end; give the exit code."""
    try:
        import rtmidi
    except ImportError as error:
        _idle(pipe, f"python-rtmidi does not load: {error}")
        return 0
    news: queue.Queue[FromPorts | None] = queue.Queue(MAX_WAITING)
    forward = threading.Thread(target=_pass_on, args=(news, pipe), name="forward", daemon=True)
    forward.start()
    system = MidiBackend(rtmidi, only_jack=pattern.startswith(JACK))
    clocks = MidiClocks()
    inputs = Inputs(system, pattern.removeprefix(JACK), news, clocks)
    desk = PortLoop(system, inputs, Outputs(system), pipe, watched)
    threading.Thread(target=_beat, args=(desk, news), name="heart", daemon=True).start()
    told: OpenPorts | None = None
    while True:
        try:
            ports = desk.refresh_ports()
        except DeviceProblem as problem:
            news.put(OpenPorts((), str(problem)))
            news.put(None)
            forward.join()
            return LOST_CODE
        if ports != told:
            news.put(told := ports)
        if (lost := clocks.poll(time.monotonic())) is not None:
            news.put(lost)
        if not desk.process_orders(LOOK_S if ports.names else REST_S):
            return 0


def _pass_on(news: "queue.Queue[FromPorts | None]", pipe: Connection) -> None:
    """Send at once what there is, up to None; a look for ports may take long meanwhile."""
    try:
        while (one := news.get()) is not None:
            pipe.send(one)
    except OSError:  # the main process is gone
        os._exit(0)


def _beat(desk: "PortLoop", news: "queue.Queue[FromPorts | None]") -> None:
    """Say that we live, as long as the desk goes on; where nothing runs, nobody says so."""
    while time.monotonic() - desk.turned_s < STALL_S:
        news.put(Heartbeat(desk.lost))
        time.sleep(BEAT_S)


def _idle(pipe: Connection, trouble: str) -> None:
    """Only live: there is nothing to be heard here."""
    pipe.send(OpenPorts((), trouble))
    while not (pipe.poll(LOOK_S) and not isinstance(pipe.recv(), (ShowLights, WatchOutputs))):
        pipe.send(Heartbeat())


class PortLoop:
    """Both kinds of ports.

    Threads: one.

    Attributes:
        turned_s: When it last went on.
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
        self.turned_s = time.monotonic()

    @property
    def lost(self) -> int:
        """Messages that came too fast."""
        return self._inputs.lost

    def refresh_ports(self) -> OpenPorts:
        """Open and close what came and went; tell what there is.

        Raises:
            DeviceProblem: The system died with ports open; to close them could take for ever.
        """
        try:
            sources, sinks = self._system.list_ports()
        except Exception as error:  # noqa: BLE001 - the library's errors share no root of their own
            if self._inputs.names:
                raise DeviceProblem(f"the system of the ports is gone ({error})") from None
            self._system.forget()
            return OpenPorts((), f"none on this machine ({error}); OSC works all the same")
        wanted = [one for name in self._watched for one in ((name,) if name else sources)]
        trouble = self._outputs.refresh(sinks, wanted)  # first: the inputs that are told are ready
        trouble = self._inputs.refresh(sources) or trouble
        return OpenPorts(self._inputs.names, trouble, self._outputs.names)

    def process_orders(self, seconds: float) -> bool:
        """Carry out orders for so long; False when this is to end."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.turned_s = time.monotonic()
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


def _hush_native_libraries() -> None:
    """Let ALSA and JACK print nowhere; what matters goes by the pipe."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
