"""MIDI learn proposes kind and mode of a control, and no more than its messages show."""

import pytest

from distill.surfaces.midi.binding import Mode
from distill.surfaces.midi.control_kind import ControlKind
from distill.surfaces.midi.learn import ControlObserver, Proposal, modes_of

A, T, P = Mode.ABSOLUTE, Mode.TOGGLE, Mode.TRIGGER
R1, R2, R3 = Mode.RELATIVE1, Mode.RELATIVE2, Mode.RELATIVE3
LATER = 10.0


def watched(*messages, turns=True, mode=None, port="Keys"):
    observer = ControlObserver(turns, mode)
    for message in messages:
        observer.feed(bytes(message), port, 0.0)
    return observer


def proposed(*messages, **more):
    return watched(*messages, **more).propose(LATER)


def cc(number, *values):
    return [(0xB2, number, value) for value in values]


@pytest.mark.parametrize(
    ("values", "modes"),
    [
        ([60, 61, 62, 63, 66, 70], (A,)),
        ([1, 2, 3, 4, 5, 6], (A,)),
        ([0, 3, 9, 20], (A,)),
        ([127, 120, 100], (A,)),
        ([1, 1, 2, 1, 127, 127, 126], (R1,)),
        ([1, 127, 1, 127], (R1,)),
        ([65, 65, 63, 63, 62], (R2,)),
        ([1, 1, 3, 65, 65, 66], (R3,)),
        ([1, 1, 1, 2], (R1, R3)),
        ([65, 65, 66, 65], (R2, R3)),
        ([65, 63, 65, 63], (A, R2)),
        ([1], (A, R1, R3)),
        ([127, 0, 127, 0], (T, P, A)),
        ([127], (T, P, A)),
        ([127, 127, 127], (R1, T, P)),
        ([64], (A,)),
    ],
)
def test_the_modes_of_a_controller_follow_from_its_values(values, modes):
    assert modes_of(ControlKind.CC, values, turns=True) == modes


def test_a_knob_is_proposed_with_its_number_channel_and_port():
    assert proposed(*cc(74, 10, 11, 12, 13)) == Proposal(ControlKind.CC, 74, 3, "Keys", (A,))


def test_nothing_is_proposed_before_the_control_rests_or_has_sent_enough():
    observer = watched(*cc(74, 10, 11, 12))
    assert observer.propose(0.1) is None
    assert observer.propose(0.4) is not None
    for value in range(24):
        observer.feed(bytes([0xB2, 74, value]), "Keys", 0.5)
    assert observer.propose(0.5) is not None
    assert ControlObserver(turns=True, mode=None).propose(LATER) is None


def test_the_control_that_went_furthest_is_proposed():
    assert proposed(*cc(1, 5), *cc(74, 1, 2, 3), *cc(2, 5)).number == 74
    bumped = [m for v in range(5) for m in (*cc(1, 60 + v % 3), *cc(74, 10 + 9 * v))]
    assert proposed(*bumped, *cc(1, 61, 62, 61)).number == 74
    touched = [(0xB2, 104, 127), *cc(7, 10, 20, 30), (0xB2, 104, 0)]
    assert proposed(*touched).number == 7
    encoder = [*cc(1, 64, 66), *cc(21, 1, 1, 1, 1, 127, 127)]
    assert proposed(*encoder) == Proposal(ControlKind.CC, 21, 3, "Keys", (R1,))


def test_a_knob_at_rest_that_flickers_is_not_the_control():
    flicker = [m for v in range(10, 58, 3) for m in (*cc(70, 64 + v % 2), *cc(27, v))]
    assert proposed(*flicker).number == 27
    observer = watched(*cc(70, *[64, 65] * 20))
    assert observer.propose(LATER) is None
    observer.feed(bytes((0x90, 36, 100)), "Keys", LATER)
    assert observer.propose(LATER) is None  # it may be pressed again
    assert observer.propose(2 * LATER).source is ControlKind.NOTE
    bend = [(0xE0, 64 + 20 * (n % 2), 64) for n in range(9)]
    assert proposed(*bend, *cc(27, 10, 20, 30)).number == 27


def test_a_control_rests_while_another_one_flickers():
    observer = watched(*cc(70, 64, 65, 64), *cc(27, 10, 20, 30))
    observer.feed(bytes((0xB2, 70, 65)), "Keys", 0.4)
    assert observer.propose(0.4).number == 27


def test_a_press_is_not_taken_for_a_knob_that_moves_beside_it():
    moving = cc(27, *range(10, 40, 5))
    assert proposed(*moving, (0x90, 36, 100), turns=False).source is ControlKind.NOTE
    assert proposed(*moving, *cc(50, 127, 0), turns=False).number == 50
    assert proposed(*moving, *cc(50, 127, 0), mode=T).number == 50


def test_what_a_host_sends_when_it_stops_is_not_a_control():
    stop = [(0xB0 | n, number, 0) for n in range(16) for number in (120, 121, 123)]
    assert proposed(*stop) is None
    assert proposed(*cc(27, 30, 31), *stop) == Proposal(ControlKind.CC, 27, 3, "Keys", (A,))
    assert proposed(*[(0xB0, number, 127) for number in range(120, 128)], turns=False) is None


def test_a_bank_gives_way_to_the_program_that_follows():
    pedal = [(0xB0, 0, 1), (0xB0, 32, 0), (0xC0, 5)]
    assert proposed(*pedal, turns=False) == Proposal(ControlKind.PROGRAM, 5, 1, "Keys", (P,))
    assert proposed(*pedal, *pedal) == Proposal(ControlKind.PROGRAM, 5, 1, "Keys", (P, A))
    assert proposed((0xB0, 0, 1), (0xB0, 0, 2), (0xC5, 5)).source is ControlKind.CC
    assert proposed(*[(0xB0, 0, v) for v in (1, 2, 3)]).number == 0


def test_the_order_of_the_halves_is_learned():
    fine_first = [m for v in (10, 11, 12) for m in (*cc(50, 5 * v), *cc(18, v))]
    assert proposed(*fine_first) == Proposal(ControlKind.CC14, 18, 3, "Keys", (A,), fine_first=True)
    # Learning began between two halves, or the controller leaves coarse halves out.
    assert not proposed(*fine_first[1:]).fine_first
    assert not proposed(*cc(50, 3), *fine_first[1:], *cc(50, 3)).fine_first
    name = [*cc(99, 2), *cc(98, 44)]
    data = [m for v in (10, 11, 12) for m in (*name, *cc(38, 3), *cc(6, v))]
    assert proposed(*data) == Proposal(ControlKind.NRPN, 300, 3, "Keys", (A,), fine_first=True)


def test_a_pair_is_one_control_and_two_knobs_are_not():
    pair = [m for v in (10, 11, 12) for m in (*cc(7, v), *cc(39, 5 * v))]
    assert proposed(*pair) == Proposal(ControlKind.CC14, 7, 3, "Keys", (A,))
    assert proposed(*cc(7, 1, 2, 3)).source is ControlKind.CC


def test_an_nrpn_is_one_control():
    name = [*cc(99, 2), *cc(98, 44)]
    data = [m for v in (10, 11, 12) for m in (*name, *cc(6, v), *cc(38, 3))]
    assert proposed(*data) == Proposal(ControlKind.NRPN, 300, 3, "Keys", (A,))


def test_an_nrpn_that_only_clicks_is_one_control():
    data = [m for v in (96, 96, 97) for m in (*cc(99, 2), *cc(98, 44), *cc(v, 0))]
    assert proposed(*data) == Proposal(ControlKind.NRPN, 300, 3, "Keys", (A,))


def test_a_key_a_program_and_a_bend():
    assert proposed((0x90, 36, 100), (0x80, 36, 0)) == Proposal(
        ControlKind.NOTE, 36, 1, "Keys", (T, P, A)
    )
    assert proposed((0xC0, 5)) == Proposal(ControlKind.PROGRAM, 5, 1, "Keys", (P, A))
    assert proposed((0xE0, 0, 70), (0xE0, 0, 71)) == Proposal(
        ControlKind.PITCHBEND, None, 1, "Keys", (A,)
    )


def test_a_touch_that_comes_before_a_motor_fader_moves_is_not_the_control():
    assert proposed((0x90, 104, 127), (0xE0, 0, 70), (0xE0, 0, 71)).source is ControlKind.PITCHBEND


def test_a_command_is_bound_only_to_controls_that_can_be_pressed():
    assert proposed((0xE0, 0, 70), (0x90, 36, 100), turns=False).modes == (P,)
    assert proposed((0xE0, 0, 70), turns=False) is None


def test_a_mode_given_by_the_user_chooses_the_kind():
    assert proposed((0x90, 36, 1), *cc(20, 65, 65), mode=R3) == Proposal(
        ControlKind.CC, 20, 3, "Keys", (R3,)
    )
    assert proposed((0xC0, 5), mode=A).number is None
    assert proposed((0xE0, 0, 5), mode=T) is None
