import math
import signal
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from distill.errors import Cancelled
from distill.nn.patches import Emphasis
from distill.training.data.corpus import Corpus
from distill.training.data.crops import Crops, Plan
from distill.training.data.dataset import build_dataset
from distill.training.loop.codec_stage import affordable_crops, labelled_clips, train_codec
from distill.training.recipe import CodecRecipe, DataRecipe
from distill.types import FloatArray
from kit.models import TINY, TINY_MEL, tones

pytestmark = [
    pytest.mark.filterwarnings("ignore:`isinstance\\(treespec, LeafSpec\\)` is deprecated"),
    pytest.mark.filterwarnings("ignore:The '.*_dataloader' does not have many workers"),
    pytest.mark.filterwarnings("ignore:Checkpoint directory .* exists and is not empty"),
    pytest.mark.filterwarnings("ignore:`weights_only` was not set"),
]
RECIPE = CodecRecipe(minutes=0, steps=40, batch=4, columns=4, learning_rate=5e-3, check_every=20)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("corpus")
    for kind, pitch in (("low", 110), ("high", 880)):
        for number in range(3):
            file = folder / "in" / kind / f"{number}.wav"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{pitch * (1 + number / 7)}")
    data = DataRecipe(held_share=0.3)
    mel = TINY_MEL
    return build_dataset(
        folder / "in",
        None,
        folder / "cache",
        data,
        mel,
        read=lambda f: [tones(1.5, float(f.read_text()))],
    )


def test_the_first_sample_is_as_large_as_the_pace_allows() -> None:
    assert affordable_crops(pilot_s=0.9, allowed_s=25.0) == 1600
    assert affordable_crops(pilot_s=9.0, allowed_s=25.0) == 544
    assert affordable_crops(pilot_s=60.0, allowed_s=25.0) == 100
    assert affordable_crops(pilot_s=0.0, allowed_s=1.0) == 1600


def test_a_budget_of_one_step_still_makes_a_codec(corpus: Corpus, tmp_path: Path) -> None:
    recipe = replace(RECIPE, minutes=1e-4, steps=0)
    result = train_codec(corpus, TINY, recipe, tmp_path, bar=False)
    assert result.steps == 1
    assert result.session_s == result.seconds > 0
    assert result.step_s > 0


def test_training_lowers_the_held_out_error(corpus: Corpus, tmp_path: Path) -> None:
    flat = Emphasis(1.0, 1.0, 1.0, 1.0)  # the held-out metric has no emphasis either
    recipe = replace(RECIPE, steps=120, batch=16, learning_rate=3e-3, emphasis=flat)
    result = train_codec(corpus, TINY, recipe, tmp_path, bar=False)
    errors = [error for _, error in result.curve]
    assert result.steps == 120
    assert errors[-1] < errors[0] - 0.03
    assert [row.level for row in result.health] == [0, 1]
    assert all(row.used > 0 for row in result.health)


def test_training_resumes_at_the_step_where_it_stopped(corpus: Corpus, tmp_path: Path) -> None:
    whole = train_codec(corpus, TINY, RECIPE, tmp_path / "whole", bar=False)
    train_codec(corpus, TINY, replace(RECIPE, steps=20), tmp_path / "parts", bar=False)
    parts = train_codec(corpus, TINY, RECIPE, tmp_path / "parts", bar=False)
    assert parts.steps == whole.steps == 40
    assert [step for step, _ in parts.curve] == [20, 40]


def test_ctrl_c_loses_no_step(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = replace(RECIPE, steps=20, check_every=5)
    whole = train_codec(corpus, TINY, recipe, tmp_path / "whole", bar=False)
    make = Crops.batch

    def interrupted(self: Crops, number: int) -> FloatArray:
        if number == 12:
            signal.raise_signal(signal.SIGINT)
        return make(self, number)

    with monkeypatch.context() as patch:
        patch.setattr(Crops, "batch", interrupted)
        with pytest.raises(Cancelled, match=r"at step 1[12]"):
            train_codec(corpus, TINY, recipe, tmp_path / "cut", bar=False)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    rest = train_codec(corpus, TINY, recipe, tmp_path / "cut", bar=False)
    assert rest.steps == 20
    assert rest.curve == whole.curve


def test_the_same_seed_and_steps_give_the_same_codec(corpus: Corpus, tmp_path: Path) -> None:
    recipe = replace(RECIPE, steps=10, check_every=10)
    made = [train_codec(corpus, TINY, recipe, tmp_path / n, bar=False).codec for n in "ab"]
    first, second = (codec.arrays for codec in made)
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_crops_depend_only_on_the_step(corpus: Corpus) -> None:
    plan = Plan(batch=3, frames=16, quieter_db=12.0, seed=5)
    begun, resumed = Crops(corpus, plan, lambda: 0), Crops(corpus, plan, lambda: 2)
    stream = iter(begun)
    third = [next(stream) for _ in range(3)][2]
    assert torch.equal(third, next(iter(resumed)))
    assert third.shape == (3, TINY_MEL.mels, 16)
    assert float(third.min()) >= np.float32(TINY_MEL.silence)


def test_silence_pads_a_corpus_shorter_than_a_crop(corpus: Corpus) -> None:
    plan = Plan(batch=1, frames=100_000, quieter_db=0.0, seed=0)
    batch = Crops(corpus, plan, lambda: 0).batch(0)
    assert np.all(batch[..., -1] == np.float32(TINY_MEL.silence))
    assert batch[..., 0].max() > TINY_MEL.silence


def test_quieter_crops_stay_above_silence_and_below_the_original(corpus: Corpus) -> None:
    loud = Crops(corpus, Plan(8, 16, 0.0, 1), lambda: 0).batch(3)
    soft = Crops(corpus, Plan(8, 16, 12.0, 1), lambda: 0).batch(3)
    fall = (loud - soft).max(axis=(1, 2))
    assert np.all(fall <= 12.0 / 10 * math.log(10) + 1e-5)
    assert fall.max() > 0.5


def test_the_kind_of_a_held_out_clip_is_its_folder(corpus: Corpus) -> None:
    kinds = {kind for kind, _ in labelled_clips(corpus)}
    assert kinds == {piece.file.split("/")[0] for piece in corpus.part("held")}
