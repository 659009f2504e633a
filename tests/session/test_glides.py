"""Parameters go where they were sent, in time, unless a hand takes them."""

import itertools

import pytest

from distill.parameters import PARAMETERS, defaults
from distill.session.glides import STEP_S, Glides


class Way:
    """Glides, the values they lead, and a clock of our own."""

    def __init__(self):
        self.values, self.glides, self.now = defaults(), Glides(), 100.0

    def go(self, seconds):
        turned = []
        for _ in range(round(seconds / STEP_S)):
            turned += self.glides.step(self.now, self.values)
            self.now += STEP_S * 1.000001
        return turned


@pytest.fixture
def way():
    return Way()


def test_a_parameter_is_half_way_in_half_the_time_and_there_at_the_end(way):
    way.glides.send({"pan": 1.0}, way.values, 2.0)
    assert way.values["pan"] == 0.0
    way.go(1.02)
    assert way.values["pan"] == pytest.approx(0.5, abs=1e-3)
    way.go(1.0)
    assert way.values["pan"] == 1.0
    assert len(way.glides) == 0
    assert way.go(0.1) == []


def test_each_step_is_told_and_lies_on_the_parameters_own_scale(way):
    way.values["temperature"] = 0.1
    way.glides.send({"temperature": 1.6}, way.values, 1.0)
    turned = way.go(1.1)
    row = PARAMETERS["temperature"]
    places = [row.to_normalized(value) for _, value in turned]
    steps = [b - a for a, b in itertools.pairwise(places)]
    assert max(steps) == pytest.approx(min(steps[:-1]), rel=1e-3)
    assert turned[-1] == ("temperature", 1.6)


def test_what_takes_steps_or_no_time_is_there_at_once(way):
    way.glides.send({"top_k": 8.0, "quantize": 2.0}, way.values, 5.0)
    assert (way.values["top_k"], way.values["quantize"]) == (8.0, 2.0)
    way.glides.send({"gain": -6.0}, way.values, 0.0)
    assert way.values["gain"] == -6.0
    assert len(way.glides) == 0


def test_a_hand_takes_a_parameter_out_and_leaves_the_others(way):
    way.glides.send({"pan": 1.0, "gain": -10.0}, way.values, 1.0)
    way.go(0.5)
    way.values["pan"] = -1.0
    way.go(1.0)
    assert (way.values["pan"], way.values["gain"]) == (-1.0, -10.0)


def test_who_is_sent_anew_on_the_way_goes_there_from_where_it_is(way):
    way.glides.send({"pan": 1.0}, way.values, 1.0)
    way.go(0.5)
    here = way.values["pan"]
    way.glides.send({"pan": -1.0}, way.values, 1.0)
    way.go(STEP_S)
    assert way.values["pan"] == here
    way.go(1.02)
    assert way.values["pan"] == -1.0


def test_steps_are_not_taken_too_soon_and_nobody_waits_too_long(way):
    assert way.glides.patience(way.now, 0.2) == 0.2
    way.glides.send({"pan": 1.0}, way.values, 1.0)
    assert way.glides.patience(way.now, 0.2) == 0.0
    way.glides.step(way.now, way.values)
    assert way.glides.step(way.now + STEP_S / 2, way.values) == []
    assert way.glides.patience(way.now + STEP_S / 4, 0.2) == pytest.approx(STEP_S * 3 / 4)
