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


def verdicts_of(
    probe: Callable[[int], ProcessStats | None], steps: int = 100, step: float = 0.1
) -> list[str]:
    """The verdicts after each step of a silence."""
    watchdog = WorkerWatchdog(7, probe, 0.0, ready=True)
    return [watchdog.verdict(step * (at + 1)) for at in range(steps)]


def when(verdicts: list[str], step: float = 0.1) -> float:
    """How long it was silent at the first verdict."""
    return step * (1 + next(at for at, text in enumerate(verdicts) if text))


@pytest.mark.parametrize(
    ("stats", "bound", "text"),
    [
        (ProcessStats(3.0, busy=False, stopped=True), STOPPED_S, "was stopped"),
        (STILL, IDLE_S, "did nothing"),
        (ProcessStats(3.0, busy=True, stopped=False), BUSY_S, "was busy"),
        (ProcessStats(3.0, busy=None, stopped=False), UNKNOWN_S, "did nothing"),
        (ProcessStats(3.0, busy=None, stopped=True), STOPPED_S, "was stopped"),
        (None, UNKNOWN_S, "was silent"),
    ],
)
def test_the_allowed_silence_depends_on_the_process_statistics(stats, bound, text) -> None:
    verdicts = verdicts_of(lambda _: stats)
    assert bound <= when(verdicts) < bound + 0.15
    assert text in next(filter(None, verdicts))


def test_a_worker_that_uses_cpu_time_is_busy_even_if_it_is_seen_asleep() -> None:
    used = iter(range(1000))
    verdicts = verdicts_of(lambda _: ProcessStats(0.05 * next(used), busy=False, stopped=False))
    assert when(verdicts) >= BUSY_S


def test_a_thread_that_only_waits_for_another_is_not_busy() -> None:
    probes = iter(range(1000))
    verdicts = verdicts_of(
        lambda _: ProcessStats(0.01 * (next(probes) > 1), busy=False, stopped=False)
    )
    assert when(verdicts) < IDLE_S + 0.15


def test_a_worker_that_uses_cpu_time_is_busy_where_the_system_reports_no_state() -> None:
    used = iter(range(1000))
    verdicts = verdicts_of(lambda _: ProcessStats(0.05 * next(used), busy=None, stopped=False))
    assert when(verdicts) >= BUSY_S


def test_a_worker_that_was_seen_busy_once_gets_the_bound_of_a_busy_one() -> None:
    probes = iter([ProcessStats(3.0, busy=True, stopped=False)] + 99 * [STILL])
    assert when(verdicts_of(lambda _: next(probes))) >= BUSY_S


def test_a_heartbeat_resets_the_silence() -> None:
    watchdog = WorkerWatchdog(7, lambda _: STILL, 0.0, ready=True)
    for at in range(1, 200):
        assert not watchdog.verdict(0.1 * at)
        if at % 6 == 0:
            watchdog.feed(ALIVE, 0.1 * at)


def test_time_in_which_the_watchdog_did_not_run_hardly_counts() -> None:
    watchdog = WorkerWatchdog(7, lambda _: STILL, 0.0, ready=True)
    assert not watchdog.verdict(50.0)
    assert not watchdog.verdict(50.0 + STEP_S)


def test_a_worker_that_sends_heartbeats_is_not_probed() -> None:
    probed: list[int] = []
    watchdog = WorkerWatchdog(7, lambda pid: probed.append(pid) or STILL, 0.0, ready=True)  # type: ignore[func-returns-value] # a list's append gives nothing
    for at in range(1, 50):
        watchdog.verdict(0.1 * at)
        watchdog.feed(ALIVE, 0.1 * at)
    assert probed == []


def test_a_starting_worker_has_longer_and_silence_counts_once_it_is_ready() -> None:
    watchdog = WorkerWatchdog(7, lambda _: STILL, 0.0)
    assert not watchdog.verdict(STARTING_S - 0.1)
    assert watchdog.verdict(STARTING_S) == f"did not start in {STARTING_S:.0f} s"
    watchdog.feed(Ready(), 1.0)
    assert not watchdog.verdict(1.1)
    assert any("did nothing" in watchdog.verdict(1.1 + 0.1 * at) for at in range(20))


def test_a_worker_that_is_in_one_step_for_too_long_is_stuck() -> None:
    watchdog = WorkerWatchdog(7, lambda _: STILL, 0.0, ready=True)
    watchdog.feed(Alive(STUCK_S), 0.1)
    assert not watchdog.verdict(0.1)
    watchdog.feed(Alive(STUCK_S + 1.0), 0.2)
    assert watchdog.verdict(0.2) == f"was stuck for {STUCK_S + 1:.0f} s"
