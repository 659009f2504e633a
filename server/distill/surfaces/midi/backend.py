"""The system that MIDI ports belong to: the first that starts, and what it calls its ports."""

import time
from typing import Any, Final

from distill.surfaces.midi import jack
from distill.surfaces.midi.jack import Jack

PROBE_S: Final = 2.0
"""Life of a probe of JACK where its own library does not load: see there what that costs."""

Library = Any
"""The `rtmidi` module; Any because it ships no types."""
Port = Any
"""An `rtmidi.MidiIn` or `MidiOut`; Any as above."""


class MidiBackend:
    """One of the systems of this machine.

    Threads: one.
    """

    def __init__(self, library: Library, *, only_jack: bool) -> None:
        """Choose.

        Args:
            library: `rtmidi`.
            only_jack: Take no other; else it is the last choice.
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
        """List the ports that speak, and those that can be spoken to.

        Raises:
            Exception: What the library raises when there is no system, or it is gone.
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

    def forget(self) -> None:
        """Choose anew at the next look."""
        self._jack = None
        self._probes = {}

    def open_input(self) -> Port:
        """Make an input, not yet open."""
        return self._library.MidiIn(self._api, name="distill")

    def open_output(self) -> Port:
        """Make an output, not yet open."""
        return self._library.MidiOut(self._api, name="distill")

    def ends(self, name: str) -> set[str] | None:
        """Tell which ports a port is connected to; None where the system does not say."""
        return None if self._jack is None else self._jack.ends(name)

    def _start(self) -> None:
        """Start the first system that can be.

        Raises:
            RuntimeError: None starts.
        """
        said: list[str] = []
        for api in self._apis:
            try:
                library = jack.load() if api == self._library.API_UNIX_JACK else None
                if library is not None:
                    self._jack = Jack(library)
                else:
                    self._probes = {True: self._library.MidiIn(api, name="distill-look")}
                self._api, self._probed = api, time.monotonic()
            except Exception as error:  # noqa: BLE001 - the library's errors share no root of theirs
                said.append(str(error))
            else:
                return
        raise RuntimeError("; ".join(said) or "none is known here")
