"""Calls that wait for a beat run just so far ahead that they are heard on it."""

import numpy as np
import pytest

from distill.commands.grammar import parse
from distill.engine.beat_scheduler import MARGIN_S, STALLED_S, BeatScheduler
from distill.parameters import GRAINS, PARAMETERS
from distill.protocol.clock_pulse import ClockPulse
from kit.instrument import new_player

BAR = 96_000
LEAD = round((0.085 + MARGIN_S) * 48_000) + 2 * 256


class Device:
    """An output and a clock that a test advances; obeys `engine.ports.Output`."""

    def __init__(self):
        self.frame = 0
        self.now = 0.0
        self.published = []

    def clock(self):
        return self.frame

    def block(self):
        return 256

    def frame_at(self, at_s):
        return round(at_s * 48_000)

    def advance(self, frame):
        self.now += (frame - self.frame) / 48_000
        self.frame = frame

    def stats(self):
        return {}

    def fade_out(self, *, on):
        del on


@pytest.fixture
def device():
    return Device()


@pytest.fixture
def session():
    return new_player().context.session


@pytest.fixture
def scheduler(device, session):
    return BeatScheduler(session, device, lambda: device.now, device.published.append)


def quantize(session, grain):
    session.set_parameter("quantize", PARAMETERS["quantize"].parse(grain))


def test_a_held_call_is_due_ahead_of_its_bar_by_the_lead(scheduler, session, device):
    quantize(session, "bar")
    device.advance(1000)
    beat = scheduler.next_beat(scheduler.grain(parse("play", ["a"])))
    assert beat == 4
    done = []
    scheduler.hold(lambda: done.append(1), beat)
    device.advance(BAR - LEAD - 1)
    assert scheduler.due() == []
    assert scheduler.patience(1.0) == pytest.approx(1 / 48_000)
    device.advance(BAR - LEAD)
    (due,) = scheduler.due()
    assert due.frame == BAR
    due.call()
    assert done == [1]
    assert scheduler.waiting == 0


def test_a_bar_that_can_no_longer_be_met_is_skipped(scheduler, session, device):
    quantize(session, "bar")
    device.advance(BAR - LEAD + 1)
    assert scheduler.next_beat(4.0) == 8


def test_a_change_of_tempo_moves_held_calls(scheduler, session, device):
    scheduler.hold(lambda: None, 4.0)
    session.set_parameter("tempo", 240.0)
    scheduler.update_meter()
    device.advance(BAR // 2 - LEAD)
    assert [due.frame for due in scheduler.due()] == [BAR // 2]


def test_takes_wait_always_and_edits_only_where_they_are_heard(scheduler, session):
    commands = [
        parse("play", ["a"]), parse("set", ["a", 0, 0, 0, 1]), parse("set", ["b", 0, 0, 0, 1]),
        parse("undo", []), parse("stop", []), parse("status", []),
    ]  # fmt: skip
    assert [scheduler.grain(one) for one in commands] == [0] * 6
    quantize(session, "bar")
    assert [scheduler.grain(one) for one in commands] == [4, 0, 0, 0, 0, 0]
    session.play("a")
    assert [scheduler.grain(one) for one in commands] == [4, 4, 0, 4, 0, 0]
    quantize(session, "beat")
    assert scheduler.grain(commands[0]) == 1
    session.stream("a")
    assert scheduler.grain(commands[1]) == 0  # the stream continues from the former codes
    session.morph_towards("a")
    assert scheduler.grain(commands[1]) == 1


def test_a_stopped_clock_is_reported_only_if_calls_were_held(scheduler, device):
    assert scheduler.release("it stopped") == []
    assert device.published == []


def test_if_the_output_stops_held_calls_are_released_and_it_is_reported(scheduler, device):
    scheduler.hold(lambda: None, 4.0)
    assert scheduler.due() == []
    device.now += STALLED_S + 0.01
    (due,) = scheduler.due()
    assert due.frame == 0
    assert "has stopped" in device.published[0]


def test_stats_have_bar_and_beat(scheduler, device):
    device.advance(BAR + 24_000 + 12_000)
    assert scheduler.stats() == {"beat": 1.5, "bar": 1, "clock_off_ms": 0.0}


def test_every_value_of_quantize_but_off_makes_takes_wait(scheduler, session):
    for name in GRAINS:
        quantize(session, name)
        assert (scheduler.grain(parse("stream", [])) > 0) == (name != "off")
    assert np.isfinite(scheduler.patience(0.2))


def test_an_external_clock_is_followed_at_once_and_then_gradually(scheduler, session, device):
    assert scheduler.follow(ClockPulse(90.04, 8.0, 2.0))
    assert session.parameters["tempo"] == 90.0
    assert session.meter.beat(96_000) == pytest.approx(8.0)
    for beat in range(9, 60):  # always four milliseconds late
        assert not scheduler.follow(ClockPulse(90.0, beat, 2.0 + (beat - 8) * 60 / 90 + 0.004))
    late = session.meter.frame(60) - (2.0 + 52 * 60 / 90) * 48_000
    assert late == pytest.approx(0.004 * 48_000, abs=2)
    scheduler.follow(ClockPulse(90.0, 9.0, 3.0))
    assert session.meter.beat(144_000) == pytest.approx(9.0)


def test_the_error_of_the_last_pulse_is_in_the_stats(scheduler):
    scheduler.follow(ClockPulse(120.0, 0.0, 0.0))
    scheduler.follow(ClockPulse(120.0, 1.0, 0.51))
    assert scheduler.stats()["clock_off_ms"] == pytest.approx(-10.0, abs=0.05)


def test_one_late_pulse_is_corrected_only_in_part(scheduler, session):
    scheduler.follow(ClockPulse(120.0, 0.0, 0.0))
    scheduler.follow(ClockPulse(120.0, 1.0, 0.51))
    assert session.meter.frame(4) == pytest.approx(96_000 + 0.2 * 480, abs=1)


def test_a_stopped_clock_is_not_followed_and_the_next_one_is_at_once(scheduler, session):
    scheduler.follow(ClockPulse(120.0, 0.0, 0.0))
    assert not scheduler.follow(ClockPulse(120.0, 4.0, 2.0, running=False))
    scheduler.follow(ClockPulse(120.0, 0.0, 3.01))
    assert session.meter.beat(3.01 * 48_000) == pytest.approx(0.0)


def test_a_tempo_outside_the_parameters_range_is_clipped(scheduler, session):
    scheduler.follow(ClockPulse(3000.0, 0.0, 0.0))
    assert session.parameters["tempo"] == PARAMETERS["tempo"].range.high
