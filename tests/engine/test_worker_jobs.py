"""What becomes of work for the worker: sent, sent again, finished, given up, cancelled."""

import time

import numpy as np
import pytest

from distill.codes.sampling_params import SamplingParams
from distill.commands.context import Client
from distill.commands.grammar import Reply, Work, parse
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


class Office:
    """Jobs on a time that nobody quantizes, with what is sent, answered and ended."""

    def __init__(self):
        self.sent, self.ended, self.surface = [], [], Collector()
        answers = Replies()
        answers.surfaces["test"] = self.surface
        scheduler = BeatScheduler(tiny_session(), NoOutput(), time.monotonic, lambda _: None)
        self.jobs = WorkerJobs(answers, scheduler, self.sent.append, self.ended.append)

    def begin(self, task=None, *, request=1, client=ME, finish=lambda _: Reply(("a", 4))):
        work = Work(task or EncodeFile("kick.wav"), finish)
        self.jobs.begin(Request(parse("encode", ("kick.wav",)), client, request), work, "codec")

    def answers(self):
        events = []
        while not self.surface.heard.empty():
            events.append(self.surface.heard.get())
        return events


@pytest.fixture
def office():
    return Office()


def test_work_is_acknowledged_sent_and_answered_when_it_is_finished(office):
    office.begin()
    assert office.sent == [StartTask(1, EncodeFile("kick.wav"))]
    office.jobs.progress(TaskProgress(1, 0.5, "read"))
    office.jobs.conclude(TaskFinished(1, ENCODED))
    assert office.answers() == [
        Ack(ME, 1, "encode"),
        Progress(ME, 1, 0.5, "read"),
        Done(ME, 1, "encode", ("a", 4)),
    ]
    assert (len(office.jobs), office.ended) == (0, [1])


def test_only_what_is_about_codes_is_bound_to_the_codec_they_are_of(office):
    codes = some_codes(2)
    free = np.zeros(codes.shape, np.bool_)
    for task in (
        LoadModel("x", "tiny"),
        SampleCodes(codes, free, codes[:0], SamplingParams(1.0, 0, 1)),
    ):
        office.begin(task)
    assert [do.model for do in office.sent] == ["", "codec"]


def test_an_error_of_the_task_and_one_of_the_reply_both_end_it(office):
    def refuse(_):
        raise AudioFileProblem("no sound in it")

    def burst(_):
        raise ZeroDivisionError("a fault of ours")

    office.begin(request=1)
    office.jobs.fail(1, AudioFileProblem("truncated"))
    office.jobs.fail(1, AudioFileProblem("a second time"))
    office.begin(request=2, finish=refuse)
    office.jobs.conclude(TaskFinished(2, ENCODED))
    office.begin(request=3, finish=burst)
    office.jobs.conclude(TaskFinished(3, ENCODED))
    failed = [event for event in office.answers() if isinstance(event, Failed)]
    assert [(event.id, event.code) for event in failed] == [
        (1, "bad_audio"),
        (2, "bad_audio"),
        (3, "internal"),
    ]
    assert failed[0].text == "truncated"
    assert office.ended == [1, 2, 3]


def test_what_nobody_waits_for_any_more_is_passed_over(office):
    office.jobs.progress(TaskProgress(7, 0.5, "read"))
    office.jobs.conclude(TaskFinished(7, ENCODED))
    office.jobs.fail(7, AudioFileProblem("truncated"))
    assert (office.answers(), office.ended) == ([], [])


def test_a_new_worker_is_given_all_and_what_killed_too_many_is_given_up(office):
    office.begin(request=1)
    for _ in range(MAX_TRIES - 1):
        office.jobs.retry("died (exit code 9)")
        office.jobs.resend()
    assert office.sent == MAX_TRIES * [StartTask(1, EncodeFile("kick.wav"))]
    office.jobs.retry("died (exit code 9)")
    failed = office.answers()[-1]
    assert failed.code == "internal"
    assert failed.text == "the model worker died (exit code 9) while it did this, twice"
    assert (len(office.jobs), office.ended) == (0, [1])


def test_a_client_cancels_its_own_and_a_load_only_if_the_worker_says_so(office):
    office.begin(request=1)
    office.begin(request=2)
    office.begin(request=3, client=OTHER)
    office.begin(LoadModel("x", "tiny"), request=4)
    office.sent.clear()
    assert office.jobs.cancel(ME, "2") == 1
    assert office.jobs.cancel(ME, "2") == 0
    assert office.jobs.cancel(ME, "all") == 2
    assert office.sent == [CancelTask(2), CancelTask(1), CancelTask(4)]
    assert office.ended == [2, 1]
    office.jobs.conclude(TaskFinished(4, tiny_facts()))
    assert office.ended == [2, 1, 4]
    assert [request.id for request in office.jobs.requests.values()] == [3]


def test_too_many_are_refused(office):
    for number in range(MAX_JOBS):
        office.begin(request=number)
    with pytest.raises(Busy, match=f"{MAX_JOBS} jobs are running or waiting"):
        office.begin(request=99)
    assert len(office.jobs) == MAX_JOBS


def test_numbers_are_given_once(office):
    office.begin()
    assert [office.jobs.number(), office.jobs.number()] == [2, 3]
