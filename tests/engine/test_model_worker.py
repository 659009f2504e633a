import os
import queue
import signal
import sys
import time

import pytest

from distill.engine import model_worker
from distill.engine.model_worker import ModelWorker, WorkerSpec
from distill.protocol.messages import Ready, StartTask, TaskFinished, TaskProgress
from distill.protocol.tasks import EncodeFile, LoadModel
from kit import workers
from kit.engines import PATIENCE_S

KILL = signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL


class Watch:
    """A model worker with the messages it sent."""

    def __init__(self, target=workers.serve, *, spare=False):
        self.messages, self.lost = queue.SimpleQueue(), queue.SimpleQueue()
        self.trials = queue.SimpleQueue()
        self.worker = ModelWorker(
            WorkerSpec(target, (), spare),
            lambda epoch, message: self.messages.put((epoch, message)),
            lambda epoch, reason: self.lost.put((epoch, reason)),
            self.trials.put,
            time.monotonic,
        )

    def __enter__(self):
        self.worker.start()
        return self

    def __exit__(self, *_):
        self.worker.stop()

    def spare(self):
        """Wait for a spare worker that is ready; return its process id."""
        deadline = time.monotonic() + PATIENCE_S
        while not self.worker.spare_pid:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        return self.worker.spare_pid

    def until(self, kind):
        while True:
            epoch, message = self.messages.get(timeout=PATIENCE_S)
            if isinstance(message, kind):
                return epoch, message


@pytest.fixture
def watch():
    with Watch() as made:
        made.until(Ready)
        yield made


def test_heartbeats_become_stats_and_not_messages(watch):
    deadline = time.monotonic() + PATIENCE_S
    while not watch.worker.worker_stats and time.monotonic() < deadline:
        time.sleep(0.01)
    assert watch.worker.worker_stats == {"load": 0.5}


def test_a_task_that_is_sent_is_run(watch):
    watch.worker.send(StartTask(3, LoadModel("x", "tiny")), watch.worker.epoch)
    _, message = watch.until(TaskFinished)
    assert (message.job, message.result.name) == (3, "tiny")


def test_a_message_for_a_worker_that_is_gone_is_dropped(watch):
    watch.worker.send(StartTask(4, LoadModel("x", "old")), watch.worker.epoch - 1)
    watch.worker.send(StartTask(5, LoadModel("x", "new")), watch.worker.epoch)
    _, message = watch.until(TaskFinished)
    assert message.job == 5


def test_a_killed_worker_is_reported_with_its_exit_code_and_replaced():
    with Watch() as watch:
        first, _ = watch.until(Ready)
        old = watch.worker.pid
        os.kill(old, KILL)
        epoch, reason = watch.lost.get(timeout=PATIENCE_S)
        assert epoch == first
        assert "died" in reason
        second, _ = watch.until(Ready)
        assert second == first + 1
        assert watch.worker.pid not in (0, old)
        assert watch.worker.restarts == 1


def test_a_worker_that_ends_itself_in_a_task_is_replaced():
    with Watch() as watch:
        epoch, _ = watch.until(Ready)
        watch.worker.send(StartTask(1, EncodeFile("death.wav")), epoch)
        assert watch.lost.get(timeout=PATIENCE_S)[1] == "died (exit code 9)"
        watch.until(Ready)


def test_stopping_ends_the_worker_in_order_and_is_not_reported_as_a_loss():
    with Watch() as watch:
        watch.until(Ready)
        pid = watch.worker.pid
    assert watch.worker.pid == 0
    assert watch.lost.empty()
    assert watch.worker.restarts == 0
    if sys.platform != "win32":
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_model_worker_that_never_started_can_be_stopped():
    Watch().worker.stop()


def test_a_worker_that_ignores_quit_is_killed():
    with Watch(workers.deaf) as deaf:
        deadline = time.monotonic() + PATIENCE_S
        while not deaf.worker.pid and time.monotonic() < deadline:
            time.sleep(0.01)
        assert deaf.worker.pid
    assert deaf.worker.pid == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot stop a process")
def test_a_stopped_worker_is_detected_and_replaced():
    with Watch() as watch:
        watch.until(Ready)
        old = watch.worker.pid
        os.kill(old, signal.SIGSTOP)
        _, reason = watch.lost.get(timeout=PATIENCE_S)
        assert reason.startswith("was stopped")
        watch.until(Ready)
        with pytest.raises(ProcessLookupError):
            os.kill(old, 0)


@pytest.fixture
def soon(monkeypatch):
    """Spare workers are started at once."""
    monkeypatch.setattr(model_worker, "SPARE_AFTER_S", 0.0)


def test_a_spare_takes_over_and_only_then_gets_the_ring(soon):
    with Watch(spare=True) as watch:
        watch.worker.preload(LoadModel("x", "tiny"))
        _, entered = watch.until(TaskProgress)
        assert entered.stage == "enter"
        spare = watch.spare()
        os.kill(watch.worker.pid, KILL)
        epoch, _ = watch.until(Ready)
        assert watch.worker.pid == spare
        assert epoch == 2
        _, entered = watch.until(TaskProgress)
        assert entered.stage == "enter"
        assert watch.spare() != spare


def test_messages_of_a_spare_worker_are_not_forwarded(soon):
    with Watch(spare=True) as watch:
        watch.spare()
        watch.worker.preload(LoadModel("x", "deadly"))  # loading it ends the spare
        deadline = time.monotonic() + PATIENCE_S
        while watch.worker.spare_pid and time.monotonic() < deadline:
            time.sleep(0.01)
        assert not watch.worker.spare_pid
        watch.worker.send(StartTask(5, LoadModel("x", "new")), watch.worker.epoch)
        _, message = watch.until(TaskFinished)
        assert message.job == 5
        assert watch.lost.empty()
        assert watch.worker.restarts == 0


@pytest.mark.parametrize("standing", [True, False])
def test_a_model_is_tried_in_another_process_which_stays_only_if_it_stands(soon, standing):
    with Watch(spare=standing) as watch:
        watch.until(Ready)
        watch.worker.try_model(4, LoadModel("x", "other"))
        end = watch.trials.get(timeout=PATIENCE_S)
        assert (end.job, end.result.name) == (4, "other")
        watch.worker.end_trial(passed=True)
        if standing:
            watch.worker.preload(LoadModel("x", "other"))
            assert watch.spare()
        deadline = time.monotonic() + PATIENCE_S
        while not standing and watch.worker._supervisor.spare_pid:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        watch.worker.try_model(5, LoadModel("x", "broken"))
        end = watch.trials.get(timeout=PATIENCE_S)
        assert (end.job, end.code, end.text) == (5, "bad_model", "truncated")
        assert watch.worker.restarts == 0


def test_a_trial_that_kills_its_process_is_a_bad_model(soon):
    with Watch() as watch:
        watch.until(Ready)
        for number in (1, 2):
            watch.worker.try_model(number, LoadModel("x", "deadly"))
            end = watch.trials.get(timeout=PATIENCE_S)
            assert (end.job, end.code) == (number, "bad_model")
            assert end.text.startswith("the process that tried 'deadly' died (exit code 9), so")
            watch.worker.end_trial(passed=False)
        assert watch.worker.restarts == 0
        assert watch.lost.empty()


def test_a_trial_that_never_ends_is_ended(soon, monkeypatch):
    monkeypatch.setattr(model_worker, "TRIAL_S", 1.0)
    with Watch(spare=True) as watch:
        watch.until(Ready)
        watch.worker.preload(LoadModel("x", "tiny"))
        hung = watch.spare()
        watch.worker.try_model(1, LoadModel("x", "slow"))
        end = watch.trials.get(timeout=PATIENCE_S)
        assert (end.job, end.code) == (1, "bad_model")
        assert "did not end in 1 s" in end.text
        watch.worker.end_trial(passed=False)
        assert watch.spare() != hung


def test_a_spare_that_tries_a_model_does_not_take_over(soon):
    with Watch(spare=True) as watch:
        watch.until(Ready)
        watch.worker.preload(LoadModel("x", "tiny"))
        trying = watch.spare()
        watch.worker.try_model(1, LoadModel("x", "slow"))
        os.kill(watch.worker.pid, KILL)
        watch.lost.get(timeout=PATIENCE_S)
        watch.until(Ready)
        assert watch.worker.pid != trying
        assert watch.spare() != trying
        assert watch.trials.empty()


def test_a_spare_worker_ends_with_the_server(soon):
    with Watch(spare=True) as watch:
        pids = watch.spare(), watch.worker.pid
    assert (watch.worker.spare_pid, watch.worker.pid) == (0, 0)
    if sys.platform != "win32":
        for pid in pids:
            with pytest.raises(ProcessLookupError):
                os.kill(pid, 0)
