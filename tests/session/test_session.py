from dataclasses import replace

import numpy as np
import pytest

from distill.codes.carriers import Carriers
from distill.errors import BadArgument, Busy, NotReady, UnknownSlot, WrongModel
from distill.protocol.tasks import CorpusInfo
from distill.session.session import Session
from distill.session.slots import MAX_COLUMNS, MAX_SLOTS, UNDO_STEPS
from kit.grids import encoded
from kit.instrument import some_codes, tiny_facts, tiny_session


def test_everything_is_refused_with_a_reason_before_a_model_is_loaded():
    session = Session(np.random.default_rng(0))
    with pytest.raises(NotReady, match="still loading"):
        session.ready()


def test_the_error_for_an_empty_slot_lists_the_filled_ones():
    session = tiny_session()
    session.store("x", {"drums": session.grid(some_codes(2), "")})
    with pytest.raises(UnknownSlot, match="filled slots: drums"):
        session.slot("drum")


def test_a_hundred_edits_are_undone_and_redone_exactly():
    session = tiny_session()
    states = []
    for step in range(UNDO_STEPS):
        session.store("edit", {"a": session.grid(some_codes(3, step), "")})
        states.append(session.slot("a"))
    for step in reversed(range(1, UNDO_STEPS)):
        assert session.undo() is not None
        assert session.slot("a") == states[step - 1]
    session.undo()
    assert "a" not in session.slots
    with pytest.raises(BadArgument, match="nothing to undo"):
        session.undo()
    for step in range(UNDO_STEPS):
        session.redo()
        assert session.slot("a") == states[step]
    with pytest.raises(BadArgument, match="nothing to redo"):
        session.redo()


def test_a_new_edit_clears_the_redo_history():
    session = tiny_session()
    session.store("1", {"a": session.grid(some_codes(2, 1), "")})
    session.undo()
    session.store("2", {"a": session.grid(some_codes(2, 2), "")})
    with pytest.raises(BadArgument):
        session.redo()


def test_two_slots_change_as_one_step():
    session = tiny_session()
    a, b = (session.grid(some_codes(2, seed), "") for seed in (1, 2))
    session.store("both", {"a": a, "b": b})
    session.undo()
    assert dict(session.slots) == {}


def test_too_many_slots_and_too_long_grids_are_refused_and_nothing_changes():
    session = tiny_session()
    grid = session.grid(some_codes(1), "")
    session.store("many", {f"s{n}": grid for n in range(MAX_SLOTS)})
    with pytest.raises(Busy, match="clear one"):
        session.store("one more", {"x": grid})
    with pytest.raises(BadArgument, match=str(MAX_COLUMNS)):
        session.store(
            "long", {"s0": session.grid(np.zeros((MAX_COLUMNS + 1, 3, 2)).astype(np.int16), "")}
        )
    assert session.slot("s0") == grid
    assert session.undo_depth == (1, 0)


def test_a_grid_of_another_model_stays_but_is_not_used():
    session = tiny_session()
    session.store("old", {"a": session.grid(some_codes(2), "")})
    session.adopt(tiny_facts("other"))
    assert "a" in session.slots
    with pytest.raises(WrongModel, match="different models") as caught:
        session.play("a")
    assert caught.value.made_by == "codec-tiny"
    session.adopt(tiny_facts())
    session.play("a")


def test_the_score_follows_edits_of_the_playing_slot():
    session = tiny_session()
    session.store("1", {"a": session.grid(some_codes(2, 1), "")})
    session.play("a")
    first = session.score()
    session.store("2", {"a": session.grid(some_codes(2, 2), "")})
    second = session.score()
    assert first.take == second.take
    assert second.codes is session.slot("a").codes
    assert not np.array_equal(first.codes, second.codes)


def test_clearing_the_playing_slot_stops_it():
    session = tiny_session()
    session.store("1", {"a": session.grid(some_codes(2), "")})
    session.play("a")
    session.store("clear", {"a": None})
    assert session.score().transport == "stop"


def test_seed_zero_is_fresh_each_time_and_another_seed_is_kept():
    session = tiny_session()
    assert session.sampling.draw_seed() != session.sampling.draw_seed()
    session.set_parameter("seed", 42.0)
    assert session.sampling.draw_seed() == 42
    assert session.stream("") == 42


def test_a_stream_continues_after_its_played_columns_on_a_new_worker():
    session = tiny_session()
    session.store("1", {"a": session.grid(some_codes(2, 1), "")})
    session.set_parameter("seed", 5.0)
    session.stream("a")
    heard = some_codes(3, 9)
    session.streamed(session.score().take, heard)
    session.streamed(session.score().take - 1, some_codes(4, 8))  # of an older take
    resumed = session.resumed_score()
    np.testing.assert_array_equal(resumed.codes, np.concatenate([some_codes(2, 1), heard]))
    assert resumed.sampling.seed == 5 + 3


def test_what_carries_a_slot_and_the_played_columns_goes_to_a_new_worker_too():
    session = tiny_session()
    session.store("1", {"a": encoded(session.grid(some_codes(2, 1), ""), "x")})
    session.stream("a")
    score = session.score()
    assert score.carriers is session.slot("a").carriers
    assert session.score().same(score)
    own = Carriers.of_source("y", some_codes(1, 9))
    session.streamed(score.take, some_codes(1, 9), own)
    session.streamed(score.take - 1, some_codes(1, 8), own)  # of an older take
    resumed = session.resumed_score()
    assert resumed.carriers.sources == ("x", "y")
    np.testing.assert_array_equal(resumed.carriers.codes[..., 0], resumed.codes)
    session.stop()
    assert (session.score().codes, session.score().carriers) == (None, None)


def test_a_stream_needs_the_sound_of_the_last_column_that_it_continues_and_a_loop_all():
    session = tiny_session()
    parts = [Carriers.of_source(name, some_codes(2, n)) for n, name in enumerate("xy")]
    codes = np.concatenate([some_codes(2, 0), some_codes(2, 1)])
    grid = session.grid(codes, "", carriers=parts[0].joined(parts[1]))
    session.store("1", {"a": grid})
    session.play("a")
    assert session.score().needed_sources() == {"x", "y"}
    session.stream("a")
    assert session.score().needed_sources() == {"y"}


def test_the_sources_of_what_a_stream_continues_are_needed_while_it_plays_and_in_snapshots():
    session = tiny_session()
    session.store("1", {"a": encoded(session.grid(some_codes(2, 1), ""), "x")})
    session.stream("a")
    session.streamed(session.score().take, some_codes(1), Carriers.of_source("y", some_codes(1)))
    session.snapshots.store("now", session.snapshot(b""))
    for n in range(UNDO_STEPS + 1):
        session.store("1", {"a": session.grid(some_codes(2, n), "")})
    session.snapshots.store("now", replace(session.snapshots.find("now"), slots={}))
    assert session.needed_sources() == {"x", "y"}
    session.snapshots.discard("now")
    assert session.needed_sources() == {"x"}
    session.play("a")
    assert session.needed_sources() == set()


def test_morph_only_towards_a_slot_that_exists():
    session = tiny_session()
    with pytest.raises(UnknownSlot):
        session.morph_towards("b")
    session.store("b", {"b": session.grid(some_codes(2), "")})
    session.morph_towards("b")
    assert session.score().morph_codes is session.slot("b").codes
    session.morph_towards("")
    assert session.score().morph_codes is None


@pytest.mark.parametrize("way", ["undo", "redo", "copy"])
def test_a_loop_stops_when_its_slot_gets_codes_of_another_model(way):
    session = tiny_session()
    old = session.grid(some_codes(3), "")
    session.store("old", {"a": old})
    if way == "redo":
        session.undo()
    session.adopt(tiny_facts("other"))
    if way != "redo":
        session.store("new", {"a": session.grid(some_codes(4), "")})
        session.play("a")
    else:
        session._slots._apply({"a": session.grid(some_codes(4), "")})
        session.play("a")
    if way == "copy":
        session.store("copy", {"a": old})
    else:
        getattr(session, way)()
    assert session.slot("a") == old
    assert session.transport == "stop"
    assert session.score().codes is None


def playing(verb="play"):
    """Make a session that plays slot a on `tiny`, with `other` loaded since."""
    session = tiny_session()
    session.store(
        "old", {"a": session.grid(some_codes(4), ""), "b": session.grid(some_codes(4), "")}
    )
    getattr(session, verb)("a")
    session.adopt(tiny_facts("other"))
    return session


@pytest.mark.parametrize("verb", ["play", "stream"])
def test_a_take_keeps_its_model_when_another_is_loaded(verb):
    session = playing(verb)
    score = session.score()
    assert (score.transport, score.take, score.model) == (verb, 1, "id-tiny")
    assert (session.model.name, session.sounding.name) == ("other", "tiny")
    session.store("new", {"c": session.grid(some_codes(2), "")})
    session.play("c")
    assert (session.score().model, session.score().take) == ("id-other", 2)


def test_while_stopped_the_score_names_the_loaded_model():
    session = playing()
    session.stop()
    assert session.score().model == "id-other"


def test_a_refused_take_leaves_the_current_one():
    session = playing()
    before = session.score()
    with pytest.raises(WrongModel):
        session.play("b")
    assert session.score().same(before)


def test_codes_of_the_playing_model_are_edited_with_its_codebooks():
    session = playing()
    grid, codebook = session.readable("a")
    assert grid is session.slot("a")
    np.testing.assert_array_equal(codebook.vectors, tiny_facts().codebooks)
    session.store("edit", {"a": grid.with_codes(some_codes(4, 9))})
    assert session.score().codes is session.slot("a").codes
    assert session.score().model == "id-tiny"
    session.morph_towards("b")
    assert session.score().morph_codes is session.slot("b").codes


def test_codes_of_neither_model_cannot_be_edited_with_codebooks():
    session = playing()
    session.adopt(tiny_facts("third"))
    session.store("new", {"c": session.grid(some_codes(2), "")})
    session.play("c")
    with pytest.raises(WrongModel):
        session.readable("a")


def test_a_loop_whose_slot_gets_codes_of_the_loaded_model_switches_to_it():
    session = playing()
    session.store("encode", {"a": session.grid(some_codes(2, 5), "")})
    score = session.score()
    assert (score.transport, score.take, score.model) == ("play", 2, "id-other")
    assert score.codes is session.slot("a").codes


@pytest.mark.parametrize("verb", ["play", "stream"])
def test_a_take_continues_with_a_new_prior_of_the_same_codec(verb):
    session = tiny_session()
    session.store("old", {"a": session.grid(some_codes(4), "")})
    getattr(session, verb)("a")
    before = session.score()
    session.adopt(replace(tiny_facts(), id="id-again"))
    score = session.score()
    assert (score.transport, score.take, score.model) == (verb, before.take, "id-again")
    assert score.codes is before.codes
    assert session.usable("a") == session.slot("a")


def test_a_stream_keeps_its_prior_when_the_same_codec_is_loaded_without_one():
    session = tiny_session()
    session.stream("")
    session.adopt(replace(tiny_facts(), id="id-bare", has_prior=False))
    assert (session.transport, session.score().model) == ("stream", "id-tiny")


@pytest.mark.parametrize("verb", ["play", "stream"])
def test_a_new_worker_has_only_the_loaded_model_so_a_take_on_another_ends(verb):
    session = playing(verb)
    session.adopt(tiny_facts("other"))
    score = session.resumed_score()
    assert (score.transport, score.model) == ("stop", "id-other")


def test_the_status_tells_the_size_of_the_model_s_corpus():
    session = playing()
    session.adopt(replace(tiny_facts("mine"), corpus=CorpusInfo(31, 1500.04, 22 * 2**20)))
    figures = session.stats()
    assert [figures[f"model_corpus_{name}"] for name in ("files", "s", "mb")] == [31, 1500.0, 22.0]


def test_the_status_has_the_model_its_date_and_the_progress_of_its_training():
    session = playing()
    said = {"date": "2026-11-30", "checkpoint": "prior, step 1200"}
    session.adopt(replace(tiny_facts("mine"), metadata=said))
    figures = session.stats()
    assert (figures["model"], figures["model_id"]) == ("mine", "id-mine")
    assert (figures["model_date"], figures["model_checkpoint"]) == tuple(said.values())
    assert figures["model_column"] == 1024
    assert [figures[f"model_corpus_{name}"] for name in ("files", "s", "mb")] == [0, 0.0, 0.0]
    assert figures["playing_model"] == "tiny"
    session.stop()
    assert session.stats()["playing_model"] == ""


def test_a_grid_stays_usable_with_a_new_prior_of_the_same_codec():
    session = tiny_session()
    session.store("old", {"a": session.grid(some_codes(2), "")})
    session.play("a")
    session.adopt(replace(tiny_facts(), id="id-retrained"))
    assert session.transport == "play"
    session.morph_towards("a")
    assert session.score().morph_codes is not None
    assert session.usable("a") == session.grid(some_codes(2), "")


def stroke(session, slot, seeds, label="set"):
    for seed in seeds:
        session.store(f"{label} {slot}", {slot: session.grid(some_codes(2, seed), "")})


def test_many_edits_are_one_undo_step_once_they_are_joined():
    session = tiny_session()
    stroke(session, "a", [1], "generate")
    before = session.slot("a")
    stroke(session, "a", [2, 3, 4])
    assert session.join("a", 3) == 3
    assert session.undo_depth == (2, 0)
    session.undo()
    assert session.slot("a") == before
    session.redo()
    assert session.slot("a") == session.grid(some_codes(2, 4), "")


@pytest.mark.parametrize(
    ("edits", "most", "joined"),
    [
        ([("a", "set"), ("a", "set"), ("a", "set")], 2, 2),
        ([("a", "set"), ("b", "set"), ("a", "set"), ("a", "set")], 9, 2),
        ([("a", "interpolate"), ("a", "set"), ("a", "set")], 9, 2),
        ([("a", "interpolate"), ("a", "interpolate")], 9, 2),
        ([("a", "set"), ("a", "shift")], 9, 0),
        ([("a", "set"), ("b", "set")], 9, 0),
        ([("a", "set")], 9, 1),
        ([], 9, 0),
    ],
)
def test_only_the_last_edits_of_one_kind_and_one_slot_are_joined(edits, most, joined):
    session = tiny_session()
    for number, (slot, label) in enumerate(edits):
        stroke(session, slot, [number], label)
    assert session.join("a", most) == joined
    assert session.undo_depth[0] == len(edits) - max(0, joined - 1)


def test_sources_are_needed_while_a_slot_a_step_or_a_snapshot_can_bring_them_back():
    session = tiny_session()
    bare = session.grid(some_codes(2), "")
    assert session.needed_sources() == set()
    session.store("x", {"a": encoded(bare, "x")})
    session.store("y", {"a": encoded(bare, "y"), "b": bare})
    assert session.needed_sources() == {"x", "y"}
    session.undo()
    assert session.needed_sources() == {"x", "y"}  # by redo
    session.snapshots.store("kept", session.snapshot(b""))
    for _ in range(UNDO_STEPS + 1):
        session.store("z", {"a": bare})
    assert session.needed_sources() == {"x"}
    session.snapshots.discard("kept")
    assert session.needed_sources() == set()


def test_a_grid_of_the_model_gets_the_given_carriers():
    session = tiny_session()
    given = encoded(session.grid(some_codes(2), ""), "x").carriers
    assert session.grid(some_codes(2), "", carriers=given).carriers is given
