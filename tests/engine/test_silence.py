from collections.abc import Callable

import pytest

from distill.engine.silence import BUSY_S, STEP_S, STILL_S, STOPPED_S, UNKNOWN_S, Silence
from distill.processes.stats import ProcessStats

STILL = ProcessStats(3.0, busy=False, stopped=False)


def judged(
    look: Callable[[int], ProcessStats | None], steps: int = 100, step: float = 0.1
) -> list[str]:
    """Ask after each step of a silence."""
    silence = Silence(7, look, 0.0)
    return [silence.verdict(step * (at + 1)) for at in range(steps)]


def when(verdicts: list[str], step: float = 0.1) -> float:
    """How long it was silent at the first verdict."""
    return step * (1 + next(at for at, text in enumerate(verdicts) if text))


@pytest.mark.parametrize(
    ("seen", "bound", "text"),
    [
        (ProcessStats(3.0, busy=False, stopped=True), STOPPED_S, "was stopped"),
        (STILL, STILL_S, "did nothing"),
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
    assert when(verdicts) < STILL_S + 0.15


def test_one_that_computes_is_busy_where_the_system_tells_no_states() -> None:
    used = iter(range(1000))
    verdicts = judged(lambda _: ProcessStats(0.05 * next(used), busy=None, stopped=False))
    assert when(verdicts) >= BUSY_S


def test_one_that_was_seen_at_work_once_gets_the_time_of_a_busy_one() -> None:
    looks = iter([ProcessStats(3.0, busy=True, stopped=False)] + 99 * [STILL])
    assert when(judged(lambda _: next(looks))) >= BUSY_S


def test_a_word_begins_it_all_again() -> None:
    silence = Silence(7, lambda _: STILL, 0.0)
    for at in range(1, 200):
        assert not silence.verdict(0.1 * at)
        if at % 6 == 0:
            silence.broken(0.1 * at)


def test_while_the_watcher_itself_was_kept_from_looking_little_counts() -> None:
    silence = Silence(7, lambda _: STILL, 0.0)
    assert not silence.verdict(50.0)
    assert not silence.verdict(50.0 + STEP_S)


def test_nobody_asks_the_system_about_one_that_speaks() -> None:
    asked: list[int] = []
    silence = Silence(7, lambda pid: asked.append(pid) or STILL, 0.0)  # type: ignore[func-returns-value] # a list's append gives nothing
    for at in range(1, 50):
        silence.verdict(0.1 * at)
        silence.broken(0.1 * at)
    assert asked == []
