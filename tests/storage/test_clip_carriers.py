import base64
import json
import tracemalloc
import zlib

import numpy as np
import pytest

from distill.codes import interpolate
from distill.codes.carriers import Carriers
from distill.errors import FileProblem
from distill.storage import clip_carriers
from distill.storage.clip_carriers import pack_carriers, unpack_carriers
from kit.grids import carried, codebook, encoded, grid


def mixed(columns=5):
    """Make a grid that two sources carry, and their codes differ from its own."""
    one, two = (encoded(grid(columns, seed=n), f"{n}f" * 16) for n in (1, 2))
    return interpolate.latent(one, two, 0.25, codebook())


def there_and_back(carriers, codes):
    return unpack_carriers(json.loads(json.dumps(pack_carriers(carriers, codes))), codes)


def same(one, other):
    return one.sources == other.sources and not one.differs(other).any()


@pytest.mark.parametrize("columns", [1, 5, 40])
def test_what_carries_edited_codes_comes_back_exactly(columns):
    made = mixed(columns)
    again = there_and_back(made.carriers, made.codes)
    assert again.sources == ("1f" * 16, "2f" * 16)
    assert same(again, made.carriers)
    assert [getattr(again, name).dtype for name in ("source", "column", "weight", "codes")] == [
        np.int16, np.int32, np.float32, np.int16,
    ]  # fmt: skip


def test_bands_and_columns_that_nothing_carries_come_back_as_such():
    made = mixed(6)
    some = np.random.default_rng(3).random((6, 3)) < 0.5
    carriers = carried(made).only(some)
    assert same(there_and_back(carriers, made.codes), carriers)


def test_columns_far_away_in_a_source_come_back():
    codes = grid(300).codes
    whole = Carriers.of_source("1f" * 16, codes)
    moved = whole.taken(np.arange(300)[::-1])
    assert same(there_and_back(moved, codes), moved)
    assert moved.column[0, 0, 0] == 299


def test_codes_that_are_those_of_their_source_cost_nothing():
    codes = np.random.default_rng(0).integers(0, 128, (8192, 8, 4)).astype(np.int16)
    packed = pack_carriers(Carriers.of_source("1f" * 16, codes), codes)
    assert len(json.dumps(packed)) < codes.nbytes / 30
    assert same(unpack_carriers(packed, codes), Carriers.of_source("1f" * 16, codes))


@pytest.mark.parametrize("nothing", [None, Carriers.none((4, 3, 2))])
def test_codes_that_nothing_carries_say_so(nothing):
    codes = grid(4).codes
    assert pack_carriers(nothing, codes) == {"sources": []}
    again = there_and_back(nothing, codes)
    assert again.shape == codes.shape
    assert not again.carried.any()


def test_a_source_that_carries_no_more_is_not_written():
    made = mixed()
    first = carried(made).only(np.zeros((5, 3), np.bool_))
    assert pack_carriers(first, made.codes) == {"sources": []}


def broken(name, value):
    made = mixed()
    return {**pack_carriers(made.carriers, made.codes), name: value}, made.codes


def deflated(array):
    return base64.b64encode(zlib.compress(array.tobytes())).decode()


CELLS = (5, 3, 2)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sources", ["1f" * 16]),
        ("sources", "1f" * 16),
        ("sources", ["../x", "b"]),
        ("sources", None),
        ("source", deflated(np.full(CELLS, 2, "<i2"))),
        ("source", deflated(np.full(CELLS, -2, "<i2"))),
        ("source", deflated(np.zeros((5, 3, 1), "<i2"))),
        ("source", deflated(np.zeros((5, 3, 3), "<i2"))),
        ("source", "no base64!"),
        ("source", base64.b64encode(b"no zlib").decode()),
        ("source", deflated(np.zeros(CELLS, "<i2"))[:-8]),
        ("source", base64.b64encode(zlib.compress(bytes(60)) + b"more").decode()),
        ("source", 7),
        ("source", None),
        ("column", deflated(np.full(CELLS, -9, "<i4"))),
        ("weight", deflated(np.full(CELLS, 0.75, "<f4"))),
        ("weight", deflated(np.full(CELLS, np.nan, "<f4"))),
        ("weight", deflated(np.full(CELLS, -1, "<f4"))),
        ("codes", deflated(np.zeros((5, 3, 4, 2), "<i2"))),
    ],
    ids=range(19),
)
def test_what_does_not_fit_its_codes_is_refused(name, value):
    packed, codes = broken(name, value)
    with pytest.raises(FileProblem):
        unpack_carriers(packed, codes)


@pytest.mark.parametrize("name", ["sources", "source", "column", "weight", "codes"])
def test_an_array_that_is_missing_is_refused(name):
    packed, codes = broken("else", 1)
    del packed[name]
    with pytest.raises(FileProblem, match=name):
        unpack_carriers(packed, codes)


@pytest.mark.parametrize("packed", [None, 3, [], "x", {}])
def test_what_is_no_object_is_refused(packed):
    with pytest.raises(FileProblem):
        unpack_carriers(packed, grid().codes)


def test_more_than_it_needs_is_not_inflated():
    packed, codes = broken("source", deflated(np.zeros(50_000_000, np.int8)))
    tracemalloc.start()
    with pytest.raises(FileProblem, match="needs 60 bytes"):
        unpack_carriers(packed, codes)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


def test_carriers_of_absurdly_many_codes_are_not_read(monkeypatch):
    monkeypatch.setattr(clip_carriers, "MOST_CELLS", 14)
    packed, codes = broken("else", 1)
    with pytest.raises(FileProblem, match="not read"):
        unpack_carriers(packed, codes)
