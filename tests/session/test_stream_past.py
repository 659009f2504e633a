"""What a stream has played, and what carries it."""

import numpy as np

from distill.codes.carriers import Carriers
from distill.session.stream_past import HISTORY_COLUMNS, StreamPast
from kit.instrument import some_codes


def of(source: str, columns: int, seed: int = 0) -> Carriers:
    return Carriers.of_source(source, some_codes(columns, seed))


def test_a_stream_from_nothing_that_has_played_nothing_has_no_past() -> None:
    past = StreamPast()
    assert past.whole() == (None, None)
    assert (past.heard, past.played, past.sources) == (False, 0, ())


def test_what_was_played_follows_the_context_with_what_carries_each() -> None:
    past = StreamPast(some_codes(2, 1), of("x", 2, 1))
    past.add(some_codes(1, 2), of("y", 1, 2))
    past.add(some_codes(1, 3), None)
    codes, carriers = past.whole()
    assert codes is not None
    assert carriers is not None
    each = [some_codes(2, 1), some_codes(1, 2), some_codes(1, 3)]
    np.testing.assert_array_equal(codes, np.concatenate(each))
    assert carriers.sources == ("x", "y")
    assert carriers.source[:, 0, 0].tolist() == [0, 0, 1, -1]
    np.testing.assert_array_equal(carriers.codes[:3, ..., 0], codes[:3])
    assert past.played == 2


def test_a_context_that_nothing_carries_is_followed_by_what_something_does() -> None:
    past = StreamPast(some_codes(2))
    past.add(some_codes(1, 2), of("y", 1, 2))
    carriers = past.whole()[1]
    assert carriers is not None
    assert carriers.carried[:, 0].tolist() == [False, False, True]
    past = StreamPast(some_codes(2))
    past.add(some_codes(1, 2), None)
    assert past.whole()[1] is None


def test_only_the_last_columns_are_kept_and_the_sources_that_carry_them() -> None:
    past = StreamPast(some_codes(3), of("x", 3))
    for n in range(HISTORY_COLUMNS + 5):
        past.add(some_codes(1, n), of("y", 1, n))
    codes, carriers = past.whole()
    assert codes is not None
    assert carriers is not None
    assert len(codes) == len(carriers) == HISTORY_COLUMNS
    np.testing.assert_array_equal(codes[-1:], some_codes(1, HISTORY_COLUMNS + 4))
    assert carriers.sources == ("y",)
    assert past.played == HISTORY_COLUMNS + 5


def test_a_stream_that_continues_has_all_of_that_as_its_context() -> None:
    past = StreamPast(some_codes(2), of("x", 2))
    past.add(some_codes(1, 2), of("y", 1, 2))
    later = past.continued()
    assert later.sources == ("x", "y")
    assert (later.heard, later.played) == (False, 1)
    np.testing.assert_array_equal(later.context, past.whole()[0])
