"""What controls are told to show: what came from elsewhere, never what they have just said."""

import pytest

from distill.parameters import defaults
from distill.surfaces.midi.binding import ControlKind
from distill.surfaces.midi.feedback import Feedback
from distill.surfaces.midi.mapping import parse
from distill.surfaces.midi.port_messages import ControlLight
from distill.surfaces.midi.translate import MidiTranslator

HEAD = '[[binding]]\nsource = "cc"\nnumber = 1\ntarget = "fine"\ntakeover = "jump"\n'
RING = 'port = "twister"\n'
LIGHT = ControlLight("Twister out", ControlKind.CC, 1, 1)


class Desk:
    """Lights, the controls they sit in, and parameters."""

    def __init__(self, text, outputs=("Twister out",), inputs=("Twister in",)):
        mapping = parse(text, "x")
        self.lights, self.translator = Feedback(mapping), MidiTranslator(mapping)
        self.values = defaults()
        self.now = 0.0
        self.lights.plug(inputs, outputs)

    def hear(self, *data, port="Twister in"):
        """Let a control speak; must a light be told again?"""
        again = False
        for heard in self.translator.feed(bytes(data), port):
            if self.lights.echoes(heard, port, self.now):
                continue
            for request in self.translator.ask(heard, self.values, port):
                self.values[request.command.name] = request.command.value
            again = self.lights.observe(heard, port, self.values) or again
        return again

    def show(self):
        return self.lights.show(self.values, self.now)

    def raws(self):
        return [raw for _, raw in self.show()]


def test_a_ring_is_told_where_its_parameter_is_and_once():
    desk = Desk(HEAD + RING)
    assert desk.show() == ((LIGHT, 0),)
    desk.values["fine"] = 0.5
    assert desk.show() == ((LIGHT, 64),)
    assert desk.show() == ()


def test_what_a_control_has_just_said_is_not_sent_back():
    desk = Desk(HEAD + RING)
    desk.show()
    desk.hear(0xB0, 1, 99)
    assert desk.values["fine"] == pytest.approx(99 / 127)
    assert desk.show() == ()
    desk.values["fine"] = 0.0
    assert desk.raws() == [0]


def test_a_control_that_is_finer_than_its_parameter_is_not_pulled_to_the_steps():
    desk = Desk(HEAD.replace("fine", "top_k") + RING + "range = [0, 4]\n")
    desk.show()
    desk.hear(0xB0, 1, 70)
    assert desk.values["top_k"] == 2.0
    assert desk.show() == ()


def test_the_newest_value_is_told_and_those_between_are_not():
    desk = Desk(HEAD + RING)
    desk.show()
    for value in (0.1, 0.9, 1.0):
        desk.values["fine"] = value
    assert desk.raws() == [127]


def test_an_encoder_is_told_what_its_own_clicks_did():
    desk = Desk(HEAD.replace('takeover = "jump"', 'mode = "relative2"') + RING)
    desk.show()
    desk.hear(0xB0, 1, 75)
    assert desk.raws() == [11]


def test_the_light_of_a_toggle_is_said_again_after_press_and_release():
    desk = Desk(HEAD.replace('takeover = "jump"', 'mode = "toggle"') + RING)
    desk.show()
    assert desk.hear(0xB0, 1, 127)
    assert desk.raws() == [127]
    assert desk.hear(0xB0, 1, 0)
    assert desk.raws() == [127]


def test_what_comes_back_at_once_is_an_echo_and_turns_nothing():
    desk = Desk(HEAD + RING)
    desk.values["fine"] = 0.7
    assert desk.raws() == [89]
    desk.now = 0.1
    desk.hear(0xB0, 1, 89)
    assert desk.values["fine"] == 0.7
    desk.now = 1.0
    desk.hear(0xB0, 1, 89)
    assert desk.values["fine"] == 89 / 127


def test_clicks_that_look_like_what_was_told_are_no_echo():
    desk = Desk(HEAD.replace('takeover = "jump"', 'mode = "relative2"') + RING)
    desk.values["fine"] = 65 / 127
    assert desk.raws() == [65]
    desk.hear(0xB0, 1, 65)
    assert desk.values["fine"] == pytest.approx(66 / 127)


def test_of_two_controllers_only_the_other_one_is_told():
    text = HEAD + "feedback = true\n"
    desk = Desk(text, ("A:out", "B:out"), ("A:in", "B:in"))
    assert [light.output for light, _ in desk.show()] == ["A:out", "B:out"]
    desk.hear(0xB0, 1, 99, port="A:in")
    assert desk.show() == ((ControlLight("B:out", ControlKind.CC, 1, 1), 99),)


def test_an_output_that_comes_back_is_told_everything():
    desk = Desk(HEAD + RING)
    desk.show()
    assert not desk.lights.plug(("Twister in",), ())
    assert desk.show() == ()
    assert desk.lights.plug(("Twister in",), ("Twister out",))
    assert desk.raws() == [0]


def test_a_light_is_on_the_channel_that_its_control_spoke_on():
    desk = Desk(HEAD + RING)
    desk.hear(0xB4, 1, 5)
    desk.values["fine"] = 1.0
    assert desk.show() == ((ControlLight("Twister out", ControlKind.CC, 5, 1), 127),)


@pytest.mark.parametrize(
    ("source", "value", "raw"),
    [("cc14", 1.0, 16_383), ("cc14", 0.5, 8_192), ("nrpn", 0.25, 4_096)],
)
def test_a_fine_control_is_told_finely(source, value, raw):
    desk = Desk(HEAD.replace('"cc"', f'"{source}"') + RING)
    desk.values["fine"] = value
    assert desk.raws() == [raw]


@pytest.mark.parametrize(("value", "raw"), [(0.0, 0), (0.5, 8_192), (1.0, 16_383)])
def test_a_motor_fader_is_told_by_pitchbend(value, raw):
    desk = Desk(HEAD.replace('"cc"\nnumber = 1', '"pitchbend"') + RING)
    desk.values["fine"] = value
    assert desk.raws() == [raw]


def test_of_two_parameters_on_one_control_the_first_is_shown():
    desk = Desk(HEAD + RING + HEAD.replace("fine", "width") + RING)
    desk.values["width"] = 1.0
    assert desk.raws() == [0]


def test_the_named_output_is_told_whatever_the_port():
    desk = Desk(HEAD + 'feedback = "lamp"\n', ("Lamps", "Twister out"))
    assert [light.output for light, _ in desk.show()] == ["Lamps"]


def test_without_a_named_port_nothing_is_told():
    assert Desk(HEAD).lights.watched == ()
    assert Desk(HEAD).show() == ()
    assert Desk(HEAD + RING).lights.watched == ("twister",)
    assert Desk(HEAD + "feedback = true\n").lights.watched == ("",)
    assert Desk(HEAD + RING + "feedback = false\n").lights.watched == ()


def test_a_control_that_says_only_up_and_down_is_told_where_it_is():
    nrpn = '[[binding]]\nsource = "nrpn"\nnumber = 300\ntarget = "fine"\n'
    desk = Desk(nrpn + RING)
    desk.show()
    for data in ((0xB0, 99, 2), (0xB0, 98, 44)):
        assert not desk.hear(*data)
    assert desk.hear(0xB0, 96, 0)
    assert desk.raws() == [round(16383 / 127)]
