"""Waiting packets: all in order while they are few, and a fair share for everybody in a flood."""

import pytest

from distill.surfaces.osc import backlog
from distill.surfaces.osc.backlog import Backlog

ADA, BOB, EVE = ("127.0.0.1", 1), ("127.0.0.1", 2), ("127.0.0.1", 3)


def some(source, *numbers):
    return [(b"%d" % number, source) for number in numbers]


@pytest.fixture
def waiting():
    return Backlog()


def test_few_packets_come_in_the_order_of_their_arrival(waiting):
    mixed = [*some(ADA, 1, 2), *some(BOB, 3), *some(ADA, 4), *some(BOB, 5)]
    waiting.put(mixed)
    assert len(waiting) == 5
    assert waiting.take(5) == mixed
    assert (waiting.take(5), len(waiting), waiting.lost) == ([], 0, 0)


def test_in_a_flood_each_source_gets_the_same_share_in_its_own_order(waiting):
    waiting.put(some(EVE, *range(100)))
    waiting.put([*some(ADA, 1), *some(BOB, 1, 2, 3)])
    assert waiting.take(6) == [*some(EVE, 0, 1), *some(ADA, 1), *some(BOB, 1, 2)]
    assert waiting.take(6) == [*some(EVE, 2, 3, 4), *some(BOB, 3)]
    assert waiting.take(200) == some(EVE, *range(5, 100))


def test_of_more_sources_than_are_read_at_once_each_has_its_turn(waiting):
    sources = [("10.0.0.1", port) for port in range(10)]
    for source in sources:
        waiting.put(some(source, 1, 2))
    seen = [source for _ in range(5) for _, source in waiting.take(2)]
    assert seen == sources


def test_who_floods_loses_its_own_oldest_packets(waiting, monkeypatch):
    monkeypatch.setattr(backlog, "MOST", 4)
    waiting.put(some(ADA, 1))
    waiting.put(some(EVE, *range(10)))
    assert waiting.lost == 6
    assert waiting.take(9) == [*some(ADA, 1), *some(EVE, 6, 7, 8, 9)]


@pytest.mark.parametrize("bound", ["MOST_IN_ALL", "MAX_BYTES"])
def test_beyond_the_bounds_of_all_the_longest_queue_loses_its_oldest(waiting, monkeypatch, bound):
    monkeypatch.setattr(backlog, bound, 5)
    waiting.put(some(ADA, 1, 2))
    waiting.put(some(EVE, 1, 2, 3, 4, 5))
    waiting.put(some(BOB, 1))
    assert (len(waiting), waiting.lost) == (5, 3)
    assert waiting.take(5) == [*some(ADA, 1, 2), *some(EVE, 4, 5), *some(BOB, 1)]
