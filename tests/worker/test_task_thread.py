import multiprocessing
import threading
from pathlib import Path

import pytest

from distill.codes.sampling_params import SamplingParams
from distill.protocol.messages import StartTask, TaskFailed, TaskFinished, TaskProgress
from distill.protocol.tasks import (
    Encoded,
    EncodeFile,
    LoadModel,
    ModelInfo,
    RenderClip,
    SampleCodes,
)
from distill.storage import modelfile
from distill.worker.task_thread import work
from distill.worker.worker_shared import WorkerShared
from kit.bundles import CONFIG, tiny_codes, tiny_model
from kit.engines import PATIENCE_S
from kit.shelves import sound_file, tiny_file


class Room:
    """A task thread, and the engine's end of its pipe."""

    def __init__(self):
        self.ours, theirs = multiprocessing.Pipe()
        self.shared = WorkerShared(theirs)
        threading.Thread(target=work, args=(self.shared,), daemon=True).start()

    def ask(self, job, task):
        self.shared.tasks.put(StartTask(job, task))

    def receive(self):
        assert self.ours.poll(PATIENCE_S), "the task thread is silent"
        return self.ours.recv()

    def end(self, job):
        while True:
            message = self.receive()
            if isinstance(message, (TaskFinished, TaskFailed)) and message.job == job:
                return message


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    made = Room()
    made.folder = tmp_path_factory.mktemp("shelf")
    made.ask(1, tiny_file(made.folder))
    made.loaded = made.end(1)
    return made


def long_task():
    codes = tiny_codes(4_000)
    return SampleCodes(codes * 0, codes >= 0, codes[:0], SamplingParams(1.0, 0, 3))


def test_a_task_before_any_model_is_answered():
    empty = Room()
    empty.ask(5, EncodeFile("x.wav"))
    answer = empty.end(5)
    assert (answer.code, answer.job) == ("not_ready", 5)


def test_a_loaded_model_is_reported_and_passed_to_the_renderer(room):
    assert isinstance(room.loaded.result, ModelInfo)
    assert room.shared.models.get().info.id == room.loaded.result.id


def test_tasks_run_one_after_the_other_in_order(room):
    path = sound_file(room.folder, 2 * CONFIG.column_samples)
    for job in (11, 12, 13):
        room.ask(job, EncodeFile(str(path)))
    ended = []
    while len(ended) < 3:
        message = room.receive()
        if isinstance(message, TaskFinished):
            assert isinstance(message.result, Encoded)
            ended.append(message.job)
    assert ended == [11, 12, 13]


def test_a_failed_task_reports_its_code_and_the_next_one_runs(room):
    room.ask(21, EncodeFile(str(room.folder / "nothing.wav")))
    assert room.end(21).code == "bad_audio"
    room.ask(22, LoadModel(str(room.folder / "no.distill"), "no"))
    assert room.end(22).code == "bad_model"
    path = sound_file(room.folder, CONFIG.column_samples)
    room.ask(23, EncodeFile(str(path)))
    assert isinstance(room.end(23), TaskFinished)


def test_a_running_task_is_cancelled_between_two_steps(room):
    room.ask(31, long_task())
    going = room.receive()
    assert isinstance(going, TaskProgress)
    assert 0.0 <= going.fraction <= 1.0
    room.shared.cancelled.add(31)
    assert room.end(31).code == "cancelled"


def test_a_waiting_task_is_cancelled_before_it_begins(room):
    room.shared.cancelled.update({41, 42})
    room.ask(41, long_task())
    room.ask(42, long_task())
    assert [room.end(41).code, room.end(42).code] == ["cancelled", "cancelled"]


def test_a_short_task_ends_before_a_long_one_that_came_first(room):
    room.ask(43, long_task())
    codes = tiny_codes(4)
    room.ask(44, SampleCodes(codes * 0, codes >= 0, codes[:0], SamplingParams(1.0, 0, 3)))
    ended = []
    while len(ended) < 2:
        message = room.receive()
        if isinstance(message, (TaskFinished, TaskFailed)):
            ended.append(message.job)
            room.shared.cancelled.add(43)
    assert ended == [44, 43]


def test_tasks_for_one_slot_end_in_order(room):
    room.shared.tasks.put(StartTask(45, long_task(), "", ("a",)))
    codes = tiny_codes(1)
    short = SampleCodes(codes * 0, codes >= 0, codes[:0], SamplingParams(1.0, 0, 3))
    room.shared.tasks.put(StartTask(46, short, "", ("a",)))
    room.shared.tasks.put(StartTask(47, short, "", ("b",)))
    assert isinstance(room.end(47), TaskFinished)
    room.shared.cancelled.add(45)
    assert room.end(45).code == "cancelled"
    assert isinstance(room.end(46), TaskFinished)


def test_a_clip_that_is_cancelled_while_it_is_written_leaves_nothing(room, tmp_path, monkeypatch):
    monkeypatch.setattr("distill.storage.clips.BLOCK", 64)  # many steps
    room.ask(48, RenderClip(str(tmp_path), "take", tiny_codes(12), {}))
    while not list(tmp_path.iterdir()):
        assert room.receive().job == 48
    room.shared.cancelled.add(48)
    assert room.end(48).code == "cancelled"
    assert list(tmp_path.iterdir()) == []


def test_an_internal_error_ends_the_task_and_not_the_thread(room, monkeypatch):
    def fail(task, bundle):
        raise ZeroDivisionError("planted")

    with monkeypatch.context() as patch:
        patch.setattr("distill.worker.task_thread.run_task", fail)
        room.ask(51, EncodeFile("x.wav"))
        answer = room.end(51)
    assert answer.code == "internal"
    assert "planted" in answer.text
    room.ask(52, EncodeFile(str(room.folder / "nothing.wav")))
    assert room.end(52).code == "bad_audio"


@pytest.fixture
def own(tmp_path):
    """A room with a model of its own, which the main thread has received."""
    made = Room()
    made.task = tiny_file(tmp_path, "mine")
    made.ask(1, made.task)
    made.info = made.end(1).result
    made.shared.models.get()
    return made


def test_loading_the_same_file_again_builds_nothing(own):
    other_name = Path(own.task.path).with_name("copy.distill")
    other_name.write_bytes(Path(own.task.path).read_bytes())
    own.ask(2, own.task)
    own.ask(3, LoadModel(str(other_name), "copy"))
    assert own.end(2).result.id == own.info.id
    assert own.end(3).result.name == "copy"
    assert own.shared.models.empty()


def test_loading_the_same_file_again_reports_its_new_metadata(own):
    header, arrays = tiny_model()
    header["metadata"]["checkpoint"] = "prior, step 7"
    modelfile.save(Path(own.task.path), header, arrays)
    own.ask(2, own.task)
    info = own.end(2).result
    assert (info.id, info.checkpoint) == (own.info.id, "prior, step 7")
    assert own.shared.models.empty()


@pytest.mark.parametrize("change", [{"retrained": 1}, {"seed": 4}, {"prior": False}])
def test_a_replaced_file_is_read_again(own, change):
    modelfile.save(Path(own.task.path), *tiny_model(**change))
    own.ask(2, own.task)
    info = own.end(2).result
    assert info.id != own.info.id
    assert info.name == "mine"
    assert own.shared.models.get().info.id == info.id


def test_a_broken_file_leaves_the_loaded_model(own):
    path = Path(own.task.path)
    path.write_bytes(path.read_bytes()[:-100])
    own.ask(2, own.task)
    assert own.end(2).code == "bad_model"
    assert own.shared.models.empty()
    codes = tiny_codes(2)
    own.ask(3, SampleCodes(codes, codes < 0, codes[:0], SamplingParams(1.0, 0, 3)))
    assert isinstance(own.end(3), TaskFinished)
