"""A process is stuck when its last heartbeat is too old."""

from distill.processes.heartbeat import OPENING_S, by_beat, by_messages


def test_a_process_that_sends_often_enough_is_never_stuck():
    watchdog = by_messages(1.5)(7, 100.0)
    for at in range(50):
        watchdog.feed("news", 100.0 + at)
        assert watchdog.verdict(101.5 + at) == ""


def test_a_process_that_stops_sending_is_stuck():
    watchdog = by_messages(1.5)(7, 100.0)
    watchdog.feed("news", 101.0)
    assert watchdog.verdict(102.5) == ""
    assert watchdog.verdict(104.0) == "was stuck for 3 s"


def test_before_its_first_message_a_process_has_more_time():
    watchdog = by_messages(1.5)(7, 100.0)
    assert watchdog.verdict(100.0 + OPENING_S) == ""
    assert watchdog.verdict(100.5 + OPENING_S) == "was stuck for 10 s"


def test_a_heartbeat_outside_the_pipe_counts_and_messages_do_not():
    beats = {"at": 100_500_000_000}
    watchdog = by_beat(lambda: beats["at"], 3.0)(7, 100.0)
    watchdog.feed("news", 104.0)
    assert watchdog.verdict(103.5) == ""
    assert watchdog.verdict(104.5) == "was stuck for 4 s"
    beats["at"] = 104_000_000_000
    assert watchdog.verdict(104.5) == ""


def test_a_heartbeat_from_before_the_start_belongs_to_another_process():
    watchdog = by_beat(lambda: 1, 3.0)(7, 100.0)
    assert watchdog.verdict(104.0) == ""  # on a busy machine a process takes longer to start
    assert watchdog.verdict(111.0) == "was stuck for 11 s"


def test_before_its_first_heartbeat_a_process_opens_its_device():
    watchdog = by_beat(lambda: None, 3.0)(7, 100.0)
    assert watchdog.verdict(109.0) == ""
    assert watchdog.verdict(111.0) == "was stuck for 11 s"


def test_a_process_that_the_system_has_stopped_is_stuck_at_once_even_before_its_first_message():
    stopped = set()
    watchdog = by_messages(1.5, stopped.__contains__)(7, 100.0)
    assert watchdog.verdict(101.0) == ""
    stopped.add(7)
    assert watchdog.verdict(101.0) == "was stopped, and silent for 1.0 s"
    watchdog.feed("news", 101.0)
    assert watchdog.verdict(101.3) == ""
    assert watchdog.verdict(101.5) == "was stopped, and silent for 0.5 s"
