"""Inputs that come, go, go and come back unseen, or cannot be had; no port is opened."""

import queue

import pytest

from distill.surfaces.midi.clock import MidiClocks
from distill.surfaces.midi.inputs import Inputs
from distill.surfaces.midi.port_messages import PortBytes


class Port:
    """Stands for an `rtmidi.MidiIn`."""

    def __init__(self, system):
        self.system = system
        self.closed = False

    def ignore_types(self, **kinds):
        self.ignored = kinds

    def set_callback(self, call):
        self.call = call

    def open_port(self, index, name):
        if index in self.system.refuses:
            raise OSError("busy")
        if self.system.connected is not None:
            self.system.connected.add(f"distill-{len(self.system.made)}:in")

    def cancel_callback(self):
        self.call = None

    def close_port(self):
        self.closed = True

    def delete(self):
        raise OSError("gone already")


class System:
    """Stands for a system; `connected` is what one port there is connected to, if it says."""

    def __init__(self, *refuses, connected=None):
        self.refuses = refuses
        self.connected = connected
        self.made = []

    def open_input(self):
        self.made.append(Port(self))
        return self.made[-1]

    def ends(self, name):
        return None if self.connected is None else set(self.connected)


@pytest.fixture
def news():
    return queue.Queue(2)


def test_what_matches_is_opened_once_and_closed_when_it_goes(news):
    system = System()
    inputs = Inputs(system, "KEYS", news, MidiClocks())
    for _ in range(2):
        assert inputs.refresh(["Pads", "My Keys"]) == ""
    assert inputs.names == ("My Keys",)
    assert len(system.made) == 1
    inputs.refresh(["Pads"])
    assert inputs.names == ()
    assert system.made[0].closed


def test_what_a_port_says_is_put_on_the_queue_and_what_is_too_much_is_counted(news):
    system = System()
    inputs = Inputs(system, "", news, MidiClocks())
    inputs.refresh(["Keys", "Keys"])
    system.made[1].call(([0xB0, 1, 2], 0.0), None)
    assert news.get() == PortBytes("Keys #2", bytes([0xB0, 1, 2]))
    for _ in range(3):
        system.made[0].call(([0xB0, 1, 2], 0.0), None)
    assert inputs.lost == 1


def test_ticks_are_counted_where_they_arrive_and_go_no_further(news):
    system = System()
    inputs = Inputs(system, "", news, MidiClocks())
    inputs.refresh(["Keys"])
    assert system.made[0].ignored == {"sysex": True, "timing": False, "active_sense": True}
    system.made[0].call(([0xF8], 0.0), None)
    assert news.empty()
    system.made[0].call(([0xFA], 0.0), None)
    assert news.get().running
    system.made[0].call(([0xF1, 3], 0.0), None)
    assert news.empty()


def test_a_port_that_went_and_came_back_between_two_looks_is_opened_anew(news):
    system = System(connected={"somebody:in"})
    inputs = Inputs(system, "", news, MidiClocks())
    inputs.refresh(["Keys"])
    inputs.refresh(["Keys"])
    assert len(system.made) == 1
    system.connected = {"somebody:in"}
    inputs.refresh(["Keys"])
    assert system.made[0].closed
    assert len(system.made) == 2
    inputs.refresh(["Keys"])
    assert len(system.made) == 2


def test_a_port_that_another_program_has_is_told_of_and_tried_again(news):
    system = System(0)
    inputs = Inputs(system, "", news, MidiClocks())
    said = "Keys cannot be opened, another program may have it (busy)"
    assert inputs.refresh(["Keys", "Pads"]) == said
    assert inputs.names == ("Pads",)
    system.refuses = ()
    assert inputs.refresh(["Keys", "Pads"]) == ""
    assert set(inputs.names) == {"Keys", "Pads"}
