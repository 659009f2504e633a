import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distill.codec.seams import soften
from distill.types import Mel

FRAMES = 8


def step(height: float = 8.0) -> Mel:
    """One bin, level in two columns, with a jump where they meet."""
    return np.repeat(np.float32([[0.0], [height]]), FRAMES, 0)


def test_a_jump_becomes_a_rise_of_four_frames() -> None:
    softened = soften(step(), FRAMES, 1.0)[:, 0]
    assert softened.tolist() == [0, 0, 0, 0, 0, 0, 1, 3, 5, 7, 8, 8, 8, 8, 8, 8]


def test_the_share_that_is_not_spread_stays_a_jump() -> None:
    changes = np.diff(soften(step(), FRAMES, 0.5)[:, 0])
    assert changes[FRAMES - 1] == pytest.approx(8 - 0.5 * 8 * 0.75)
    assert float(changes.sum()) == 8.0


def test_a_constant_slope_is_no_jump() -> None:
    slope = np.arange(4 * FRAMES, dtype=np.float32)[:, None].repeat(3, 1)
    assert np.array_equal(soften(slope, FRAMES, 1.0), slope)


def test_frames_away_from_seams_are_unchanged() -> None:
    picture = np.random.default_rng(0).standard_normal((3 * FRAMES, 5)).astype(np.float32)
    moved = np.flatnonzero((soften(picture, FRAMES, 0.85) != picture).any(1)).tolist()
    assert moved == [6, 7, 8, 9, 14, 15, 16, 17]


def test_the_given_mel_is_not_changed() -> None:
    given_picture = step()
    soften(given_picture, FRAMES, 1.0)
    assert np.array_equal(given_picture, step())


def test_without_a_share_or_a_seam_nothing_changes() -> None:
    assert np.array_equal(soften(step(), FRAMES, 0.0), step())
    assert np.array_equal(soften(step(), 2 * FRAMES, 1.0), step())
    assert soften(step()[:0], FRAMES, 1.0).shape == (0, 1)


@given(st.integers(1, 5), st.integers(1, 4), st.floats(0, 1))
def test_seams_of_columns_of_any_length_are_smoothed(
    frames: int, columns: int, share: float
) -> None:
    picture = np.random.default_rng(1).standard_normal((columns * frames, 3)).astype(np.float32)
    softened = soften(picture, frames, share)
    assert softened.shape == picture.shape
    assert bool(np.isfinite(softened).all())
