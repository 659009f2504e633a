import math

import pytest

from distill.training.report.json_read import as_counts, as_list, as_number, as_object, mean_of

WILD = [None, 3, "x", [], {}, [1], {"a": 1}]


def test_what_is_of_another_kind_is_empty() -> None:
    assert [as_object(value) for value in WILD] == [{}, {}, {}, {}, {}, {}, {"a": 1}]
    assert [as_list(value) for value in WILD] == [[], [], [], [], [], [1], []]
    assert [math.isnan(as_number(value)) for value in WILD] == [True, False, *[True] * 5]


@pytest.mark.parametrize("wild", [3, "ab", [3], [[1.5]], [["a"]], [[1], [-1]], [[1], []]])
def test_counts_are_whole_or_none(wild: object) -> None:
    assert as_counts(wild) == []
    assert as_counts([[1, 0], [2, 3]]) == [[1, 0], [2, 3]]


def test_the_mean_leaves_out_what_is_no_number() -> None:
    assert mean_of([1, "x", 2.0, math.nan, None]) == 1.5
    assert mean_of({"music": 3.0, "drums": 2.0}) == 2.5
    assert [mean_of(value) for value in ([], {}, "abc", ["x"], 7)] == [None] * 5
