import numpy as np
import pytest

from distill.audio.overlap import close_loop, crossfade, ramps, repeat
from distill.errors import BadArgument


def test_gains_add_to_one():
    fall, rise = ramps(480)
    np.testing.assert_allclose(fall + rise, 1.0, atol=1e-6)


def test_a_ramp_rises_monotonically_and_mirrors_its_fall():
    fall, rise = ramps(100)
    assert (np.diff(rise) > 0).all()
    np.testing.assert_allclose(fall, rise[::-1], atol=1e-6)
    assert rise[0] < 0.02
    assert rise[-1] > 0.98


def test_a_sound_crossfaded_with_itself_is_itself():
    sound = np.random.default_rng(0).standard_normal((200, 2)).astype(np.float32)
    np.testing.assert_allclose(crossfade(sound, sound), sound, atol=1e-6)


def test_sounds_of_other_shapes_are_refused():
    with pytest.raises(BadArgument, match="equal shapes"):
        crossfade(np.zeros(3, np.float32), np.zeros(4, np.float32))


def test_a_closed_loop_continues_where_it_was_cut():
    sound = np.arange(100, dtype=np.float32)
    loop = close_loop(sound, 60, 10)
    assert len(loop) == 60
    np.testing.assert_array_equal(loop[10:], sound[10:60])
    assert abs(loop[0] - 60) < 2
    assert abs(loop[9] - 9) < 2
    with pytest.raises(BadArgument, match="100"):
        close_loop(sound, 95, 10)


def test_a_repeated_sound_begins_as_it_is_and_each_round_follows_the_last_one():
    sound = np.arange(100, dtype=np.float32)
    out = repeat(sound, 60, 150, 10)
    assert len(out) == 150
    np.testing.assert_array_equal(out[:60], sound[:60])
    np.testing.assert_array_equal(out[60:70], out[120:130])
    np.testing.assert_array_equal(out[70:120], sound[10:60])
    assert np.abs(np.diff(out[55:65])).max() < 10
