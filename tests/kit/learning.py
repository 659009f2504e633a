"""A tiny corpus and recipe for trainings of about a second."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from distill.codec.codec_config import CodecConfig
from distill.training.data.corpus import Corpus
from distill.training.data.dataset import build_dataset
from distill.training.loop.budget import Budget
from distill.training.loop.codec_stage import CodecStage
from distill.training.recipe import CodecRecipe, DataRecipe
from kit.house import ROOT
from kit.models import TINY, TINY_MEL, tones

QUIET = [
    # Lightning's own: about itself, and advice on workers that crops do not need.
    pytest.mark.filterwarnings("ignore:`isinstance\\(treespec, LeafSpec\\)` is deprecated"),
    pytest.mark.filterwarnings("ignore:The '.*_dataloader' does not have many workers"),
    pytest.mark.filterwarnings("ignore:Checkpoint directory .* exists and is not empty"),
]
SCRIPT = ROOT / "tests" / "kit" / "train_tiny.py"
"""Trains a tiny codec in a process of its own; its docstring describes the arguments."""
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": f"{ROOT / 'server'}{os.pathsep}{ROOT / 'tests'}",
    "OMP_NUM_THREADS": "1",
    "PYTHONSAFEPATH": "1",  # else `kit/html.py` would shadow `html` in SCRIPT
}
RECIPE = CodecRecipe(minutes=0, steps=40, batch=4, columns=4, learning_rate=5e-3, check_every=20)


class Clock:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Trainer:
    """The attributes of Lightning's trainer that the callbacks use."""

    world_size = 1
    should_stop = False
    received_sigterm = False
    val_check_batch = None

    def __init__(self, step: int = 0) -> None:
        self.global_step = step


@contextmanager
def little_room(size: int) -> Iterator[None]:
    """Limit the size of this process's files in bytes, as a full disk would."""
    resource = pytest.importorskip("resource", reason="only where limits are")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def tiny_corpus(folder: Path) -> Corpus:
    """Analyse six tones of two kinds, one of each held out, or open them if that is done."""
    for kind, pitch in (("low", 110), ("high", 880)):
        for number in range(3):
            file = folder / "in" / kind / f"{number}.wav"
            if not file.exists():
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(f"{pitch * (1 + number / 7)}")
    data = DataRecipe(held_share=0.3)
    return build_dataset(
        folder / "in",
        None,
        folder / "cache",
        data,
        TINY_MEL,
        read=lambda f: [tones(1.5, float(f.read_text()))],
    )


def tiny_stage(config: CodecConfig = TINY, **fields: float) -> CodecStage:
    """Make a stage without a trainer."""
    recipe = replace(RECIPE, **fields)
    return CodecStage(config, recipe, Budget(recipe.minutes, recipe.steps), processes=1)


def fake_validations(values: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let successive validations return these values."""
    coming: Iterator[float] = iter(values)
    now: dict[int, float] = {}

    def validation_step(self: CodecStage, batch: torch.Tensor, batch_idx: int) -> None:
        held = now.setdefault(self.global_step, next(coming) if self.global_step not in now else 0)
        self.log(self.metric, held, batch_size=1)

    monkeypatch.setattr(CodecStage, "validation_step", validation_step)
