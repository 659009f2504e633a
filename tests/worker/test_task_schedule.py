import numpy as np
import pytest

from distill.codes.sampling_params import SamplingParams
from distill.protocol.messages import StartTask
from distill.protocol.tasks import EncodeFile, LoadModel, SampleCodes
from distill.worker.task_schedule import LONG_EVERY_S, SHORT_S, TaskSchedule


def encode(job, *slots):
    return StartTask(job, EncodeFile("x.wav"), "", slots)


def generate(job, *slots):
    codes = np.zeros((1, 1, 1), np.int16)
    task = SampleCodes(codes, codes == 0, codes[:0], SamplingParams(1.0, 0, 1))
    return StartTask(job, task, "m", slots)


def load(job):
    return StartTask(job, LoadModel("m", "m"))


def order(schedule, lengths, step_s=0.1):
    """Run every task for its length in s; return the jobs in the order in which they end."""
    left, ended = dict(lengths), []
    while schedule:
        job = schedule.following().job
        schedule.charge(job, step_s)
        left[job] -= step_s
        if left[job] < step_s / 2:
            schedule.remove(job)
            ended.append(job)
    return ended


def scheduled(*messages):
    schedule = TaskSchedule()
    for message in messages:
        schedule.add(message)
    return schedule


def test_short_tasks_run_in_order_one_after_the_other():
    schedule = scheduled(generate(1, "a"), encode(2, "b"), generate(3, "c"))
    assert order(schedule, {1: 0.3, 2: 0.2, 3: 0.1}) == [1, 2, 3]


def test_short_tasks_go_before_a_long_one_and_long_ones_stay_in_order():
    schedule = scheduled(encode(1, "a"), encode(2, "b"), generate(3, "c"), generate(4, "d"))
    assert order(schedule, {1: 20.0, 2: 10.0, 3: 0.3, 4: 0.2}) == [3, 4, 1, 2]


def test_a_short_task_that_comes_during_a_long_one_runs_next():
    schedule = scheduled(encode(1, "a"))
    schedule.charge(1, 30.0)
    schedule.add(generate(2, "b"))
    assert schedule.following().job == 2


def test_tasks_for_one_slot_end_in_order_whatever_their_lengths():
    schedule = scheduled(encode(1, "a"), generate(2, "b", "a"), generate(3, "b"), generate(4, "c"))
    assert order(schedule, {1: 9.0, 2: 0.2, 3: 0.2, 4: 0.2}) == [4, 1, 2, 3]


def test_a_load_waits_for_all_before_it_and_all_after_wait_for_it():
    schedule = scheduled(encode(1, "a"), generate(2, "b"), load(3), generate(4, "c"))
    assert order(schedule, {1: 9.0, 2: 0.2, 3: 2.0, 4: 0.1}) == [2, 1, 3, 4]


def test_a_long_task_gets_a_step_now_and_then_while_short_ones_keep_coming():
    schedule = scheduled(encode(0, "a"))
    schedule.charge(0, SHORT_S)
    steps = []
    for job in range(1, 200):
        schedule.add(generate(job, "b"))
        steps.append(schedule.following().job)
        schedule.charge(steps[-1], 0.1)
        if steps[-1]:
            schedule.remove(steps[-1])
    share = steps.count(0) / len(steps)
    assert share == pytest.approx(0.1 / (LONG_EVERY_S + 0.1), abs=0.02)


def test_a_task_that_ended_is_forgotten():
    schedule = scheduled(encode(1, "a"), generate(2, "a"))
    assert 1 in schedule
    schedule.remove(1)
    assert (len(schedule), 1 in schedule, schedule.following().job) == (1, False, 2)
