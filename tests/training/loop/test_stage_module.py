from dataclasses import replace
from pathlib import Path

import pytest
import torch

from distill.errors import TrainingProblem
from distill.training.data.corpus import Corpus
from distill.training.loop.codec_stage import CodecStage, train_codec
from distill.training.loop.stage_module import loss_of
from kit.learning import QUIET, RECIPE, fake_validations, tiny_corpus, tiny_stage
from kit.models import TINY

pytestmark = QUIET


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return tiny_corpus(tmp_path_factory.mktemp("corpus"))


def test_the_learning_rate_rises_stays_and_falls_to_zero_with_the_budget(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage = tiny_stage(learning_rate=0.5, steps=1000, decay_from=0.6)
    steps = [0, 49, 99, 600, 800, 1000]
    rates = []
    for step in steps:
        monkeypatch.setattr(CodecStage, "global_step", step)
        rates.append(stage.rate())
    assert rates == pytest.approx([0.005, 0.49, 0.5, 0.5, 0.25, 0.0])


@pytest.mark.parametrize(("clip", "length"), [(2.0, 2.0), (0.0, 30.0)])
def test_gradients_are_clipped(clip: float, length: float) -> None:
    stage = tiny_stage(clip=clip)
    weights = list(stage.network.parameters())
    for weight in weights:
        weight.grad = torch.ones_like(weight)
    whole = sum(w.numel() for w in weights) ** 0.5
    for weight in weights:
        weight.grad *= 30.0 / whole
    stage.on_before_optimizer_step(None)
    assert float(torch.stack([w.grad.norm() for w in weights]).norm()) == pytest.approx(length)


def test_gradients_that_are_not_finite_stop_the_training() -> None:
    stage = tiny_stage(learning_rate=0.01)
    for weight in stage.network.parameters():
        weight.grad = torch.zeros_like(weight)
    next(stage.network.parameters()).grad.fill_(float("nan"))
    with pytest.raises(TrainingProblem, match=r"at step 0: set learning_rate = 0\.005"):
        stage.on_before_optimizer_step(None)


def test_a_training_that_no_longer_improves_ends(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_validations([5.0, 4.0, 6.0, 6.0, 6.0, 6.0, 6.0], monkeypatch)
    recipe = replace(RECIPE, steps=14, check_every=2, patience=2)
    result = train_codec(corpus, TINY, recipe, tmp_path, bar=False)
    assert result.curve == [(2, 5.0), (4, 4.0), (6, 6.0), (8, 6.0)]
    assert result.steps == 8


def test_one_noisy_validation_does_not_end_a_training(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_validations([10.0, 9.0, 8.0, 8.6, 7.5], monkeypatch)
    recipe = replace(RECIPE, steps=10, check_every=2, patience=1)
    assert train_codec(corpus, TINY, recipe, tmp_path, bar=False).steps == 10


@pytest.mark.parametrize(
    ("outputs", "loss"),
    [({"loss": torch.tensor(0.5)}, 0.5), (torch.tensor(2.0), 2.0), (None, None)],
)
def test_the_loss_is_read_from_all_forms_of_outputs(outputs: object, loss: float | None) -> None:
    assert loss_of(outputs) == loss
