"""One message of a port, read or passed over."""

import pytest

from distill.surfaces.midi.parser import BEND, CONTROL, NOTE_ON, PROGRAM, Message, read


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([0x90, 60, 100], Message(NOTE_ON, 1, 60, 100)),
        ([0xB2, 1, 2], Message(CONTROL, 3, 1, 2)),
        ([0xCF, 5], Message(PROGRAM, 16, 5)),
        ([0xE1, 0, 64], Message(BEND, 2, 0, 64)),
    ],
)
def test_each_kind_that_can_be_bound_is_read(data, message):
    assert read(bytes(data)) == message


@pytest.mark.parametrize(
    "data", [[], [0x80, 60, 0], [0xA0, 60, 9], [0xD0, 9], [0xF8], [0xF0, 1, 0xF7], [0xB0, 1], [5]]
)
def test_all_else_is_passed_over(data):
    assert read(bytes(data)) is None
