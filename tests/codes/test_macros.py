"""Macros: zero changes nothing, a higher value only adds, a lower one restores."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.codes.macros import Macros, apply, morphed
from distill.errors import BadArgument
from kit.grids import codebook, grid

SIZE, Q = 32, 4
BOOK = codebook(levels=Q, size=SIZE)
CODES = grid(columns=60, bands=8, levels=Q, size=SIZE).codes
OTHER = grid(columns=7, bands=8, levels=Q, size=SIZE, seed=9).codes
COLUMNS = np.arange(60, dtype=np.int64)
values = st.floats(0.0, 1.0)


def applied(**values: float) -> np.ndarray:
    return apply(CODES, COLUMNS, Macros(**values), BOOK, OTHER)  # type: ignore[arg-type]


def test_at_zero_the_given_array_itself_is_returned() -> None:
    assert applied() is CODES
    assert apply(CODES, COLUMNS, Macros(morph=0.7), BOOK, None) is CODES


@settings(deadline=None)
@given(coarse=values, fine=values, morph=values)
def test_the_original_is_never_written_to_and_the_same_macros_give_the_same_codes(
    coarse: float, fine: float, morph: float
) -> None:
    before = CODES.copy()
    made = applied(coarse=coarse, fine=fine, morph=morph)
    assert np.array_equal(CODES, before)
    assert np.array_equal(made, applied(coarse=coarse, fine=fine, morph=morph))
    assert made.dtype == np.int16
    assert made.min() >= 0
    assert made.max() < SIZE


@pytest.mark.parametrize("name", ["coarse", "fine"])
@settings(deadline=None)
@given(low=values, high=values)
def test_a_higher_value_only_adds_moves_and_moves_no_code_back_nearer(
    name: str, low: float, high: float
) -> None:
    low, high = sorted((low, high))
    less, more = applied(**{name: low}), applied(**{name: high})
    assert ((more != CODES) | (less == CODES)).all()
    for level in range(Q):
        rank = np.argsort(BOOK.order[level], axis=1)
        origin = CODES[..., level]
        assert (rank[origin, less[..., level]] <= rank[origin, more[..., level]]).all()


@settings(deadline=None)
@given(low=values, high=values)
def test_morph_only_adds_positions_and_switches_all_levels_together(
    low: float, high: float
) -> None:
    low, high = sorted((low, high))
    other = OTHER[COLUMNS % len(OTHER)]
    less, more = ((applied(morph=name) == other).all(-1) for name in (low, high))
    assert (more | ~less).all()
    assert (more | (applied(morph=high) == CODES).all(-1)).all()


@settings(deadline=None)
@given(morph=values, seed=st.integers(1, 9))
def test_what_is_morphed_is_what_morph_switches(morph: float, seed: int) -> None:
    macros = Macros(morph=morph, seed=seed)
    ours, theirs = np.zeros_like(CODES), np.ones_like(OTHER)
    switched = apply(ours, COLUMNS, macros, BOOK, theirs)
    assert np.array_equal(morphed(COLUMNS, 8, macros), (switched == 1).all(-1))
    assert not morphed(COLUMNS, 8, Macros(seed=seed)).any()
    assert morphed(COLUMNS, 8, Macros(morph=1.0, seed=seed)).all()


def test_coarse_changes_the_lower_half_of_the_levels_and_fine_the_upper() -> None:
    coarse, fine = applied(coarse=0.6), applied(fine=0.6)
    assert np.array_equal(coarse[..., 2:], CODES[..., 2:])
    assert np.array_equal(fine[..., :2], CODES[..., :2])
    both = applied(coarse=0.6, fine=0.6)
    assert np.array_equal(both[..., :2], coarse[..., :2])
    assert np.array_equal(both[..., 2:], fine[..., 2:])


@pytest.mark.parametrize("amount", [0.1, 0.5, 0.9, 1.0])
def test_each_macro_moves_the_share_that_is_its_value(amount: float) -> None:
    assert (applied(coarse=amount)[..., :2] != CODES[..., :2]).mean() == pytest.approx(
        amount, abs=0.05
    )
    assert (applied(fine=amount)[..., 2:] != CODES[..., 2:]).mean() == pytest.approx(
        amount, abs=0.05
    )


def test_morph_at_one_is_the_other_grid_repeated() -> None:
    assert np.array_equal(applied(morph=1.0), OTHER[COLUMNS % len(OTHER)])


def test_a_column_changes_in_the_same_way_whatever_is_rendered_with_it() -> None:
    macros = Macros(0.4, 0.7, 0.3, 11)
    whole = apply(CODES, COLUMNS, macros, BOOK, OTHER)
    for first in (0, 13, 59):
        one = slice(first, first + 1)
        part = apply(CODES[one], COLUMNS[one], macros, BOOK, OTHER)
        assert np.array_equal(part, whole[one])


def test_seed_column_band_and_level_each_change_the_random_numbers() -> None:
    same = np.zeros_like(CODES)

    def moved(seed: int) -> np.ndarray:
        return apply(same, COLUMNS, Macros(0.5, 0.5, 0.0, seed), BOOK) != same

    one, two = moved(1), moved(2)
    for x, y in (
        (one, two),
        (one[1:], one[:-1]),
        (one[:, 1:], one[:, :-1]),
        (one[..., 1:], one[..., :-1]),
    ):
        assert (x != y).mean() == pytest.approx(0.5, abs=0.06)


def test_random_numbers_are_uniform_hours_into_a_stream() -> None:
    late = COLUMNS + 2**40
    made = apply(CODES, late, Macros(0.5, 0.5, 0.5, 2**31 - 1), BOOK, OTHER)
    assert 0.5 < (made != CODES).mean() < 0.9


def test_one_level_is_coarse_and_a_codebook_of_one_entry_has_no_neighbours() -> None:
    one = grid(levels=1).codes
    columns = np.arange(len(one))
    book = codebook(levels=1)
    assert (apply(one, columns, Macros(coarse=1.0), book) != one).all()
    assert np.array_equal(apply(one, columns, Macros(fine=1.0), book), one)
    single = codebook(levels=1, size=1)
    zeros = np.zeros_like(one)
    assert apply(zeros, columns, Macros(coarse=1.0), single) is zeros


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan")])
def test_a_macro_beyond_its_range_is_refused(value: float) -> None:
    with pytest.raises(BadArgument, match="fine"):
        Macros(fine=value)
