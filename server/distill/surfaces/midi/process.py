"""Entry of the process that holds the MIDI ports: small, killable at any moment.

Measured (reference/feasibility.md): a port that goes away says nothing, and after a JACK server
died the library may spin with the interpreter held; so names are looked at again and again, by one
probe that stays, and the supervisor kills what does not beat.
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
from distill.surfaces.midi.inputs import Inputs
from distill.surfaces.midi.news import Beat, PortNews, Ports, Show, Watch
from distill.surfaces.midi.outputs import Outputs

LOOK_S: Final = 0.25
"""Time between two looks for ports that came or went; what comes back sooner is not noticed."""
REST_S: Final = 1.0
"""The same while there is none, when a look costs more."""
LOST_CODE: Final = 3
"""Exit code of a process whose MIDI system died."""
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
    news: queue.Queue[PortNews | None] = queue.Queue(MAX_WAITING)
    forward = threading.Thread(target=_pass_on, args=(news, pipe), name="forward", daemon=True)
    forward.start()
    desk = Desk(Inputs(rtmidi, pattern, news), Outputs(rtmidi), pipe, watched)
    told: Ports | None = None
    while True:
        try:
            ports = desk.look()
        except DeviceProblem as problem:
            news.put(Ports((), str(problem)))
            news.put(None)
            forward.join()
            return LOST_CODE
        if ports != told:
            news.put(told := ports)
        news.put(Beat(desk.lost))
        if not desk.attend(LOOK_S if ports.names else REST_S):
            return 0


def _pass_on(news: "queue.Queue[PortNews | None]", pipe: Connection) -> None:
    """Send at once what there is, up to None; a look for ports may take long meanwhile."""
    try:
        while (one := news.get()) is not None:
            pipe.send(one)
    except OSError:  # the main process is gone
        os._exit(0)


def _idle(pipe: Connection, trouble: str) -> None:
    """Only live: there is nothing to be heard here."""
    pipe.send(Ports((), trouble))
    while not (pipe.poll(LOOK_S) and not isinstance(pipe.recv(), (Show, Watch))):
        pipe.send(Beat())


class Desk:
    """Both kinds of ports.

    Threads: one.
    """

    def __init__(
        self, inputs: Inputs, outputs: Outputs, pipe: Connection, watched: tuple[str, ...]
    ) -> None:
        self._inputs = inputs
        self._outputs = outputs
        self._pipe = pipe
        self._watched = watched

    @property
    def lost(self) -> int:
        """Messages that came too fast."""
        return self._inputs.lost

    def look(self) -> Ports:
        """Open and close what came and went; tell what there is.

        Raises:
            DeviceProblem: The system died with ports open; to close them could take for ever.
        """
        names, trouble = self._inputs.look()
        outputs: tuple[str, ...] = ()
        if self._watched and self._inputs.api:
            wanted = [one for name in self._watched for one in ((name,) if name else names)]
            renew = self._inputs.renewed
            outputs, other = self._outputs.look(self._inputs.api, wanted, renew=renew)
            trouble = trouble or other
        return Ports(names, trouble, outputs)

    def attend(self, seconds: float) -> bool:
        """Carry out orders for so long; False when this is to end."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if not self._pipe.poll(left):
                return True
            match self._pipe.recv():
                case Show() as show:
                    self._outputs.show(show)
                case Watch(names):
                    self._watched = names
                case _:
                    return False
        return True


def _hush_native_libraries() -> None:
    """Let ALSA and JACK print nowhere; what matters goes by the pipe."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
