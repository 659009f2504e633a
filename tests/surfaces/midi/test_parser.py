"""Messages of a channel and their bytes, in both directions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distill.surfaces.midi.parser import BEND, CONTROL, NOTE_ON, PROGRAM, MidiMessage, read

EACH = [
    ([0x90, 60, 100], MidiMessage(NOTE_ON, 1, 60, 100)),
    ([0xB2, 1, 2], MidiMessage(CONTROL, 3, 1, 2)),
    ([0xCF, 5], MidiMessage(PROGRAM, 16, 5)),
    ([0xE1, 0, 64], MidiMessage(BEND, 2, 0, 64)),
]
BYTE = st.integers(0, 127)


@pytest.mark.parametrize(("data", "message"), EACH)
def test_each_kind_that_can_be_bound_is_decoded(data, message):
    assert read(bytes(data)) == message


@pytest.mark.parametrize(("data", "message"), EACH)
def test_each_kind_that_can_be_bound_is_encoded(data, message):
    assert message.to_bytes() == data


@given(st.sampled_from([NOTE_ON, CONTROL, BEND]), st.integers(1, 16), BYTE, BYTE)
def test_decoding_reverses_encoding(kind, channel, first, second):
    message = MidiMessage(kind, channel, first, second)
    assert read(bytes(message.to_bytes())) == message


@given(st.integers(1, 16), BYTE)
def test_a_program_has_one_data_byte(channel, number):
    message = MidiMessage(PROGRAM, channel, number)
    assert len(message.to_bytes()) == 2
    assert read(bytes(message.to_bytes())) == message


@given(st.binary(max_size=5))
def test_whatever_is_decoded_is_encoded_as_it_was(data):
    message = read(data)
    assert message is None or bytes(message.to_bytes()) == data


@pytest.mark.parametrize(
    "data",
    [
        [], [0x80, 60, 0], [0xA0, 60, 9], [0xD0, 9], [0xF8], [0xF0, 1, 0xF7], [0xB0, 1], [5],
        [0xB0, 1, 2, 3], [0xC0, 1, 2], [0xB0, 1, 128], [0xB0, 200, 1],
    ],
)  # fmt: skip
def test_all_other_messages_are_ignored(data):
    assert read(bytes(data)) is None
