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

    def get_ports(self):
        return self.system.there

    def open_port(self, index, name):
        self.opened = self.system.there[index]
        if index in self.system.refuses:
            raise OSError("busy")
        if self.system.connected is not None and not self.system.stolen:
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
        self.stolen = False
        self.made = []
        self.there = ["Keys", "Pads", "My Keys"]

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
    system.there = ["Keys", "Keys"]
    inputs.refresh(system.there)
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


def test_a_port_that_moved_since_the_scan_is_opened_by_its_name(outbox):
    system = System()
    inputs = Inputs(system, "keys", outbox, MidiClocks())
    system.there = ["distill:out", "Pads", "Keys"]
    assert inputs.refresh(["Keys", "Pads"]) == ""
    assert [port.opened for port in system.made] == ["Keys"]


def test_a_port_that_went_since_the_scan_is_reported(outbox):
    system = System()
    inputs = Inputs(system, "keys", outbox, MidiClocks())
    system.there = ["Pads"]
    assert "Keys cannot be opened" in inputs.refresh(["Keys"])
    assert inputs.names == ()


def test_another_port_opened_in_its_place_is_closed_and_tried_again(outbox):
    system = System(connected={"somebody:in"})
    inputs = Inputs(system, "keys", outbox, MidiClocks())
    system.stolen = True
    assert "it moved while it was opened" in inputs.refresh(["Keys"])
    assert system.made[0].closed
    system.stolen = False
    assert inputs.refresh(["Keys"]) == ""
    assert inputs.names == ("Keys",)


def test_ports_of_its_own_are_not_opened(outbox):
    inputs = Inputs(System(), "", outbox, MidiClocks())
    inputs.refresh(["distill:out", "distill-01:out", "Keys"])
    assert inputs.names == ("Keys",)


def test_a_port_in_use_elsewhere_is_reported_and_tried_again(outbox):
    system = System(0)
    inputs = Inputs(system, "", outbox, MidiClocks())
    said = "Keys cannot be opened, another program may have it (busy)"
    assert inputs.refresh(["Keys", "Pads"]) == said
    assert inputs.names == ("Pads",)
    system.refuses = ()
    assert inputs.refresh(["Keys", "Pads"]) == ""
    assert set(inputs.names) == {"Keys", "Pads"}
