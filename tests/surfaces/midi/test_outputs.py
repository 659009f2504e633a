"""What a control is told, byte by byte, and outputs that are not there."""

import pytest

from distill.surfaces.midi.binding import Source
from distill.surfaces.midi.news import Light, Show
from distill.surfaces.midi.outputs import Outputs, messages


@pytest.mark.parametrize(
    ("source", "number", "raw", "said"),
    [
        (Source.CC, 7, 100, [[0xB2, 7, 100]]),
        (Source.CC14, 7, 100 << 7 | 3, [[0xB2, 7, 100], [0xB2, 39, 3]]),
        (
            Source.NRPN,
            300,
            100 << 7 | 3,
            [[0xB2, 99, 2], [0xB2, 98, 44], [0xB2, 6, 100], [0xB2, 38, 3]],
        ),
        (Source.PITCHBEND, None, 8_192, [[0xE2, 0, 64]]),
        (Source.PITCHBEND, None, 16_383, [[0xE2, 127, 127]]),
        (Source.NOTE, 36, 127, [[0x92, 36, 127]]),
        (Source.NOTE, 36, 0, [[0x92, 36, 0]]),
    ],
)
def test_each_kind_is_told_in_its_own_bytes(source, number, raw, said):
    assert messages(Light("out", source, 3, number), raw) == said


class Library:
    """Stands for rtmidi: ports that obey, refuse or are gone."""

    def __init__(self, *names, refuses=()):
        self.names = list(names)
        self.refuses = refuses
        self.sent = []
        self.made = 0

    def MidiOut(self, api, name):  # noqa: N802 - the library's
        self.made += 1
        return Port(self)


class Port:
    def __init__(self, library):
        self.library = library

    def get_ports(self):
        return list(self.library.names)

    def open_port(self, index, name):
        if self.library.names[index] in self.library.refuses:
            raise OSError("busy")
        self.name = self.library.names[index]

    def send_message(self, data):
        self.library.sent.append((self.name, *data))


def show(outputs, name, raw=5):
    outputs.show(Show(((Light(name, Source.CC, 1, 7), raw),)))


def test_the_outputs_of_a_name_are_opened_once_and_only_those():
    library = Library("a", "b")
    outputs = Outputs(library)
    assert outputs.look(1, ["b"], renew=False) == (("b",), "")
    assert outputs.look(1, ["b"], renew=False) == (("b",), "")
    show(outputs, "b", 5)
    show(outputs, "a", 6)
    assert library.sent == [("b", 0xB0, 7, 5)]
    assert library.made == 2


def test_an_output_that_went_and_came_back_is_opened_anew():
    library = Library("a")
    outputs = Outputs(library)
    outputs.look(1, ["a"], renew=False)
    library.names = []
    assert outputs.look(1, ["a"], renew=False) == ((), "")
    show(outputs, "a")
    library.names = ["a"]
    outputs.look(1, ["a"], renew=False)
    show(outputs, "a")
    assert library.sent == [("a", 0xB0, 7, 5)]
    assert library.made == 3


def test_an_output_that_another_program_has_is_told_of():
    outputs = Outputs(Library("a", refuses=("a",)))
    open_now, trouble = outputs.look(1, ["a"], renew=False)
    assert open_now == ()
    assert trouble == "a cannot be opened, another program may have it (busy)"


def test_a_system_without_outputs_is_told_of():
    library = Library()
    library.MidiOut = None
    assert Outputs(library).look(1, ["a"], renew=False)[1].startswith("no outputs")


def test_an_output_that_fails_is_opened_anew():
    library = Library("a")
    outputs = Outputs(library)
    outputs.look(1, ["a"], renew=False)
    library.sent = None
    show(outputs, "a")
    library.sent = []
    outputs.look(1, ["a"], renew=False)
    show(outputs, "a")
    assert library.sent == [("a", 0xB0, 7, 5)]
