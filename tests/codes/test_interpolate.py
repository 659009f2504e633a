"""Interpolation is exact at both ends and stays between its grids."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.codes import interpolate
from distill.codes.grid import Grid
from distill.errors import BadArgument, WrongModel
from kit.grids import codebook, grid

shares = st.floats(0.0, 1.0)
A, B = grid(columns=40, seed=1), grid(columns=40, seed=2)


def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def test_both_ends_are_exact_in_every_mode() -> None:
    assert interpolate.latent(A, B, 0.0, codebook()) == A
    assert interpolate.latent(A, B, 1.0, codebook()) == B
    assert interpolate.dissolve(A, B, 0.0, rng()) == A
    assert interpolate.dissolve(A, B, 1.0, rng()) == B
    assert interpolate.levels(A, B, 2) == A
    assert interpolate.levels(A, B, 0) == B


@settings(deadline=None)
@given(t=shares)
def test_blending_a_sound_with_itself_is_that_sound(t: float) -> None:
    assert interpolate.latent(A, A, t, codebook()) == A


def test_latent_does_not_jump_near_an_end() -> None:
    assert interpolate.latent(A, B, 1e-6, codebook()) == A
    assert interpolate.latent(A, B, 1.0 - 1e-6, codebook()) == B


@settings(deadline=None)
@given(t=shares)
def test_latent_is_at_least_as_near_the_blend_as_either_end(t: float) -> None:
    book = codebook()
    blend = (1 - t) * book.embed(A.codes) + t * book.embed(B.codes)

    def error(made: Grid) -> np.ndarray:
        return np.square(book.embed(made.codes) - blend).sum(-1)

    made = error(interpolate.latent(A, B, t, book))
    assert (made <= np.minimum(error(A), error(B)) + 1e-5).all()


def test_latent_half_way_finds_codes_that_neither_end_holds() -> None:
    made = interpolate.latent(A, B, 0.5, codebook())
    neither = (made.codes != A.codes).any(-1) & (made.codes != B.codes).any(-1)
    assert neither.mean() > 0.2


@settings(deadline=None)
@given(low=shares, high=shares)
def test_dissolving_further_only_adds_positions_of_b(low: float, high: float) -> None:
    low, high = sorted((low, high))
    less = interpolate.dissolve(A, B, low, rng()).codes
    more = interpolate.dissolve(A, B, high, rng()).codes
    is_b_less, is_b_more = (less == B.codes).all(-1), (more == B.codes).all(-1)
    assert (is_b_more | ~is_b_less).all()
    assert (is_b_more | (more == A.codes).all(-1)).all()


def test_dissolve_uses_the_requested_share_of_b() -> None:
    same = (interpolate.dissolve(A, B, 0.3, rng()).codes == B.codes).all(-1)
    assert same.mean() == pytest.approx(0.3, abs=0.1)


def test_levels_combines_coarse_of_a_and_fine_of_b() -> None:
    made = interpolate.levels(A, B, 1)
    assert np.array_equal(made.codes[..., 0], A.codes[..., 0])
    assert np.array_equal(made.codes[..., 1], B.codes[..., 1])
    for split in (-1, 3):
        with pytest.raises(BadArgument, match=r"split must lie in 0\.\.2"):
            interpolate.levels(A, B, split)


def test_the_length_is_that_of_a_and_b_repeats() -> None:
    short, long = grid(columns=3, seed=3), grid(columns=7, seed=4)
    made = interpolate.dissolve(long, short, 1.0, rng())
    assert np.array_equal(made.codes, short.codes[[0, 1, 2, 0, 1, 2, 0]])
    assert np.array_equal(interpolate.levels(short, long, 0).codes, long.codes[:3])


def test_other_models_and_shares_out_of_range_are_refused() -> None:
    other = dataclasses.replace(B, model="model-b")
    with pytest.raises(WrongModel):
        interpolate.dissolve(A, other, 0.5, rng())
    with pytest.raises(WrongModel):
        interpolate.latent(A, B, 0.5, codebook(size=16))
    for t in (-0.1, 1.1, float("nan")):
        with pytest.raises(BadArgument, match="t must lie in"):
            interpolate.latent(A, B, t, codebook())
