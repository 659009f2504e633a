"""The report of a changed slot: its length now, and which columns to read again."""

import numpy as np
import pytest

from distill.session.change_tracker import ChangedSpan
from distill.session.session import Session
from kit.grids import carried, encoded
from kit.instrument import some_codes, tiny_session


@pytest.fixture
def session() -> Session:
    made = tiny_session()
    made.store("a", {"a": made.grid(some_codes(6, 1), "")})
    assert made.changes.pop("a") == ChangedSpan("a", 6, 1, 0, 5)
    return made


def put(session: Session, codes: np.ndarray | None, slot: str = "a") -> None:
    session.store("x", {slot: None if codes is None else session.grid(codes, "")})


def moved(session: Session, *columns: int) -> np.ndarray:
    codes = session.slot("a").codes.copy()
    codes[list(columns), 1, 0] ^= 1
    return codes


def test_a_span_reaches_from_the_first_to_the_last_changed_column(session: Session) -> None:
    put(session, moved(session, 1, 4))
    assert session.changes.pop("a") == ChangedSpan("a", 6, 2, 1, 4)


def test_many_changes_are_reported_as_one_and_counted_once(session: Session) -> None:
    for column in (5, 2, 3):
        put(session, moved(session, column))
    assert list(session.changes.waiting) == ["a"]
    assert session.changes.pop("a") == ChangedSpan("a", 6, 2, 2, 5)
    assert list(session.changes.waiting) == []


def test_longer_shorter_and_emptied(session: Session) -> None:
    codes = session.slot("a").codes
    put(session, np.concatenate([codes, codes[:2]]))
    assert session.changes.pop("a") == ChangedSpan("a", 8, 2, 6, 7)
    put(session, codes[:3])
    assert session.changes.pop("a") == ChangedSpan("a", 3, 3, 3, 2)
    put(session, np.concatenate([moved(session, 1), codes[:2]]))
    assert session.changes.pop("a") == ChangedSpan("a", 5, 4, 1, 4)
    put(session, None)
    assert session.changes.pop("a") == ChangedSpan("a", 0, 5, 0, -1)


def test_undo_reports_the_same_columns_and_a_change_without_effect_reports_nothing(
    session: Session,
) -> None:
    put(session, moved(session, 2))
    session.undo()
    assert session.changes.pop("a") is None
    session.redo()
    assert session.changes.pop("a") == ChangedSpan("a", 6, 2, 2, 2)


def test_a_lock_is_a_change_of_its_columns(session: Session) -> None:
    grid = session.slot("a")
    session.store("lock", {"a": grid.with_lock((slice(3, 5), slice(None), slice(None)), on=True)})
    assert session.changes.pop("a") == ChangedSpan("a", 6, 2, 3, 4)


def test_every_slot_of_a_step_is_reported(session: Session) -> None:
    session.store("two", {"a": None, "b": session.grid(some_codes(2), "")})
    assert [session.changes.pop(name) for name in list(session.changes.waiting)] == [
        ChangedSpan("a", 0, 2, 0, -1),
        ChangedSpan("b", 2, 3, 0, 1),
    ]


def test_columns_that_something_else_carries_are_reported(session: Session) -> None:
    now = encoded(session.slot("a"), "x")
    session.store("x", {"a": now})
    assert session.changes.pop("a") == ChangedSpan("a", 6, 2, 0, 5)
    moved = carried(now).taken(np.array([0, 1, 1, 3, 4, 5]))
    session.store("x", {"a": now.with_carriers(moved)})
    assert session.changes.pop("a") == ChangedSpan("a", 6, 3, 2, 2)
    session.store("x", {"a": now.with_carriers(moved.compact())})
    assert session.changes.pop("a") is None
    session.store("x", {"a": now.with_codes(now.codes[:4])})
    assert session.changes.pop("a") == ChangedSpan("a", 4, 4, 2, 2)
