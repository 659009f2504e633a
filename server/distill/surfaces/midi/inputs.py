"""MIDI inputs, in the port process: opened when they appear, closed when they disappear."""

import contextlib
import queue
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from distill.surfaces.midi.backend import MidiBackend
from distill.surfaces.midi.clock import MidiClocks
from distill.surfaces.midi.parser import SYSTEM
from distill.surfaces.midi.port_messages import FromPorts, PortBytes
from distill.surfaces.midi.port_names import index_of, is_own, numbered

Input = Any
"""An `rtmidi.MidiIn`; Any because it ships no types."""


@dataclass(slots=True)
class _Open:
    """An open input.

    Attributes:
        port: The open rtmidi input.
        raw: The API's name of the source.
        ends: The API's names of this process's connected ports; empty where it reports none.
    """

    port: Input
    raw: str
    ends: set[str]


class Inputs:
    """The open inputs.

    Threads: `refresh` from one; the library calls back on its own.

    Attributes:
        lost: Messages dropped because the queue was full.
    """

    def __init__(
        self,
        system: MidiBackend,
        pattern: str,
        outbox: "queue.Queue[FromPorts | None]",
        clocks: MidiClocks,
    ) -> None:
        self._system = system
        self._clocks = clocks
        self._pattern = pattern.lower()
        self._outbox = outbox
        self._open: dict[str, _Open] = {}
        self.lost = 0

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the open inputs."""
        return tuple(self._open)

    def refresh(self, there: Sequence[str]) -> str:
        """Open new ports and close those that are gone; return the last error, if any."""
        trouble = ""
        wanted = {
            name: raw
            for name, raw in zip(numbered(list(there)), there, strict=True)
            if self._pattern in name.lower() and not is_own(name)
        }
        for name in [name for name in self._open if name not in wanted or self._is_stale(name)]:
            _close(self._open.pop(name).port)
        for name, raw in wanted.items():
            if name not in self._open:
                try:
                    self._open[name] = self._open_port(name, raw)
                except Exception as error:  # noqa: BLE001 - the library's errors share no root
                    trouble = f"{name} cannot be opened, another program may have it ({error})"
        return trouble

    def _is_stale(self, name: str) -> bool:
        """Return whether its port went away and came back between two scans."""
        known = self._open[name]
        return bool(known.ends) and not known.ends <= (self._system.connections(known.raw) or set())

    def _open_port(self, name: str, raw: str) -> _Open:
        """Open a port by its name: its number may have changed since the scan.

        Raises:
            OSError: It is gone, or another one was opened in its place.
        """
        port = self._system.open_input()
        port.ignore_types(sysex=True, timing=False, active_sense=True)
        port.set_callback(self._callback(name))
        before = self._system.connections(raw)
        port.open_port(index_of(name, port.get_ports()), name="in")
        ends = (self._system.connections(raw) or set()) - (before or set())
        if before is not None and not ends:
            _close(port)
            raise OSError("it moved while it was opened")
        return _Open(port, raw, ends)

    def _callback(self, name: str) -> Callable[[tuple[list[int], float], object], None]:
        def receive(event: tuple[list[int], float], _data: object) -> None:
            data, at_s = bytes(event[0]), time.monotonic()
            message: FromPorts | None = PortBytes(name, data)
            if data[0] >= SYSTEM:
                message = self._clocks.feed(name, data, at_s)
            try:
                if message is not None:
                    self._outbox.put_nowait(message)
            except queue.Full:
                self.lost += 1

        return receive


def _close(port: Input) -> None:
    """Close a port that is gone, ignoring its errors."""
    with contextlib.suppress(Exception):
        port.cancel_callback()  # before the close, which could wait for the callback
        port.close_port()
        port.delete()
