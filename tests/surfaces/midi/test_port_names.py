"""Names of ports as ALSA, JACK, Windows and a Mac write them."""

import pytest

from distill.surfaces.midi.port_names import numbered, outputs_of, stable_name


@pytest.mark.parametrize(
    ("name", "windows", "part"),
    [
        ("nanoKONTROL2:nanoKONTROL2 MIDI 1 24:0", False, "nanoKONTROL2:nanoKONTROL2 MIDI 1"),
        ("nanoKONTROL2 1", True, "nanoKONTROL2"),
        ("Launchkey 49", False, "Launchkey 49"),
        ("Twister #2", False, "Twister"),
        ("a2j:nano [24] (capture): nano MIDI 1", False, "a2j:nano [24] (capture): nano MIDI 1"),
    ],
)
def test_parts_that_change_between_sessions_are_left_out(name, windows, part):
    assert stable_name(name, windows=windows) == part


@pytest.mark.parametrize(
    ("name", "outputs", "found"),
    [
        ("Launchkey 49", ("Launchkey 25 MIDI", "Launchkey 49 MIDI"), ("Launchkey 49 MIDI",)),
        ("nano:nano 1 24:0", ("Other 20:0", "nano:nano 1 28:0"), ("nano:nano 1 28:0",)),
        ("keys:out", ("pads:in", "keys:in"), ("keys:in",)),
        (
            "a2j:nano [24] (capture): nano MIDI 1",
            ("a2j:pads [20] (playback): pads", "a2j:nano [24] (playback): nano MIDI 1"),
            ("a2j:nano [24] (playback): nano MIDI 1",),
        ),
        ("a2j:nano [24] (capture): x", ("a2j:pads [20] (playback): x",), ()),
        ("system:midi_capture_1", ("system:midi_playback_1",), ("system:midi_playback_1",)),
        ("Twister", (), ()),
        ("", ("anything",), ()),
    ],
)  # fmt: skip
def test_the_output_that_belongs_to_an_input_is_found(name, outputs, found):
    assert outputs_of(name, outputs) == found


def test_equal_names_are_numbered():
    assert numbered(["a", "b", "a", "a"]) == ["a", "b", "a #2", "a #3"]
