"""Notifications of slots: at once, at a bounded rate, and always the last change."""

import pytest

from distill.engine.slot_notifier import MAX_AT_ONCE, MIN_INTERVAL_S, STEP_S, SlotNotifier
from distill.session.session import Session
from kit.engines import running_engine
from kit.instrument import some_codes, tiny_session


class Rig:
    """A session, a clock, and the notifier of the session."""

    def __init__(self) -> None:
        self.now = 100.0
        self.session: Session = tiny_session()
        self.notifier = SlotNotifier(self.session.changes, lambda: self.now, lambda _slot: "")

    def put(self, seed: int, *slots: str) -> None:
        grid = self.session.grid(some_codes(3, seed), "")
        self.session.store("x", dict.fromkeys(slots, grid))

    def sent(self) -> list[str]:
        return [str(one.values[0]) for one in self.notifier.due()]


@pytest.fixture
def rig() -> Rig:
    return Rig()


def test_the_first_change_is_sent_at_once_and_those_right_after_it_as_one(rig: Rig) -> None:
    rig.put(1, "a")
    assert rig.notifier.patience(1.0) == 0
    assert rig.sent() == ["a"]
    for seed in range(2, 12):
        rig.put(seed, "a")
        rig.now += MIN_INTERVAL_S / 20
        assert rig.sent() == []
    assert rig.notifier.patience(1.0) == pytest.approx(MIN_INTERVAL_S / 2)
    rig.now += rig.notifier.patience(1.0) + 1e-6
    (last,) = rig.notifier.due()
    assert last.values[:3] == ("a", 3, 2)
    assert rig.notifier.patience(1.0) == 1.0


def test_drawing_for_a_second_sends_twenty_notifications(rig: Rig) -> None:
    count = 0
    for step in range(1000):
        rig.put(step, "a")
        count += len(rig.sent())
        rig.now += 0.001
    assert 1 / MIN_INTERVAL_S - 2 <= count <= 1 / MIN_INTERVAL_S


def test_one_slot_does_not_wait_for_another(rig: Rig) -> None:
    rig.put(1, "a")
    assert rig.sent() == ["a"]
    rig.put(2, "a")
    rig.put(2, "b")
    assert rig.notifier.patience(1.0) == 0
    assert rig.sent() == ["b"]


def test_a_recall_of_many_slots_is_sent_in_batches(rig: Rig) -> None:
    names = [f"s{number}" for number in range(2 * MAX_AT_ONCE + 3)]
    rig.put(1, *names)
    sent: list[str] = []
    for _ in range(3):
        sent += rig.sent()
        assert rig.sent() == []
        rig.now += rig.notifier.patience(1.0) + 1e-6
    assert sent == names
    assert rig.now == pytest.approx(100.0 + 2 * STEP_S + 1.0, abs=1e-4)


def test_any_command_that_changes_a_slot_notifies_every_surface() -> None:
    with running_engine() as bench:

        def news(slot: str) -> tuple[object, ...]:
            sent = bench.surface.until(
                lambda e: getattr(e, "topic", "") == "slot" and e.values[0] == slot
            )
            return sent[-1].values

        bench.say("encode", "kick.wav", "e")
        assert news("e") == ("e", 4, 1, 0, 3, "")
        bench.say("copy", "e", "f")
        assert news("f") == ("f", 4, 2, 0, 3, "")
        bench.say("set", "e", 2, 0, 0, 7)
        bench.say("set", "e", 2, 0, 0, 6)
        assert news("e")[3:5] == (2, 2)
        bench.say("generate", "g", "columns", 2)
        assert news("g")[1] == 2
        bench.say("clear", "g")
        assert news("g")[1:4:2] == (0, 0)
        bench.say("undo")
        assert news("g")[1] == 2


def test_the_news_of_a_slot_of_another_model_name_the_model_to_load() -> None:
    with running_engine() as bench:
        bench.ask("encode", "kick.wav", "e")
        bench.ask("load", "other")
        bench.say("copy", "e", "f")
        sent = bench.surface.until(
            lambda e: getattr(e, "topic", "") == "slot" and e.values[0] == "f"
        )
        assert sent[-1].values == ("f", 4, 2, 0, 3, "tiny")
