"""Feedback byte by byte, and outputs that are missing."""

import pytest

from distill.surfaces.midi.control_kind import ControlKind
from distill.surfaces.midi.outputs import Outputs, messages
from distill.surfaces.midi.port_messages import ControlLight, ShowLights


@pytest.mark.parametrize(
    ("source", "number", "raw", "said"),
    [
        (ControlKind.CC, 7, 100, [[0xB2, 7, 100]]),
        (ControlKind.CC14, 7, 100 << 7 | 3, [[0xB2, 7, 100], [0xB2, 39, 3]]),
        (
            ControlKind.NRPN,
            300,
            100 << 7 | 3,
            [[0xB2, 99, 2], [0xB2, 98, 44], [0xB2, 6, 100], [0xB2, 38, 3]],
        ),
        (ControlKind.PITCHBEND, None, 8_192, [[0xE2, 0, 64]]),
        (ControlKind.PITCHBEND, None, 16_383, [[0xE2, 127, 127]]),
        (ControlKind.NOTE, 36, 127, [[0x92, 36, 127]]),
        (ControlKind.NOTE, 36, 0, [[0x92, 36, 0]]),
    ],
)
def test_each_kind_is_encoded_in_its_own_bytes(source, number, raw, said):
    assert messages(ControlLight("out", source, 3, number), raw) == said


class System:
    """Stands for a system whose ports work, refuse or are gone."""

    def __init__(self, *refuses):
        self.refuses = refuses
        self.sent = []
        self.made = 0
        self.there = ["a", "b"]

    def open_output(self):
        self.made += 1
        return Port(self)


class Port:
    def __init__(self, system):
        self.system = system

    def get_ports(self):
        return self.system.there

    def open_port(self, index, name):
        if index in self.system.refuses:
            raise OSError("busy")
        self.index = index

    def send_message(self, data):
        self.system.sent.append((self.index, *data))


def show(outputs, name, raw=5):
    outputs.show(ShowLights(((ControlLight(name, ControlKind.CC, 1, 7), raw),)))


def test_the_outputs_of_a_name_are_opened_once_and_only_those():
    system = System()
    outputs = Outputs(system)
    for _ in range(2):
        assert outputs.refresh(["a", "b"], ["b"]) == ""
        assert outputs.names == ("b",)
    show(outputs, "b", 5)
    show(outputs, "a", 6)
    assert system.sent == [(1, 0xB0, 7, 5)]
    assert system.made == 1


def test_an_output_that_moved_since_the_scan_is_opened_by_its_name():
    system = System()
    outputs = Outputs(system)
    system.there = ["distill:in", "b", "a"]
    outputs.refresh(["a", "b"], ["a"])
    show(outputs, "a", 5)
    assert system.sent == [(2, 0xB0, 7, 5)]


def test_an_output_that_came_back_is_reopened():
    system = System()
    outputs = Outputs(system)
    outputs.refresh(["a"], ["a"])
    outputs.refresh([], ["a"])
    assert outputs.names == ()
    show(outputs, "a")
    outputs.refresh(["a"], ["a"])
    show(outputs, "a")
    assert system.sent == [(0, 0xB0, 7, 5)]
    assert system.made == 2


def test_an_output_in_use_elsewhere_is_reported_and_others_are_opened():
    outputs = Outputs(System(0))
    said = outputs.refresh(["a", "b"], ["a", "b"])
    assert said == "a cannot be opened, another program may have it (busy)"
    assert outputs.names == ("b",)


def test_an_output_that_fails_is_reopened():
    system = System()
    outputs = Outputs(system)
    outputs.refresh(["a"], ["a"])
    system.sent = None
    show(outputs, "a")
    system.sent = []
    outputs.refresh(["a"], ["a"])
    show(outputs, "a")
    assert system.sent == [(0, 0xB0, 7, 5)]
