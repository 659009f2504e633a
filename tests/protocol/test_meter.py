"""Beats and bars as a function of frames."""

import pytest

from distill.parameters import GRAINS
from distill.protocol.meter import Meter


def test_beats_and_frames_convert_both_ways():
    meter = Meter(133.0, 3, 12_345.6)
    for beat in (0, 1, 7.25, 10_000):
        assert meter.beat(meter.frame(beat)) == pytest.approx(beat, abs=2e-5)
    assert Meter().bar_frames == 96_000
    assert Meter(90.0, 3).bar_frames == 96_000


def test_the_following_beat_may_be_the_present_one():
    meter = Meter()
    assert meter.following(0, 4.0) == 0
    assert meter.following(1, 4.0) == 4
    assert meter.following(96_000, 4.0) == 4
    assert meter.following(24_001, 1.0) == 2


@pytest.mark.parametrize("tempo", [47.3, 120.0, 133.0, 299.9])
def test_a_beat_is_its_own_following_one_however_its_frame_was_rounded(tempo):
    meter = Meter(tempo, 4, 77.7)
    for bar in range(0, 4000, 4):
        assert meter.following(meter.frame(bar) - 1, 4.0) == bar
        assert meter.following(meter.frame(bar) + 2, 4.0) == bar + 4


def test_a_change_of_tempo_keeps_the_present_beat():
    meter = Meter(120.0, 4).turned(36_000, 60.0, 4)
    assert meter.beat(36_000) == pytest.approx(1.5)
    assert meter.beat(36_000 + 48_000) == pytest.approx(2.5)
    assert meter.turned(99_999, 60.0, 4) is meter


def test_a_bar_in_three_is_counted_from_the_same_first_beat():
    meter = Meter(120.0, 4).turned(24_000 * 7, 120.0, 3)
    assert meter.following(24_000 * 7, meter.grain(list(GRAINS).index("bar"))) == 9


def test_quantize_values_are_converted_to_beats():
    meter = Meter(120.0, 3)
    assert [meter.grain(n) for n in range(len(GRAINS))] == [0, 1, 3, 6, 12]
