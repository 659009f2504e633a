"""What waits for a beat is done just so much before that it is heard on it."""

import numpy as np
import pytest

from distill.commands.grammar import parse
from distill.engine.beat_scheduler import MARGIN_S, STANDING_S, BeatScheduler
from distill.engine.ports import ClockPulse
from distill.parameters import GRAINS, PARAMETERS
from kit.instrument import new_player

BAR = 96_000
LEAD = round((0.085 + MARGIN_S) * 48_000) + 2 * 256


class Times:
    """An output and a clock that a test moves; the output obeys `engine.ports.Output`."""

    def __init__(self):
        self.frame = 0
        self.now = 0.0
        self.said = []

    def clock(self):
        return self.frame

    def block(self):
        return 256

    def frame_at(self, at_s):
        return round(at_s * 48_000)

    def go(self, frame):
        self.now += (frame - self.frame) / 48_000
        self.frame = frame

    def stats(self):
        return {}

    def fade_out(self, *, on):
        del on


@pytest.fixture
def times():
    return Times()


@pytest.fixture
def session():
    return new_player().desk.session


@pytest.fixture
def conductor(times, session):
    return BeatScheduler(session, times, lambda: times.now, times.said.append)


def wish(session, grain):
    session.set_parameter("quantize", PARAMETERS["quantize"].parse(grain))


def test_what_is_held_is_due_by_its_lead_before_its_bar(conductor, session, times):
    wish(session, "bar")
    times.go(1000)
    beat = conductor.following(conductor.grain(parse("play", ["a"])))
    assert beat == 4
    done = []
    conductor.hold(lambda: done.append(1), beat)
    times.go(BAR - LEAD - 1)
    assert conductor.due() == []
    assert conductor.patience(1.0) == pytest.approx(1 / 48_000)
    times.go(BAR - LEAD)
    (due,) = conductor.due()
    assert due.frame == BAR
    due.call()
    assert done == [1]
    assert conductor.waiting == 0


def test_a_bar_that_cannot_be_met_any_more_is_not_promised(conductor, session, times):
    wish(session, "bar")
    times.go(BAR - LEAD + 1)
    assert conductor.following(4.0) == 8


def test_a_tempo_that_is_turned_moves_what_waits(conductor, session, times):
    conductor.hold(lambda: None, 4.0)
    session.set_parameter("tempo", 240.0)
    conductor.keep_time()
    times.go(BAR // 2 - LEAD)
    assert [due.frame for due in conductor.due()] == [BAR // 2]


def test_takes_wait_always_and_edits_only_where_they_are_heard(conductor, session):
    commands = [
        parse("play", ["a"]), parse("set", ["a", 0, 0, 0, 1]), parse("set", ["b", 0, 0, 0, 1]),
        parse("undo", []), parse("stop", []), parse("status", []),
    ]  # fmt: skip
    assert [conductor.grain(one) for one in commands] == [0] * 6
    wish(session, "bar")
    assert [conductor.grain(one) for one in commands] == [4, 0, 0, 0, 0, 0]
    session.play("a")
    assert [conductor.grain(one) for one in commands] == [4, 4, 0, 4, 0, 0]
    wish(session, "beat")
    assert conductor.grain(commands[0]) == 1
    session.stream("a")
    assert conductor.grain(commands[1]) == 0  # the stream goes on from what the slot was
    session.morph_towards("a")
    assert conductor.grain(commands[1]) == 1


def test_a_clock_that_stops_is_only_told_where_something_waited(conductor, times):
    assert conductor.release("it stopped") == []
    assert times.said == []


def test_if_the_output_stands_nothing_waits_for_ever_and_it_is_said(conductor, times):
    conductor.hold(lambda: None, 4.0)
    assert conductor.due() == []
    times.now += STANDING_S + 0.01
    (due,) = conductor.due()
    assert due.frame == 0
    assert "stands" in times.said[0]


def test_figures_tell_bar_and_beat(conductor, times):
    times.go(BAR + 24_000 + 12_000)
    assert conductor.stats() == {"beat": 1.5, "bar": 1, "clock_off_ms": 0.0}


def test_every_wish_of_the_parameter_is_a_wait(conductor, session):
    for name in GRAINS:
        wish(session, name)
        assert (conductor.grain(parse("stream", [])) > 0) == (name != "off")
    assert np.isfinite(conductor.patience(0.2))


def test_a_clock_from_outside_leads_at_once_and_then_gently(conductor, session, times):
    assert conductor.follow(ClockPulse(90.04, 8.0, 2.0))
    assert session.parameters["tempo"] == 90.0
    assert session.meter.beat(96_000) == pytest.approx(8.0)
    for beat in range(9, 60):  # four milliseconds late, all the time
        assert not conductor.follow(ClockPulse(90.0, beat, 2.0 + (beat - 8) * 60 / 90 + 0.004))
    late = session.meter.frame(60) - (2.0 + 52 * 60 / 90) * 48_000
    assert late == pytest.approx(0.004 * 48_000, abs=2)
    conductor.follow(ClockPulse(90.0, 9.0, 3.0))
    assert session.meter.beat(144_000) == pytest.approx(9.0)


def test_how_far_off_the_last_pulse_was_is_told(conductor):
    conductor.follow(ClockPulse(120.0, 0.0, 0.0))
    conductor.follow(ClockPulse(120.0, 1.0, 0.51))
    assert conductor.stats()["clock_off_ms"] == pytest.approx(-10.0, abs=0.05)


def test_one_late_pulse_is_hardly_followed(conductor, session):
    conductor.follow(ClockPulse(120.0, 0.0, 0.0))
    conductor.follow(ClockPulse(120.0, 1.0, 0.51))
    assert session.meter.frame(4) == pytest.approx(96_000 + 0.2 * 480, abs=1)


def test_a_clock_that_stopped_does_not_lead_and_the_next_one_does_at_once(conductor, session):
    conductor.follow(ClockPulse(120.0, 0.0, 0.0))
    assert not conductor.follow(ClockPulse(120.0, 4.0, 2.0, running=False))
    conductor.follow(ClockPulse(120.0, 0.0, 3.01))
    assert session.meter.beat(3.01 * 48_000) == pytest.approx(0.0)


def test_a_tempo_beyond_the_parameters_range_is_its_end(conductor, session):
    conductor.follow(ClockPulse(3000.0, 0.0, 0.0))
    assert session.parameters["tempo"] == PARAMETERS["tempo"].range.high
