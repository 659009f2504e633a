import numpy as np
import pytest

from distill.types import Samples
from distill.worker.surroundings import NOWHERE, surroundings

SIZE = Samples(1000)


def around(column, width, samples, *, loops=True):
    found = surroundings(column, width, samples, SIZE, loops=loops)
    assert len(found.begins) == len(found.numbers) + 1
    assert found.begins[found.here] == 0
    return found


def test_in_a_loop_of_whole_columns_each_has_one_before_and_one_after():
    for column, numbers in ((0, [2, 0, 1]), (1, [0, 1, 2]), (5, [1, 2, 0])):
        found = around(column, 3, 3000)
        assert found.numbers.tolist() == numbers
        assert found.begins.tolist() == [-1000, 0, 1000, 2000]
        assert (found.here, found.late, found.length) == (1, 0, 1000)
        assert found.own.tolist() == [numbers[1]]


def test_a_loop_that_ends_inside_its_last_column_goes_on_with_its_first_there():
    last = around(2, 3, 2100)
    assert last.numbers.tolist() == [1, 2, 0, 1]
    assert last.begins.tolist() == [-1000, 0, 100, 1100, 2100]
    assert last.length == 100
    first = around(0, 3, 2100)
    assert first.numbers.tolist() == [1, 2, 0, 1]
    assert first.begins.tolist() == [-1100, -100, 0, 1000, 2000]
    before_last = around(1, 3, 2100)
    assert before_last.begins.tolist() == [-1000, 0, 1000, 1100, 2100]


def test_frames_after_such_a_loop_begin_inside_its_first_column():
    found = around(3, 3, 2100)
    assert (found.own.tolist(), found.late) == ([0], 900)
    assert around(6, 3, 2100).late == 1800
    assert found.begins[-1] >= 1000 + 900 + 1000


def test_a_column_alone_surrounds_itself_as_often_as_its_frames_reach():
    found = around(0, 1, 400)
    assert set(found.numbers.tolist()) == {0}
    assert set(np.diff(found.begins).tolist()) == {400}
    assert found.begins[0] <= -1000
    assert found.begins[-1] >= 2000


@pytest.mark.parametrize("column", [0, 1, 2])
def test_a_clip_has_nothing_before_its_beginning_and_after_its_end(column):
    found = around(column, 3, 2100, loops=False)
    numbers, begins = found.numbers + 0, found.begins - found.begins[0]
    assert numbers.tolist() == list(range(numbers[0], numbers[-1] + 1))
    assert numbers[0] == max(0, column - 1)
    assert begins[-1] == min(2100, 1000 * (numbers[-1] + 1)) - 1000 * numbers[0]


def test_times_are_compared():
    assert around(1, 3, 3000).same(around(4, 3, 3000))
    assert not around(1, 3, 3000).same(around(1, 3, 2100))
    assert not around(0, 3, 2100).same(around(3, 3, 2100))
    assert NOWHERE.same(NOWHERE)
    assert NOWHERE.own.tolist() == []
