"""The live knobs: nothing at zero, more only adds, back restores."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.codes.macros import Macros, apply
from distill.errors import BadArgument
from kit.grids import codebook, grid

SIZE, Q = 32, 4
BOOK = codebook(levels=Q, size=SIZE)
CODES = grid(columns=60, bands=8, levels=Q, size=SIZE).codes
OTHER = grid(columns=7, bands=8, levels=Q, size=SIZE, seed=9).codes
COLUMNS = np.arange(60, dtype=np.int64)
knobs = st.floats(0.0, 1.0)


def turned(**knobs: float) -> np.ndarray:
    return apply(CODES, COLUMNS, Macros(**knobs), BOOK, OTHER)  # type: ignore[arg-type]


def test_at_zero_the_very_same_array_comes_back() -> None:
    assert turned() is CODES
    assert apply(CODES, COLUMNS, Macros(morph=0.7), BOOK, None) is CODES


@settings(deadline=None)
@given(coarse=knobs, fine=knobs, morph=knobs)
def test_the_original_is_never_written_to_and_the_same_knobs_give_the_same_codes(
    coarse: float, fine: float, morph: float
) -> None:
    before = CODES.copy()
    made = turned(coarse=coarse, fine=fine, morph=morph)
    assert np.array_equal(CODES, before)
    assert np.array_equal(made, turned(coarse=coarse, fine=fine, morph=morph))
    assert made.dtype == np.int16
    assert made.min() >= 0
    assert made.max() < SIZE


@pytest.mark.parametrize("knob", ["coarse", "fine"])
@settings(deadline=None)
@given(low=knobs, high=knobs)
def test_turning_up_only_adds_moves_and_moves_no_code_back_nearer(
    knob: str, low: float, high: float
) -> None:
    low, high = sorted((low, high))
    less, more = turned(**{knob: low}), turned(**{knob: high})
    assert ((more != CODES) | (less == CODES)).all()
    for level in range(Q):
        rank = np.argsort(BOOK.order[level], axis=1)
        origin = CODES[..., level]
        assert (rank[origin, less[..., level]] <= rank[origin, more[..., level]]).all()


@settings(deadline=None)
@given(low=knobs, high=knobs)
def test_morph_only_adds_positions_and_takes_all_levels_together(low: float, high: float) -> None:
    low, high = sorted((low, high))
    other = OTHER[COLUMNS % len(OTHER)]
    less, more = ((turned(morph=knob) == other).all(-1) for knob in (low, high))
    assert (more | ~less).all()
    assert (more | (turned(morph=high) == CODES).all(-1)).all()


def test_coarse_touches_the_lower_half_of_the_levels_and_fine_the_upper() -> None:
    coarse, fine = turned(coarse=0.6), turned(fine=0.6)
    assert np.array_equal(coarse[..., 2:], CODES[..., 2:])
    assert np.array_equal(fine[..., :2], CODES[..., :2])
    both = turned(coarse=0.6, fine=0.6)
    assert np.array_equal(both[..., :2], coarse[..., :2])
    assert np.array_equal(both[..., 2:], fine[..., 2:])


@pytest.mark.parametrize("amount", [0.1, 0.5, 0.9, 1.0])
def test_each_knob_moves_the_share_it_says(amount: float) -> None:
    assert (turned(coarse=amount)[..., :2] != CODES[..., :2]).mean() == pytest.approx(
        amount, abs=0.05
    )
    assert (turned(fine=amount)[..., 2:] != CODES[..., 2:]).mean() == pytest.approx(
        amount, abs=0.05
    )


def test_morph_at_one_is_the_other_grid_read_round() -> None:
    assert np.array_equal(turned(morph=1.0), OTHER[COLUMNS % len(OTHER)])


def test_a_column_is_changed_alike_whatever_is_rendered_with_it() -> None:
    macros = Macros(0.4, 0.7, 0.3, 11)
    whole = apply(CODES, COLUMNS, macros, BOOK, OTHER)
    for first in (0, 13, 59):
        one = slice(first, first + 1)
        part = apply(CODES[one], COLUMNS[one], macros, BOOK, OTHER)
        assert np.array_equal(part, whole[one])


def test_seed_column_band_and_level_each_draw_their_own_chance() -> None:
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


def test_hours_into_a_stream_chance_still_works() -> None:
    late = COLUMNS + 2**40
    made = apply(CODES, late, Macros(0.5, 0.5, 0.5, 2**31 - 1), BOOK, OTHER)
    assert 0.5 < (made != CODES).mean() < 0.9


def test_one_level_is_coarse_and_a_book_of_one_entry_has_no_neighbours() -> None:
    one = grid(levels=1).codes
    columns = np.arange(len(one))
    book = codebook(levels=1)
    assert (apply(one, columns, Macros(coarse=1.0), book) != one).all()
    assert np.array_equal(apply(one, columns, Macros(fine=1.0), book), one)
    single = codebook(levels=1, size=1)
    zeros = np.zeros_like(one)
    assert apply(zeros, columns, Macros(coarse=1.0), single) is zeros


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan")])
def test_a_knob_beyond_its_range_is_refused(value: float) -> None:
    with pytest.raises(BadArgument, match="fine"):
        Macros(fine=value)
