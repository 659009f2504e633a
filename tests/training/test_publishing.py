from pathlib import Path

import numpy as np
import pytest
import torch

from distill.bundle import build
from distill.nn.health import LevelHealth
from distill.nn.transformer import Prior
from distill.prior.prior_config import PriorConfig
from distill.storage import modelfile
from distill.training.loop.codec_stage import CodecResult
from distill.training.publishing import IntermediateModels, load_codec, save_codec
from distill.training.recipe import Recipe
from kit.learning import tiny_corpus
from kit.models import TINY, tiny_codec, tiny_trainable

RECIPE = Recipe("mine", author="A", licence="CC0", codec=TINY)


@pytest.fixture
def publisher(tmp_path: Path) -> IntermediateModels:
    return IntermediateModels(tmp_path / "mine", RECIPE, tiny_corpus(tmp_path / "corpus"))


def test_a_codec_in_training_is_published_as_a_model_without_a_prior(
    publisher: IntermediateModels, tmp_path: Path
) -> None:
    publisher.publish_codec(tiny_trainable(seed=1), 500, 0)
    publisher.publish_codec(tiny_trainable(seed=2), 900, 1)
    header, arrays = modelfile.load(tmp_path / "mine" / "mine.distill")
    assert (header["prior"], header["metadata"]["licence"]) == (None, "CC0")
    assert header["metadata"]["metrics"] == {"codec_steps": 900}
    bundle = build(header, arrays)
    assert np.array_equal(bundle.codebooks, tiny_codec(seed=2).codebooks())
    previews = {file.name for file in (tmp_path / "mine" / "previews").iterdir()}
    assert previews == {"original.wav", "codec-0000500.wav", "codec-0000500-nudged.wav"}


def test_a_prior_in_training_is_published_and_not_changed(
    publisher: IntermediateModels, tmp_path: Path
) -> None:
    config = PriorConfig(size=8, levels=2, bands=8, layers=1, width=16, heads=2, context_columns=3)
    torch.manual_seed(0)
    prior = Prior(config)
    before = {name: value.clone() for name, value in prior.state_dict().items()}
    codes = np.zeros((9, 8, 2), np.int16)
    publisher.publish_prior(tiny_codec(), [codes[:2], codes], prior, 200, 0)
    assert build(*modelfile.load(tmp_path / "mine" / "mine.distill")).sampler is not None
    assert (tmp_path / "mine" / "previews" / "prior-0000200.wav").exists()
    for name, value in prior.state_dict().items():
        assert torch.equal(value, before[name])
    assert prior.training


def test_a_finished_codec_survives_its_file_with_its_history(tmp_path: Path) -> None:
    health = [LevelHealth(0, 0.9, 0.0, 7.0, 0.1, 0.01, ("it jumps",), 1.5)]
    history = [{"step": 5, "held_db": 3.5, "levels": [health[0].to_json()]}]
    made = CodecResult(tiny_codec().rounded(), 7, health, [(5, 3.5)], history, 12.5)
    save_codec(tmp_path / "codec.distill", RECIPE, made)
    result, codec_id = load_codec(tmp_path / "codec.distill")
    assert codec_id == modelfile.read_header(tmp_path / "codec.distill")["metadata"]["id"]
    assert (result.steps, result.seconds, result.curve) == (7, 12.5, [(5, 3.5)])
    assert (result.health, result.history) == (health, history)
    np.testing.assert_array_equal(result.codec.codebooks(), made.codec.codebooks())
