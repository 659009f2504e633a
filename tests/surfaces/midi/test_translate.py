"""Controls become requests: every mode and takeover, without a port."""

import pytest

from distill.commands.context import Client
from distill.commands.parameter import SetParameter
from distill.commands.snapshots import Recall
from distill.commands.transport import Play, Stop
from distill.engine.ports import Request
from distill.parameters import defaults
from distill.surfaces.midi.control_kind import ControlKind
from distill.surfaces.midi.mapping import parse
from distill.surfaces.midi.port_messages import ControlLight
from distill.surfaces.midi.translate import MidiTranslator


class Rig:
    """A translator, and parameters that its requests set."""

    def __init__(self, text):
        self.translator = MidiTranslator(parse(text, "x"))
        self.values = defaults()

    def receive(self, *data, port="p"):
        return self.apply([(port, event) for event in self.translator.feed(bytes(data), port)])

    def settle(self):
        return self.apply(self.translator.settle())

    def apply(self, events):
        """Apply the requests of events; return the commands."""
        commands = []
        for port, event in events:
            for request in self.translator.translate(event, self.values, port):
                commands.append(request.command)
                if isinstance(request.command, SetParameter):
                    self.values[request.command.name] = request.command.value
        return commands

    def turn(self, *raw):
        """Send values of controller 1; return `fine` after each."""
        return [(self.receive(0xB0, 1, value) and None) or self.values["fine"] for value in raw]


def knob(more="", source="cc", number="number = 1", target="fine"):
    return f'[[binding]]\nsource = "{source}"\n{number}\ntarget = "{target}"\n{more}\n'


JUMP = 'takeover = "jump"'


def test_a_request_carries_its_command_and_port():
    translator = MidiTranslator(parse(knob(JUMP), "x"))
    (event,) = translator.feed(bytes([0xB0, 1, 127]), "keys")
    assert translator.translate(event, defaults(), "keys") == [
        Request(SetParameter("fine", 1.0), Client("midi", "keys"), 0)
    ]


def test_a_jump_sets_the_knobs_value_and_repeats_send_nothing():
    rig = Rig(knob(JUMP))
    assert rig.turn(127, 0, 64) == [1.0, 0.0, pytest.approx(64 / 127)]
    assert rig.receive(0xB0, 1, 64) == []


def test_a_binding_checks_the_channel_and_unbound_messages_are_counted():
    rig = Rig(knob(f"channel = 2\n{JUMP}"))
    assert rig.receive(0xB0, 1, 127) == []
    assert rig.translator.unbound == 1
    assert rig.receive(0xB1, 1, 127) == [SetParameter("fine", 1.0)]


def test_pickup_waits_for_the_crossing_from_either_side():
    for way in ((0, 20, 60, 70), (127, 100, 65, 60)):
        rig = Rig(knob())
        rig.values["fine"] = 0.5
        seen = rig.turn(*way)
        assert seen[:-1] == [0.5, 0.5, 0.5]
        assert seen[-1] == pytest.approx(way[-1] / 127)


def test_pickup_accepts_a_fast_crossing_and_then_follows():
    rig = Rig(knob())
    rig.values["fine"] = 0.5
    assert rig.turn(0, 127, 10) == [0.5, 1.0, pytest.approx(10 / 127)]


def test_pickup_accepts_a_knob_that_is_at_the_value():
    assert Rig(knob()).turn(0, 5) == [0.0, pytest.approx(5 / 127)]


def test_pickup_accepts_a_ring_that_shows_the_value():
    rig = Rig(knob())
    rig.turn(0, 30)
    rig.values["fine"] = 0.9
    rig.translator.shown(ControlLight("out", ControlKind.CC, 1, 1), 114)
    assert rig.turn(112)[0] == pytest.approx(112 / 127)


def test_pickup_does_not_accept_a_knob_without_feedback():
    rig = Rig(knob())
    rig.turn(0, 30)
    rig.values["fine"] = 0.9
    rig.translator.shown(ControlLight("out", ControlKind.CC, 1, 1), 114)
    assert rig.turn(31, 32) == [0.9, 0.9]


def test_pickup_releases_when_another_client_moved_the_value():
    rig = Rig(knob())
    rig.turn(0, 30)
    rig.values["fine"] = 0.9
    assert rig.turn(40, 50, 120) == [0.9, 0.9, pytest.approx(120 / 127)]
    rig.values["fine"] = 0.1
    assert rig.turn(119, 60, 0) == [0.1, 0.1, 0.0]


def test_scale_moves_the_same_way_and_both_reach_the_end_together():
    rig = Rig(knob('takeover = "scale"'))
    rig.values["fine"] = 0.8
    first, second, end = rig.turn(0, 64, 127)
    assert first == 0.8
    assert second == pytest.approx(0.8 + 0.2 * 64 / 127)
    assert end == pytest.approx(1.0)
    assert rig.turn(0)[0] == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("mode", "up", "down", "faster"),
    [("relative1", 1, 127, 3), ("relative2", 65, 63, 67), ("relative3", 1, 65, 3)],
)
def test_an_encoder_counts_clicks(mode, up, down, faster):
    rig = Rig(knob(f'mode = "{mode}"'))
    assert rig.turn(up, faster, down) == pytest.approx([1 / 127, 4 / 127, 3 / 127])
    assert rig.turn(*[down] * 10)[-1] == 0.0
    assert rig.turn(up)[0] == pytest.approx(1 / 127)


def test_binary_offset_rests_at_64():
    assert Rig(knob('mode = "relative2"')).turn(64) == [0.0]


def test_clicks_that_are_less_than_a_step_add_up():
    rig = Rig(knob('mode = "relative1"\nrange = [0, 8]', target="top_k"))
    seen = [(rig.receive(0xB0, 1, 1) and None) or rig.values["top_k"] for _ in range(127)]
    assert seen[-1] == 8.0
    assert seen[:4] == [0.0] * 4
    assert sorted(set(seen)) == [float(n) for n in range(9)]


def test_an_encoder_continues_from_a_value_that_another_client_set():
    rig = Rig(knob('mode = "relative1"'))
    rig.turn(1)
    rig.values["fine"] = 0.5
    assert rig.turn(1)[0] == pytest.approx(0.5 + 1 / 127)


def test_a_toggle_changes_with_each_press_and_not_with_the_release():
    rig = Rig(knob('mode = "toggle"\nrange = [0, 0.5]'))
    assert rig.turn(127, 0, 127, 0, 127) == [0.5, 0.5, 0.0, 0.0, 0.5]


def test_a_button_without_release_presses_each_time():
    assert Rig(knob('mode = "toggle"')).turn(127, 127, 127) == [1.0, 0.0, 1.0]


def test_a_trigger_sets_the_second_end():
    rig = Rig(knob('mode = "trigger"\nrange = [0, 0.3]'))
    assert rig.turn(127, 0) == [0.3, 0.3]


def test_a_key_runs_its_command_when_it_is_pressed():
    rig = Rig(knob(source="note", number="number = 36", target="play a"))
    assert rig.receive(0x90, 36, 100) == [Play("a")]
    assert rig.receive(0x90, 36, 0, 0x80, 36, 64) == []
    assert rig.receive(0x90, 36, 1) == [Play("a")]


def test_a_key_may_set_a_parameter_by_its_velocity():
    rig = Rig(knob(source="note", number="number = 36"))
    assert rig.receive(0x90, 36, 127) == [SetParameter("fine", 1.0)]


def test_a_program_runs_a_command_and_one_without_a_number_sets_a_value():
    stopping = Rig(knob(source="program", number="number = 3", target="stop"))
    assert stopping.receive(0xC0, 3) == [Stop()]
    assert stopping.receive(0xC0, 4) == []
    assert Rig(knob(source="program", number="")).receive(0xC0, 127) == [SetParameter("fine", 1.0)]


def test_a_binding_with_a_program_number_takes_precedence():
    anyone = knob(source="program", number="", target="recall #")
    rig = Rig(knob(source="program", number="number = 3", target="stop") + anyone)
    assert rig.receive(0xC0, 3) == [Stop()]
    assert rig.receive(0xC0, 4) == [Recall("4")]
    assert rig.receive(0xC5, 127) == [Recall("127")]


NRPN = [(0xB0, 99, 2), (0xB0, 98, 44)]


def test_an_nrpn_is_moved_by_clicks_from_where_its_parameter_is():
    rig = Rig(knob(source="nrpn", number="number = 300"))
    rig.values["fine"] = 0.5
    for data in NRPN:
        assert rig.receive(*data) == []
    (up,) = rig.receive(0xB0, 96, 0)
    assert up == SetParameter("fine", pytest.approx(0.5 + 1 / 127))
    (down,) = rig.receive(0xB0, 97, 127)
    assert down == SetParameter("fine", pytest.approx(0.5))
    rig.values["fine"] = 0.0
    assert rig.receive(0xB0, 97, 1) == []


def test_clicks_of_another_number_or_of_none_move_nothing():
    rig = Rig(knob(source="nrpn", number="number = 300"))
    assert rig.receive(0xB0, 96, 1) == []
    for data in [(0xB0, 99, 2), (0xB0, 98, 45), (0xB0, 96, 1), (0xB0, 101, 0), (0xB0, 100, 0)]:
        assert rig.receive(*data) == []
    assert rig.receive(0xB0, 96, 1) == []


def test_a_pair_moves_by_its_coarse_half_alone_and_its_fine_half_refines():
    rig = Rig(knob(JUMP, source="cc14"))
    assert rig.receive(0xB0, 33, 5) == []
    assert rig.receive(0xB0, 1, 64) == [SetParameter("fine", 64 / 127)]
    assert rig.receive(0xB0, 33, 5) == [SetParameter("fine", (64 << 7 | 5) / 16_383)]
    assert rig.translator.unbound == 0


def test_a_pair_whose_fine_half_is_known_makes_one_whole_event():
    rig = Rig(knob(JUMP, source="cc14"))
    rig.receive(0xB0, 1, 64)
    rig.receive(0xB0, 33, 5)
    assert rig.receive(0xB0, 1, 127) == []
    assert rig.receive(0xB0, 33, 127) == [SetParameter("fine", 1.0)]


def test_a_missing_fine_half_is_awaited_until_the_next_settle():
    rig = Rig(knob(JUMP, source="cc14"))
    rig.receive(0xB0, 1, 64)
    rig.receive(0xB0, 33, 5)
    assert rig.receive(0xB0, 1, 0) == []
    assert rig.settle() == [SetParameter("fine", 0.0)]
    assert rig.settle() == []
    assert rig.receive(0xB0, 1, 127) == [SetParameter("fine", 1.0)]


def test_halves_of_different_channels_and_ports_are_not_combined():
    rig = Rig(knob(JUMP, source="cc14"))
    rig.receive(0xB0, 1, 64)
    assert rig.receive(0xB1, 33, 5) == []
    assert rig.receive(0xB0, 33, 5, port="other") == []
    rig.translator.forget("p")
    assert rig.receive(0xB0, 33, 5) == []


def test_an_nrpn_uses_both_halves_of_its_data():
    rig = Rig(knob(JUMP, source="nrpn", number="number = 300"))
    for first, second in ((99, 2), (98, 44)):
        assert rig.receive(0xB0, first, second) == []
    assert rig.receive(0xB0, 6, 127) == [SetParameter("fine", 1.0)]
    assert rig.receive(0xB0, 38, 0) == [SetParameter("fine", (127 << 7) / 16_383)]
    assert rig.translator.unbound == 0


def test_another_nrpn_changes_nothing():
    rig = Rig(knob(JUMP, source="nrpn", number="number = 300"))
    for first, second in ((99, 2), (98, 45), (6, 127), (38, 1)):
        assert rig.receive(0xB0, first, second) == []


def test_a_binding_checks_its_port():
    rig = Rig(knob(f'port = "KEYS"\n{JUMP}') + knob(f'port = "pads"\n{JUMP}', target="width"))
    assert rig.receive(0xB0, 1, 127, port="My Keys 24:0") == [SetParameter("fine", 1.0)]
    assert rig.receive(0xB0, 1, 127, port="Pads") == [SetParameter("width", 1.0)]
    assert rig.receive(0xB0, 1, 0, port="third") == []
    assert rig.translator.unbound == 1


def test_a_binding_that_names_its_port_takes_precedence():
    rig = Rig(knob(JUMP) + knob(f'port = "keys"\n{JUMP}', target="width"))
    rig.values["width"] = 0.5
    assert rig.receive(0xB0, 1, 127, port="Keys") == [SetParameter("width", 1.0)]
    assert rig.receive(0xB0, 1, 127, port="Pads") == [SetParameter("fine", 1.0)]


def test_half_of_a_pair_of_a_named_port_makes_no_event_alone():
    pair = knob(f'port = "keys"\n{JUMP}', source="cc14", target="width")
    rig = Rig(knob(JUMP) + pair)
    rig.values["width"] = 0.5
    assert rig.receive(0xB0, 1, 127, port="Keys") == [SetParameter("width", 1.0)]
    assert rig.receive(0xB0, 33, 127, port="Keys") == []
    assert rig.receive(0xB0, 1, 127, port="Pads") == [SetParameter("fine", 1.0)]
    assert rig.translator.unbound == 0


def test_a_knob_stays_picked_up_when_the_bindings_change():
    rig = Rig(knob())
    rig.turn(0, 30)
    rig.translator.adopt(parse(knob() + knob(number="number = 2", target="width"), "x"))
    assert rig.turn(33) == [pytest.approx(33 / 127)]


def test_two_controllers_on_one_binding_pick_up_each_for_itself():
    rig = Rig(knob())
    rig.receive(0xB0, 1, 0, port="a")
    rig.receive(0xB0, 1, 100, port="a")
    assert rig.receive(0xB0, 1, 20, port="b") == []
    assert rig.receive(0xB0, 1, 120, port="b") == [SetParameter("fine", 120 / 127)]
    assert rig.receive(0xB0, 1, 99, port="a") == []


def test_a_bend_rests_in_the_exact_middle():
    rig = Rig(knob(JUMP, source="pitchbend", number=""))
    assert rig.receive(0xE0, 0, 0) == []
    assert rig.receive(0xE0, 0, 64) == [SetParameter("fine", 0.5)]
    assert rig.receive(0xE0, 127, 127) == [SetParameter("fine", 1.0)]


def test_one_knob_may_set_two_parameters_in_order():
    rig = Rig(knob(JUMP) + knob(JUMP + "\nrange = [1, 0]", target="width"))
    rig.values["width"] = 0.5
    assert rig.receive(0xB0, 1, 127) == [SetParameter("fine", 1.0), SetParameter("width", 0.0)]
    assert rig.receive(0xB0, 1, 0) == [SetParameter("fine", 0.0), SetParameter("width", 1.0)]
