import numpy as np
import pytest

from distill.audio.limiter import CEILING, LATENCY, LimiterState, limit, limit_whole


def _loud(samples=4000):
    rng = np.random.default_rng(1)
    sound = rng.standard_normal((samples, 2)).astype(np.float32)
    return sound * np.linspace(0.1, 3.0, samples, dtype=np.float32)[:, None]


def test_below_the_ceiling_the_sound_passes_bit_for_bit_after_the_latency():
    sound = np.random.default_rng(0).uniform(-0.96, 0.96, (2000, 2)).astype(np.float32)
    out, _ = limit(sound, LimiterState())
    assert not out[:LATENCY].any()
    np.testing.assert_array_equal(out[LATENCY:], sound[:-LATENCY])


def test_nothing_leaves_above_the_ceiling():
    out = limit_whole(_loud())
    assert np.abs(out).max() <= np.float32(CEILING)
    assert np.abs(out).max() > 0.9


@pytest.mark.parametrize("sizes", [[1] * 400, [64, 0, 336], [399, 1]])
def test_blocks_of_any_size_give_the_same_samples(sizes):
    sound = _loud(400)
    whole, _ = limit(sound, LimiterState())
    pieces, state, at = [], LimiterState(), 0
    for size in sizes:
        piece, state = limit(sound[at : at + size], state)
        pieces.append(piece)
        at += size
    np.testing.assert_array_equal(np.concatenate(pieces), whole)


def test_the_gain_falls_before_a_peak_without_a_step_and_recovers():
    sound = np.full((24_000, 2), 0.5, np.float32)
    sound[1000] = 4.0
    gain = limit_whole(sound)[:, 0] / sound[:, 0]
    assert np.abs(np.diff(gain)).max() < 0.02
    assert gain[1000] == pytest.approx(CEILING / 4.0, rel=1e-3)
    assert gain[900] == 1.0
    assert gain[-1] == pytest.approx(1.0, abs=0.02)


def test_both_channels_share_one_gain_so_the_stereo_image_stays():
    sound = np.stack([_loud()[:, 0], 0.1 * _loud()[:, 0]], axis=1)
    out = limit_whole(sound)
    np.testing.assert_allclose(out[:, 1], 0.1 * out[:, 0], atol=2e-3)


def test_the_given_state_is_not_changed():
    state = limit(_loud(100), LimiterState())[1]
    first = limit(_loud(50), state)[0]
    np.testing.assert_array_equal(limit(_loud(50), state)[0], first)


def test_mono_silence_and_empty_sound_keep_their_shape():
    assert limit_whole(np.zeros(10, np.float32)).tolist() == [0.0] * 10
    assert limit_whole(np.zeros((0, 2), np.float32)).shape == (0, 2)
