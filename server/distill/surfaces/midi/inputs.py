"""The inputs, in the process of the ports: opened as they come, closed as they go."""

import contextlib
import queue
import time
from collections.abc import Callable
from typing import Any, Final

from distill.errors import DeviceProblem
from distill.surfaces.midi.names import told_apart
from distill.surfaces.midi.news import Bytes, PortNews

PROBE_S: Final = 2.0
"""Life of a probe of JACK: of a server that was killed it shows the ports for ever (measured).

A new probe may delay what is heard meanwhile by 20 to 35 ms: with JACK, and only there, about one
message in a hundred.
"""
JACK: Final = "jack:"
"""Before a name: look among the ports of JACK, not of the system."""

Library = Any
"""The `rtmidi` module; Any because it ships no types."""
Input = Any
"""An `rtmidi.MidiIn`; Any as above."""


class Inputs:
    """The open inputs, and the probe that looks for others.

    Threads: `look` from one; the library calls back on its own.

    Attributes:
        lost: Messages that found the queue full.
        api: The system whose ports these are; 0 before one was found.
        renewed: Was the probe made anew at the last look?
    """

    def __init__(
        self, library: Library, pattern: str, news: "queue.Queue[PortNews | None]"
    ) -> None:
        self._library = library
        self._jack = pattern.startswith(JACK)
        self._pattern = pattern.removeprefix(JACK).lower()
        self._news = news
        self._open: dict[str, Input] = {}
        self._probed = 0.0
        self._probe: Input | None = None
        self.lost = 0
        self.api = 0
        self.renewed = False

    def look(self) -> tuple[tuple[str, ...], str]:
        """Open what came, close what went; tell what is open, and what went wrong.

        Raises:
            DeviceProblem: The system died with ports open; to close them could take for ever.
        """
        try:
            names = told_apart(self._look_for_ports().get_ports())
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
        return tuple(self._open), trouble

    def _look_for_ports(self) -> Input:
        """Give the probe; make it with the first system that starts, JACK last."""
        jack_is_old = time.monotonic() - self._probed > PROBE_S
        if self.api == self._library.API_UNIX_JACK and jack_is_old:
            self._probe = None
        self.renewed = self._probe is None
        if self._probe is None:
            self._probed = time.monotonic()
            jack, compiled = self._library.API_UNIX_JACK, self._library.get_compiled_api()
            usual = sorted(compiled, key=lambda api: bool(api == jack))
            self.api, self._probe = self._first([jack] if self._jack else usual)
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
        one = self._library.MidiIn(self.api, name="distill")
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


def _close(one: Input) -> None:
    """Close a port that is gone; what it says about that is of no use."""
    with contextlib.suppress(Exception):
        one.cancel_callback()  # before the close: it could wait for us
        one.close_port()
        one.delete()
