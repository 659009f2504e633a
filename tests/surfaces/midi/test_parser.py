"""Bytes of a port become messages, however they are cut."""

import pytest

from distill.surfaces.midi.parser import BEND, CONTROL, NOTE_ON, PROGRAM, Message, Parser


def test_each_kind_has_its_length():
    data = bytes([0x90, 60, 100, 0xB2, 1, 2, 0xC0, 5, 0xE1, 0, 64])
    assert Parser().feed(data) == [
        Message(NOTE_ON, 1, 60, 100),
        Message(CONTROL, 3, 1, 2),
        Message(PROGRAM, 1, 5),
        Message(BEND, 2, 0, 64),
    ]


@pytest.mark.parametrize("cut", range(1, 6))
def test_running_status_pieces_and_a_clock_between_change_nothing(cut):
    parser = Parser()
    data = bytes([0xB0, 1, 0xF8, 10, 1, 11])
    assert parser.feed(data[:cut]) + parser.feed(data[cut:]) == [
        Message(CONTROL, 1, 1, 10),
        Message(CONTROL, 1, 1, 11),
    ]


def test_system_exclusive_is_passed_over_and_ends_running_status():
    data = bytes([0xB0, 1, 2, 0xF0, 1, 2, 3, 4, 0xF7, 1, 3, 0xB0, 7, 8])
    assert Parser().feed(data) == [Message(CONTROL, 1, 1, 2), Message(CONTROL, 1, 7, 8)]


def test_a_message_that_is_cut_off_by_another_is_dropped():
    assert Parser().feed(bytes([0x90, 60, 0xB0, 1, 2])) == [Message(CONTROL, 1, 1, 2)]
