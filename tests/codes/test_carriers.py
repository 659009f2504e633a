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


def test_columns_are_taken_and_joined() -> None:
    both = made("x").taken(np.array([3, 0])).joined(Carriers.none((1, 8, 4)))
    assert both.column[:2, 0, 0].tolist() == [3, 0]
    assert both.carried[:, 0].tolist() == [True, True, False]


def test_what_does_not_fit_is_refused() -> None:
    carriers = made("x")
    with pytest.raises(BadArgument, match="name one of 1 sources"):
        Carriers(("x",), carriers.source + np.int16(1), *_rest(carriers))
    with pytest.raises(BadArgument, match="of no grid"):
        Carriers(("x",), carriers.source[:2], *_rest(carriers))


def _rest(carriers: Carriers) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return carriers.column, carriers.weight, carriers.codes
