"""Inputs that appear, disappear, are replugged, or cannot be opened; no port is opened."""

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
    """Stands for a system; `connected` is what its port is connected to, if it reports that."""

    def __init__(self, *refuses, connected=None):
        self.refuses = refuses
        self.connected = connected
        self.made = []

    def open_input(self):
        self.made.append(Port(self))
        return self.made[-1]

    def connections(self, name):
        return None if self.connected is None else set(self.connected)


@pytest.fixture
def outbox():
    return queue.Queue(2)


def test_a_matching_port_is_opened_once_and_closed_when_it_goes(outbox):
    system = System()
    inputs = Inputs(system, "KEYS", outbox, MidiClocks())
    for _ in range(2):
        assert inputs.refresh(["Pads", "My Keys"]) == ""
    assert inputs.names == ("My Keys",)
    assert len(system.made) == 1
    inputs.refresh(["Pads"])
    assert inputs.names == ()
    assert system.made[0].closed


def test_messages_are_queued_and_those_over_the_bound_are_counted(outbox):
    system = System()
    inputs = Inputs(system, "", outbox, MidiClocks())
    inputs.refresh(["Keys", "Keys"])
    system.made[1].call(([0xB0, 1, 2], 0.0), None)
    assert outbox.get() == PortBytes("Keys #2", bytes([0xB0, 1, 2]))
    for _ in range(3):
        system.made[0].call(([0xB0, 1, 2], 0.0), None)
    assert inputs.lost == 1


def test_clock_ticks_are_counted_on_arrival_and_not_queued(outbox):
    system = System()
    inputs = Inputs(system, "", outbox, MidiClocks())
    inputs.refresh(["Keys"])
    assert system.made[0].ignored == {"sysex": True, "timing": False, "active_sense": True}
    system.made[0].call(([0xF8], 0.0), None)
    assert outbox.empty()
    system.made[0].call(([0xFA], 0.0), None)
    assert outbox.get().running
    system.made[0].call(([0xF1, 3], 0.0), None)
    assert outbox.empty()


def test_a_port_that_came_back_between_two_scans_is_reopened(outbox):
    system = System(connected={"somebody:in"})
    inputs = Inputs(system, "", outbox, MidiClocks())
    inputs.refresh(["Keys"])
    inputs.refresh(["Keys"])
    assert len(system.made) == 1
    system.connected = {"somebody:in"}
    inputs.refresh(["Keys"])
    assert system.made[0].closed
    assert len(system.made) == 2
    inputs.refresh(["Keys"])
    assert len(system.made) == 2


def test_a_port_in_use_elsewhere_is_reported_and_tried_again(outbox):
    system = System(0)
    inputs = Inputs(system, "", outbox, MidiClocks())
    said = "Keys cannot be opened, another program may have it (busy)"
    assert inputs.refresh(["Keys", "Pads"]) == said
    assert inputs.names == ("Pads",)
    system.refuses = ()
    assert inputs.refresh(["Keys", "Pads"]) == ""
    assert set(inputs.names) == {"Keys", "Pads"}
