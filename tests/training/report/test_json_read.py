import math

import pytest

from distill.training.report.json_read import as_counts, as_list, as_number, as_object, mean_of

UNTRUSTED = [None, 3, "x", [], {}, [1], {"a": 1}]


def test_a_value_of_another_type_is_empty() -> None:
    assert [as_object(value) for value in UNTRUSTED] == [{}, {}, {}, {}, {}, {}, {"a": 1}]
    assert [as_list(value) for value in UNTRUSTED] == [[], [], [], [], [], [1], []]
    assert [math.isnan(as_number(value)) for value in UNTRUSTED] == [True, False, *[True] * 5]


@pytest.mark.parametrize("wild", [3, "ab", [3], [[1.5]], [["a"]], [[1], [-1]], [[1], []]])
def test_counts_are_all_valid_or_empty(wild: object) -> None:
    assert as_counts(wild) == []
    assert as_counts([[1, 0], [2, 3]]) == [[1, 0], [2, 3]]


def test_the_mean_ignores_what_is_not_a_finite_number() -> None:
    assert mean_of([1, "x", 2.0, math.nan, None]) == 1.5
    assert mean_of({"music": 3.0, "drums": 2.0}) == 2.5
    assert [mean_of(value) for value in ([], {}, "abc", ["x"], 7)] == [None] * 5
