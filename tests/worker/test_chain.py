import numpy as np
import pytest

from distill.audio.limiter import CEILING, LATENCY, limit_whole
from distill.audio.stereo import place, widen
from distill.parameters import PARAMETERS, live_values
from distill.worker.chain import MUTE_DB, Chain, finish_steps

T = 4_800


def tone(level, length=T):
    return (level * np.sin(np.arange(length) * 0.05)).astype(np.float32)


def values(gain_db, width=0.0, pan=0.0):
    return live_values({"gain": gain_db, "width": width, "pan": pan})


def settled(gain_db, width=0.0):
    """Make a chain whose parameters have arrived."""
    chain = Chain()
    chain.set_targets(values(gain_db, width))
    chain.reset()
    return chain


def test_with_default_parameters_both_channels_are_the_input_with_the_limiters_delay():
    out = settled(0.0).step(tone(0.3))
    assert out.shape == (T, 2)
    np.testing.assert_array_equal(out[:, 0], out[:, 1])
    np.testing.assert_allclose(out[LATENCY:, 0], tone(0.3)[:-LATENCY], atol=5e-3)


def test_gain_is_in_decibels():
    plain, half = settled(0.0).step(tone(0.2)), settled(-20.0).step(tone(0.2))
    np.testing.assert_allclose(half, plain * 0.1, atol=1e-6)


def test_the_lowest_gain_is_silence():
    assert not settled(MUTE_DB).step(tone(0.5)).any()


def test_a_change_of_gain_arrives_after_its_glide_without_a_step():
    turned, plain = settled(0.0), settled(0.0)
    for chain in (turned, plain):
        chain.step(tone(0.5))
    turned.set_targets(values(-20.0, 0.0))
    a, b = turned.step(tone(0.5))[:, 0], plain.step(tone(0.5))[:, 0]
    glide = round(PARAMETERS["gain"].glide_s * 48_000)
    loud = np.abs(b) > 0.1
    ratio = (a[loud] / b[loud])[:-1]
    where = np.flatnonzero(loud)[:-1]
    np.testing.assert_allclose(ratio[where < LATENCY], 1.0, atol=1e-5)
    np.testing.assert_allclose(ratio[where > LATENCY + glide], 0.1, atol=1e-5)
    assert (np.diff(ratio) <= 1e-5).all()


@pytest.mark.parametrize("length", [7, 512, 4_800])
def test_processing_in_blocks_equals_processing_the_whole(length):
    whole = settled(3.0, 0.7).step(tone(0.9))
    chain = settled(3.0, 0.7)
    parts = [chain.step(tone(0.9)[n : n + length]) for n in range(0, T, length)]
    np.testing.assert_allclose(np.concatenate(parts), whole, atol=1e-6)


def test_the_output_never_exceeds_the_ceiling():
    assert np.abs(settled(12.0, 1.0).step(tone(1.0))).max() <= CEILING + 1e-6


def test_samples_that_are_not_finite_become_silence_and_are_counted():
    chain = settled(0.0)
    broken = tone(0.3)
    broken[100:103] = [np.nan, np.inf, -np.inf]
    assert np.isfinite(chain.step(broken)).all()
    assert chain.healed == 3


def test_width_opens_the_image_and_keeps_the_sum():
    narrow, wide = settled(0.0).step(tone(0.3)), settled(0.0, 1.0).step(tone(0.3))
    assert np.abs(wide[:, 0] - wide[:, 1]).max() > 0.01
    np.testing.assert_allclose(wide.sum(1), narrow.sum(1), atol=1e-5)


def test_after_a_reset_nothing_of_the_past_sounds():
    chain = settled(0.0, 1.0)
    chain.step(tone(0.9))
    chain.reset()
    assert not chain.step(np.zeros(T, np.float32)).any()


def test_a_constant_offset_is_removed():
    chain = settled(0.0)
    out = [chain.step(np.full(T, 0.5, np.float32)) for _ in range(5)][-1]
    assert np.abs(out).max() < 0.01


@pytest.mark.parametrize(("width", "pan"), [(0.0, 0.0), (0.7, 0.0), (0.0, -0.4), (1.0, 0.5)])
@pytest.mark.parametrize("block", [1 << 16, 1000, 31])
def test_a_clip_is_finished_in_blocks_as_in_one(monkeypatch, width, pan, block):
    sound = tone(1.5) + tone(0.4) ** 2
    live = values(3.0, width, pan)
    wanted = sound * np.float32(10.0 ** (3.0 / 20.0))
    if width or pan:
        wanted = place(widen(wanted, width), np.full(T, pan, np.float32))
    monkeypatch.setattr("distill.worker.chain.FINISH_BLOCK", block)
    steps = finish_steps(sound, live)
    count = 0
    while True:
        try:
            next(steps)
        except StopIteration as end:
            finished = end.value
            break
        count += 1
    assert count == -(-(T + LATENCY) // block)
    np.testing.assert_array_equal(finished, limit_whole(wanted))
