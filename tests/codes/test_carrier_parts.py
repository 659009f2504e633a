from dataclasses import fields

import numpy as np
import pytest

from distill.codes import interpolate
from distill.codes.carrier_parts import DTYPES, carriers_from, parts_of
from distill.codes.carriers import Carriers
from distill.errors import BadArgument
from kit.grids import carried, codebook, encoded, grid


def mixed() -> Carriers:
    one, two = (encoded(grid(seed=n), f"{n}f" * 16) for n in (1, 2))
    return carried(interpolate.latent(one, two, 0.25, codebook()))


def test_carriers_are_rebuilt_from_their_parts():
    before = mixed()
    parts = {name: np.array(array) for name, array in parts_of(before).items()}
    after = carriers_from(list(before.sources), parts)
    assert after.sources == before.sources == ("1f" * 16, "2f" * 16)
    for name in DTYPES:
        np.testing.assert_array_equal(getattr(after, name), getattr(before, name))
        assert not getattr(after, name).flags.writeable


def test_every_array_of_carriers_is_a_part_of_the_type_that_it_has():
    before = mixed()
    assert list(DTYPES) == [row.name for row in fields(Carriers)[1:]]
    assert {name: array.dtype.type for name, array in parts_of(before).items()} == DTYPES


@pytest.mark.parametrize(
    "sources",
    [None, 7, "f" * 32, {"f" * 32: 1}, ["../x", "b"], ["a", 3], ["", "b"], ["a" * 65, "b"]],
)
def test_sources_that_are_no_ids_are_refused(sources):
    with pytest.raises(BadArgument, match="list of ids"):
        carriers_from(sources, parts_of(mixed()))


@pytest.mark.parametrize("name", DTYPES)
def test_an_array_that_is_missing_or_of_another_type_is_refused(name):
    before = mixed()
    others = {one: array for one, array in parts_of(before).items() if one != name}
    with pytest.raises(BadArgument, match=f"carriers.{name} must be .*, got nothing"):
        carriers_from(list(before.sources), others)
    wide = getattr(before, name).astype(np.float64)
    with pytest.raises(BadArgument, match=f"carriers.{name} must be .*, got float64"):
        carriers_from(list(before.sources), {**others, name: wide})


def test_arrays_that_name_a_source_which_is_not_listed_are_refused():
    with pytest.raises(BadArgument, match="name one of 1 sources"):
        carriers_from(["1f" * 16], parts_of(mixed()))
