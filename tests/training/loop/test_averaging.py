from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from distill.training.data.corpus import Corpus
from distill.training.loop.averaging import Averaging
from distill.training.loop.checkpoints import read_checkpoint
from distill.training.loop.codec_stage import CodecStage, train_codec
from kit.learning import QUIET, RECIPE, fake_validations, tiny_corpus, tiny_stage
from kit.models import TINY

pytestmark = QUIET


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return tiny_corpus(tmp_path_factory.mktemp("corpus"))


def filled(stage, value):
    for weight in stage.network.parameters():
        weight.data.fill_(value)


def test_the_decay_rises_up_to_its_limit() -> None:
    stage, averaging = tiny_stage(), Averaging(0.15)
    expected = 0.0
    filled(stage, 0.0)
    averaging.update(stage)
    for step in range(1, 4):
        filled(stage, float(step))
        averaging.update(stage)
        decay = min(0.15, (1 + step) / (10 + step))
        expected = decay * expected + (1 - decay) * step
    averaging.apply(stage)
    for weight in stage.network.parameters():
        torch.testing.assert_close(weight, torch.full_like(weight, expected))


def test_the_averages_equal_the_weights_at_the_end_of_the_budget(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage, averaging = tiny_stage(steps=1000), Averaging(0.99)
    filled(stage, 0.0)
    averaging.update(stage)
    filled(stage, 1.0)
    found = []
    for step in (500, 990, 1000):
        monkeypatch.setattr(CodecStage, "global_step", step)
        averaging._means = {n: torch.zeros_like(w) for n, w in stage.network.named_parameters()}
        averaging._seen = 10**6
        averaging.update(stage)
        found.append(float(next(iter(averaging._means.values())).mean()))
    assert found == pytest.approx([1 / 51, 1 / 2, 1.0])


def test_a_second_swap_restores_the_weights_and_codebooks_are_not_swapped() -> None:
    stage, averaging = tiny_stage(), Averaging(0.5)
    averaging.update(stage)
    filled(stage, 7.0)
    books = stage.codec.quantizer.codebooks().clone()
    averaging.swap(stage)
    assert averaging.swapped
    assert not any(torch.all(w == 7.0) for w in stage.network.parameters())
    assert torch.equal(stage.codec.quantizer.codebooks(), books)
    averaging.swap(stage)
    assert all(torch.all(w == 7.0) for w in stage.network.parameters())


def test_without_a_decay_nothing_is_averaged() -> None:
    stage, averaging = tiny_stage(), Averaging(0.0)
    averaging.on_train_batch_end(None, stage, None, None, 0)
    averaging.on_validation_start(None, stage)
    assert not averaging.swapped
    assert averaging.state_dict()["means"] == {}


def test_a_training_continues_with_its_weights_and_returns_their_averages(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = replace(RECIPE, steps=10, check_every=5, average=0.9)
    fake_validations([5.0, 6.0], monkeypatch)
    result = train_codec(corpus, TINY, recipe, tmp_path, bar=False)
    (best,) = tmp_path.glob("best-step=5-*")
    checkpoint = read_checkpoint(best)
    assert checkpoint is not None
    means = checkpoint["callbacks"]["Averaging"]["means"]
    assert set(means) == set(result.codec.arrays) - {"codebooks"}
    for name, mean in means.items():
        assert np.array_equal(result.codec.arrays[name], mean.half().float().numpy()), name
    assert any(not torch.equal(checkpoint["state_dict"][f"codec.{n}"], m) for n, m in means.items())
