from collections.abc import Callable

import pytest

from distill.engine.watchdog import (
    BUSY_S,
    IDLE_S,
    STARTING_S,
    STEP_S,
    STOPPED_S,
    STUCK_S,
    UNKNOWN_S,
    WorkerWatchdog,
)
from distill.processes.stats import ProcessStats
from distill.protocol.messages import Alive, Ready

ALIVE = Alive(0.0)
STILL = ProcessStats(3.0, busy=False, stopped=False)


def judged(
    probe: Callable[[int], ProcessStats | None], steps: int = 100, step: float = 0.1
) -> list[str]:
    """Ask after each step of a silence."""
    watchdog = WorkerWatchdog(7, probe, 0.0, ready=True)
    return [watchdog.verdict(step * (at + 1)) for at in range(steps)]


def when(verdicts: list[str], step: float = 0.1) -> float:
    """How long it was silent at the first verdict."""
    return step * (1 + next(at for at, text in enumerate(verdicts) if text))


@pytest.mark.parametrize(
    ("seen", "bound", "text"),
    [
        (ProcessStats(3.0, busy=False, stopped=True), STOPPED_S, "was stopped"),
        (STILL, IDLE_S, "did nothing"),
        (ProcessStats(3.0, busy=True, stopped=False), BUSY_S, "was busy"),
        (ProcessStats(3.0, busy=None, stopped=False), UNKNOWN_S, "did nothing"),
        (ProcessStats(3.0, busy=None, stopped=True), STOPPED_S, "was stopped"),
        (None, UNKNOWN_S, "was silent"),
    ],
)
def test_how_long_a_silence_may_be_depends_on_what_the_system_says(seen, bound, text) -> None:
    verdicts = judged(lambda _: seen)
    assert bound <= when(verdicts) < bound + 0.15
    assert text in next(filter(None, verdicts))


def test_one_that_computes_now_and_then_is_busy_though_it_is_seen_asleep() -> None:
    used = iter(range(1000))
    verdicts = judged(lambda _: ProcessStats(0.05 * next(used), busy=False, stopped=False))
    assert when(verdicts) >= BUSY_S


def test_a_thread_that_only_waits_for_another_is_not_busy() -> None:
    looks = iter(range(1000))
    verdicts = judged(lambda _: ProcessStats(0.01 * (next(looks) > 1), busy=False, stopped=False))
    assert when(verdicts) < IDLE_S + 0.15


def test_one_that_computes_is_busy_where_the_system_tells_no_states() -> None:
    used = iter(range(1000))
    verdicts = judged(lambda _: ProcessStats(0.05 * next(used), busy=None, stopped=False))
    assert when(verdicts) >= BUSY_S


def test_one_that_was_seen_at_work_once_gets_the_time_of_a_busy_one() -> None:
    looks = iter([ProcessStats(3.0, busy=True, stopped=False)] + 99 * [STILL])
    assert when(judged(lambda _: next(looks))) >= BUSY_S


def test_a_word_begins_it_all_again() -> None:
    watchdog = WorkerWatchdog(7, lambda _: STILL, 0.0, ready=True)
    for at in range(1, 200):
        assert not watchdog.verdict(0.1 * at)
        if at % 6 == 0:
            watchdog.feed(ALIVE, 0.1 * at)


def test_while_the_watcher_itself_was_kept_from_looking_little_counts() -> None:
    watchdog = WorkerWatchdog(7, lambda _: STILL, 0.0, ready=True)
    assert not watchdog.verdict(50.0)
    assert not watchdog.verdict(50.0 + STEP_S)


def test_nobody_asks_the_system_about_one_that_speaks() -> None:
    asked: list[int] = []
    watchdog = WorkerWatchdog(7, lambda pid: asked.append(pid) or STILL, 0.0, ready=True)  # type: ignore[func-returns-value] # a list's append gives nothing
    for at in range(1, 50):
        watchdog.verdict(0.1 * at)
        watchdog.feed(ALIVE, 0.1 * at)
    assert asked == []


def test_one_that_still_starts_has_time_and_is_silent_only_once_it_is_up() -> None:
    watchdog = WorkerWatchdog(7, lambda _: STILL, 0.0)
    assert not watchdog.verdict(STARTING_S - 0.1)
    assert watchdog.verdict(STARTING_S) == f"did not start in {STARTING_S:.0f} s"
    watchdog.feed(Ready(), 1.0)
    assert not watchdog.verdict(1.1)
    assert any("did nothing" in watchdog.verdict(1.1 + 0.1 * at) for at in range(20))


def test_one_that_lives_and_has_been_in_one_step_for_too_long_is_stuck() -> None:
    watchdog = WorkerWatchdog(7, lambda _: STILL, 0.0, ready=True)
    watchdog.feed(Alive(STUCK_S), 0.1)
    assert not watchdog.verdict(0.1)
    watchdog.feed(Alive(STUCK_S + 1.0), 0.2)
    assert watchdog.verdict(0.2) == f"was stuck for {STUCK_S + 1:.0f} s"
