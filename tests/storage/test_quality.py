import numpy as np
import pytest

from distill.storage.quality import Measurement, measure


def _tone(gain=0.5):
    return (gain * np.sin(2 * np.pi * 440 * np.arange(4800) / 48_000)).astype(np.float32)


def test_a_clean_tone_has_no_flags_and_exact_levels():
    found = measure(_tone())
    assert found["flags"] == []
    assert found["peak_db"] == pytest.approx(-6.02, abs=0.01)
    assert found["rms_db"] == pytest.approx(-9.03, abs=0.01)
    assert found["correlation"] is None


def test_full_scale_is_counted_as_clipping():
    sound = _tone()
    sound[[10, 20, 30]] = [1.0, -1.0, 1.5]
    found = measure(sound)
    assert found["clipped"] == 3
    assert found["flags"] == ["clipping"]


def test_silence_and_dc_are_flagged():
    assert measure(np.zeros((10, 2), np.float32))["flags"] == ["silence"]
    assert measure(_tone() + np.float32(0.05))["flags"] == ["dc"]
    assert measure(np.zeros(1, np.float32))["peak_db"] == -200.0


def test_channels_that_cancel_are_flagged_and_equal_ones_correlate():
    tone = _tone()
    assert measure(np.stack([tone, -tone], axis=1))["flags"] == ["out_of_phase"]
    assert measure(np.stack([tone, tone], axis=1))["correlation"] == 1.0


def test_blocks_measure_as_the_whole():
    sound = np.random.default_rng(2).uniform(-1.1, 1.1, (5000, 2)).astype(np.float32)
    blocks = Measurement(2)
    for at in range(0, 5000, 777):
        blocks.add(sound[at : at + 777])
    assert blocks.result() == measure(sound)
