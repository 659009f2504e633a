"""Columns of a loop, as the renderer gets them."""

import numpy as np

from distill.codes.carriers import Carriers
from distill.worker.sources import GridLoop
from kit.bundles import CONFIG, tiny_codes


def test_the_ends_of_a_loop_are_neighbours():
    codes = tiny_codes(4)
    window = GridLoop(codes).window(0, 1)
    np.testing.assert_array_equal(window.codes, codes[[3, 0, 1]])
    assert window.place == 1
    np.testing.assert_array_equal(window.numbers, [3, 0, 1])


def test_every_round_of_a_loop_is_the_same():
    loop = GridLoop(tiny_codes(3))
    first, later = loop.window(1, 2), loop.window(1 + 3 * 1000, 2)
    np.testing.assert_array_equal(first.codes, later.codes)
    np.testing.assert_array_equal(first.numbers, later.numbers)


def test_a_loop_of_one_column_is_its_own_neighbour():
    codes = tiny_codes(1)
    np.testing.assert_array_equal(GridLoop(codes).window(7, 1).codes, codes[[0, 0, 0]])


def test_a_loop_names_the_sources_that_are_heard_next_in_order():
    codes = tiny_codes(40)
    parts = [Carriers.of_source(name * 32, codes[:8]) for name in "abcde"]
    loop = GridLoop(codes, carriers=parts[0].joined(*parts[1:]))
    assert loop.sources_from(1) == ["a" * 32, "b" * 32]
    assert loop.sources_from(31) == ["d" * 32, "e" * 32, "a" * 32]
    assert loop.sources_from(40 + 31) == loop.sources_from(31)
    assert GridLoop(codes).sources_from(0) == []
    one = Carriers.of_source("a" * 32, codes)
    assert GridLoop(codes, carriers=one).sources_from(0) == []
    holes = np.zeros((40, CONFIG.bands), np.bool_)
    holes[20] = True
    assert GridLoop(codes, carriers=loop.carriers.only(holes)).sources_from(12) == ["c" * 32]


def test_the_columns_of_a_loop_are_known_and_not_sampled():
    loop = GridLoop(tiny_codes(3))
    assert loop.length == 3
    assert loop.written(1) is None
