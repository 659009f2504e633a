"""On the map of a corpus, sounds that are alike are neighbours, and the plane is filled."""

import numpy as np
import pytest

from distill.corpus.corpus_map import BLUR, distances_to, map_points, reach


def test_each_direction_is_filled_evenly() -> None:
    vectors = np.random.default_rng(0).normal(size=(101, 5)).astype(np.float32)
    points = map_points(vectors, [60, 41])
    for axis in range(2):
        assert np.sort(points[:, axis]) == pytest.approx(np.arange(101) / 100)


def test_three_kinds_of_sound_are_three_regions() -> None:
    rng = np.random.default_rng(0)
    centres = np.array([[9, 0, 0, 0], [0, 9, 0, 0], [-9, -9, 0, 0]], np.float32)
    vectors = np.repeat(centres, 50, 0) + rng.normal(size=(150, 4)).astype(np.float32)
    points = map_points(vectors, [50, 50, 50])
    for kind in range(3):
        own = points[50 * kind : 50 * kind + 50]
        others = np.delete(points, slice(50 * kind, 50 * kind + 50), 0)
        nearest = np.array([distances_to(others, tuple(point)).min() for point in own])
        neighbour = np.array([np.sort(distances_to(own, tuple(point)))[1] for point in own])
        assert (neighbour < nearest).mean() > 0.9


def test_going_on_in_a_sound_moves_in_small_steps_and_no_file_blurs_another() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(300, 6)).astype(np.float32)
    vectors[150:] += 3
    points = map_points(vectors, [150, 150])
    steps = np.hypot(*np.diff(points, axis=0).T)
    chance = np.hypot(*(points - rng.permutation(points)).T)
    assert np.median(np.delete(steps, 149)) < 0.25 * np.median(chance)


def test_a_file_is_blurred_by_itself_alone() -> None:
    vectors = np.zeros((40, 2), np.float32)
    vectors[26:] = [[5, 1]]
    apart = map_points(vectors, [26, 14])
    assert apart[:26, 0].max() < apart[26:, 0].min()
    ranks = apart[:, 0].argsort()
    assert ranks.tolist() == list(range(40))  # all of a file are one place, in order
    joined = map_points(vectors + np.arange(40)[:, None] * np.float32(1e-3), [40])
    assert (np.diff(joined[26 - BLUR : 26 + BLUR, 0]) > 0).all()  # one file changes gradually


@pytest.mark.parametrize(("count", "width"), [(1, 3), (2, 3), (4, 1)])
def test_a_small_corpus_has_a_map(count: int, width: int) -> None:
    vectors = np.arange(count * width, dtype=np.float32).reshape(count, width)
    points = map_points(vectors, [count])
    assert points.shape == (count, 2)
    assert np.sort(points[:, 0]) == pytest.approx(np.linspace(0, 1, count) if count > 1 else [0])


def test_the_reach_is_where_the_nearest_twentieth_ends() -> None:
    points = np.stack([np.linspace(0, 1, 101), np.zeros(101)], 1).astype(np.float32)
    distances = distances_to(points, (0.0, 0.0))
    assert reach(distances) == pytest.approx(0.05)
    assert reach(distances[:1]) == 0
