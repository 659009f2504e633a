"""Edits are pure, change only their region, and refuse what does not fit."""

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.codes import edit
from distill.codes.grid import Grid
from distill.codes.region import Region, Span
from distill.errors import BadArgument, WrongModel
from kit.grids import SIZE, carried, codebook, encoded, grid, same_carriers


def span(count: int) -> st.SearchStrategy[Span]:
    return st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).map(
        lambda ends: Span("", min(ends), max(ends))
    )


regions = st.builds(Region, span(4), span(3), span(2))
amounts = st.floats(0.0, 1.0)
seeds = st.integers(0, 99)


def region(columns: str = "all", bands: str = "all", levels: str = "all") -> Region:
    return Region(
        Span.parse("columns", columns), Span.parse("bands", bands), Span.parse("levels", levels)
    )


EDITS: dict[str, Callable[[Grid, Region, float, np.random.Generator], Grid]] = {
    "set": lambda g, r, _, rng: edit.set_codes(g, r, [int(rng.integers(SIZE))]),
    "swap": lambda g, r, _, __: edit.swap(g, r, grid(seed=5))[0],
    "copy": lambda g, r, _, __: edit.copy(grid(seed=5), r, g),
    "neighbours": lambda g, r, t, rng: edit.randomize_neighbours(g, r, t, codebook(), rng),
    "noise": edit.randomize_noise,
    "shift": lambda g, r, _, rng: edit.shift(g, r, int(rng.integers(-9, 9)), wrap=False),
    "turn": lambda g, r, _, rng: edit.shift(g, r, int(rng.integers(-9, 9)), wrap=True),
    "fill": lambda g, r, _, rng: edit.fill(g, r, int(rng.integers(3)), 2),
}


@pytest.mark.parametrize("name", EDITS)
@settings(deadline=None)
@given(where=regions, amount=amounts, seed=seeds)
def test_an_edit_touches_only_its_region_and_leaves_the_old_grid_for_undo(
    name: str, where: Region, amount: float, seed: int
) -> None:
    before = grid()
    after = EDITS[name](before, where, amount, np.random.default_rng(seed))
    again = EDITS[name](before, where, amount, np.random.default_rng(seed))
    assert before == grid()
    assert after == again
    outside = np.ones(before.codes.shape, dtype=bool)
    outside[where.of(before)] = False
    assert np.array_equal(after.codes[outside], before.codes[outside])
    assert after.kind == before.kind


@settings(deadline=None)
@given(where=regions)
def test_what_is_read_can_be_written_back(where: Region) -> None:
    source = grid()
    codes = source.codes[where.of(source)].flatten()
    written = edit.set_codes(grid(seed=7), where, codes)
    assert np.array_equal(written.codes[where.of(source)], source.codes[where.of(source)])


def test_codes_are_read_and_written_column_by_column_then_band_then_level() -> None:
    made = edit.set_codes(grid(), region("1-2", "0-1"), [0, 1, 2, 3, 4, 5, 6, 7])
    assert made.codes[1:3, 0:2].tolist() == [[[0, 1], [2, 3]], [[4, 5], [6, 7]]]


@pytest.mark.parametrize("values", [[], [1, 2], [8], [-1], [70_000], [1.5]])
def test_setting_a_wrong_count_or_a_code_out_of_range_is_refused(values: list[int]) -> None:
    with pytest.raises(BadArgument):
        edit.set_codes(grid(), region("0"), values)


@settings(deadline=None)
@given(one=regions)
def test_swapping_twice_restores_both(one: Region) -> None:
    a, b = grid(), grid(columns=6, seed=1)
    swapped_a, swapped_b = edit.swap(a, one, b)
    assert np.array_equal(swapped_a.codes[one.of(a)], b.codes[one.of(b)])
    assert edit.swap(swapped_a, one, swapped_b) == (a, b)


def test_swap_works_with_another_region_of_the_same_size() -> None:
    a, b = grid(), grid(columns=6, seed=1)
    made_a, made_b = edit.swap(a, region("0-1"), b, region("4-5"))
    assert np.array_equal(made_a.codes[:2], b.codes[4:])
    assert np.array_equal(made_b.codes[4:], a.codes[:2])
    with pytest.raises(BadArgument, match="2 x 3 x 2 and 3 x 3 x 2"):
        edit.swap(a, region("0-1"), b, region("0-2"))
    with pytest.raises(BadArgument, match="columns run"):
        edit.swap(b, region("5"), a)


def test_swapping_inside_one_grid_exchanges_and_refuses_overlap() -> None:
    a = grid()
    made = edit.swap_within(a, region("0-1"), region("2-3"))
    assert np.array_equal(made.codes, a.codes[[2, 3, 0, 1]])
    with pytest.raises(BadArgument, match="overlap"):
        edit.swap_within(a, region("0-1"), region("1-2"))
    same_columns = edit.swap_within(a, region("0-1", "0"), region("1-2", "2"))
    assert np.array_equal(same_columns.codes[0:2, 0], a.codes[1:3, 2])


def test_copy_writes_at_a_column_and_refuses_to_be_truncated() -> None:
    source, target = grid(columns=6, seed=1), grid()
    made = edit.copy(source, region("4-5", "1"), target, at_column=2)
    assert np.array_equal(made.codes[2:4, 1], source.codes[4:6, 1])
    for at_column in (None, 3, -1):
        with pytest.raises(BadArgument, match=r"columns 0\.\.3"):
            edit.copy(source, region("4-5"), target, at_column)


def test_edits_refuse_grids_and_codebooks_of_another_model() -> None:
    other = dataclasses.replace(grid(), model="model-b")
    with pytest.raises(WrongModel):
        edit.copy(other, region(), grid())
    with pytest.raises(WrongModel):
        edit.swap(grid(), region(), other)
    with pytest.raises(WrongModel, match="16"):
        edit.randomize_neighbours(
            grid(), region(), 0.5, codebook(size=16), np.random.default_rng(0)
        )


@pytest.mark.parametrize("amount", [-0.1, 1.1, float("nan")])
def test_an_amount_out_of_range_is_refused(amount: float) -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(BadArgument, match=r"amount must lie in 0\.\.1"):
        edit.randomize_neighbours(grid(), region(), amount, codebook(), rng)
    with pytest.raises(BadArgument, match=r"amount must lie in 0\.\.1"):
        edit.randomize_noise(grid(), region(), amount, rng)


@pytest.mark.parametrize(("amount", "near"), [(0.1, 1), (0.5, 8), (1.0, 32)])
def test_neighbours_replace_the_requested_share_within_their_reach(
    amount: float, near: int
) -> None:
    book = codebook(size=64)
    before = grid(columns=200, bands=8, size=64)
    made = edit.randomize_neighbours(before, region(), amount, book, np.random.default_rng(3))
    share = (made.codes != before.codes).mean()
    assert share == pytest.approx(amount, abs=0.05)
    for level in range(2):
        rank = np.argsort(book.order[level], axis=1)[
            before.codes[..., level], made.codes[..., level]
        ]
        assert rank.max() == near


def test_noise_reaches_every_code_and_changes_nothing_at_zero() -> None:
    before = edit.set_codes(grid(columns=100), region(), [0])
    rng = np.random.default_rng(0)
    assert edit.randomize_noise(before, region(), 0.0, rng) == before
    noise = edit.randomize_noise(before, region(), 1.0, rng)
    assert np.unique(noise.codes).tolist() == list(range(SIZE))


def test_shift_moves_later_and_holds_the_edge_or_wraps() -> None:
    made = edit.set_codes(grid(bands=1, levels=1), region(), [1, 2, 3, 4])
    held = {1: [1, 1, 2, 3], -1: [2, 3, 4, 4], 9: [1, 1, 1, 1], 0: [1, 2, 3, 4]}
    for columns, expected in held.items():
        assert edit.shift(made, region(), columns, wrap=False).codes.ravel().tolist() == expected
    turned = {1: [4, 1, 2, 3], -1: [2, 3, 4, 1], 9: [4, 1, 2, 3]}
    for columns, expected in turned.items():
        assert edit.shift(made, region(), columns, wrap=True).codes.ravel().tolist() == expected


def test_fill_repeats_a_column_or_a_pattern() -> None:
    made = edit.set_codes(grid(columns=6, bands=1, levels=1), region(), [1, 2, 3, 4, 5, 6])
    assert edit.fill(made, region(), 2).codes.ravel().tolist() == [3] * 6
    pattern = edit.fill(made, region("1-5"), 4, 2)
    assert pattern.codes.ravel().tolist() == [1, 5, 6, 5, 6, 5]
    for first, count in ((6, 1), (-1, 1), (4, 3), (0, 0)):
        with pytest.raises(BadArgument, match="pattern"):
            edit.fill(made, region(), first, count)


def test_a_whole_copy_or_swap_brings_the_origin_and_a_part_does_not() -> None:
    mine = dataclasses.replace(grid(), source="file a.wav")
    theirs = dataclasses.replace(grid(seed=5), source="file b.wav")
    assert edit.copy(theirs, region(), mine).source == "file b.wav"
    assert edit.copy(theirs, region("1-2"), mine).source == "file a.wav"
    assert edit.copy(theirs, region("all", "1"), mine).source == "file a.wav"
    swapped = edit.swap(mine, region(), theirs, region())
    assert [each.source for each in swapped] == ["file b.wav", "file a.wav"]


def test_a_whole_copy_or_swap_brings_the_length_and_a_part_does_not() -> None:
    short, long = (dataclasses.replace(grid(), samples=n) for n in (25_000, 4 * 8192))
    assert edit.copy(short, region(), long).samples == 25_000
    assert edit.copy(short, region("1-3"), long).samples == 4 * 8192
    assert [one.samples for one in edit.swap(short, region(), long)[:2]] == [4 * 8192, 25_000]
    assert [one.samples for one in edit.swap(short, region("all", "0-1"), long)] == [
        25_000,
        4 * 8192,
    ]


def numbered(first: int, source: str) -> Grid:
    """Make an encoded grid in which each code is found nowhere else."""
    codes = np.arange(first, first + 4 * 3 * 2, dtype=np.int16).reshape(4, 3, 2)
    return encoded(dataclasses.replace(grid(), codes=codes, size=64), source)


def begun() -> tuple[Grid, Grid]:
    return numbered(0, "x"), numbered(24, "y")


MOVES: dict[str, Callable[[Grid, Grid, Region, int], tuple[Grid, Grid]]] = {
    "swap": lambda a, b, r, _: edit.swap(a, r, b),
    "elsewhere": lambda a, b, r, n: edit.swap(a, r, b, aside(r, n)),
    "within": lambda a, b, r, n: (swapped_within(a, r, n), b),
    "copy": lambda a, b, r, _: (a, edit.copy(a, r, b)),
    "back": lambda a, b, r, n: (edit.copy(b, r, a, aside(r, n).columns.first), b),
    "shift": lambda a, b, r, n: (edit.shift(a, r, n, wrap=False), b),
    "turn": lambda a, b, r, n: (a, edit.shift(b, r, n, wrap=True)),
    "fill": lambda a, b, r, n: (edit.fill(a, r, n % 3, 2), b),
}


def aside(where: Region, by: int) -> Region:
    """Return a region of the same size in other columns."""
    assert where.columns.last is not None
    width = where.columns.last - where.columns.first
    first = by % (4 - width)
    return Region(Span("", first, first + width), where.bands, where.levels)


def swapped_within(made: Grid, where: Region, by: int) -> Grid:
    try:
        return edit.swap_within(made, where, aside(where, by))
    except BadArgument:
        return made


moves = st.tuples(st.sampled_from(sorted(MOVES)), regions, st.booleans(), st.integers(-5, 5))


@settings(deadline=None)
@given(steps=st.lists(moves, max_size=8))
def test_carriers_go_where_whole_places_go_and_stay_where_some_levels_go(
    steps: list[tuple[str, Region, bool, int]],
) -> None:
    first = now = places = begun()
    for name, where, whole, number in steps:
        part = Region(where.columns, where.bands, Span() if whole else where.levels)
        now = MOVES[name](*now, part, number)
        if part.levels.resolve("", 2) == slice(0, 2):
            places = MOVES[name](*places, part, number)
    for made, place in zip(now, places, strict=True):
        own = carried(made)
        assert np.array_equal(own.codes[..., 0], place.codes)  # its codes tell where it began
        sources = np.array(own.sources)[own.source[..., 0]]
        assert np.array_equal(sources, np.where(place.codes[..., 0] < 24, "x", "y"))
        assert np.array_equal(own.column[..., 0], place.codes[..., 0] % 24 // 6)
        assert (own.weight == [1, 0]).all()
    if all(whole for _, _, whole, _ in steps):
        assert now == places
    assert first == begun()
    assert all(same_carriers(*pair) for pair in zip(first, begun(), strict=True))


def test_a_whole_copy_or_swap_shares_the_carriers() -> None:
    a, b = begun()
    assert edit.copy(a, region(), b).carriers is a.carriers
    assert edit.copy(a, region(), a).carriers is a.carriers
    swapped = edit.swap(a, region(), b)
    assert (swapped[0].carriers, swapped[1].carriers) == (b.carriers, a.carriers)


def test_edits_that_change_codes_leave_the_carriers_as_they_are() -> None:
    a, rng = numbered(0, "x"), np.random.default_rng(0)
    small = encoded(grid(), "x")
    assert edit.set_codes(a, region(), [5]).carriers is a.carriers
    assert edit.randomize_noise(a, region(), 1.0, rng).carriers is a.carriers
    varied = edit.randomize_neighbours(small, region(), 1.0, codebook(), rng)
    assert varied.carriers is small.carriers
    assert edit.copy(numbered(24, "y"), region(levels="fine"), a).carriers is a.carriers


def test_what_nothing_carries_takes_the_carriers_away_and_gets_those_of_others() -> None:
    bare, a = dataclasses.replace(numbered(24, ""), carriers=None), numbered(0, "x")
    part = region("1-2", "0-1")
    without, within = edit.swap(a, part, bare)
    hole = np.zeros((4, 3), np.bool_)
    hole[1:3, :2] = True
    assert np.array_equal(carried(without).carried, ~hole)
    assert np.array_equal(carried(within).carried, hole)
    assert edit.copy(bare, region(), a).carriers is None
    assert edit.shift(bare, region(), 1, wrap=True).carriers is None


def test_codes_that_move_to_other_bands_leave_their_carriers_behind() -> None:
    a = numbered(0, "x")
    moved = edit.swap_within(a, region("0-1", "0"), region("1-2", "2"))
    assert not np.array_equal(moved.codes, a.codes)
    assert moved.carriers is a.carriers
    for made in edit.swap(a, region("all", "0-1"), numbered(24, "y"), region("all", "1-2")):
        assert len(made.sources) == 1
