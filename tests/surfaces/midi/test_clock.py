"""A MIDI clock is followed: tempo and place, through jitter, jumps, stops and silence."""

import numpy as np
import pytest

from distill.surfaces.midi.clock import (
    CONTINUE,
    PER_BEAT,
    POSITION,
    START,
    STOP,
    TICK,
    MidiClock,
    MidiClocks,
)


class Master:
    """A clock of given tempo whose ticks arrive early and late."""

    def __init__(self, bpm, jitter_s=0.0, seed=1, kind="uniform"):
        self.clock = MidiClock()
        self.chance = np.random.default_rng(seed)
        self.jitter_s, self.kind = jitter_s, kind
        self.now = 100.0
        self.beat = 0.0
        self.event = []
        self.bpm = bpm

    def say(self, *data):
        self.event.append(self.clock.feed(bytes(data), self.now))
        return self.event[-1]

    def tick(self, count, bpm=None):
        """Send ticks; return their pulses, each with the master's true beat."""
        self.bpm = bpm or self.bpm
        pulses = []
        for _ in range(count):
            spread = self.jitter_s
            late = self.chance.uniform(-spread, spread)
            if self.kind == "normal":
                late = self.chance.normal(0, spread)
            pulse = self.clock.feed(bytes([TICK]), self.now + late)
            if pulse is not None:
                truth = self.beat + late * self.bpm / 60
                pulses.append((pulse, truth))
            self.now += 60 / self.bpm / PER_BEAT
            self.beat += 1 / PER_BEAT
        return pulses


@pytest.mark.parametrize("bpm", [40.0, 120.0, 174.3, 300.0])
@pytest.mark.parametrize("kind", ["uniform", "normal"])
@pytest.mark.parametrize("seed", range(4))
def test_three_ms_of_jitter_leave_tempo_and_place_exact(bpm, kind, seed):
    master = Master(bpm, 0.003, seed, kind)
    master.say(START)
    master.tick(17 * PER_BEAT)
    for pulse, beat in master.tick(40 * PER_BEAT):
        assert pulse.running
        assert pulse.tempo == pytest.approx(bpm, rel=1e-3)
        assert abs(pulse.beat - beat) * 60 / bpm < 0.002


def test_a_clock_without_jitter_is_followed_after_half_a_beat():
    master = Master(120.0)
    master.say(START)
    pulse, beat = master.tick(PER_BEAT)[0]
    assert pulse.tempo == pytest.approx(120.0)
    assert pulse.beat == pytest.approx(beat)
    assert beat == pytest.approx(0.5)


def test_four_pulses_come_with_each_beat():
    master = Master(120.0)
    master.say(START)
    master.tick(PER_BEAT)
    pulses = master.tick(2 * PER_BEAT)
    assert [pulse.beat for pulse, _ in pulses] == pytest.approx([1 + n / 4 for n in range(8)])


def test_the_place_at_any_moment_follows_from_the_last_pulse():
    master = Master(90.0)
    master.say(START)
    master.tick(3 * PER_BEAT + 1)
    assert master.clock.pulse(master.now + 0.1).beat == pytest.approx(master.beat + 0.1 * 1.5)


def test_a_single_late_tick_is_ignored():
    master = Master(120.0)
    master.say(START)
    master.tick(8 * PER_BEAT)
    master.clock.feed(bytes([TICK]), master.now + 0.015)
    master.now += 60 / 120 / PER_BEAT
    master.beat += 1 / PER_BEAT
    for pulse, beat in master.tick(PER_BEAT):
        assert pulse.tempo == pytest.approx(120.0)
        assert pulse.beat == pytest.approx(beat)


@pytest.mark.parametrize("bpm", [60.0, 118.0, 126.0, 240.0])
def test_another_tempo_is_found_within_two_beats(bpm):
    master = Master(120.0, 0.001)
    master.say(START)
    master.tick(10 * PER_BEAT)
    master.tick(2 * PER_BEAT, bpm)
    pulse, beat = master.tick(PER_BEAT // 4)[-1]
    assert pulse.tempo == pytest.approx(bpm, rel=0.02)
    assert abs(pulse.beat - beat) * 60 / bpm < 0.004
    master.tick(17 * PER_BEAT)
    pulse, beat = master.tick(PER_BEAT)[-1]
    assert pulse.tempo == pytest.approx(bpm, rel=1e-3)


def test_a_tempo_that_glides_is_followed():
    master = Master(100.0, 0.001)
    master.say(START)
    master.tick(8 * PER_BEAT)
    for step in range(1, 161):
        for pulse, beat in master.tick(PER_BEAT // 4, 100.0 + step / 4):
            assert abs(pulse.beat - beat) * 60 / master.bpm < 0.008
    assert pulse.tempo == pytest.approx(140.0, rel=0.02)


def test_a_clock_that_pauses_continues_by_its_ticks():
    master = Master(120.0)
    master.say(START)
    master.tick(8 * PER_BEAT)
    master.now += 0.2
    master.tick(PER_BEAT)
    for pulse, beat in master.tick(PER_BEAT):
        assert pulse.beat == pytest.approx(beat)
        assert pulse.tempo == pytest.approx(120.0)


def test_stop_holds_the_place_and_continue_goes_on_from_there():
    master = Master(120.0)
    master.say(START)
    master.tick(2 * PER_BEAT + 12)
    stopped = master.say(STOP)
    assert (stopped.beat, stopped.running) == (2.5, False)
    pulses = master.tick(PER_BEAT)
    assert {(pulse.beat, pulse.running) for pulse, _ in pulses} == {(2.5, False)}
    assert pulses[0][0].tempo == pytest.approx(120.0)
    master.say(CONTINUE)
    master.beat = 2.5
    pulse, beat = master.tick(13)[-1]
    assert pulse.beat == pytest.approx(beat)
    assert pulse.running


def test_start_begins_with_the_next_tick():
    master = Master(120.0)
    master.tick(3 * PER_BEAT)
    begun = master.say(START)
    assert begun.running
    assert begun.beat == pytest.approx(0.0, abs=1e-9)
    master.beat = 0.0
    pulse, _ = master.tick(1)[0]
    assert pulse.beat == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(("low", "high", "beat"), [(0, 0, 0.0), (5, 0, 1.25), (0, 1, 32.0)])
def test_a_song_position_counts_sixteenths(low, high, beat):
    master = Master(120.0)
    master.say(START)
    master.tick(PER_BEAT)
    master.say(STOP)
    assert master.say(POSITION, low, high).beat == beat
    master.say(CONTINUE)
    pulse, _ = master.tick(1)[0] if beat * 4 % 1 == 0 else (None, None)
    assert pulse.beat == pytest.approx(beat, abs=1e-9)


def test_a_clock_joined_while_it_runs_gives_only_its_tempo():
    pulse, _ = Master(120.0).tick(PER_BEAT + 1)[-1]
    assert pulse.tempo == pytest.approx(120.0)
    assert not pulse.running


@pytest.mark.parametrize("bpm", [10.0, 1000.0])
def test_an_implausible_tempo_is_ignored(bpm):
    assert Master(bpm).tick(4 * PER_BEAT) == []


def test_the_first_clock_is_followed_until_it_is_gone():
    clocks = MidiClocks()
    assert clocks.poll(0.0) is None
    assert clocks.feed("a", bytes([STOP]), 0.0) is None
    clocks.feed("a", bytes([START]), 0.0)
    event = [clocks.feed("a", bytes([TICK]), n * 0.02) for n in range(49)]
    assert event[-1].tempo == pytest.approx(125.0)
    assert clocks.feed("b", bytes([START]), 1.0) is None
    assert clocks.poll(1.4) is None
    gone = clocks.poll(1.5)
    assert (gone.tempo, gone.running) == (0.0, False)
    assert clocks.poll(1.6) is None
    assert clocks.feed("b", bytes([START]), 2.0).running
