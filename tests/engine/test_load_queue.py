"""Loads reach the worker in order; a strange file is tried first where that is worth it."""

import pytest

from distill.engine.load_queue import LoadPorts, LoadQueue, file_mark
from distill.protocol.messages import StartTask, TaskFailed, TaskFinished, TaskProgress
from distill.protocol.tasks import LoadModel
from kit.instrument import tiny_facts


class Bench:
    """A queue with what it sends, fails, reports and tries; obeys `load_queue.Trials`."""

    def __init__(self, folder):
        self.folder, self.sounds, self.spare_pid = folder, True, 0
        self.sent, self.failed, self.reported, self.calls = [], [], [], []
        ports = LoadPorts(
            self.sent.append,
            self.reported.append,
            lambda number, error: self.failed.append((number, error.code, str(error))),
            lambda: self.sounds,
        )
        self.queue = LoadQueue(self, ports)

    def model(self, name, content="a model"):
        path = self.folder / name
        path.write_text(content)
        return LoadModel(str(path), name)

    def try_model(self, number, model):
        self.calls.append(("try", number, model.name))

    def end_trial(self, *, passed):
        self.calls.append(("end", passed))

    def abandon_trial(self):
        self.calls.append("abandon")

    def pass_(self, number):
        self.queue.on_trial(TaskFinished(number, tiny_facts()))


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


def test_a_strange_file_is_tried_while_something_sounds_and_then_sent(bench):
    one = bench.model("one")
    bench.queue.begin(1, one)
    assert (bench.calls, bench.sent) == ([("try", 1, "one")], [])
    assert bench.reported == [TaskProgress(1, 0.0, "try")]
    bench.pass_(1)
    assert bench.sent == [StartTask(1, one)]
    assert bench.calls[1:] == [("end", True)]
    assert bench.queue.was_tried(1)


def test_in_silence_a_file_is_tried_only_where_a_spare_stands_ready(bench):
    bench.sounds = False
    bench.queue.begin(1, bench.model("one"))
    assert (len(bench.sent), bench.calls) == (1, [])
    bench.spare_pid = 9
    bench.queue.begin(2, bench.model("two"))
    assert (len(bench.sent), bench.calls) == (1, [("try", 2, "two")])


def test_a_known_file_is_sent_at_once_until_it_changes(bench):
    one = bench.model("one")
    bench.queue.know(one)
    bench.queue.begin(1, one)
    assert (len(bench.sent), bench.calls) == (1, [])
    assert bench.queue.knows(one)
    bench.model("one", "another, longer model")
    assert not bench.queue.knows(one)
    bench.queue.begin(2, one)
    assert bench.calls == [("try", 2, "one")]


def test_a_model_that_failed_its_trial_is_refused_and_the_next_one_is_tried(bench):
    bench.queue.begin(1, bench.model("one"))
    bench.queue.begin(2, bench.model("two"))
    bench.queue.on_trial(TaskFailed(1, "bad_model", "truncated"))
    assert bench.failed == [(1, "bad_model", "truncated")]
    assert bench.sent == []
    assert bench.calls == [("try", 1, "one"), ("end", False), ("try", 2, "two")]


def test_a_known_file_waits_for_the_strange_one_before_it(bench):
    known, strange = bench.model("known"), bench.model("strange")
    bench.queue.know(known)
    bench.queue.begin(1, strange)
    bench.queue.begin(2, known)
    assert bench.sent == []
    bench.pass_(1)
    assert bench.sent == [StartTask(1, strange), StartTask(2, known)]


def test_a_load_that_waits_is_cancelled_and_a_trial_is_ended(bench):
    for number, name in enumerate(("one", "two", "three"), 1):
        bench.queue.begin(number, bench.model(name))
    assert bench.queue.cancel(2)
    assert bench.queue.cancel(1)
    assert not bench.queue.cancel(1)
    assert bench.calls == [("try", 1, "one"), "abandon", ("try", 3, "three")]
    bench.pass_(1)  # too late
    assert bench.sent == []
    bench.pass_(3)
    assert [start.job for start in bench.sent] == [3]
    assert not bench.queue.cancel(3)


def test_after_the_worker_was_lost_nothing_waits(bench):
    bench.queue.begin(1, bench.model("one"))
    bench.queue.lose()
    bench.pass_(1)
    assert bench.sent == []


def test_a_missing_file_has_no_mark(tmp_path):
    assert file_mark(str(tmp_path / "none")) is None
    assert file_mark("a\0b") is None
