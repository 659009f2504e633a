"""Interpolation is exact at both ends and stays between its grids."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.codes import interpolate
from distill.codes.grid import Grid
from distill.errors import BadArgument, WrongModel
from kit.grids import carried, codebook, encoded, grid, same_carriers

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


CARRIED_A, CARRIED_B = encoded(A, "x"), encoded(B, "y")


def test_at_both_ends_the_carriers_are_exact_too() -> None:
    for at_a, at_b in (
        [interpolate.latent(CARRIED_A, CARRIED_B, t, codebook()) for t in (0.0, 1.0)],
        [interpolate.dissolve(CARRIED_A, CARRIED_B, t, rng()) for t in (0.0, 1.0)],
        [interpolate.levels(CARRIED_A, CARRIED_B, split) for split in (2, 0)],
    ):
        assert at_a.carriers is CARRIED_A.carriers
        assert at_b.carriers is CARRIED_B.carriers
    assert interpolate.latent(A, CARRIED_B, 0.0, codebook()).carriers is None
    assert interpolate.latent(CARRIED_A, B, 1.0, codebook()).carriers is None


@settings(deadline=None)
@given(t=st.floats(0.01, 0.99))
def test_latent_is_carried_by_both_by_their_share(t: float) -> None:
    both = carried(interpolate.latent(CARRIED_A, CARRIED_B, t, codebook()))
    assert both.sources == ("x", "y")
    for number, (share, end) in enumerate(((1 - t, A), (t, B))):
        at = both.source == number
        assert (at.sum(-1) == 1).all()
        assert both.weight[at] == pytest.approx(share)
        assert np.array_equal(np.moveaxis(both.codes, -1, 2)[at].reshape(A.codes.shape), end.codes)
    only_b = carried(interpolate.latent(A, CARRIED_B, t, codebook()))
    assert only_b.weight.sum(-1) == pytest.approx(np.float32(t))
    itself = interpolate.latent(CARRIED_A, CARRIED_A, t, codebook())
    assert same_carriers(itself, CARRIED_A)


def test_dissolve_takes_the_carriers_from_where_the_codes_come() -> None:
    made = interpolate.dissolve(CARRIED_A, CARRIED_B, 0.4, rng())
    assert np.array_equal(carried(made).codes[..., 0], made.codes)
    assert made.sources == ("x", "y")
    half = interpolate.dissolve(CARRIED_A, B, 0.4, rng())
    from_a = (half.codes == A.codes).all(-1)
    assert (carried(half).carried <= from_a).all()
    assert carried(half).carried.mean() == pytest.approx(0.6, abs=0.1)


def test_levels_are_carried_by_the_coarse_ones() -> None:
    assert interpolate.levels(CARRIED_A, CARRIED_B, 1).carriers is CARRIED_A.carriers
    assert interpolate.levels(A, CARRIED_B, 1).carriers is None


def test_the_carriers_of_b_repeat_with_it() -> None:
    short, long = encoded(grid(columns=3, seed=3), "x"), encoded(grid(columns=7, seed=4), "y")
    made = carried(interpolate.dissolve(long, short, 1.0, rng()))
    assert made.column[:, 0, 0].tolist() == [0, 1, 2, 0, 1, 2, 0]
    assert made.sources == ("x",)
    cut = carried(interpolate.latent(short, long, 0.5, codebook()))
    assert cut.column[:, 0].tolist() == [[0, 0], [1, 1], [2, 2]]
