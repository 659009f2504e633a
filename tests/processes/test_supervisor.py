"""Real processes are started, watched, replaced and ended, with and without a spare."""

import multiprocessing
import os
import signal
import sys
import threading

import psutil
import pytest

from distill.processes.child import Child
from distill.processes.heartbeat import by_messages
from distill.processes.supervisor import Backoff, EndPolicy, ProcessSupervisor, SpareSpec
from kit.processes import PATIENCE_S, CallbackLog, deaf, echo, spec_for, supervised

KILL = signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL


@pytest.fixture
def events():
    return CallbackLog()


def test_messages_arrive_in_order_and_replies_are_passed_on(events):
    with supervised(spec_for(events)) as supervisor:
        events.until("message", "up")
        assert supervisor.send(1)
        supervisor.post(2, supervisor.epoch)
        assert supervisor.send(3)
        assert [events.next() for _ in range(3)] == [("message", n) for n in (1, 2, 3)]
    assert events.empty
    assert supervisor.restarts == 0


def test_nothing_is_sent_where_there_is_no_process(events):
    supervisor = ProcessSupervisor(spec_for(events))
    assert not supervisor.send("nobody is there")
    supervisor.post("nobody is there", 0)
    supervisor.post_spare("nobody is there")
    supervisor.stop()


def test_a_killed_process_is_reported_with_its_exit_code_and_replaced(events):
    with supervised(spec_for(events)) as supervisor:
        events.until("message", "up")
        first = supervisor.pid
        os.kill(first, KILL)
        kind, reason = events.next()
        assert kind == "lost"
        assert reason.startswith("ended (exit code ")
        events.until("message", "up")
        assert supervisor.pid not in (0, first)
        assert (supervisor.epoch, supervisor.restarts) == (2, 1)
        assert not psutil.pid_exists(first)


def test_a_process_that_was_started_before_is_the_first(events):
    first = Child(multiprocessing.get_context("spawn"), "test", (echo, ("early",)))
    with supervised(spec_for(events, first=first)) as supervisor:
        events.until("message", "early")
        assert (supervisor.pid, supervisor.epoch, supervisor.restarts) == (first.pid, 1, 0)
        supervisor.send("die")
        events.until("message", "up")
        assert supervisor.pid not in (0, first.pid)
        assert (supervisor.epoch, supervisor.restarts) == (2, 1)


def test_the_last_messages_of_a_dead_process_come_before_its_loss(events):
    end = EndPolicy(verb="died")
    with supervised(spec_for(events, end=end)) as supervisor:
        events.until("message", "up")
        supervisor.send("die")
        assert [events.next() for _ in range(2)] == [
            ("message", "last words"),
            ("lost", "died (exit code 9)"),
        ]


def test_a_message_for_a_process_that_was_replaced_is_dropped(events):
    with supervised(spec_for(events)) as supervisor:
        events.until("message", "up")
        supervisor.send("die")
        events.until("message", "up")
        supervisor.post("old", supervisor.epoch - 1)
        supervisor.post("new", supervisor.epoch)
        assert events.next() == ("message", "new")


def test_a_restart_replaces_the_process_and_reports_no_loss(events):
    greetings = iter(["first", "second"])
    with supervised(spec_for(events, entry=lambda: (echo, (next(greetings),)))) as supervisor:
        events.until("message", "first")
        supervisor.restart()
        assert events.next() == ("message", "second")
        assert supervisor.restarts == 0


def test_a_process_that_hangs_is_replaced_while_a_sender_waits(events):
    freed = threading.Event()

    def talk():
        while supervisor.send(b"x" * 65_536):
            pass
        freed.set()

    with supervised(spec_for(events, deaf, watchdog=by_messages(1.0))) as supervisor:
        events.until("message", "up")
        threading.Thread(target=talk, daemon=True).start()
        kind, reason = events.next()
        assert (kind, reason[:9]) == ("lost", "was stuck")
        assert freed.wait(PATIENCE_S)
        events.until("message", "up")
    assert not supervisor.send("nobody is there any more")


def test_a_process_that_does_not_end_on_request_is_killed_and_no_loss_is_reported(events):
    with supervised(spec_for(events, deaf, end=EndPolicy(patience_s=0.2))) as supervisor:
        events.until("message", "up")
        pid = supervisor.pid
    assert not psutil.pid_exists(pid)
    assert events.empty


def test_a_process_that_exits_when_the_end_is_expected_is_not_replaced(events):
    with supervised(spec_for(events)) as supervisor:
        events.until("message", "up")
        supervisor.expect_end()
        supervisor.send("leave")
        supervisor._thread.join(PATIENCE_S)
        assert supervisor.restarts == 0
    assert events.empty


def test_a_process_that_exits_at_another_time_is_replaced(events):
    with supervised(spec_for(events, end=EndPolicy(grace_s=0.0))) as supervisor:
        events.until("message", "up")
        supervisor.send("leave")
        assert events.next() == ("lost", "ended (exit code 0)")
        events.until("message", "up")


def test_an_error_in_a_callback_does_not_end_the_supervision(events):
    def on_message(message):
        events.put("message", message)
        raise ZeroDivisionError("a fault of ours")

    with supervised(spec_for(events, on_message=on_message)) as supervisor:
        events.until("message", "up")
        supervisor.send("more")
        assert events.next() == ("message", "more")


def test_after_a_message_that_cannot_be_sent_the_next_one_is_sent(events):
    with supervised(spec_for(events)) as supervisor:
        events.until("message", "up")
        assert not supervisor.send(threading.Lock())
        assert supervisor.send("next")
        assert events.next() == ("message", "next")


def test_a_failed_start_is_reported_and_retried(events):
    troubles = iter([OSError("no room for another process")])

    def entry():
        for trouble in troubles:
            raise trouble
        return echo, ()

    with supervised(spec_for(events, entry=entry)):
        assert events.next() == ("lost", "could not be started (no room for another process)")
        assert events.next() == ("message", "up")


@pytest.mark.parametrize(
    ("failures", "pause"), [(0, 0.0), (1, 0.0), (2, 0.5), (3, 2.0), (4, 2.0), (99, 2.0)]
)
def test_each_failure_in_a_row_makes_the_pause_longer_up_to_the_last(failures, pause):
    assert Backoff((0.0, 0.5, 2.0)).pause_s(failures) == pause


class Spared:
    """A supervisor whose spare is started as soon as a process is up."""

    def __init__(self, events):
        spare = SpareSpec(
            lambda message: events.put("spare", message),
            lambda why: events.put("spare lost", why),
            0.0,
        )
        spec = spec_for(
            events,
            spare=spare,
            on_message=self.on_message,
            on_active=lambda was: events.put("active", was),
        )
        self.events, self.supervisor = events, ProcessSupervisor(spec)

    def on_message(self, message):
        self.events.put("message", message)
        if message == "up":
            self.supervisor.start_spare(0.0)

    def __enter__(self):
        self.supervisor.start()
        return self.supervisor

    def __exit__(self, *_):
        self.supervisor.stop()
        assert self.supervisor.pid == self.supervisor.spare_pid == 0


def test_a_spare_takes_over_and_its_messages_are_distinguished(events):
    with Spared(events) as supervisor:
        assert [events.next() for _ in range(3)] == [
            ("active", False),
            ("message", "up"),
            ("spare", "up"),
        ]
        supervisor.post_spare("ready?")
        assert events.next() == ("spare", "ready?")
        spare = supervisor.spare_pid
        supervisor.send("die")
        events.until("lost", "ended (exit code 9)")
        assert events.next() == ("active", True)
        assert supervisor.pid == spare
        supervisor.send("still there?")
        assert events.next() == ("message", "still there?")


def test_a_dead_spare_is_reported_and_replaced(events):
    with Spared(events) as supervisor:
        events.until("spare", "up")
        pid, spare = supervisor.pid, supervisor.spare_pid
        supervisor.post_spare("die")
        events.until("spare lost", "ended (exit code 9)")
        events.until("spare", "up")
        assert supervisor.spare_pid != spare
        assert (supervisor.pid, supervisor.restarts) == (pid, 0)


def test_a_spare_ends_with_its_supervisor(events):
    with Spared(events) as supervisor:
        events.until("spare", "up")
        pids = supervisor.pid, supervisor.spare_pid
    assert not any(psutil.pid_exists(pid) for pid in pids)


def test_without_a_spare_in_the_spec_none_is_started(events):
    supervisor = ProcessSupervisor(spec_for(events))
    supervisor.start_spare(0.0)
    supervisor.start()
    events.until("message", "up")
    assert supervisor.spare_pid == 0
    supervisor.stop()
