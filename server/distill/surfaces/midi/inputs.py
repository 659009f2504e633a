"""The inputs, in the process of the ports: opened as they come, closed as they go."""

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
from distill.surfaces.midi.port_names import numbered

Input = Any
"""An `rtmidi.MidiIn`; Any because it ships no types."""


@dataclass(slots=True)
class _Open:
    """An open input.

    Attributes:
        port: What hears.
        raw: What the system calls the port that speaks.
        ends: What the system calls our ends of it; empty where it does not say.
    """

    port: Input
    raw: str
    ends: set[str]


class Inputs:
    """The open inputs.

    Threads: `look` from one; the library calls back on its own.

    Attributes:
        lost: Messages that found the queue full.
    """

    def __init__(
        self,
        system: MidiBackend,
        pattern: str,
        news: "queue.Queue[FromPorts | None]",
        clocks: MidiClocks,
    ) -> None:
        self._system = system
        self._clocks = clocks
        self._pattern = pattern.lower()
        self._news = news
        self._open: dict[str, _Open] = {}
        self.lost = 0

    @property
    def names(self) -> tuple[str, ...]:
        """What is open."""
        return tuple(self._open)

    def refresh(self, there: Sequence[str]) -> str:
        """Open what came, close what went, of the ports that are there; tell what went wrong."""
        trouble = ""
        wanted = {
            name: raw
            for name, raw in zip(numbered(list(there)), there, strict=True)
            if self._pattern in name.lower()
        }
        for name in [name for name in self._open if name not in wanted or self._is_cut(name)]:
            _close(self._open.pop(name).port)
        for name, raw in wanted.items():
            if name not in self._open:
                try:
                    self._open[name] = self._open_port(name, raw, there.index(raw))
                except Exception as error:  # noqa: BLE001 - the library's errors share no root
                    trouble = f"{name} cannot be opened, another program may have it ({error})"
        return trouble

    def _is_cut(self, name: str) -> bool:
        """Did its port go, and come back before anybody looked?"""
        one = self._open[name]
        return bool(one.ends) and not one.ends <= (self._system.ends(one.raw) or set())

    def _open_port(self, name: str, raw: str, index: int) -> _Open:
        one = self._system.open_input()
        one.ignore_types(sysex=True, timing=False, active_sense=True)
        one.set_callback(self._callback(name))
        before = self._system.ends(raw) or set()
        one.open_port(index, name="in")
        return _Open(one, raw, (self._system.ends(raw) or set()) - before)

    def _callback(self, name: str) -> Callable[[tuple[list[int], float], object], None]:
        def hear(event: tuple[list[int], float], _data: object) -> None:
            data, at_s = bytes(event[0]), time.monotonic()
            one: FromPorts | None = PortBytes(name, data)
            if data[0] >= SYSTEM:
                one = self._clocks.feed(name, data, at_s)
            try:
                if one is not None:
                    self._news.put_nowait(one)
            except queue.Full:
                self.lost += 1

        return hear


def _close(one: Input) -> None:
    """Close a port that is gone; what it says about that is of no use."""
    with contextlib.suppress(Exception):
        one.cancel_callback()  # before the close: it could wait for us
        one.close_port()
        one.delete()
