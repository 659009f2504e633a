"""Jobs of the worker: sent, sent again, finished, failed, cancelled."""

import time

import numpy as np
import pytest

from distill.codes.sampling_params import SamplingParams
from distill.commands.context import Client
from distill.commands.grammar import FileChange, Reply, Work, parse
from distill.engine.beat_scheduler import BeatScheduler
from distill.engine.events import Ack, Done, Failed, Progress
from distill.engine.ports import Request
from distill.engine.replies import Replies
from distill.engine.worker_jobs import MAX_JOBS, MAX_TRIES, WorkerJobs
from distill.errors import AudioFileProblem, Busy
from distill.protocol.messages import CancelTask, StartTask, TaskFinished, TaskProgress
from distill.protocol.tasks import Encoded, EncodeFile, LoadModel, SampleCodes
from kit.engines import Collector, NoOutput
from kit.instrument import some_codes, tiny_facts, tiny_session

ENCODED = Encoded(some_codes(4), restored=False, seconds=0.5)
ME, OTHER = Client("test", "me"), Client("test", "other")


class Rig:
    """Jobs without quantization, with what is sent, answered and ended."""

    def __init__(self):
        self.sent, self.ended, self.surface = [], [], Collector()
        replies = Replies()
        replies.surfaces["test"] = self.surface
        scheduler = BeatScheduler(tiny_session(), NoOutput(), time.monotonic, lambda _: None)
        self.changes = []
        self.jobs = WorkerJobs(
            replies,
            scheduler,
            self.sent.append,
            self.ended.append,
            lambda *change: self.changes.append(change),
        )

    def begin(self, task=None, *, request=1, client=ME, finish=lambda _: Reply(("a", 4))):
        work = Work(task or EncodeFile("kick.wav"), finish)
        self.jobs.begin(Request(parse("encode", ("kick.wav",)), client, request), work, "codec")

    def replies(self):
        events = []
        while not self.surface.heard.empty():
            events.append(self.surface.heard.get())
        return events


@pytest.fixture
def rig():
    return Rig()


def test_work_is_acknowledged_sent_and_answered_when_it_is_finished(rig):
    rig.begin()
    assert rig.sent == [StartTask(1, EncodeFile("kick.wav"), "", ("a",))]
    rig.jobs.progress(TaskProgress(1, 0.5, "read"))
    rig.jobs.conclude(TaskFinished(1, ENCODED))
    assert rig.replies() == [
        Ack(ME, 1, "encode"),
        Progress(ME, 1, 0.5, "read"),
        Done(ME, 1, "encode", ("a", 4)),
    ]
    assert (len(rig.jobs), rig.ended) == (0, [1])


def test_only_tasks_on_codes_are_bound_to_the_codec(rig):
    codes = some_codes(2)
    free = np.zeros(codes.shape, np.bool_)
    for task in (
        LoadModel("x", "tiny"),
        SampleCodes(codes, free, codes[:0], SamplingParams(1.0, 0, 1)),
    ):
        rig.begin(task)
    assert [start.model for start in rig.sent] == ["", "codec"]


def test_an_error_of_the_task_and_one_of_the_reply_both_end_it(rig):
    def refuse(_):
        raise AudioFileProblem("no sound in it")

    def crash(_):
        raise ZeroDivisionError("an internal error")

    rig.begin(request=1)
    rig.jobs.fail(1, AudioFileProblem("truncated"))
    rig.jobs.fail(1, AudioFileProblem("a second time"))
    rig.begin(request=2, finish=refuse)
    rig.jobs.conclude(TaskFinished(2, ENCODED))
    rig.begin(request=3, finish=crash)
    rig.jobs.conclude(TaskFinished(3, ENCODED))
    failed = [event for event in rig.replies() if isinstance(event, Failed)]
    assert [(event.id, event.code) for event in failed] == [
        (1, "bad_audio"),
        (2, "bad_audio"),
        (3, "internal"),
    ]
    assert failed[0].text == "truncated"
    assert rig.ended == [1, 2, 3]


def test_messages_about_ended_jobs_are_ignored(rig):
    rig.jobs.progress(TaskProgress(7, 0.5, "read"))
    rig.jobs.conclude(TaskFinished(7, ENCODED))
    rig.jobs.fail(7, AudioFileProblem("truncated"))
    assert (rig.replies(), rig.ended) == ([], [])


def test_a_new_worker_is_sent_all_jobs_and_one_that_killed_too_many_fails(rig):
    rig.begin(request=1)
    for _ in range(MAX_TRIES - 1):
        rig.jobs.retry("died (exit code 9)")
        rig.jobs.resend()
    assert rig.sent == MAX_TRIES * [StartTask(1, EncodeFile("kick.wav"), "", ("a",))]
    rig.jobs.retry("died (exit code 9)")
    failed = rig.replies()[-1]
    assert failed.code == "internal"
    assert failed.text == "the model worker died (exit code 9) while it did this, twice"
    assert (len(rig.jobs), rig.ended) == (0, [1])


def test_a_client_cancels_its_own_jobs_and_a_load_only_if_the_worker_confirms(rig):
    rig.begin(request=1)
    rig.begin(request=2)
    rig.begin(request=3, client=OTHER)
    rig.begin(LoadModel("x", "tiny"), request=4)
    rig.sent.clear()
    assert rig.jobs.cancel(ME, "2") == 1
    assert rig.jobs.cancel(ME, "2") == 0
    assert rig.jobs.cancel(ME, "all") == 2
    assert rig.sent == [CancelTask(2), CancelTask(1), CancelTask(4)]
    assert rig.ended == [2, 1]
    rig.jobs.conclude(TaskFinished(4, tiny_facts()))
    assert rig.ended == [2, 1, 4]
    assert [request.id for request in rig.jobs.requests.values()] == [3]


def test_too_many_jobs_are_refused(rig):
    for number in range(MAX_JOBS):
        rig.begin(request=number)
    with pytest.raises(Busy, match=f"{MAX_JOBS} jobs are running or waiting"):
        rig.begin(request=99)
    assert len(rig.jobs) == MAX_JOBS


def test_job_numbers_are_unique(rig):
    rig.begin()
    assert [rig.jobs.number(), rig.jobs.number()] == [2, 3]


def test_a_job_that_ends_with_a_change_of_a_file_is_not_answered_yet(rig):
    change = FileChange(lambda: None, lambda _: Reply())
    rig.begin(finish=lambda _: change)
    request = rig.jobs.requests[1]
    rig.replies()
    rig.jobs.conclude(TaskFinished(1, ENCODED))
    assert rig.changes == [(1, request, change)]
    assert (rig.replies(), rig.ended, len(rig.jobs)) == ([], [], 0)
