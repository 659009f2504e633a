"""Carriers: what a grid was encoded from, by column and band."""

import numpy as np
import pytest

from distill.codes.carriers import NOTHING, Carriers
from distill.errors import BadArgument


def made(source: str, columns: int = 4, code: int = 1) -> Carriers:
    return Carriers.of_source(source, np.full((columns, 8, 4), code, np.int16))


def test_a_whole_source_carries_each_of_its_columns() -> None:
    carriers = made("x")
    assert carriers.sources == ("x",)
    assert (carriers.column[..., 0] == np.arange(4)[:, None]).all()
    assert (carriers.weight == [1, 0]).all()
    assert (carriers.source == [0, NOTHING]).all()
    assert carriers.carried.all()
    assert not Carriers.none((4, 8, 4)).carried.any()


def test_cells_of_another_grid_bring_their_sources() -> None:
    chosen = np.zeros((4, 8), np.bool_)
    chosen[1, 2] = True
    mixed = made("x").where(chosen, made("y", code=2))
    assert mixed.sources == ("x", "y")
    assert mixed.source[1, 2, 0] == 1
    assert mixed.codes[1, 2, 0, 0] == 2
    assert mixed.source[1, 3, 0] == 0


def test_a_column_is_counted_by_what_carries_most_of_it_and_by_how_much() -> None:
    few, most = np.zeros((2, 4, 8), np.bool_)
    few[1, 2] = most[2, :5] = True
    carriers = made("x").where(few | most, made("y", code=2))
    bare = np.ones((4, 8), np.bool_)
    bare[2, 5:], bare[3] = False, False
    source, share = carriers.only(bare).by_column()
    assert source.tolist() == [0, 0, 1, NOTHING]
    assert share.tolist() == [1, 1, 0.625, 0]
    halves = made("x").blended(Carriers.none((4, 8, 4)), 0.75)
    assert [part.tolist() for part in halves.by_column()] == [[0] * 4, [0.25] * 4]


def test_columns_are_taken_and_joined() -> None:
    both = made("x").taken(np.array([3, 0])).joined(Carriers.none((1, 8, 4)))
    assert both.column[:2, 0, 0].tolist() == [3, 0]
    assert both.carried[:, 0].tolist() == [True, True, False]
    many = made("x").joined(made("y"), made("x", code=3))
    assert many.sources == ("x", "y")
    assert many.source[[0, 4, 8], 0, 0].tolist() == [0, 1, 0]
    assert many.codes[[0, 4, 8], 0, 0, 0].tolist() == [1, 1, 3]


def test_a_run_of_bands_is_taken_and_put_into_another() -> None:
    part = made("y", columns=2, code=2).taken(np.array([1, 0]), slice(3, 5))
    assert part.shape == (2, 2, 4)
    mixed = made("x").with_part(slice(1, 3), slice(6, 8), part)
    assert (mixed.source[1:3, 6:8, 0] == 1).all()
    assert mixed.column[1:3, 6, 0].tolist() == [1, 0]
    assert (mixed.codes[1:3, 6:8, :, 0] == 2).all()
    outside = np.ones((4, 8), np.bool_)
    outside[1:3, 6:8] = False
    assert (mixed.source[outside][:, 0] == 0).all()
    assert (mixed.codes[outside][..., 0] == 1).all()


def test_what_covers_all_is_shared_and_not_copied() -> None:
    one, two = made("x"), made("y")
    everywhere = np.ones((4, 8), np.bool_)
    assert one.taken(slice(0, 4), slice(0, 8)) is one
    assert one.with_part(slice(0, 4), slice(0, 8), two) is two
    assert one.where(everywhere, two) is two
    assert one.where(~everywhere, two) is one
    assert one.only(everywhere) is one
    assert one.resized(4) is one
    assert one.compact() is one
    assert one.blended(two, 0.0) is one
    assert one.blended(two, 1.0) is two


def test_only_the_chosen_cells_stay_and_new_columns_are_carried_by_nothing() -> None:
    chosen = np.zeros((4, 8), np.bool_)
    chosen[2, 5] = True
    assert np.array_equal(made("x").only(chosen).carried, chosen)
    longer = made("x").resized(6)
    assert longer.carried.all(-1).tolist() == [True] * 4 + [False] * 2
    assert longer.resized(3).column[:, 0, 0].tolist() == [0, 1, 2]


def test_sources_that_no_cell_names_are_dropped() -> None:
    chosen = np.zeros((4, 8), np.bool_)
    chosen[1, 2] = True
    three = made("x").joined(made("y")).joined(made("z").only(chosen))
    assert three.sources == ("x", "y", "z")
    kept = three.taken(slice(4, 12)).compact()
    assert kept.sources == ("y", "z")
    assert (kept.source[:4, :, 0] == 0).all()
    assert (kept.source[4:, :, 0] == np.where(chosen, 1, NOTHING)).all()
    assert Carriers.none((2, 8, 4)).compact().sources == ()
    assert made("x").only(~chosen & chosen).compact().sources == ()


@pytest.mark.parametrize("t", [0.25, 0.5, 0.8])
def test_a_blend_holds_both_by_their_share(t: float) -> None:
    both = made("x").blended(made("y", code=2), t)
    share = {0: 1 - t, 1: t}
    for layer in range(2):
        names = both.source[..., layer]
        assert both.weight[..., layer] == pytest.approx(np.vectorize(share.get)(names))
        assert np.array_equal(both.codes[..., layer], np.repeat(names[..., None] + 1, 4, -1))
    assert (np.sort(both.source, -1) == [0, 1]).all()


def test_equal_places_of_a_blend_are_one_and_what_is_missing_stays_missing() -> None:
    one, nothing = made("x"), Carriers.none((4, 8, 4))
    for t in (0.1, 1 / 3, 0.7):
        assert not one.blended(made("x"), t).differs(one).any()
        weak = one.blended(nothing, t)
        assert (weak.source == [0, NOTHING]).all()
        assert weak.weight.sum(-1) == pytest.approx(np.float32(1 - t))
        assert not weak.codes[..., 1].any()
        assert nothing.blended(one, t).weight[..., 0] == pytest.approx(np.float32(t))
    assert not nothing.blended(nothing, 0.5).carried.any()


def test_of_more_than_two_places_the_strongest_share_the_weight_of_all() -> None:
    both = made("x").blended(made("y"), 0.6)  # x .4, y .6
    others = made("z").blended(Carriers.none((4, 8, 4)), 0.2)  # z .8
    three = both.blended(others, 0.5)  # x .2, y .3, z .4: x goes
    assert [three.sources[n] for n in three.source[0, 0]] == ["z", "y"]
    assert three.weight[0, 0] == pytest.approx([0.9 * 4 / 7, 0.9 * 3 / 7])
    assert three.compact().sources == ("y", "z")
    again = both.blended(made("y").taken(np.array([0, 3, 2, 3])), 0.5)
    assert again.weight[0, 0] == pytest.approx([0.8, 0.2])  # the same place of y
    assert again.weight[1, 0] == pytest.approx([0.625, 0.375])  # y at 3 and 1; x goes


def test_columns_differ_by_place_weight_and_codes_but_not_by_the_order_of_sources() -> None:
    one = made("x").joined(made("y"))
    other = Carriers(("y", "x"), np.where(one.source < 0, NOTHING, 1 - one.source), *_rest(one))
    assert not one.differs(other).any()
    moved = one.taken(np.array([0, 2, 2, 3, 4, 5, 6, 7]))
    assert np.flatnonzero(one.differs(moved)).tolist() == [1]
    assert made("x").differs(made("x", code=2)).all()
    assert made("x").differs(made("y")).all()


def test_what_does_not_fit_is_refused() -> None:
    carriers = made("x")
    with pytest.raises(BadArgument, match="name one of 1 sources"):
        Carriers(("x",), carriers.source + np.int16(1), *_rest(carriers))
    with pytest.raises(BadArgument, match="of no grid"):
        Carriers(("x",), carriers.source[:2], *_rest(carriers))
    with pytest.raises(BadArgument, match="of no grid"):
        Carriers(("x",), carriers.source, *_rest(carriers)[:2], carriers.codes[:, :, 0])
    whole = np.ones_like(carriers.weight)
    with pytest.raises(BadArgument, match="add up"):
        Carriers(("x",), carriers.source, carriers.column, whole, carriers.codes)


def _rest(carriers: Carriers) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return carriers.column, carriers.weight, carriers.codes
