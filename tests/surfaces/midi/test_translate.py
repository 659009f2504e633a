"""Controls become requests: every mode and takeover, without a port."""

import pytest

from distill.commands.context import Client
from distill.commands.parameter import SetParameter
from distill.commands.snapshots import Recall
from distill.commands.transport import Play, Stop
from distill.engine.ports import Request
from distill.parameters import defaults
from distill.surfaces.midi.binding import ControlKind
from distill.surfaces.midi.mapping import parse
from distill.surfaces.midi.port_messages import ControlLight
from distill.surfaces.midi.translate import MidiTranslator


class Desk:
    """A translator, and parameters that obey it."""

    def __init__(self, text):
        self.translator = MidiTranslator(parse(text, "x"))
        self.values = defaults()

    def hear(self, *data, port="p"):
        return self.obey([(port, heard) for heard in self.translator.feed(bytes(data), port)])

    def settle(self):
        return self.obey(self.translator.settle())

    def obey(self, spoken):
        """Do what is asked; give the commands."""
        commands = []
        for port, heard in spoken:
            for request in self.translator.ask(heard, self.values, port):
                commands.append(request.command)
                if isinstance(request.command, SetParameter):
                    self.values[request.command.name] = request.command.value
        return commands

    def turn(self, *raw):
        """Let controller 1 send; give what `fine` is after each."""
        return [(self.hear(0xB0, 1, value) and None) or self.values["fine"] for value in raw]


def knob(more="", source="cc", number="number = 1", target="fine"):
    return f'[[binding]]\nsource = "{source}"\n{number}\ntarget = "{target}"\n{more}\n'


JUMP = 'takeover = "jump"'


def test_a_request_is_what_the_engine_takes_and_says_which_port_asked():
    translator = MidiTranslator(parse(knob(JUMP), "x"))
    (heard,) = translator.feed(bytes([0xB0, 1, 127]), "keys")
    assert translator.ask(heard, defaults(), "keys") == [
        Request(SetParameter("fine", 1.0), Client("midi", "keys"), 0)
    ]


def test_a_jump_sets_what_the_knob_says_and_repeats_cost_nothing():
    desk = Desk(knob(JUMP))
    assert desk.turn(127, 0, 64) == [1.0, 0.0, pytest.approx(64 / 127)]
    assert desk.hear(0xB0, 1, 64) == []


def test_a_channel_is_minded_and_a_stranger_counted():
    desk = Desk(knob(f"channel = 2\n{JUMP}"))
    assert desk.hear(0xB0, 1, 127) == []
    assert desk.translator.unbound == 1
    assert desk.hear(0xB1, 1, 127) == [SetParameter("fine", 1.0)]


def test_pickup_waits_for_the_crossing_from_either_side():
    for way in ((0, 20, 60, 70), (127, 100, 65, 60)):
        desk = Desk(knob())
        desk.values["fine"] = 0.5
        seen = desk.turn(*way)
        assert seen[:-1] == [0.5, 0.5, 0.5]
        assert seen[-1] == pytest.approx(way[-1] / 127)


def test_pickup_takes_a_fast_crossing_and_then_follows():
    desk = Desk(knob())
    desk.values["fine"] = 0.5
    assert desk.turn(0, 127, 10) == [0.5, 1.0, pytest.approx(10 / 127)]


def test_pickup_takes_a_knob_that_stands_where_the_value_is():
    assert Desk(knob()).turn(0, 5) == [0.0, pytest.approx(5 / 127)]


def test_pickup_takes_a_ring_that_was_told_where_the_value_is():
    desk = Desk(knob())
    desk.turn(0, 30)
    desk.values["fine"] = 0.9
    desk.translator.shown(ControlLight("out", ControlKind.CC, 1, 1), 114)
    assert desk.turn(112)[0] == pytest.approx(112 / 127)


def test_pickup_does_not_take_a_knob_that_cannot_be_told():
    desk = Desk(knob())
    desk.turn(0, 30)
    desk.values["fine"] = 0.9
    desk.translator.shown(ControlLight("out", ControlKind.CC, 1, 1), 114)
    assert desk.turn(31, 32) == [0.9, 0.9]


def test_pickup_lets_go_when_another_hand_moved_the_value():
    desk = Desk(knob())
    desk.turn(0, 30)
    desk.values["fine"] = 0.9
    assert desk.turn(40, 50, 120) == [0.9, 0.9, pytest.approx(120 / 127)]
    desk.values["fine"] = 0.1
    assert desk.turn(119, 60, 0) == [0.1, 0.1, 0.0]


def test_scale_moves_the_same_way_and_both_reach_the_end_together():
    desk = Desk(knob('takeover = "scale"'))
    desk.values["fine"] = 0.8
    first, second, end = desk.turn(0, 64, 127)
    assert first == 0.8
    assert second == pytest.approx(0.8 + 0.2 * 64 / 127)
    assert end == pytest.approx(1.0)
    assert desk.turn(0)[0] == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("mode", "up", "down", "faster"),
    [("relative1", 1, 127, 3), ("relative2", 65, 63, 67), ("relative3", 1, 65, 3)],
)
def test_an_encoder_counts_clicks(mode, up, down, faster):
    desk = Desk(knob(f'mode = "{mode}"'))
    assert desk.turn(up, faster, down) == pytest.approx([1 / 127, 4 / 127, 3 / 127])
    assert desk.turn(*[down] * 10)[-1] == 0.0
    assert desk.turn(up)[0] == pytest.approx(1 / 127)


def test_binary_offset_rests_at_64():
    assert Desk(knob('mode = "relative2"')).turn(64) == [0.0]


def test_clicks_that_are_less_than_a_step_add_up():
    desk = Desk(knob('mode = "relative1"\nrange = [0, 8]', target="top_k"))
    seen = [(desk.hear(0xB0, 1, 1) and None) or desk.values["top_k"] for _ in range(127)]
    assert seen[-1] == 8.0
    assert seen[:4] == [0.0] * 4
    assert sorted(set(seen)) == [float(n) for n in range(9)]


def test_an_encoder_goes_on_from_where_another_hand_put_the_value():
    desk = Desk(knob('mode = "relative1"'))
    desk.turn(1)
    desk.values["fine"] = 0.5
    assert desk.turn(1)[0] == pytest.approx(0.5 + 1 / 127)


def test_a_toggle_changes_with_each_press_and_not_with_the_release():
    desk = Desk(knob('mode = "toggle"\nrange = [0, 0.5]'))
    assert desk.turn(127, 0, 127, 0, 127) == [0.5, 0.5, 0.0, 0.0, 0.5]


def test_a_button_that_never_says_up_presses_each_time():
    assert Desk(knob('mode = "toggle"')).turn(127, 127, 127) == [1.0, 0.0, 1.0]


def test_a_trigger_sets_the_second_end():
    desk = Desk(knob('mode = "trigger"\nrange = [0, 0.3]'))
    assert desk.turn(127, 0) == [0.3, 0.3]


def test_a_key_fires_its_command_when_it_goes_down():
    desk = Desk(knob(source="note", number="number = 36", target="play a"))
    assert desk.hear(0x90, 36, 100) == [Play("a")]
    assert desk.hear(0x90, 36, 0, 0x80, 36, 64) == []
    assert desk.hear(0x90, 36, 1) == [Play("a")]


def test_a_key_may_turn_by_how_hard_it_is_struck():
    desk = Desk(knob(source="note", number="number = 36"))
    assert desk.hear(0x90, 36, 127) == [SetParameter("fine", 1.0)]


def test_a_program_fires_and_one_without_a_number_turns():
    stopping = Desk(knob(source="program", number="number = 3", target="stop"))
    assert stopping.hear(0xC0, 3) == [Stop()]
    assert stopping.hear(0xC0, 4) == []
    assert Desk(knob(source="program", number="")).hear(0xC0, 127) == [SetParameter("fine", 1.0)]


def test_a_program_that_is_named_goes_before_what_takes_any():
    anyone = knob(source="program", number="", target="recall #")
    desk = Desk(knob(source="program", number="number = 3", target="stop") + anyone)
    assert desk.hear(0xC0, 3) == [Stop()]
    assert desk.hear(0xC0, 4) == [Recall("4")]
    assert desk.hear(0xC5, 127) == [Recall("127")]


NRPN = [(0xB0, 99, 2), (0xB0, 98, 44)]


def test_an_nrpn_is_moved_by_clicks_from_where_its_parameter_is():
    desk = Desk(knob(source="nrpn", number="number = 300"))
    desk.values["fine"] = 0.5
    for data in NRPN:
        assert desk.hear(*data) == []
    (up,) = desk.hear(0xB0, 96, 0)
    assert up == SetParameter("fine", pytest.approx(0.5 + 1 / 127))
    (down,) = desk.hear(0xB0, 97, 127)
    assert down == SetParameter("fine", pytest.approx(0.5))
    desk.values["fine"] = 0.0
    assert desk.hear(0xB0, 97, 1) == []


def test_clicks_of_another_number_or_of_none_move_nothing():
    desk = Desk(knob(source="nrpn", number="number = 300"))
    assert desk.hear(0xB0, 96, 1) == []
    for data in [(0xB0, 99, 2), (0xB0, 98, 45), (0xB0, 96, 1), (0xB0, 101, 0), (0xB0, 100, 0)]:
        assert desk.hear(*data) == []
    assert desk.hear(0xB0, 96, 1) == []


def test_a_pair_moves_by_its_coarse_half_alone_and_its_fine_half_refines():
    desk = Desk(knob(JUMP, source="cc14"))
    assert desk.hear(0xB0, 33, 5) == []
    assert desk.hear(0xB0, 1, 64) == [SetParameter("fine", 64 / 127)]
    assert desk.hear(0xB0, 33, 5) == [SetParameter("fine", (64 << 7 | 5) / 16_383)]
    assert desk.translator.unbound == 0


def test_a_pair_whose_fine_half_is_known_is_heard_once_and_whole():
    desk = Desk(knob(JUMP, source="cc14"))
    desk.hear(0xB0, 1, 64)
    desk.hear(0xB0, 33, 5)
    assert desk.hear(0xB0, 1, 127) == []
    assert desk.hear(0xB0, 33, 127) == [SetParameter("fine", 1.0)]


def test_a_fine_half_that_stays_away_is_waited_for_until_the_next_look():
    desk = Desk(knob(JUMP, source="cc14"))
    desk.hear(0xB0, 1, 64)
    desk.hear(0xB0, 33, 5)
    assert desk.hear(0xB0, 1, 0) == []
    assert desk.settle() == [SetParameter("fine", 0.0)]
    assert desk.settle() == []
    assert desk.hear(0xB0, 1, 127) == [SetParameter("fine", 1.0)]


def test_halves_of_different_channels_and_ports_do_not_meet():
    desk = Desk(knob(JUMP, source="cc14"))
    desk.hear(0xB0, 1, 64)
    assert desk.hear(0xB1, 33, 5) == []
    assert desk.hear(0xB0, 33, 5, port="other") == []
    desk.translator.forget("p")
    assert desk.hear(0xB0, 33, 5) == []


def test_an_nrpn_turns_by_both_halves_of_its_data():
    desk = Desk(knob(JUMP, source="nrpn", number="number = 300"))
    for first, second in ((99, 2), (98, 44)):
        assert desk.hear(0xB0, first, second) == []
    assert desk.hear(0xB0, 6, 127) == [SetParameter("fine", 1.0)]
    assert desk.hear(0xB0, 38, 0) == [SetParameter("fine", (127 << 7) / 16_383)]
    assert desk.translator.unbound == 0


def test_another_nrpn_turns_nothing():
    desk = Desk(knob(JUMP, source="nrpn", number="number = 300"))
    for first, second in ((99, 2), (98, 45), (6, 127), (38, 1)):
        assert desk.hear(0xB0, first, second) == []


def test_a_binding_minds_its_port():
    desk = Desk(knob(f'port = "KEYS"\n{JUMP}') + knob(f'port = "pads"\n{JUMP}', target="width"))
    assert desk.hear(0xB0, 1, 127, port="My Keys 24:0") == [SetParameter("fine", 1.0)]
    assert desk.hear(0xB0, 1, 127, port="Pads") == [SetParameter("width", 1.0)]
    assert desk.hear(0xB0, 1, 0, port="third") == []
    assert desk.translator.unbound == 1


def test_a_binding_that_names_its_port_goes_before_those_that_do_not():
    desk = Desk(knob(JUMP) + knob(f'port = "keys"\n{JUMP}', target="width"))
    desk.values["width"] = 0.5
    assert desk.hear(0xB0, 1, 127, port="Keys") == [SetParameter("width", 1.0)]
    assert desk.hear(0xB0, 1, 127, port="Pads") == [SetParameter("fine", 1.0)]


def test_half_of_a_pair_of_a_named_port_is_not_heard_alone():
    pair = knob(f'port = "keys"\n{JUMP}', source="cc14", target="width")
    desk = Desk(knob(JUMP) + pair)
    desk.values["width"] = 0.5
    assert desk.hear(0xB0, 1, 127, port="Keys") == [SetParameter("width", 1.0)]
    assert desk.hear(0xB0, 33, 127, port="Keys") == []
    assert desk.hear(0xB0, 1, 127, port="Pads") == [SetParameter("fine", 1.0)]
    assert desk.translator.unbound == 0


def test_other_bindings_leave_a_knob_that_was_picked_up_in_hand():
    desk = Desk(knob())
    desk.turn(0, 30)
    desk.translator.adopt(parse(knob() + knob(number="number = 2", target="width"), "x"))
    assert desk.turn(33) == [pytest.approx(33 / 127)]


def test_two_controllers_on_one_binding_pick_up_each_for_itself():
    desk = Desk(knob())
    desk.hear(0xB0, 1, 0, port="a")
    desk.hear(0xB0, 1, 100, port="a")
    assert desk.hear(0xB0, 1, 20, port="b") == []
    assert desk.hear(0xB0, 1, 120, port="b") == [SetParameter("fine", 120 / 127)]
    assert desk.hear(0xB0, 1, 99, port="a") == []


def test_a_bend_rests_in_the_exact_middle():
    desk = Desk(knob(JUMP, source="pitchbend", number=""))
    assert desk.hear(0xE0, 0, 0) == []
    assert desk.hear(0xE0, 0, 64) == [SetParameter("fine", 0.5)]
    assert desk.hear(0xE0, 127, 127) == [SetParameter("fine", 1.0)]


def test_one_knob_may_turn_two_parameters_and_order_is_kept():
    desk = Desk(knob(JUMP) + knob(JUMP + "\nrange = [1, 0]", target="width"))
    desk.values["width"] = 0.5
    assert desk.hear(0xB0, 1, 127) == [SetParameter("fine", 1.0), SetParameter("width", 0.0)]
    assert desk.hear(0xB0, 1, 0) == [SetParameter("fine", 0.0), SetParameter("width", 1.0)]
