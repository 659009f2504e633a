"""Assembly of halves: pairs, NRPN with one and two data bytes, and deselection."""

import pytest

from distill.surfaces.midi.assembler import PairState, assemble, settle
from distill.surfaces.midi.control_kind import ControlKind
from distill.surfaces.midi.parser import CONTROL, MidiMessage


class Channel:
    """One channel, and its events of one kind."""

    def __init__(self, wanted=None, fine_first=frozenset()):
        self.halves = PairState(wanted, fine_first)

    def say(self, *pairs, source=ControlKind.NRPN):
        event = [h for pair in pairs for h in assemble(MidiMessage(CONTROL, 3, *pair), self.halves)]
        return [(h.number, h.raw) for h in event if h.source is source]


def test_data_of_seven_bits_reaches_both_ends():
    channel = Channel()
    assert channel.say((99, 1), (98, 2), (6, 0), (6, 127)) == [(130, 0), (130, 16_383)]


def test_data_of_fourteen_bits_is_refined_and_then_whole():
    channel = Channel()
    assert channel.say((99, 1), (98, 2), (6, 64), (38, 3)) == [
        (130, 64 << 7 | 64),
        (130, 64 << 7 | 3),
    ]
    assert channel.say((6, 65), (38, 1), (38, 2)) == [(130, 65 << 7 | 1), (130, 65 << 7 | 2)]


def test_the_halves_of_an_nrpn_number_may_come_in_either_order():
    assert Channel().say((98, 2), (99, 1), (6, 0)) == [(130, 0)]
    assert Channel().say((99, 1), (6, 0)) == []


@pytest.mark.parametrize("end", [((99, 127), (98, 127)), ((101, 127), (100, 127)), ((101, 0),)])
def test_null_and_an_rpn_deselect_the_nrpn(end):
    channel = Channel()
    assert channel.say((99, 1), (98, 2), *end, (6, 5), (38, 5)) == []
    assert channel.say((99, 1), (98, 2), (6, 5)) == [(130, 5 << 7 | 5)]


def test_data_after_half_an_nrpn_number_makes_no_event():
    assert Channel().say((99, 1), (98, 2), (101, 0), (100, 0), (99, 1), (6, 5)) == []


def test_each_number_has_halves_of_its_own():
    channel = Channel()
    channel.say((99, 0), (98, 1), (6, 10), (38, 20))
    assert channel.say((98, 2), (38, 9)) == []
    assert channel.say((6, 11)) == [(2, 11 << 7 | 11)]


def test_a_coarse_half_that_comes_twice_does_not_wait_again():
    channel = Channel()
    channel.say((1, 64), (33, 5), source=ControlKind.CC14)
    assert channel.say((1, 65), source=ControlKind.CC14) == []
    assert channel.say((1, 66), (1, 67), source=ControlKind.CC14) == [
        (1, 66 << 7 | 66),
        (1, 67 << 7 | 67),
    ]


def test_a_waiting_half_makes_one_event_when_it_settles():
    channel = Channel()
    channel.say((1, 64), (33, 5), (1, 127), source=ControlKind.CC14)
    assert [(h.channel, h.position) for h in settle(channel.halves, 3)] == [(3, 1.0)]
    assert list(settle(channel.halves, 3)) == []


def test_only_wanted_controls_are_assembled_and_stored():
    channel = Channel(frozenset([(ControlKind.NRPN, 130)]))
    assert channel.say((1, 64), source=ControlKind.CC14) == []
    channel.say((99, 1), (98, 3), (6, 5))
    assert channel.halves.pairs == {}
    assert channel.say((98, 2), (6, 5)) == [(130, 5 << 7 | 5)]


def test_a_half_also_makes_an_event_of_its_own_controller():
    assert Channel().say((6, 7), source=ControlKind.CC) == [(6, 7)]


@pytest.fixture
def fine_first():
    return Channel(fine_first=frozenset([(ControlKind.CC14, 18)]))


def test_a_pair_whose_fine_half_leads_waits_for_its_coarse_half(fine_first):
    heard = []
    for raw in range(9000, 8400, -30):
        heard += fine_first.say((50, raw & 127), (18, raw >> 7), source=ControlKind.CC14)
    assert heard[0] == (18, 9000)
    assert heard[1:] == [(18, raw) for raw in range(8970, 8400, -30)]


def test_a_fine_half_that_leads_alone_refines_the_last_coarse_one(fine_first):
    assert fine_first.say((50, 3), source=ControlKind.CC14) == []
    assert fine_first.say((18, 64), (50, 4), source=ControlKind.CC14) == [(18, 64 << 7 | 3)]
    assert [event.raw for event in settle(fine_first.halves, 3)] == [64 << 7 | 4]
    assert fine_first.say((50, 5), source=ControlKind.CC14) == [(18, 64 << 7 | 5)]


def test_a_coarse_half_without_any_fine_one_is_whole_though_the_fine_one_leads(fine_first):
    assert fine_first.say((18, 127), source=ControlKind.CC14) == [(18, 16_383)]
