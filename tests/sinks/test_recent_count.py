"""The growth of a counter within the last minute."""

from distill.sinks.recent_count import RecentCount


def test_only_the_growth_of_the_last_minute_counts():
    late = RecentCount()
    assert late.within(0.0) == 0
    for at_s, total in ((1.0, 0), (2.0, 3), (3.0, 3), (50.0, 5)):
        late.note(total, at_s)
    assert late.within(50.0) == 5
    assert late.within(62.0) == 5
    assert late.within(62.1) == 2
    assert late.within(111.0) == 0
    late.note(6, 111.0)
    assert late.within(111.0) == 1
    assert len(late._growth) == 1


def test_a_counter_that_began_again_counts_from_there():
    late = RecentCount()
    late.note(9, 1.0)
    late.note(0, 2.0)
    late.note(1, 3.0)
    assert late.within(3.0) == 10
