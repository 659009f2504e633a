"""Parameters glide to their goals in time, unless they are changed from elsewhere."""

import itertools

import pytest

from distill.parameters import PARAMETERS, defaults
from distill.session.glides import STEP_S, Glides


class Bench:
    """Glides, the values that they change, and a manual clock."""

    def __init__(self):
        self.values, self.glides, self.now = defaults(), Glides(), 100.0

    def go(self, seconds):
        changed = []
        for _ in range(round(seconds / STEP_S)):
            changed += self.glides.step(self.now, self.values)
            self.now += STEP_S * 1.000001
        return changed


@pytest.fixture
def bench():
    return Bench()


def test_a_parameter_is_half_way_after_half_the_time_and_exact_at_the_end(bench):
    bench.glides.send({"pan": 1.0}, bench.values, 2.0)
    assert bench.values["pan"] == 0.0
    bench.go(1.02)
    assert bench.values["pan"] == pytest.approx(0.5, abs=1e-3)
    bench.go(1.0)
    assert bench.values["pan"] == 1.0
    assert len(bench.glides) == 0
    assert bench.go(0.1) == []


def test_each_step_is_returned_and_lies_on_the_scale_of_the_parameter(bench):
    bench.values["temperature"] = 0.1
    bench.glides.send({"temperature": 1.6}, bench.values, 1.0)
    changed = bench.go(1.1)
    row = PARAMETERS["temperature"]
    places = [row.to_normalized(value) for _, value in changed]
    steps = [b - a for a, b in itertools.pairwise(places)]
    assert max(steps) == pytest.approx(min(steps[:-1]), rel=1e-3)
    assert changed[-1] == ("temperature", 1.6)


def test_stepped_parameters_and_glides_of_no_time_arrive_at_once(bench):
    bench.glides.send({"top_k": 8.0, "quantize": 2.0}, bench.values, 5.0)
    assert (bench.values["top_k"], bench.values["quantize"]) == (8.0, 2.0)
    bench.glides.send({"gain": -6.0}, bench.values, 0.0)
    assert bench.values["gain"] == -6.0
    assert len(bench.glides) == 0


def test_a_change_from_elsewhere_ends_one_glide_and_leaves_the_others(bench):
    bench.glides.send({"pan": 1.0, "gain": -10.0}, bench.values, 1.0)
    bench.go(0.5)
    bench.values["pan"] = -1.0
    bench.go(1.0)
    assert (bench.values["pan"], bench.values["gain"]) == (-1.0, -10.0)


def test_a_new_goal_during_a_glide_starts_from_the_present_value(bench):
    bench.glides.send({"pan": 1.0}, bench.values, 1.0)
    bench.go(0.5)
    here = bench.values["pan"]
    bench.glides.send({"pan": -1.0}, bench.values, 1.0)
    bench.go(STEP_S)
    assert bench.values["pan"] == here
    bench.go(1.02)
    assert bench.values["pan"] == -1.0


def test_steps_are_evenly_timed(bench):
    assert bench.glides.patience(bench.now, 0.2) == 0.2
    bench.glides.send({"pan": 1.0}, bench.values, 1.0)
    assert bench.glides.patience(bench.now, 0.2) == 0.0
    bench.glides.step(bench.now, bench.values)
    assert bench.glides.step(bench.now + STEP_S / 2, bench.values) == []
    assert bench.glides.patience(bench.now + STEP_S / 4, 0.2) == pytest.approx(STEP_S * 3 / 4)
