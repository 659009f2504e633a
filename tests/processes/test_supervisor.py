"""Real processes are started, heard, replaced and ended, with and without a spare."""

import os
import signal
import sys
import threading

import psutil
import pytest

from distill.processes.heartbeat import by_messages
from distill.processes.supervisor import Backoff, EndPolicy, ProcessSupervisor, SpareSpec
from kit.processes import PATIENCE_S, CallbackLog, deaf, echo, spec_for, supervised

KILL = signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL


@pytest.fixture
def told():
    return CallbackLog()


def test_what_is_sent_arrives_in_order_and_what_comes_back_is_passed_on(told):
    with supervised(spec_for(told)) as supervisor:
        told.until("message", "up")
        assert supervisor.send(1)
        supervisor.post(2, supervisor.epoch)
        assert supervisor.send(3)
        assert [told.next() for _ in range(3)] == [("message", n) for n in (1, 2, 3)]
    assert told.empty
    assert supervisor.restarts == 0


def test_nothing_is_sent_where_there_is_no_process(told):
    supervisor = ProcessSupervisor(spec_for(told))
    assert not supervisor.send("nobody is there")
    supervisor.post("nobody is there", 0)
    supervisor.post_spare("nobody is there")
    supervisor.stop()


def test_a_killed_process_is_told_with_its_exit_code_and_replaced(told):
    with supervised(spec_for(told)) as supervisor:
        told.until("message", "up")
        first = supervisor.pid
        os.kill(first, KILL)
        kind, reason = told.next()
        assert kind == "lost"
        assert reason.startswith("ended (exit code ")
        told.until("message", "up")
        assert supervisor.pid not in (0, first)
        assert (supervisor.epoch, supervisor.restarts) == (2, 1)
        assert not psutil.pid_exists(first)


def test_what_a_process_said_before_it_died_comes_before_its_loss(told):
    end = EndPolicy(verb="died")
    with supervised(spec_for(told, end=end)) as supervisor:
        told.until("message", "up")
        supervisor.send("die")
        assert [told.next() for _ in range(2)] == [
            ("message", "last words"),
            ("lost", "died (exit code 9)"),
        ]


def test_a_message_for_a_process_that_was_replaced_is_dropped(told):
    with supervised(spec_for(told)) as supervisor:
        told.until("message", "up")
        supervisor.send("die")
        told.until("message", "up")
        supervisor.post("old", supervisor.epoch - 1)
        supervisor.post("new", supervisor.epoch)
        assert told.next() == ("message", "new")


def test_on_demand_another_one_is_started_and_nothing_is_lost(told):
    greetings = iter(["first", "second"])
    with supervised(spec_for(told, entry=lambda: (echo, (next(greetings),)))) as supervisor:
        told.until("message", "first")
        supervisor.restart()
        assert told.next() == ("message", "second")
        assert supervisor.restarts == 0


def test_one_that_hangs_is_replaced_though_somebody_waits_for_it_to_read(told):
    freed = threading.Event()

    def talk():
        while supervisor.send(b"x" * 65_536):
            pass
        freed.set()

    with supervised(spec_for(told, deaf, watchdog=by_messages(1.0))) as supervisor:
        told.until("message", "up")
        threading.Thread(target=talk, daemon=True).start()
        kind, reason = told.next()
        assert (kind, reason[:9]) == ("lost", "was stuck")
        assert freed.wait(PATIENCE_S)
        told.until("message", "up")
    assert not supervisor.send("nobody is there any more")


def test_one_that_does_not_end_when_it_is_asked_is_killed_and_that_is_no_loss(told):
    with supervised(spec_for(told, deaf, end=EndPolicy(patience_s=0.2))) as supervisor:
        told.until("message", "up")
        pid = supervisor.pid
    assert not psutil.pid_exists(pid)
    assert told.empty


def test_one_that_leaves_by_itself_when_the_end_is_expected_is_not_replaced(told):
    with supervised(spec_for(told)) as supervisor:
        told.until("message", "up")
        supervisor.expect_end()
        supervisor.send("leave")
        supervisor._thread.join(PATIENCE_S)
        assert supervisor.restarts == 0
    assert told.empty


def test_one_that_leaves_by_itself_at_another_time_is_replaced(told):
    with supervised(spec_for(told, end=EndPolicy(grace_s=0.0))) as supervisor:
        told.until("message", "up")
        supervisor.send("leave")
        assert told.next() == ("lost", "ended (exit code 0)")
        told.until("message", "up")


def test_an_error_in_a_callback_does_not_end_the_supervision(told):
    def hear(message):
        told.put("message", message)
        raise ZeroDivisionError("a fault of ours")

    with supervised(spec_for(told, on_message=hear)) as supervisor:
        told.until("message", "up")
        supervisor.send("more")
        assert told.next() == ("message", "more")


def test_a_message_that_cannot_be_sent_is_not_and_the_next_one_is(told):
    with supervised(spec_for(told)) as supervisor:
        told.until("message", "up")
        assert not supervisor.send(threading.Lock())
        assert supervisor.send("next")
        assert told.next() == ("message", "next")


def test_a_process_that_cannot_be_started_is_told_and_tried_again(told):
    troubles = iter([OSError("no room for another process")])

    def entry():
        for trouble in troubles:
            raise trouble
        return echo, ()

    with supervised(spec_for(told, entry=entry)):
        assert told.next() == ("lost", "could not be started (no room for another process)")
        assert told.next() == ("message", "up")


@pytest.mark.parametrize(
    ("failures", "pause"), [(0, 0.0), (1, 0.0), (2, 0.5), (3, 2.0), (4, 2.0), (99, 2.0)]
)
def test_each_failure_in_a_row_makes_the_pause_longer_up_to_the_last(failures, pause):
    assert Backoff((0.0, 0.5, 2.0)).pause_s(failures) == pause


class Spared:
    """A supervisor whose spare is started as soon as a process is up."""

    def __init__(self, told):
        spare = SpareSpec(
            lambda message: told.put("spare", message), lambda why: told.put("spare lost", why), 0.0
        )
        spec = spec_for(
            told, spare=spare, on_message=self.hear, on_active=lambda was: told.put("active", was)
        )
        self.told, self.supervisor = told, ProcessSupervisor(spec)

    def hear(self, message):
        self.told.put("message", message)
        if message == "up":
            self.supervisor.start_spare(0.0)

    def __enter__(self):
        self.supervisor.start()
        return self.supervisor

    def __exit__(self, *_):
        self.supervisor.stop()
        assert self.supervisor.pid == self.supervisor.spare_pid == 0


def test_a_spare_takes_over_and_its_messages_are_told_apart(told):
    with Spared(told) as supervisor:
        assert [told.next() for _ in range(3)] == [
            ("active", False),
            ("message", "up"),
            ("spare", "up"),
        ]
        supervisor.post_spare("ready?")
        assert told.next() == ("spare", "ready?")
        spare = supervisor.spare_pid
        supervisor.send("die")
        told.until("lost", "ended (exit code 9)")
        assert told.next() == ("active", True)
        assert supervisor.pid == spare
        supervisor.send("still there?")
        assert told.next() == ("message", "still there?")


def test_a_spare_that_dies_is_told_and_another_one_is_started(told):
    with Spared(told) as supervisor:
        told.until("spare", "up")
        pid, spare = supervisor.pid, supervisor.spare_pid
        supervisor.post_spare("die")
        told.until("spare lost", "ended (exit code 9)")
        told.until("spare", "up")
        assert supervisor.spare_pid != spare
        assert (supervisor.pid, supervisor.restarts) == (pid, 0)


def test_a_spare_ends_with_its_supervisor(told):
    with Spared(told) as supervisor:
        told.until("spare", "up")
        pids = supervisor.pid, supervisor.spare_pid
    assert not any(psutil.pid_exists(pid) for pid in pids)


def test_without_a_place_for_a_spare_none_is_started(told):
    supervisor = ProcessSupervisor(spec_for(told))
    supervisor.start_spare(0.0)
    supervisor.start()
    told.until("message", "up")
    assert supervisor.spare_pid == 0
    supervisor.stop()
