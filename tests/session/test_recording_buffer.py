"""A recording wraps in its slot, is one undo step, and can be answered."""

import numpy as np
import pytest

from distill.codes.carriers import Carriers
from distill.errors import BadArgument, Busy, NotReady
from distill.protocol.input import (
    ColumnsRecorded,
    InputPosition,
    InputSilence,
    InputSpec,
    SourceRecorded,
)
from distill.session.recording_buffer import RecordingBuffer
from distill.session.session import Session
from distill.session.slots import MAX_SLOTS
from kit.instrument import BANDS, COLUMN, LEVELS, some_codes, tiny_facts, tiny_session

INPUT = InputPosition("input", 4800)
SECONDS = 4 * COLUMN / 48_000


def columns(*numbers: int) -> np.ndarray:
    return np.stack([np.full((BANDS, LEVELS), n, np.int16) for n in numbers])


def recorded(
    run: int, *numbers: int, sounds: bool = True, codec: str = "codec-tiny"
) -> ColumnsRecorded:
    heard = np.full(len(numbers), sounds)
    return ColumnsRecorded(run, 0, columns(*numbers), heard, codec)


def firsts(codes: np.ndarray) -> list[int]:
    return codes[:, 0, 0].tolist()


@pytest.fixture
def session() -> Session:
    made = tiny_session()
    made.store("a", {"a": made.grid(some_codes(6, 1), "test a")})
    return made


def begin(session: Session, slot: str = "in", mode: str = "take") -> int:
    session.recorder.begin(slot, SECONDS, mode, INPUT)
    spec = session.score().input_spec
    assert spec is not None
    return spec.run


def slot(session: Session, name: str = "in") -> list[int]:
    return firsts(session.slot(name).codes)


def test_columns_wrap_each_in_its_place_and_are_in_order_at_the_end() -> None:
    one = RecordingBuffer(InputSpec(1, "input", 0), "in", "take", 4)
    assert one.add(recorded(1, 0, 1, 2))
    assert firsts(one.in_place()) == [0, 1, 2]
    one.add(recorded(1, 3, 4, 5))
    assert firsts(one.in_place()) == [4, 5, 2, 3]
    assert firsts(one.in_order()) == [2, 3, 4, 5]
    one.add(recorded(1, 6))
    assert firsts(one.in_place()) == [6, 3, 4, 5]


def test_many_columns_at_once_stay_in_their_places() -> None:
    one = RecordingBuffer(InputSpec(1, "input", 0), "in", "take", 3)
    one.add(recorded(1, 0, 1, 2, 3, 4, 5, 6))
    assert firsts(one.in_place()) == [6, 4, 5]


def test_the_score_names_the_input_and_its_first_frame(session: Session) -> None:
    assert session.score().input_spec is None
    run = begin(session)
    assert session.score().input_spec == InputSpec(run, "input", 4800, 4)
    assert session.stats()["listening"] == "in"
    session.recorder.end()
    assert session.score().input_spec is None
    assert begin(session) == run + 1


def test_the_slot_grows_with_each_column_and_all_of_it_is_one_step(session: Session) -> None:
    run = begin(session)
    for number in range(7):
        assert session.recorder.on_message(recorded(run, number)) == ""
    assert slot(session) == [4, 5, 6, 3]
    assert session.undo_depth[0] == 2
    assert session.slot("in").source == "listen"
    assert session.recorder.end() == ("in", 4)
    assert slot(session) == [3, 4, 5, 6]
    assert session.undo_depth[0] == 2
    assert session.undo().label == "listen in"
    assert "in" not in session.slots
    session.redo()
    assert slot(session) == [3, 4, 5, 6]


def test_edits_of_other_slots_leave_the_recording_one_step_and_undo_only_themselves(
    session: Session,
) -> None:
    run = begin(session)
    session.recorder.on_message(recorded(run, 0))
    session.store("b", {"b": session.slot("a")})
    session.recorder.on_message(recorded(run, 1))
    assert session.undo_depth[0] == 3
    assert session.undo().label == "b"
    assert slot(session) == [0, 1]
    session.recorder.on_message(recorded(run, 2))
    assert session.undo_depth == (2, 1)
    session.redo()
    assert "b" in session.slots
    assert slot(session) == [0, 1, 2]


def test_an_edit_of_its_slot_is_a_step_and_so_is_the_recording_after_it(session: Session) -> None:
    run = begin(session)
    session.recorder.on_message(recorded(run, 0))
    session.store("hand", {"in": session.slot("a")})
    session.recorder.on_message(recorded(run, 1))
    session.recorder.on_message(recorded(run, 2))
    assert slot(session) == [0, 1, 2]
    assert session.undo_depth[0] == 4
    session.undo()
    assert session.slot("in") == session.slot("a")


def test_undo_of_the_recording_ends_it(session: Session) -> None:
    run = begin(session)
    session.recorder.on_message(recorded(run, 0))
    session.undo()
    assert session.score().input_spec is None
    assert session.recorder.on_message(recorded(run, 1)) == ""
    assert "in" not in session.slots


def test_columns_of_an_earlier_recording_are_ignored(session: Session) -> None:
    old = begin(session)
    new = begin(session, "other")
    session.recorder.on_message(recorded(old, 0))
    assert list(session.slots) == ["a"]
    session.recorder.on_message(recorded(new, 0))
    assert slot(session, "other") == [0]


def test_a_model_loaded_during_the_recording_clears_the_slot(session: Session) -> None:
    run = begin(session)
    session.recorder.on_message(recorded(run, 0))
    session.adopt(tiny_facts("other"))
    session.recorder.on_message(recorded(run, 1))
    assert slot(session) == [0]
    session.recorder.on_message(recorded(run, 2, codec="codec-other"))
    assert slot(session) == [2]
    assert session.slot("in").model == "codec-other"


def test_a_loop_of_the_slot_continues_and_keeps_its_places_at_the_end(session: Session) -> None:
    run = begin(session)
    session.recorder.on_message(recorded(run, 0, 1, 2, 3))
    session.play("in")
    take = session.score().take
    session.recorder.on_message(recorded(run, 4))
    assert firsts(session.score().codes) == [4, 1, 2, 3]
    session.recorder.end()
    assert firsts(session.score().codes) == [4, 1, 2, 3]
    assert session.score().take == take


def test_silence_is_reported_and_only_the_answer_mode_reacts(
    session: Session,
) -> None:
    run = begin(session)
    assert session.recorder.on_message(InputSilence(run, over=True)) == "sounds"
    session.recorder.on_message(recorded(run, 0))
    assert session.recorder.on_message(InputSilence(run, over=False)) == "silent"
    assert session.transport == "stop"


def test_the_prior_answers_a_phrase_and_stops_when_the_next_begins(session: Session) -> None:
    run = begin(session, mode="answer")
    session.recorder.on_message(InputSilence(run, over=True))
    session.recorder.on_message(recorded(run, 0, 1, 2, 3, 4))
    session.recorder.on_message(recorded(run, 7, sounds=False))
    session.recorder.on_message(InputSilence(run, over=False))
    score = session.score()
    assert (score.transport, session.playing) == ("stream", "in")
    assert firsts(score.codes) == [1, 2, 3, 4]
    session.recorder.on_message(InputSilence(run, over=True))
    assert session.transport == "stop"
    session.recorder.on_message(recorded(run, 5))
    session.recorder.on_message(InputSilence(run, over=False))
    assert firsts(session.score().codes) == [2, 3, 4, 5]
    assert session.score().take == score.take + 1


def test_playback_that_a_player_started_is_not_stopped_by_sound(session: Session) -> None:
    run = begin(session, mode="answer")
    session.recorder.on_message(recorded(run, 0))
    session.recorder.on_message(InputSilence(run, over=False))
    session.play("a")
    session.recorder.on_message(InputSilence(run, over=True))
    assert session.transport == "play"
    session.recorder.end()
    assert session.transport == "play"


def test_the_end_of_the_recording_stops_the_answer(session: Session) -> None:
    run = begin(session, mode="answer")
    session.recorder.on_message(recorded(run, 0))
    session.recorder.on_message(InputSilence(run, over=False))
    session.recorder.end()
    assert session.transport == "stop"


def test_silence_before_any_sound_is_not_answered(session: Session) -> None:
    run = begin(session, mode="answer")
    session.recorder.on_message(InputSilence(run, over=False))
    assert session.transport == "stop"


def test_without_a_model_a_prior_or_a_free_slot_it_is_refused_and_nothing_changes() -> None:
    empty = Session(np.random.default_rng(0))
    with pytest.raises(NotReady):
        empty.recorder.begin("in", 1.0, "take", INPUT)
    full = tiny_session()
    for number in range(MAX_SLOTS):
        full.store("s", {str(number): full.grid(some_codes(1), "")})
    with pytest.raises(Busy):
        full.recorder.begin("in", 1.0, "take", INPUT)
    assert full.score().input_spec is None
    full.recorder.begin("7", 1.0, "take", INPUT)


def test_a_model_without_a_prior_can_record_and_not_answer() -> None:
    session = tiny_session()
    facts = tiny_facts()
    values = {name: getattr(facts, name) for name in facts.__slots__}
    session.adopt(type(facts)(**{**values, "has_prior": False}))
    with pytest.raises(BadArgument, match="prior"):
        session.recorder.begin("in", 1.0, "answer", INPUT)
    session.recorder.begin("in", 1.0, "take", INPUT)


def test_an_end_without_a_recording_is_no_error(session: Session) -> None:
    assert session.recorder.end() == ("-", 0)


# --- the sound of a recording


def taken(run: int, first: int, *numbers: int) -> ColumnsRecorded:
    """Columns that follow each other from column `first` of the input on."""
    heard = np.ones(len(numbers), np.bool_)
    return ColumnsRecorded(run, first * COLUMN, columns(*numbers), heard, "codec-tiny", COLUMN)


def source(run: int, name: str, first: int, count: int) -> SourceRecorded:
    return SourceRecorded(run, name, (first + np.arange(count, dtype=np.int64)) * COLUMN)


def places(session: Session, slot: str = "in") -> list[tuple[str, int] | None]:
    """Source and column of each column of a slot; they are the same in all bands."""
    carriers = session.slot(slot).carriers
    if carriers is None:
        return [None] * session.slot(slot).columns
    assert (carriers.source == carriers.source[:, :1]).all()
    assert (carriers.column == carriers.column[:, :1]).all()
    assert (carriers.source[..., 1] == -1).all()
    np.testing.assert_array_equal(carriers.weight[..., 0], carriers.source[..., 0] >= 0)
    own = np.where(carriers.carried[..., None], session.slot(slot).codes, 0)
    np.testing.assert_array_equal(carriers.codes[..., 0], own)
    rows = zip(carriers.source[:, 0, 0], carriers.column[:, 0, 0], strict=True)
    return [(carriers.sources[at], int(column)) if at >= 0 else None for at, column in rows]


def test_the_sound_of_a_recording_carries_its_slot_when_it_is_kept(session: Session) -> None:
    run = begin(session)
    session.recorder.on_message(taken(run, 0, 0, 1, 2, 3, 4))
    session.recorder.end()
    assert places(session) == [None] * 4
    session.recorder.on_message(source(run, "x", 0, 7))
    assert slot(session) == [1, 2, 3, 4]
    assert places(session) == [("x", 1), ("x", 2), ("x", 3), ("x", 4)]
    assert session.needed_sources() == {"x"}
    assert session.undo_depth[0] == 2
    session.undo()
    session.redo()
    assert places(session)[0] == ("x", 1)


def test_the_places_of_a_loop_are_carried_as_they_lie(session: Session) -> None:
    run = begin(session)
    session.recorder.on_message(taken(run, 0, 0, 1, 2, 3))
    session.play("in")
    take = session.score().take
    session.recorder.on_message(taken(run, 4, 4, 5))
    session.recorder.end()
    session.recorder.on_message(source(run, "x", 2, 4))
    assert slot(session) == [4, 5, 2, 3]
    assert places(session) == [("x", 2), ("x", 3), ("x", 0), ("x", 1)]
    assert session.score().take == take


def test_each_phrase_has_a_source_and_what_has_none_is_not_carried(session: Session) -> None:
    run = begin(session)
    session.recorder.on_message(taken(run, 0, 0, 1))
    session.recorder.on_message(source(run, "x", 1, 1))
    assert places(session) == [None, ("x", 0)]
    session.recorder.on_message(taken(run, 9, 2, 3))
    assert places(session) == [None, ("x", 0), None, None]
    session.recorder.on_message(source(run, "y", 8, 3))
    assert places(session) == [None, ("x", 0), ("y", 1), ("y", 2)]
    session.recorder.on_message(taken(run, 11, 4))
    session.recorder.end()
    assert slot(session) == [1, 2, 3, 4]
    assert places(session) == [("x", 0), ("y", 1), ("y", 2), None]


def test_a_slot_that_was_changed_or_undone_meanwhile_is_left_alone(session: Session) -> None:
    run = begin(session)
    session.recorder.on_message(taken(run, 0, 0, 1))
    session.recorder.end()
    session.store("hand", {"in": session.slot("a")})
    session.recorder.on_message(source(run, "x", 0, 2))
    assert session.slot("in") == session.slot("a")
    assert session.slot("in").carriers is None
    session.undo()
    session.undo()
    session.recorder.on_message(source(run, "x", 0, 2))
    assert "in" not in session.slots


def test_the_sound_of_another_recording_carries_nothing(session: Session) -> None:
    old = begin(session)
    session.recorder.on_message(taken(old, 0, 0, 1))
    begin(session, "other")
    session.recorder.on_message(source(old + 7, "x", 0, 2))
    assert places(session) == [None, None]
    session.recorder.on_message(source(old, "x", 0, 2))
    assert places(session) == [("x", 0), ("x", 1)]


def test_an_answer_goes_on_from_the_sound_of_the_phrase_and_its_own_sounds_follow(
    session: Session,
) -> None:
    run = begin(session, mode="answer")
    session.recorder.on_message(InputSilence(run, over=True))
    session.recorder.on_message(taken(run, 0, 1, 2, 3))
    session.recorder.on_message(source(run, "x", 0, 3))
    session.recorder.on_message(InputSilence(run, over=False))
    score = session.score()
    assert score.transport == "stream"
    assert score.carriers is session.slot("in").carriers
    assert score.needed_sources() == {"x"}
    session.streamed(score.take, columns(7), Carriers.of_source("y", columns(7)))
    resumed = session.resumed_score().carriers
    assert resumed is not None
    assert [resumed.sources[at] for at in resumed.source[:, 0, 0]] == ["x", "x", "x", "y"]
