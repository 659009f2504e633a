import numpy as np

from distill.codes.codebook import Codebook
from distill.codes.geometry import lay_out


def flat_book(size=40, seed=0):
    """Entries that differ in three directions only, of widths 5, 2 and 1, among 16."""
    rng = np.random.default_rng(seed)
    turn = np.linalg.qr(rng.normal(size=(16, 16)))[0][:3]
    return (rng.uniform(-1, 1, (size, 3)) * [5, 2, 1]) @ turn + rng.normal(size=16)


def distances(places):
    return np.linalg.norm(places[:, None] - places[None], axis=-1)


def test_distances_on_the_map_are_those_in_the_codebook_when_it_has_three_dimensions():
    book = flat_book()
    found = lay_out(book[None].astype(np.float32))
    inside = np.abs(found.places[0]).max(1) < 1.0
    ratio = distances(book[inside]) * 1.0
    near = distances(found.places[0][inside]) * found.reach[0]
    np.testing.assert_allclose(near, ratio, atol=1e-4)
    assert inside.sum() >= 38
    np.testing.assert_allclose(found.share, [1.0], atol=1e-6)


def test_the_first_direction_is_the_widest_and_the_map_ends_at_one():
    found = lay_out(flat_book()[None].astype(np.float32))
    widths = found.places[0].std(0)
    assert widths[0] > widths[1] > widths[2]
    assert np.abs(found.places).max() == 1.0


def test_directions_do_not_depend_on_the_sign_that_the_library_returns():
    book = flat_book().astype(np.float32)
    one, other = lay_out(book[None]), lay_out(book[::-1][None])
    np.testing.assert_allclose(one.directions, other.directions, atol=1e-5)
    np.testing.assert_allclose(one.places[0], other.places[0, ::-1], atol=1e-5)


def test_the_share_is_small_for_noise_in_many_directions():
    noise = np.random.default_rng(1).normal(size=(1, 256, 128)).astype(np.float32)
    assert 0.02 < lay_out(noise).share[0] < 0.15


def test_single_or_equal_entries_lie_in_the_middle():
    for book in (np.ones((2, 1, 4), np.float32), np.ones((1, 5, 2), np.float32)):
        assert not lay_out(book).places.any()
    assert Codebook(np.ones((1, 3, 1), np.float32)).map.places.shape == (1, 3, 3)
