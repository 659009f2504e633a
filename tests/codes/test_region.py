"""Regions are written as words and numbers, and never reach beyond a grid."""

import pytest

from distill.codes.region import Region, Span
from distill.errors import BadArgument
from kit.grids import grid


@pytest.mark.parametrize(
    ("value", "count", "expected"),
    [
        ("all", 6, slice(0, 6)),
        (3, 6, slice(3, 4)),
        (3.0, 6, slice(3, 4)),
        ("3", 6, slice(3, 4)),
        (" 2-4 ", 6, slice(2, 5)),
        ("4-", 6, slice(4, 6)),
        ("5-5", 6, slice(5, 6)),
        ("coarse", 4, slice(0, 2)),
        ("fine", 4, slice(2, 4)),
        ("coarse", 3, slice(0, 1)),
        ("coarse", 1, slice(0, 1)),
        ("fine", 1, slice(1, 1)),
    ],
)
def test_each_form_selects_its_indices(value: object, count: int, expected: slice) -> None:
    assert Span.parse("levels", value).resolve("levels", count) == expected


@pytest.mark.parametrize("value", ["", "-1", -1, 2.5, "7-4", "1-2-3", "some", "1e3", None])
def test_anything_else_is_refused(value: object) -> None:
    assert not Span.accepts("columns", value)
    with pytest.raises(BadArgument, match="columns"):
        Span.parse("columns", value)


def test_coarse_and_fine_are_words_for_levels_only() -> None:
    assert Span.accepts("levels", "fine")
    with pytest.raises(BadArgument, match="bands"):
        Span.parse("bands", "fine")


@pytest.mark.parametrize("value", ["6", "2-6", "6-"])
def test_reaching_beyond_the_axis_names_the_axis(value: str) -> None:
    with pytest.raises(BadArgument, match=r"bands run 0\.\.5"):
        Span.parse("bands", value).resolve("bands", 6)


@pytest.mark.parametrize("value", ["all", "coarse", "3", "4-7", "8-"])
def test_a_span_as_text_parses_to_itself(value: str) -> None:
    assert str(Span.parse("levels", value)) == value


def test_a_region_is_all_of_a_grid_by_default() -> None:
    made = grid(columns=4, bands=3, levels=2)
    assert made.codes[Region().of(made)].shape == (4, 3, 2)
    part = Region(Span.parse("columns", "1-2"), Span.parse("bands", 2), Span("fine"))
    assert part.of(made) == (slice(1, 3), slice(2, 3), slice(1, 2))
