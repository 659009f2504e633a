import numpy as np
import pytest

from distill.audio.level import Glide, GuardState, decibels_of, gain_of, guard


def _noise(samples, channels=2, seed=0):
    return np.random.default_rng(seed).uniform(-0.5, 0.5, (samples, channels)).astype(np.float32)


def test_decibels_and_gains_are_inverse():
    assert gain_of(0.0) == 1.0
    assert gain_of(-6.0206) == pytest.approx(0.5, rel=1e-5)
    assert decibels_of(10.0) == pytest.approx(20.0)
    assert gain_of(decibels_of(0.0)) == 0.0


def test_a_glide_is_linear_and_ends_exactly_at_its_goal():
    values, after = Glide.at(1.0).to(0.0, 4 / 48_000).step(6)
    np.testing.assert_allclose(values, [0.75, 0.5, 0.25, 0.0, 0.0, 0.0])
    assert after.still
    assert after.value == 0.0


@pytest.mark.parametrize("sizes", [[1] * 300, [100, 0, 200], [299, 1]])
def test_a_glide_in_blocks_has_the_same_values(sizes):
    glide = Glide.at(0.2).to(0.9, 0.005)
    whole, _ = glide.step(300)
    pieces = []
    for size in sizes:
        piece, glide = glide.step(size)
        pieces.append(piece)
    np.testing.assert_array_equal(np.concatenate(pieces), whole)


def test_a_new_goal_starts_from_the_present_value_and_the_same_goal_changes_nothing():
    _, half = Glide.at(0.0).to(1.0, 0.01).step(240)
    assert half.to(1.0, 5.0) is half
    turned = half.to(0.0, 0.01)
    assert turned.value == pytest.approx(0.5)
    assert turned.step(1)[0][0] < 0.5


def test_a_still_glide_at_one_multiplies_by_exactly_one():
    values, _ = Glide.at(1.0).step(3)
    assert values.tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("sizes", [[1] * 200, [64, 0, 136], [200]])
def test_the_guard_in_blocks_gives_the_same_samples(sizes):
    sound = _noise(200)
    sound[50] = np.nan
    whole, end = guard(sound, GuardState())
    pieces, state, at = [], GuardState(), 0
    for size in sizes:
        piece, state = guard(sound[at : at + size], state)
        pieces.append(piece)
        at += size
    np.testing.assert_array_equal(np.concatenate(pieces), whole)
    assert state == end


def test_nan_and_infinity_become_silence_and_are_counted():
    sound = _noise(100)
    sound[10] = np.nan
    sound[20, 0] = np.inf
    sound[21, 1] = -np.inf
    out, state = guard(sound, GuardState())
    assert np.isfinite(out).all()
    assert state.healed == 4


def test_a_dc_offset_is_removed():
    sound = np.full((48_000, 2), 0.25, np.float32)
    out, _ = guard(sound, GuardState())
    assert np.abs(out[-1]).max() < 0.001


def test_a_sound_without_an_offset_is_unchanged():
    time = np.arange(48_000) / 48_000
    for hertz, loss_db in ((20.0, 0.05), (100.0, 0.002), (5000.0, 0.001)):
        tone = np.sin(2 * np.pi * hertz * time).astype(np.float32)
        out, _ = guard(tone, GuardState())
        change = 20 * np.log10(np.linalg.norm(out[24_000:]) / np.linalg.norm(tone[24_000:]))
        assert abs(change) < loss_db


def test_silence_stays_silence_and_mono_keeps_its_shape():
    out, _ = guard(np.zeros(64, np.float32), GuardState())
    assert out.shape == (64,)
    assert not out.any()
    assert guard(np.zeros((0, 2), np.float32), GuardState())[0].shape == (0, 2)
