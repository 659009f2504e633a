"""Feedback to controls: changes from elsewhere, never the value that they have just sent."""

import pytest

from distill.parameters import defaults
from distill.surfaces.midi.control_kind import ControlKind
from distill.surfaces.midi.feedback import Feedback
from distill.surfaces.midi.mapping import parse
from distill.surfaces.midi.port_messages import ControlLight
from distill.surfaces.midi.translate import MidiTranslator

HEAD = '[[binding]]\nsource = "cc"\nnumber = 1\ntarget = "fine"\ntakeover = "jump"\n'
RING = 'port = "twister"\n'
LIGHT = ControlLight("Twister out", ControlKind.CC, 1, 1)


class Rig:
    """Lights, their controls, and parameters."""

    def __init__(self, text, outputs=("Twister out",), inputs=("Twister in",)):
        mapping = parse(text, "x")
        self.lights, self.translator = Feedback(mapping), MidiTranslator(mapping)
        self.values = defaults()
        self.now = 0.0
        self.lights.plug(inputs, outputs)

    def receive(self, *data, port="Twister in"):
        """Receive from a control; return whether a light must be sent again."""
        again = False
        for event in self.translator.feed(bytes(data), port):
            if self.lights.echoes(event, port, self.now):
                continue
            for request in self.translator.translate(event, self.values, port):
                self.values[request.command.name] = request.command.value
            again = self.lights.observe(event, port, self.values) or again
        return again

    def show(self):
        return self.lights.show(self.values, self.now)

    def raws(self):
        return [raw for _, raw in self.show()]


def test_a_ring_gets_its_parameters_value_once():
    rig = Rig(HEAD + RING)
    assert rig.show() == ((LIGHT, 0),)
    rig.values["fine"] = 0.5
    assert rig.show() == ((LIGHT, 64),)
    assert rig.show() == ()


def test_a_value_that_a_control_has_just_sent_is_not_sent_back():
    rig = Rig(HEAD + RING)
    rig.show()
    rig.receive(0xB0, 1, 99)
    assert rig.values["fine"] == pytest.approx(99 / 127)
    assert rig.show() == ()
    rig.values["fine"] = 0.0
    assert rig.raws() == [0]


def test_a_control_that_is_finer_than_its_parameter_is_not_pulled_to_the_steps():
    rig = Rig(HEAD.replace("fine", "top_k") + RING + "range = [0, 4]\n")
    rig.show()
    rig.receive(0xB0, 1, 70)
    assert rig.values["top_k"] == 2.0
    assert rig.show() == ()


def test_only_the_newest_value_is_sent():
    rig = Rig(HEAD + RING)
    rig.show()
    for value in (0.1, 0.9, 1.0):
        rig.values["fine"] = value
    assert rig.raws() == [127]


def test_an_encoder_gets_the_value_after_its_own_clicks():
    rig = Rig(HEAD.replace('takeover = "jump"', 'mode = "relative2"') + RING)
    rig.show()
    rig.receive(0xB0, 1, 75)
    assert rig.raws() == [11]


def test_the_light_of_a_toggle_is_sent_again_after_press_and_release():
    rig = Rig(HEAD.replace('takeover = "jump"', 'mode = "toggle"') + RING)
    rig.show()
    assert rig.receive(0xB0, 1, 127)
    assert rig.raws() == [127]
    assert rig.receive(0xB0, 1, 0)
    assert rig.raws() == [127]


def test_a_value_that_comes_back_at_once_is_an_echo_and_changes_nothing():
    rig = Rig(HEAD + RING)
    rig.values["fine"] = 0.7
    assert rig.raws() == [89]
    rig.now = 0.1
    rig.receive(0xB0, 1, 89)
    assert rig.values["fine"] == 0.7
    rig.now = 1.0
    rig.receive(0xB0, 1, 89)
    assert rig.values["fine"] == 89 / 127


def test_clicks_equal_to_the_sent_value_are_no_echo():
    rig = Rig(HEAD.replace('takeover = "jump"', 'mode = "relative2"') + RING)
    rig.values["fine"] = 65 / 127
    assert rig.raws() == [65]
    rig.receive(0xB0, 1, 65)
    assert rig.values["fine"] == pytest.approx(66 / 127)


def test_of_two_controllers_only_the_other_one_gets_the_value():
    text = HEAD + "feedback = true\n"
    rig = Rig(text, ("A:out", "B:out"), ("A:in", "B:in"))
    assert [light.output for light, _ in rig.show()] == ["A:out", "B:out"]
    rig.receive(0xB0, 1, 99, port="A:in")
    assert rig.show() == ((ControlLight("B:out", ControlKind.CC, 1, 1), 99),)


def test_an_output_that_comes_back_gets_all_values():
    rig = Rig(HEAD + RING)
    rig.show()
    assert not rig.lights.plug(("Twister in",), ())
    assert rig.show() == ()
    assert rig.lights.plug(("Twister in",), ("Twister out",))
    assert rig.raws() == [0]


def test_a_light_uses_the_channel_that_its_control_sent_on():
    rig = Rig(HEAD + RING)
    rig.receive(0xB4, 1, 5)
    rig.values["fine"] = 1.0
    assert rig.show() == ((ControlLight("Twister out", ControlKind.CC, 5, 1), 127),)


@pytest.mark.parametrize(
    ("source", "value", "raw"),
    [("cc14", 1.0, 16_383), ("cc14", 0.5, 8_192), ("nrpn", 0.25, 4_096)],
)
def test_a_fine_control_gets_a_fine_value(source, value, raw):
    rig = Rig(HEAD.replace('"cc"', f'"{source}"') + RING)
    rig.values["fine"] = value
    assert rig.raws() == [raw]


@pytest.mark.parametrize(("value", "raw"), [(0.0, 0), (0.5, 8_192), (1.0, 16_383)])
def test_a_motor_fader_gets_pitchbend(value, raw):
    rig = Rig(HEAD.replace('"cc"\nnumber = 1', '"pitchbend"') + RING)
    rig.values["fine"] = value
    assert rig.raws() == [raw]


def test_of_two_parameters_on_one_control_the_first_is_shown():
    rig = Rig(HEAD + RING + HEAD.replace("fine", "width") + RING)
    rig.values["width"] = 1.0
    assert rig.raws() == [0]


def test_the_named_output_gets_the_value_whatever_the_port():
    rig = Rig(HEAD + 'feedback = "lamp"\n', ("Lamps", "Twister out"))
    assert [light.output for light, _ in rig.show()] == ["Lamps"]


def test_without_a_named_port_nothing_is_sent():
    assert Rig(HEAD).lights.watched == ()
    assert Rig(HEAD).show() == ()
    assert Rig(HEAD + RING).lights.watched == ("twister",)
    assert Rig(HEAD + "feedback = true\n").lights.watched == ("",)
    assert Rig(HEAD + RING + "feedback = false\n").lights.watched == ()


def test_a_control_that_sends_only_clicks_gets_its_position():
    nrpn = '[[binding]]\nsource = "nrpn"\nnumber = 300\ntarget = "fine"\n'
    rig = Rig(nrpn + RING)
    rig.show()
    for data in ((0xB0, 99, 2), (0xB0, 98, 44)):
        assert not rig.receive(*data)
    assert rig.receive(0xB0, 96, 0)
    assert rig.raws() == [round(16383 / 127)]
