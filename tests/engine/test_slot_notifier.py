"""News of slots: whoever changes them, at once, in bounded steps, and the last always."""

import pytest

from distill.engine.slot_notifier import MAX_AT_ONCE, MIN_INTERVAL_S, STEP_S, SlotNotifier
from distill.session.session import Session
from kit.engines import running_engine
from kit.instrument import some_codes, tiny_session


class Hands:
    """A session, a clock, and the news of it."""

    def __init__(self) -> None:
        self.now = 100.0
        self.session: Session = tiny_session()
        self.news = SlotNotifier(self.session.changes, lambda: self.now)

    def put(self, seed: int, *slots: str) -> None:
        grid = self.session.grid(some_codes(3, seed), "")
        self.session.store("x", dict.fromkeys(slots, grid))

    def told(self) -> list[str]:
        return [str(one.values[0]) for one in self.news.due()]


@pytest.fixture
def hands() -> Hands:
    return Hands()


def test_the_first_change_is_told_at_once_and_those_in_its_wake_as_one(hands: Hands) -> None:
    hands.put(1, "a")
    assert hands.news.patience(1.0) == 0
    assert hands.told() == ["a"]
    for seed in range(2, 12):
        hands.put(seed, "a")
        hands.now += MIN_INTERVAL_S / 20
        assert hands.told() == []
    assert hands.news.patience(1.0) == pytest.approx(MIN_INTERVAL_S / 2)
    hands.now += hands.news.patience(1.0) + 1e-6
    (last,) = hands.news.due()
    assert last.values[:3] == ("a", 3, 2)
    assert hands.news.patience(1.0) == 1.0


def test_a_hand_that_draws_for_a_second_is_followed_twenty_times(hands: Hands) -> None:
    told = 0
    for step in range(1000):
        hands.put(step, "a")
        told += len(hands.told())
        hands.now += 0.001
    assert 1 / MIN_INTERVAL_S - 2 <= told <= 1 / MIN_INTERVAL_S


def test_one_slot_does_not_wait_for_another(hands: Hands) -> None:
    hands.put(1, "a")
    assert hands.told() == ["a"]
    hands.put(2, "a")
    hands.put(2, "b")
    assert hands.news.patience(1.0) == 0
    assert hands.told() == ["b"]


def test_a_recall_of_all_slots_comes_in_steps(hands: Hands) -> None:
    names = [f"s{number}" for number in range(2 * MAX_AT_ONCE + 3)]
    hands.put(1, *names)
    heard: list[str] = []
    for _ in range(3):
        heard += hands.told()
        assert hands.told() == []
        hands.now += hands.news.patience(1.0) + 1e-6
    assert heard == names
    assert hands.now == pytest.approx(100.0 + 2 * STEP_S + 1.0, abs=1e-4)


def test_whatever_hand_changes_a_slot_every_surface_hears_of_it() -> None:
    with running_engine() as bench:

        def news(slot: str) -> tuple[object, ...]:
            heard = bench.surface.until(
                lambda e: getattr(e, "topic", "") == "slot" and e.values[0] == slot
            )
            return heard[-1].values

        bench.say("encode", "kick.wav", "e")
        assert news("e") == ("e", 4, 1, 0, 3)
        bench.say("copy", "e", "f")
        assert news("f") == ("f", 4, 2, 0, 3)
        bench.say("set", "e", 2, 0, 0, 7)
        bench.say("set", "e", 2, 0, 0, 6)
        assert news("e")[3:] == (2, 2)
        bench.say("generate", "g", "columns", 2)
        assert news("g")[1] == 2
        bench.say("clear", "g")
        assert news("g")[1::2] == (0, 0)
        bench.say("undo")
        assert news("g")[1] == 2
