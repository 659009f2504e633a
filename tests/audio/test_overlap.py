import numpy as np
import pytest

from distill.audio.overlap import Law, close_loop, crossfade, fade, join, ramps
from distill.errors import BadArgument


def test_gains_add_to_one_and_powers_add_to_one():
    fall, rise = ramps(480, Law.GAIN)
    np.testing.assert_allclose(fall + rise, 1.0, atol=1e-6)
    fall, rise = ramps(480, Law.POWER)
    np.testing.assert_allclose(fall**2 + rise**2, 1.0, atol=1e-6)


@pytest.mark.parametrize("law", Law)
def test_a_ramp_rises_all_the_way_and_is_its_mirror(law):
    fall, rise = ramps(100, law)
    assert (np.diff(rise) > 0).all()
    np.testing.assert_allclose(fall, rise[::-1], atol=1e-6)
    assert rise[0] < 0.02
    assert rise[-1] > 0.98


def test_a_sound_crossfaded_with_itself_is_itself():
    sound = np.random.default_rng(0).standard_normal((200, 2)).astype(np.float32)
    np.testing.assert_allclose(crossfade(sound, sound, Law.GAIN), sound, atol=1e-6)


def test_two_strangers_keep_their_loudness_at_equal_power():
    rng = np.random.default_rng(0)
    one, two = rng.standard_normal((2, 100_000)).astype(np.float32)
    assert np.std(crossfade(one, two, Law.POWER)) == pytest.approx(1.0, abs=0.02)


def test_join_is_both_sounds_less_the_overlap():
    joined = join(np.ones(10, np.float32), np.ones(20, np.float32), 4, Law.GAIN)
    np.testing.assert_allclose(joined, np.ones(26), atol=1e-6)
    assert len(join(np.ones(3, np.float32), np.ones(3, np.float32), 0, Law.POWER)) == 6


def test_a_fade_touches_only_its_ends_and_not_its_input():
    sound = np.ones((100, 2), np.float32)
    faded = fade(sound, 10, 20)
    assert faded[0].max() < 0.01
    assert faded[-1].max() < 0.01
    assert (faded[10:80] == 1.0).all()
    assert (sound == 1.0).all()
    assert fade(sound[:3], 10, 20).shape == (3, 2)


def test_sounds_that_do_not_fit_are_refused():
    with pytest.raises(BadArgument, match="equal shapes"):
        crossfade(np.zeros(3, np.float32), np.zeros(4, np.float32), Law.GAIN)
    with pytest.raises(BadArgument, match="cannot overlap by 5"):
        join(np.zeros(4, np.float32), np.zeros(9, np.float32), 5, Law.GAIN)
    with pytest.raises(BadArgument, match="channels differ"):
        join(np.zeros(4, np.float32), np.zeros((9, 2), np.float32), 2, Law.GAIN)


def test_a_closed_loop_goes_on_where_it_was_cut():
    sound = np.arange(100, dtype=np.float32)
    loop = close_loop(sound, 60, 10)
    assert len(loop) == 60
    np.testing.assert_array_equal(loop[10:], sound[10:60])
    assert abs(loop[0] - 60) < 2
    assert abs(loop[9] - 9) < 2
    with pytest.raises(BadArgument, match="100"):
        close_loop(sound, 95, 10)
