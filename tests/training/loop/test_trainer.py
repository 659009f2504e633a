"""Failures during a training lose no finished step."""

import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from distill.errors import DiskFull, TrainingProblem
from distill.training.data.corpus import Corpus
from distill.training.data.crops import Crops
from distill.training.loop.checkpoints import read_checkpoint
from distill.training.loop.codec_stage import (
    CodecResult,
    CodecStage,
    error_through_codes,
    labelled_clips,
    train_codec,
)
from kit.learning import ENVIRONMENT, QUIET, RECIPE, SCRIPT, tiny_corpus
from kit.models import TINY

pytestmark = QUIET
resource = pytest.importorskip("resource", reason="only where limits are")
SHORT = replace(RECIPE, steps=20, check_every=5, average=0.9)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return tiny_corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def whole(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> CodecResult:
    """Result of an uninterrupted training."""
    return train_codec(corpus, TINY, SHORT, tmp_path_factory.mktemp("whole"), bar=False)


def step_of(file: Path) -> int:
    content = read_checkpoint(file)
    assert content is not None
    assert all(bool(torch.isfinite(t).all()) for t in content["state_dict"].values())
    return int(content["global_step"])


def test_a_batch_that_is_not_finite_stops_the_training_with_an_intact_checkpoint(
    corpus: Corpus, whole: CodecResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = Crops.batch
    with monkeypatch.context() as patch:
        poisoned = lambda self, n: make(self, n) * (np.nan if n == 12 else 1)  # noqa: E731
        patch.setattr(Crops, "batch", poisoned)
        with pytest.raises(TrainingProblem, match=r"step 12: set learning_rate = 0\.0025"):
            train_codec(corpus, TINY, SHORT, tmp_path, bar=False)
    assert step_of(tmp_path / "last.ckpt") == 10
    assert train_codec(corpus, TINY, SHORT, tmp_path, bar=False).curve == whole.curve


def test_a_far_too_high_learning_rate_stops_the_training(corpus: Corpus, tmp_path: Path) -> None:
    wild = replace(SHORT, steps=400, learning_rate=1e30)
    with pytest.raises(TrainingProblem, match="set learning_rate = 5e\\+29"):
        train_codec(corpus, TINY, wild, tmp_path, bar=False)


def test_out_of_memory_is_reported_and_every_step_is_saved(
    corpus: Corpus, whole: CodecResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn = CodecStage.loss

    def hungry(self: CodecStage, batch: torch.Tensor) -> torch.Tensor:
        if self.global_step == 12:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB")
        return learn(self, batch)

    with monkeypatch.context() as patch:
        patch.setattr(CodecStage, "loss", hungry)
        with pytest.raises(TrainingProblem, match="step 12 with batches of 4: set batch = 2"):
            train_codec(corpus, TINY, SHORT, tmp_path, bar=False)
    assert step_of(tmp_path / "last.ckpt") == 12
    rest = train_codec(corpus, TINY, SHORT, tmp_path, bar=False)
    assert rest.curve == whole.curve
    smaller = replace(SHORT, steps=25, batch=2)
    assert train_codec(corpus, TINY, smaller, tmp_path, bar=False).steps == 25


def crowded(patch: pytest.MonkeyPatch, full: int, free: int) -> None:
    """Let the disk be full from one step to another."""
    make = Crops.batch
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def batch(self: Crops, number: int) -> np.ndarray:
        if number == full:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
        if number == free:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        return make(self, number)

    patch.setattr(Crops, "batch", batch)


def test_a_disk_that_is_full_for_a_while_costs_nothing(
    corpus: Corpus,
    whole: CodecResult,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    crowded(monkeypatch, 8, 12)
    folder = tmp_path / "codec"
    result = train_codec(corpus, TINY, SHORT, folder)
    assert result.curve == whole.curve
    assert step_of(folder / "last.ckpt") == 20
    out = capsys.readouterr().out
    assert out.count("no room for") == 1
    assert "the next validation tries again" in out


def test_a_disk_that_stays_full_raises_and_the_training_can_resume_later(
    corpus: Corpus, whole: CodecResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with monkeypatch.context() as patch:
        crowded(patch, 8, -1)
        with pytest.raises(DiskFull, match=r"no room for .*free some space.*run the same command"):
            train_codec(corpus, TINY, SHORT, tmp_path, bar=False)
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert step_of(tmp_path / "last.ckpt") == 5
    assert train_codec(corpus, TINY, SHORT, tmp_path, bar=False).curve == whole.curve


def test_a_damaged_checkpoint_is_skipped(
    corpus: Corpus, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    train_codec(corpus, TINY, replace(SHORT, steps=10), tmp_path, bar=False)
    last = tmp_path / "last.ckpt"
    last.write_bytes(last.read_bytes()[:1000])
    rest = train_codec(corpus, TINY, SHORT, tmp_path, bar=False)
    assert rest.steps == 20
    assert [step for step, _ in rest.curve] == [5, 10, 15, 20]
    assert re.search(r"last\.ckpt is damaged; resuming from best-step=\d+", caplog.text)


def test_a_training_returns_the_weights_of_the_best_validation(
    corpus: Corpus, whole: CodecResult
) -> None:
    clips = [clip for _, clip in labelled_clips(corpus)]
    error = np.mean([error_through_codes(whole.codec, clip[0]) for clip in clips])
    assert error == pytest.approx(min(held for _, held in whole.curve), abs=1e-2)


SLOW = f"""
import os, pathlib, runpy, sys, time
fsync, folder = os.fsync, pathlib.Path(sys.argv[1])
def slow(file):
    if list((folder / "codec").glob("best-step=10*")) and list((folder / "codec").glob(".last*")):
        (folder / "now").touch()
        time.sleep(600)
    fsync(file)
os.fsync = slow
sys.argv[0] = {str(SCRIPT)!r}
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.mark.slow
def test_a_kill_while_a_checkpoint_is_written_leaves_the_previous_one(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SLOW, tmp_path, "20"]
    process = subprocess.Popen(command, env=ENVIRONMENT)
    ends = time.monotonic() + 300
    while not (tmp_path / "now").exists() and time.monotonic() < ends:
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    half = list((tmp_path / "codec").glob(".last.ckpt.*.part"))
    assert len(half) == 1
    assert step_of(tmp_path / "codec" / "last.ckpt") == 5
    again = subprocess.run(
        [sys.executable, SCRIPT, tmp_path, "20"],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert "done at step 20" in again.stdout, again.stderr
    assert "step 5," not in again.stdout
    assert "step 10," in again.stdout
    assert not half[0].exists()
