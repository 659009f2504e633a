"""Curves: from the position of a control to a value, and back."""

import pytest

from distill.parameters import PARAMETERS
from distill.surfaces.midi.binding import ParameterTarget, ResponseCurve


def test_all_curves_reach_the_ends_and_differ_between():
    temperature, top_k = PARAMETERS["temperature"], PARAMETERS["top_k"]
    assert [
        ParameterTarget(temperature, ResponseCurve.LINEAR, 0.5, 2.0).value(p) for p in (0, 0.5, 1)
    ] == [
        0.5,
        1.25,
        2.0,
    ]
    assert [
        ParameterTarget(temperature, ResponseCurve.LOG, 0.5, 2.0).value(p) for p in (0, 0.5, 1)
    ] == [0.5, 1.0, 2.0]
    assert [
        ParameterTarget(temperature, ResponseCurve.STEPS, 0.0, 2.0).value(p) for p in (0.2, 0.3)
    ] == [0.0, 1.0]
    assert ParameterTarget(top_k, ResponseCurve.LINEAR, 0, 1024).value(1 / 127) == 8.0


def test_a_range_may_go_down():
    turn = ParameterTarget(PARAMETERS["gain"], ResponseCurve.LINEAR, 12.0, -60.0)
    assert (turn.value(0), turn.value(1)) == (12.0, -60.0)
    assert turn.position(12.0) == 0.0


@pytest.mark.parametrize("curve", [ResponseCurve.LINEAR, ResponseCurve.LOG])
@pytest.mark.parametrize("ends", [(0.05, 2.0), (1.5, 0.1)])
def test_a_place_comes_back_from_its_value(curve, ends):
    turn = ParameterTarget(PARAMETERS["temperature"], curve, *ends)
    for place in (0.0, 0.1, 0.5, 0.93, 1.0):
        assert turn.position(turn.value(place)) == pytest.approx(place)
        turn.row.parse(turn.value(place))


def test_a_value_outside_the_range_is_at_the_nearer_end():
    turn = ParameterTarget(PARAMETERS["gain"], ResponseCurve.LINEAR, -12.0, 0.0)
    assert (turn.position(-60.0), turn.position(12.0)) == (0.0, 1.0)
