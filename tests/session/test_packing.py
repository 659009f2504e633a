"""A snapshot survives packing and unpacking; anything else is refused."""

import math
from dataclasses import replace

import numpy as np
import pytest

from distill.codes import interpolate
from distill.codes.carriers import Carriers
from distill.errors import DistillError, FileProblem
from distill.parameters import defaults
from distill.session.packing import pack, unpack
from distill.session.snapshot_store import STAGE_PARAMETERS, Snapshot
from distill.storage import snapshotfile
from kit.grids import encoded, same_carriers
from kit.instrument import some_codes, tiny_session


def moment() -> Snapshot:
    session = tiny_session()
    grid = session.grid(some_codes(5), "mine")
    locked = grid.with_lock((slice(1, 2), slice(0, 3), slice(0, 1)), on=True)
    session.store("a", {"a": locked, "b": session.grid(some_codes(4, 2), "")})
    session.set_parameter("coarse", 0.25)
    session.set_parameter("tempo", 99.0)
    session.morph_towards("b")
    session.stream("a")
    session.streamed(1, some_codes(2, 3))
    return session.snapshot(b"live")


def test_a_snapshot_survives_the_round_trip():
    snapshot = moment()
    again = unpack(*pack(snapshot))
    assert again.slots == snapshot.slots
    locked = again.slots["a"].locked
    assert locked is not None
    assert int(locked.sum()) == 3
    assert again.slots["b"].locked is None
    assert again.parameters == snapshot.parameters
    assert "tempo" not in again.parameters
    assert again.morph_slot == "b"
    assert again.sounding.context is not None
    np.testing.assert_array_equal(
        again.sounding.context, np.concatenate([some_codes(5), some_codes(2, 3)])
    )
    for name in ("transport", "playing", "bars", "seed", "streamed", "model", "live"):
        assert getattr(again.sounding, name) == getattr(snapshot.sounding, name)


def test_missing_parameters_get_their_defaults_and_unknown_ones_are_ignored():
    header, arrays = pack(moment())
    said = {"coarse": 0.25, "width": 0.5, "future": 3.0}
    again = unpack({**header, "parameters": said}, arrays)
    wanted = {n: v for n, v in defaults().items() if n not in STAGE_PARAMETERS}
    assert again.parameters == {**wanted, "coarse": 0.25, "width": 0.5}


def test_slots_that_earlier_versions_named_by_words_for_all_and_none_get_other_names():
    header, arrays = pack(moment())
    rows = [{**row, "name": name} for row, name in zip(header["slots"], "*-", strict=True)]
    rows.append({**rows[0], "name": "all", "samples": 0})
    playing = {**header["sounding"], "transport": "play", "playing": "*"}
    older = {**header, "slots": rows, "sounding": playing, "morph_slot": "-"}
    again = unpack(older, {**arrays, "codes.2": some_codes(3)})
    assert {name: grid.columns for name, grid in again.slots.items()} == {
        "all_": 5, "none": 4, "all": 3,
    }  # fmt: skip
    assert (again.sounding.playing, again.morph_slot) == ("all_", "none")


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("slots", [{"name": "a"}]),
        ("slots", 3),
        ("slots", [{"name": "a", "size": math.inf}]),
        ("parameters", {"coarse": 7.0}),
        ("sounding", {}),
        ("sounding", {"transport": "fly"}),
    ],
)
def test_a_broken_snapshot_is_refused_with_an_explanation(part, value):
    header, arrays = pack(moment())
    with pytest.raises(DistillError, match=r"."):
        unpack({**header, part: value}, arrays)


def test_invalid_codes_are_refused():
    header, arrays = pack(moment())
    with pytest.raises(DistillError):
        unpack(header, {**arrays, "codes.0": np.full((2, 3, 2), 99, np.int16)})
    with pytest.raises(FileProblem):
        unpack(header, {})


def test_the_playing_slot_must_be_in_the_snapshot():
    header, arrays = pack(moment())
    header["sounding"] = {**header["sounding"], "transport": "play", "playing": "z"}
    with pytest.raises(FileProblem, match="'z'"):
        unpack(header, arrays)


def test_a_slot_keeps_its_length_and_in_an_older_snapshot_it_is_whole():
    session = tiny_session()
    session.store("a", {"a": session.grid(some_codes(5), "", 4500)})
    header, arrays = pack(session.snapshot(b""))
    assert unpack(header, arrays).slots["a"].samples == 4500
    del header["slots"][0]["samples"]
    assert unpack(header, arrays).slots["a"].samples == 5 * 1024


def carried_moment() -> Snapshot:
    session = tiny_session()
    one, two = (encoded(session.grid(some_codes(5, n), ""), f"{n}f" * 16) for n in (1, 2))
    mixed = interpolate.latent(one, two, 0.25, session.ready().codebook)
    bare = session.grid(some_codes(3), "")
    session.store("x", {"mixed": mixed, "bare": bare, "two": two})
    return session.snapshot(b"")


def test_what_carries_a_slot_survives_the_file(tmp_path):
    snapshot, file = carried_moment(), tmp_path / "x.snapshot"
    snapshotfile.write(file, *pack(snapshot))
    again = unpack(*snapshotfile.read(file)).slots
    assert again["mixed"].sources == ("1f" * 16, "2f" * 16)
    assert again["bare"].carriers is None
    for name, grid in snapshot.slots.items():
        assert same_carriers(again[name], grid)


def test_a_snapshot_of_an_earlier_version_is_carried_by_nothing():
    header, arrays = pack(carried_moment())
    for row in header["slots"]:
        row.pop("carriers", None)
    older = unpack(header, {name: one for name, one in arrays.items() if "carriers" not in name})
    assert older.slots == carried_moment().slots
    assert all(grid.carriers is None for grid in older.slots.values())


def streamed_moment() -> Snapshot:
    session = tiny_session()
    session.store("x", {"a": encoded(session.grid(some_codes(2), ""), "1f" * 16)})
    session.stream("a")
    session.streamed(1, some_codes(1, 3), Carriers.of_source("2f" * 16, some_codes(1, 3)))
    return session.snapshot(b"")


def test_what_carries_a_stream_survives_the_file_and_is_recalled(tmp_path):
    snapshot, file = streamed_moment(), tmp_path / "x.snapshot"
    snapshotfile.write(file, *pack(snapshot))
    again = unpack(*snapshotfile.read(file))
    assert again.sounding.carriers.sources == ("1f" * 16, "2f" * 16)
    assert not again.sounding.carriers.differs(snapshot.sounding.carriers).any()
    session = tiny_session()
    assert session.recall("x", again)
    assert session.score().carriers is again.sounding.carriers


def test_in_a_snapshot_of_an_earlier_version_nothing_carries_the_stream():
    header, arrays = pack(streamed_moment())
    del header["sounding"]["carriers"]
    again = unpack(header, arrays)
    assert again.sounding.carriers is None
    np.testing.assert_array_equal(again.sounding.context[:2], some_codes(2))


def test_carriers_of_other_columns_than_those_of_the_stream_are_refused():
    header, arrays = pack(streamed_moment())
    without = {name: one for name, one in arrays.items() if name != "context"}
    for others in (without, {**arrays, "context": some_codes(4)}):
        with pytest.raises(FileProblem, match="not of its columns"):
            unpack(header, others)
    with pytest.raises(FileProblem):
        unpack(header, {**arrays, "carriers.context.source": np.full((3, 3, 2), 5, np.int16)})


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("source", np.full((5, 3, 2), 2, np.int16)),
        ("source", np.zeros((5, 3, 2), np.int64)),
        ("source", np.zeros((5, 2), np.int16)),
        ("column", np.full((5, 3, 2), -1, np.int32)),
        ("weight", np.full((5, 3, 2), 0.75, np.float32)),
        ("weight", np.full((5, 3, 2), np.nan, np.float32)),
        ("codes", np.full((5, 3, 2, 2), 99, np.int16)),
        ("codes", np.zeros((5, 3, 4, 2), np.int16)),
    ],
)
def test_broken_carriers_are_refused(part, value):
    header, arrays = pack(carried_moment())
    with pytest.raises(FileProblem):
        unpack(header, {**arrays, f"carriers.0.{part}": value})
    missing = {name: one for name, one in arrays.items() if name != f"carriers.0.{part}"}
    with pytest.raises(FileProblem):
        unpack(header, missing)


@pytest.mark.parametrize("sources", [["ab"], ["../x", "b"], ["a", 3], "ab", 7, ["", "b"]])
def test_sources_that_are_no_ids_are_refused(sources):
    header, arrays = pack(carried_moment())
    header["slots"][0]["carriers"] = sources
    with pytest.raises(FileProblem):
        unpack(header, arrays)


def test_the_files_that_were_written_from_are_kept_and_earlier_versions_have_none():
    header, arrays = pack(replace(moment(), only=("drums", "ä*"), avoid=("kick",)))
    again = unpack(header, arrays)
    assert (again.only, again.avoid) == (("drums", "ä*"), ("kick",))
    del header["only"], header["avoid"]
    assert unpack(header, arrays).only == ()
    with pytest.raises(FileProblem, match="must be a list of patterns"):
        unpack({**header, "only": "drums"}, arrays)
