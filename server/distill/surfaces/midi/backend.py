"""The MIDI API of this machine: the first one that starts, and its port names."""

import sys
import time
from typing import Any, Final

from distill.surfaces.midi import jack
from distill.surfaces.midi.jack import Jack
from distill.surfaces.midi.port_names import CLIENT

PROBE_S: Final = 2.0
"""Lifetime of a JACK probe where JACK's own library does not load; `jack.py` has the cost."""

Library = Any
"""The `rtmidi` module; Any because it ships no types."""
Port = Any
"""An `rtmidi.MidiIn` or `MidiOut`; Any as above."""


class MidiBackend:
    """The MIDI API in use.

    Threads: one.
    """

    def __init__(self, library: Library, *, only_jack: bool) -> None:
        """Order the APIs to try.

        Args:
            library: `rtmidi`.
            only_jack: Use JACK only; otherwise it is the last choice.
        """
        self._library = library
        compiled = library.get_compiled_api()
        usual = sorted(compiled, key=lambda api: bool(api == library.API_UNIX_JACK))
        self._apis = [library.API_UNIX_JACK] if only_jack else usual
        self._api = 0
        self._jack: Jack | None = None
        self._probes: dict[bool, Port] = {}
        self._probed = 0.0

    def list_ports(self) -> tuple[list[str], list[str]]:
        """List the names of MIDI sources, and of MIDI destinations.

        Raises:
            Exception: The library's own, when no API starts or the current one is gone.
        """
        if self._jack is None and not self._probes:
            self._start()
        if self._jack is not None:
            return self._jack.ports(jack.IS_OUTPUT), self._jack.ports(jack.IS_INPUT)
        stale = time.monotonic() - self._probed > PROBE_S
        if self._api == self._library.API_UNIX_JACK and stale:
            self._probes = {}
            self._start()
        if False not in self._probes:
            self._probes[False] = self._library.MidiOut(self._api, name="distill-look")
        return self._probes[True].get_ports(), self._probes[False].get_ports()

    def reset(self) -> None:
        """Choose an API again at the next `list_ports`."""
        self._jack = None
        self._probes = {}

    def missing(self) -> str:
        """Say that no API starts; the libraries' own words would not tell what to do."""
        if self._apis == [self._library.API_UNIX_JACK]:
            return "no JACK server is running; its MIDI ports are opened once there is one"
        linux = " (neither ALSA's sequencer nor JACK)" if sys.platform == "linux" else ""
        return f"this machine has no MIDI system{linux}; OSC and the page work without one"

    def open_input(self) -> Port:
        """Create an input, not yet connected to a port."""
        return self._library.MidiIn(self._api, name=CLIENT)

    def open_output(self) -> Port:
        """Create an output, not yet connected to a port."""
        return self._library.MidiOut(self._api, name=CLIENT)

    def connections(self, name: str) -> set[str] | None:
        """Return the ports that a port is connected to; None where the API does not report them."""
        return None if self._jack is None else self._jack.connections(name)

    def _start(self) -> None:
        """Start the first API that works.

        Raises:
            RuntimeError: None starts.
        """
        errors: list[str] = []
        for api in self._apis:
            try:
                library = jack.load() if api == self._library.API_UNIX_JACK else None
                if library is not None:
                    self._jack = Jack(library)
                else:
                    self._probes = {True: self._library.MidiIn(api, name="distill-look")}
                self._api, self._probed = api, time.monotonic()
            except Exception as error:  # noqa: BLE001 - the library's errors share no root of theirs
                errors.append(str(error))
            else:
                return
        raise RuntimeError("; ".join(errors) or "rtmidi has no API for this machine")
