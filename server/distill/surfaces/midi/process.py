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
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Final

from distill.errors import DeviceProblem
from distill.surfaces.midi.news import Beat, Bytes, PortNews, Ports

LOOK_S: Final = 0.25
"""Time between two looks for ports that came or went; what comes back sooner is not noticed."""
REST_S: Final = 1.0
"""The same while there is none, when a look costs more."""
PROBE_S: Final = 2.0
"""Life of a probe of JACK: of a server that was killed it shows the ports for ever (measured).

A new probe may delay what is heard meanwhile by 20 to 35 ms: with JACK, and only there, about one
message in a hundred.
"""
LOST_CODE: Final = 3
"""Exit code of a process whose MIDI system died."""
MAX_WAITING: Final = 4096
"""Messages that may wait for the pipe; more are lost, and counted."""
JACK: Final = "jack:"
"""Before a name: look among the ports of JACK, not of the system."""

Library = Any
"""The `rtmidi` module; Any because it ships no types."""
Input = Any
"""An `rtmidi.MidiIn`; Any as above."""


def run(pipe: Connection, pattern: str) -> None:
    """Forward what the ports say until the pipe closes or SIGTERM comes; never returns."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the main process, which ends us
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    os.environ.setdefault("JACK_NO_START_SERVER", "1")
    _hush_native_libraries()
    with contextlib.suppress(OSError, EOFError):  # the main process is gone
        os._exit(_serve(pipe, pattern))  # closing a port of a dead server may hang
    os._exit(0)


def _serve(pipe: Connection, pattern: str) -> int:
    """Serve until the pipe says to end; give the exit code."""
    try:
        import rtmidi
    except ImportError as error:
        _idle(pipe, f"python-rtmidi does not load: {error}")
        return 0
    news: queue.Queue[PortNews | None] = queue.Queue(MAX_WAITING)
    forward = threading.Thread(target=_pass_on, args=(news, pipe), name="forward", daemon=True)
    forward.start()
    desk = Desk(rtmidi, pattern, news)
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
        if pipe.poll(LOOK_S if ports.names else REST_S):
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
    while not pipe.poll(LOOK_S):
        pipe.send(Beat())


class Desk:
    """The open inputs, and the probe that looks for others.

    Threads: `look` from one; the library calls back on its own.

    Attributes:
        lost: Messages that found the queue full.
    """

    def __init__(
        self, library: Library, pattern: str, news: "queue.Queue[PortNews | None]"
    ) -> None:
        self._library = library
        self._jack = pattern.startswith(JACK)
        self._pattern = pattern.removeprefix(JACK).lower()
        self._news = news
        self._open: dict[str, Input] = {}
        self._api = 0
        self._probed = 0.0
        self._probe: Input | None = None
        self.lost = 0

    def look(self) -> Ports:
        """Open what came, close what went; tell what is open.

        Raises:
            DeviceProblem: The system died with ports open; to close them could take for ever.
        """
        try:
            names = _told_apart(self._look_for_ports().get_ports())
        except Exception as error:  # noqa: BLE001 - the library's errors share no root of their own
            if self._open:
                raise DeviceProblem(f"the system of the ports is gone ({error})") from None
            self._probe = None
            names, trouble = [], f"none on this machine ({error}); OSC works all the same"
        else:
            trouble = ""
        wanted = {n: i for i, n in enumerate(names) if self._pattern in n.lower()}
        for name in [name for name in self._open if name not in wanted]:
            _close(self._open.pop(name))
        for name, index in wanted.items():
            if name not in self._open:
                try:
                    self._open[name] = self._listen(name, index)
                except Exception as error:  # noqa: BLE001 - see above
                    trouble = f"{name} cannot be opened, another program may have it ({error})"
        return Ports(tuple(self._open), trouble)

    def _look_for_ports(self) -> Input:
        """Give the probe; make it with the first system that starts, JACK last."""
        jack_is_old = time.monotonic() - self._probed > PROBE_S
        if self._api == self._library.API_UNIX_JACK and jack_is_old:
            self._probe = None
        if self._probe is None:
            self._probed = time.monotonic()
            jack, compiled = self._library.API_UNIX_JACK, self._library.get_compiled_api()
            usual = sorted(compiled, key=lambda api: bool(api == jack))
            self._api, self._probe = self._first([jack] if self._jack else usual)
        return self._probe

    def _first(self, apis: list[int]) -> tuple[int, Input]:
        """Start the first system that can be.

        Raises:
            RuntimeError: None starts.
        """
        said: list[str] = []
        for api in apis:
            try:
                return api, self._library.MidiIn(api, name="distill-look")
            except Exception as error:  # noqa: BLE001 - see above
                said.append(str(error))
        raise RuntimeError("; ".join(said) or "none is known here")

    def _listen(self, name: str, index: int) -> Input:
        one = self._library.MidiIn(self._api, name="distill")
        one.ignore_types(sysex=True, timing=True, active_sense=True)
        one.set_callback(self._callback(name))
        one.open_port(index, name="in")
        return one

    def _callback(self, name: str) -> Callable[[tuple[list[int], float], object], None]:
        def hear(event: tuple[list[int], float], _data: object) -> None:
            try:
                self._news.put_nowait(Bytes(name, bytes(event[0])))
            except queue.Full:
                self.lost += 1

        return hear


def _told_apart(names: list[str]) -> list[str]:
    """Number those of one name: two controllers of a kind."""
    return [
        name if (nth := names[:i].count(name)) == 0 else f"{name} #{nth + 1}"
        for i, name in enumerate(names)
    ]


def _close(one: Input) -> None:
    """Close a port that is gone; what it says about that is of no use."""
    with contextlib.suppress(Exception):
        one.cancel_callback()  # before the close: it could wait for us
        one.close_port()
        one.delete()


def _hush_native_libraries() -> None:
    """Let ALSA and JACK print nowhere; what matters goes by the pipe."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
