import multiprocessing
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import pytest

from distill.codes.sampling_params import SamplingParams
from distill.protocol.messages import StartTask, TaskFailed, TaskFinished
from distill.protocol.tasks import EncodeFile, LoadModel, ModelInfo, SampleCodes
from distill.storage import clips, modelfile
from distill.worker.task_thread import work
from distill.worker.worker_shared import WorkerShared
from kit.bundles import CONFIG, tiny_codes, tiny_model

PATIENCE_S = 60.0
"""Bound for a test that hangs; not a measurement."""


@dataclass
class Bench:
    """A task thread, and the engine's end of its pipe."""

    shared: WorkerShared
    pipe: Connection

    def ask(self, job: int, task: object, model: str = "") -> TaskFinished | TaskFailed:
        """Run a task; return how it ended."""
        self.shared.tasks.put(StartTask(job, task, model))
        while self.pipe.poll(PATIENCE_S):
            heard = self.pipe.recv()
            if isinstance(heard, (TaskFinished, TaskFailed)) and heard.job == job:
                return heard
        raise AssertionError("the task never ended")

    def load(self, job: int, path: Path) -> ModelInfo:
        heard = self.ask(job, LoadModel(str(path), path.stem))
        assert isinstance(heard, TaskFinished)
        assert isinstance(heard.result, ModelInfo)
        return heard.result


@pytest.fixture(scope="module")
def bench() -> Bench:
    ours, theirs = multiprocessing.Pipe()
    shared = WorkerShared(theirs)
    threading.Thread(target=work, args=(shared,), daemon=True).start()
    return Bench(shared, ours)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    def save(seed: int) -> Path:
        path = tmp_path_factory.mktemp("models") / f"tiny{seed}.distill"
        modelfile.save(path, *tiny_model(seed))
        return path

    return save


def some_sampling() -> SampleCodes:
    free = np.ones((2, CONFIG.bands, CONFIG.levels), np.bool_)
    return SampleCodes(tiny_codes(2), free, tiny_codes(0), SamplingParams(0.9, 0, 1))


def test_a_task_for_one_model_is_refused_by_another(bench: Bench, model) -> None:
    first = bench.load(1, model(3)).codec_id
    assert isinstance(bench.ask(2, some_sampling(), first), TaskFinished)
    assert bench.load(3, model(4)).codec_id != first
    refused = bench.ask(4, some_sampling(), first)
    assert isinstance(refused, TaskFailed)
    assert refused.code == "wrong_model"
    assert "tiny4" in refused.text


def test_a_cancelled_load_leaves_the_previous_model(bench: Bench, model) -> None:
    before = bench.load(10, model(3)).codec_id
    while not bench.shared.models.empty():
        bench.shared.models.get()
    bench.shared.cancelled.add(11)
    ended = bench.ask(11, LoadModel(str(model(4)), "tiny4"))
    assert isinstance(ended, TaskFailed)
    assert ended.code == "cancelled"
    assert bench.shared.models.empty()
    assert isinstance(bench.ask(12, some_sampling(), before), TaskFinished)


def test_a_clip_whose_codes_do_not_fit_the_model_is_encoded_from_its_sound(
    bench: Bench, model, tmp_path: Path
) -> None:
    facts = bench.load(20, model(3))
    sound = np.sin(np.arange(facts.column * 3) / 20).astype(np.float32)
    wild = np.full((3, CONFIG.bands + 1, CONFIG.levels), CONFIG.size - 1, np.int16)
    large = np.full((3, CONFIG.bands, CONFIG.levels), CONFIG.size, np.int16)
    for job, codes in ((21, wild), (22, large)):
        path, _ = clips.write_clip(tmp_path, "c", sound, {"model": facts.id}, codes, "FLOAT")
        ended = bench.ask(job, EncodeFile(str(path)))
        assert isinstance(ended, TaskFinished)
        assert not ended.result.restored
        assert ended.result.codes.shape == (3, CONFIG.bands, CONFIG.levels)
