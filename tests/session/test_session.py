from dataclasses import replace

import numpy as np
import pytest

from distill.errors import BadArgument, Busy, NotReady, UnknownSlot, WrongModel
from distill.session.session import MAX_COLUMNS, MAX_SLOTS, UNDO_STEPS, Session
from kit.instrument import some_codes, tiny_facts, tiny_session


def test_nothing_works_before_a_model_is_there_and_says_so():
    session = Session(np.random.default_rng(0))
    with pytest.raises(NotReady, match="still loading"):
        session.ready()


def test_an_empty_slot_is_answered_with_the_filled_ones():
    session = tiny_session()
    session.store("x", {"drums": session.grid(some_codes(2), "")})
    with pytest.raises(UnknownSlot, match="filled slots: drums"):
        session.slot("drum")


def test_every_edit_of_a_hundred_is_undone_and_redone_bit_for_bit():
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


def test_a_new_edit_forgets_what_was_undone():
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
    session.play("a")
    session.adopt(tiny_facts("other"))
    assert session.transport == "stop"
    assert "a" in session.slots
    with pytest.raises(WrongModel, match="different models"):
        session.play("a")
    session.adopt(tiny_facts())
    session.play("a")


def test_the_score_follows_edits_of_what_plays():
    session = tiny_session()
    session.store("1", {"a": session.grid(some_codes(2, 1), "")})
    session.play("a")
    first = session.score()
    session.store("2", {"a": session.grid(some_codes(2, 2), "")})
    second = session.score()
    assert first.take == second.take
    assert second.codes is session.slot("a").codes
    assert not np.array_equal(first.codes, second.codes)


def test_clearing_what_plays_stops_it():
    session = tiny_session()
    session.store("1", {"a": session.grid(some_codes(2), "")})
    session.play("a")
    session.store("clear", {"a": None})
    assert session.score().transport == "stop"


def test_seed_zero_is_fresh_each_time_and_another_seed_is_kept():
    session = tiny_session()
    assert session.draw_seed() != session.draw_seed()
    session.turn("seed", 42.0)
    assert session.draw_seed() == 42
    assert session.stream("") == 42


def test_a_stream_goes_on_after_what_was_heard_when_the_worker_is_replaced():
    session = tiny_session()
    session.store("1", {"a": session.grid(some_codes(2, 1), "")})
    session.turn("seed", 5.0)
    session.stream("a")
    heard = some_codes(3, 9)
    session.streamed(session.score().take, heard)
    session.streamed(session.score().take - 1, some_codes(4, 8))  # of an older take: not ours
    resumed = session.resumed_score()
    np.testing.assert_array_equal(resumed.codes, np.concatenate([some_codes(2, 1), heard]))
    assert resumed.chance.seed == 5 + 3


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
def test_a_loop_stops_when_its_slot_comes_to_hold_another_models_codes(way):
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
        session._slots["a"] = session.grid(some_codes(4), "")
        session.play("a")
    if way == "copy":
        session.store("copy", {"a": old})
    else:
        getattr(session, way)()
    assert session.slot("a") == old
    assert session.transport == "stop"
    assert session.score().codes is None


def test_a_grid_outlives_a_new_prior_of_the_same_codec():
    session = tiny_session()
    session.store("old", {"a": session.grid(some_codes(2), "")})
    session.play("a")
    session.adopt(replace(tiny_facts(), id="id-retrained"))
    assert session.transport == "play"
    session.morph_towards("a")
    assert session.score().morph_codes is not None
    assert session.usable("a") == session.grid(some_codes(2), "")
