"""Snapshots are stored by name, and two can be interpolated."""

import numpy as np
import pytest

from distill.errors import BadArgument, UnknownSlot
from distill.session.snapshot_store import MAX_SNAPSHOTS, Snapshot, SnapshotStore, between
from kit.grids import carried, encoded
from kit.instrument import some_codes, tiny_session


def test_a_store_keeps_the_newest_of_a_name_and_lists_its_names():
    album = SnapshotStore()
    with pytest.raises(UnknownSlot, match="none yet"):
        album.find("x")
    one, two = Snapshot({}, {}), Snapshot({}, {})
    album.store("x", one)
    album.store("y", one)
    album.store("x", two)
    assert album.find("x") is two
    assert album.names == ("y", "x")
    album.discard("y")
    with pytest.raises(UnknownSlot, match="there are: x"):
        album.discard("y")


def test_a_store_is_bounded():
    album = SnapshotStore()
    for number in range(MAX_SNAPSHOTS):
        album.store(str(number), Snapshot({}, {}))
    album.store("0", Snapshot({}, {}))
    with pytest.raises(BadArgument, match="discard"):
        album.store("more", Snapshot({}, {}))


def moment(seed, **knobs):
    session = tiny_session()
    session.store("a", {"a": session.grid(some_codes(6, seed), "")})
    session.store("own", {f"own{seed}": session.grid(some_codes(2), "")})
    for name, value in knobs.items():
        session.set_parameter(name, value)
    return session.snapshot(b"")


def test_interpolation_at_0_and_1_gives_the_snapshots():
    reading = tiny_session().ready()
    one, two = moment(1, coarse=0.2, top_k=4), moment(2, coarse=0.8, top_k=9)
    for t, end in ((0.0, one), (1.0, two)):
        mixed = between(one, two, t, reading)
        assert mixed.parameters == end.parameters
        assert mixed.slots == end.slots


def test_half_way_parameters_are_half_way_on_their_scales_and_stepped_ones_are_the_nearer():
    reading = tiny_session().ready()
    one = moment(1, coarse=0.2, top_k=4, gain=-20.0)
    two = moment(2, coarse=0.8, top_k=9, gain=0.0)
    mixed = between(one, two, 0.25, reading)
    assert mixed.parameters["coarse"] == pytest.approx(0.35)
    assert mixed.parameters["gain"] == pytest.approx(-15.0)
    assert mixed.parameters["top_k"] == 4
    assert set(mixed.slots) == {"a", "own1"}
    codes = mixed.slots["a"].codes
    assert not np.array_equal(codes, one.slots["a"].codes)
    assert not np.array_equal(codes, two.slots["a"].codes)


def carried_by(source, seed):
    session = tiny_session()
    session.store("a", {"a": encoded(session.grid(some_codes(6, seed), ""), source)})
    return session.snapshot(b"")


def test_between_two_snapshots_a_slot_is_carried_by_both():
    mixed = between(carried_by("x", 1), carried_by("y", 2), 0.25, tiny_session().ready())
    assert mixed.slots["a"].sources == ("x", "y")
    assert carried(mixed.slots["a"]).weight == pytest.approx(
        np.float32([0.75, 0.25]) + np.zeros((6, 3, 1))
    )


def test_a_store_knows_the_grids_of_its_snapshots():
    album = SnapshotStore()
    album.store("one", carried_by("x", 1))
    album.store("two", carried_by("y", 2))
    assert [grid.sources for grid in album.known()] == [("x",), ("y",)]
    album.discard("one")
    assert [grid.sources for grid in album.known()] == [("y",)]
