"""Which MIDI API is used, and the error when none works."""

import queue
import sys

import pytest

from distill.surfaces.midi import jack
from distill.surfaces.midi.backend import MidiBackend
from distill.surfaces.midi.inputs import Inputs
from distill.surfaces.midi.outputs import Outputs
from distill.surfaces.midi.port_messages import OpenPorts
from distill.surfaces.midi.process import PortLoop


class Library:
    """Stands for rtmidi, with ALSA and JACK."""

    API_UNIX_JACK = 3

    def __init__(self, *starts):
        self.starts = starts
        self.made = []

    def get_compiled_api(self):
        return [3, 2]

    def MidiIn(self, api, name):  # noqa: N802 - the library's
        return self._make("in", api)

    def MidiOut(self, api, name):  # noqa: N802 - the library's
        return self._make("out", api)

    def _make(self, kind, api):
        if api not in self.starts:
            raise OSError(f"{api} is not there")
        self.made.append((kind, api))
        return Ports([f"{kind} of {api}"])


class Ports(list):
    def get_ports(self):
        return list(self)


@pytest.fixture(autouse=True)
def without_jacks_own_library(monkeypatch):
    monkeypatch.setattr(jack, "load", lambda: None)


def test_the_usual_api_goes_before_jack_and_its_probes_stay():
    library = Library(2, 3)
    system = MidiBackend(library, only_jack=False)
    for _ in range(3):
        assert system.list_ports() == (["in of 2"], ["out of 2"])
    assert library.made == [("in", 2), ("out", 2)]
    assert system.open_input() == ["in of 2"]
    assert system.open_output() == ["out of 2"]
    assert system.connections("in of 2") is None


def test_jack_is_used_when_it_is_the_only_api_or_requested():
    assert MidiBackend(Library(3), only_jack=False).list_ports()[0] == ["in of 3"]
    assert MidiBackend(Library(2, 3), only_jack=True).list_ports()[0] == ["in of 3"]


def test_without_any_api_all_errors_are_reported_and_all_are_tried_again():
    library = Library()
    system = MidiBackend(library, only_jack=False)
    with pytest.raises(RuntimeError, match="2 is not there; 3 is not there"):
        system.list_ports()
    system.reset()
    library.starts = (3,)
    assert system.list_ports()[0] == ["in of 3"]


def test_a_machine_without_midi_is_described_in_our_words_each_time_the_same(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    system = MidiBackend(Library(), only_jack=False)
    loop = PortLoop(system, Inputs(system, "", queue.Queue(), None), Outputs(system), None, ())
    assert loop.refresh_ports() == loop.refresh_ports() == OpenPorts((), system.missing())
    assert system.missing() == (
        "this machine has no MIDI system (neither ALSA's sequencer nor JACK); OSC and the page "
        "work without one"
    )
    only = MidiBackend(Library(), only_jack=True).missing()
    assert only == "no JACK server is running; its MIDI ports are opened once there is one"
