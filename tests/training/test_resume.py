import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from distill.bundle import build
from distill.errors import BadArgument, ModelFileProblem
from distill.storage import modelfile
from distill.training.recipe import PriorRecipe, Recipe
from distill.training.resume import begin_prior, earlier_ids, recipe_of, with_minutes
from distill.training.stage import Stage
from kit.bundles import CONFIG, tiny_model
from kit.learning import QUIET
from kit.models import TINY
from kit.trainings import RECIPE, House

pytestmark = QUIET


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


MORE = 90
"""Steps after which a codec is better than at its first validation, and so another one."""


def steps(recipe: Recipe, codec: int, prior: int) -> Recipe:
    return replace(
        recipe,
        codec_stage=replace(recipe.codec_stage, steps=codec),
        prior_stage=replace(recipe.prior_stage, steps=prior),
    )


def test_a_codec_and_then_its_prior_become_one_model(house: House) -> None:
    alone = house.train("codec", recipe=RECIPE)
    assert alone["prior"] is None
    codec = house.codec()
    whole = house.train("prior")
    assert whole["prior"]["size"] == TINY.size
    assert whole["metadata"]["prior_codec_id"] == alone["metadata"]["id"]
    assert whole["metadata"]["id"] != alone["metadata"]["id"]
    assert all(np.array_equal(value, codec[name]) for name, value in house.codec().items())
    assert build(*modelfile.load(house.file)).sampler is not None


def test_a_prior_is_trained_again_for_a_model_without_its_work_folder(house: House) -> None:
    before = house.train(recipe=RECIPE)
    shutil.rmtree(house.work)
    other = replace(RECIPE, prior_stage=replace(RECIPE.prior_stage, width=16, seed=5))
    after = house.train("prior", recipe=other)
    assert after["metadata"]["codec_id"] == before["metadata"]["codec_id"]
    assert after["metadata"]["id"] != before["metadata"]["id"]
    assert (after["metadata"]["author"], after["metadata"]["licence"]) == ("A", "CC0")
    report = json.loads((house.file.parent / "report.json").read_text())
    assert report["codec"]["steps"] == 6
    assert report["codec"]["curve"]
    assert report["prior"]["steps"] == 2


def test_a_prior_is_trained_for_the_codec_of_another_folder(house: House, tmp_path: Path) -> None:
    before = house.train("codec", recipe=RECIPE)
    base, house.library = house.file, tmp_path / "mine"
    house.file = house.library / "m" / "m.distill"
    after = house.train("prior", base=base)
    assert after["metadata"]["codec_id"] == before["metadata"]["id"]
    assert after["metadata"]["data"] == "Codec: tones. Prior: sounds in sounds"
    assert (after["metadata"]["author"], after["metadata"]["licence"]) == ("A", "CC0")
    assert after["prior"] is not None


def test_the_codec_alone_of_a_model_with_a_prior_is_not_trained(house: House) -> None:
    before = house.train(recipe=RECIPE)
    with pytest.raises(BadArgument, match=r"another name.*--stage both"):
        house.train("codec", recipe=steps(RECIPE, MORE, 2))
    assert modelfile.read_header(house.file) == before
    after = house.train(recipe=steps(RECIPE, MORE, 2))
    assert after["metadata"]["codec_id"] != before["metadata"]["codec_id"]
    assert after["metadata"]["prior_codec_id"] == after["metadata"]["codec_id"]


def test_a_codec_continues_with_a_larger_budget_but_not_with_the_same(house: House) -> None:
    first = house.train("codec", recipe=RECIPE)
    again = house.train("codec")
    assert again["metadata"]["id"] == first["metadata"]["id"]
    more = house.train("codec", recipe=steps(RECIPE, MORE, 2))
    assert more["metadata"]["id"] != first["metadata"]["id"]
    report = json.loads((house.file.parent / "report.json").read_text())
    assert report["codec"]["steps"] == MORE


def test_a_prior_needs_a_finished_codec_and_a_refusal_leaves_no_folder(house: House) -> None:
    with pytest.raises(BadArgument, match="no codec yet"):
        house.train("prior", minutes=1.0)
    assert not house.work.exists()
    (house.work / "codec").mkdir(parents=True)
    with pytest.raises(BadArgument, match="the training of the codec of m is not finished"):
        house.train("prior", minutes=1.0)


def test_a_prior_is_not_trained_for_a_codec_that_differs_from_the_file(house: House) -> None:
    house.train("codec", recipe=RECIPE)
    header, arrays = modelfile.load(house.file)
    arrays["codec.codebooks"] = arrays["codec.codebooks"] + 1
    modelfile.save(house.file, header, arrays)
    with pytest.raises(BadArgument, match=r"not the one in m\.distill"):
        house.train("prior")
    other = replace(RECIPE, codec=replace(TINY, size=16))
    shutil.rmtree(house.work)
    with pytest.raises(BadArgument, match="another recipe"):
        house.train("prior", recipe=other)


def test_a_prior_without_a_budget_is_refused(house: House) -> None:
    house.train("codec", recipe=steps(RECIPE, 6, 0))
    with pytest.raises(BadArgument, match="give --minutes"):
        house.train("prior")


def test_minutes_are_given_to_one_stage_or_shared() -> None:
    both = with_minutes(RECIPE, 10.0, Stage.BOTH, 0.5)
    assert (both.codec_stage.minutes, both.prior_stage.minutes) == (5.0, 5.0)
    codec = with_minutes(RECIPE, 10.0, Stage.CODEC, 0.5)
    assert (codec.codec_stage.minutes, codec.codec_stage.steps) == (10.0, 0)
    assert codec.prior_stage == RECIPE.prior_stage
    prior = with_minutes(RECIPE, 10.0, Stage.PRIOR, 0.5)
    assert prior.codec_stage == RECIPE.codec_stage
    assert (prior.prior_stage.minutes, prior.prior_stage.steps) == (10.0, 0)


def test_checkpoints_of_a_prior_for_other_codes_or_another_recipe_are_discarded(
    tmp_path: Path,
) -> None:
    codes = [np.arange(6, dtype=np.int16).reshape(1, 3, 2)]
    folder, recipe = tmp_path / "prior", PriorRecipe(steps=3)

    def survives(sounds: list[np.ndarray], how: PriorRecipe) -> bool:
        begin_prior(folder, (codes, codes), recipe)
        (folder / "last.ckpt").touch()
        begin_prior(folder, (sounds, codes), how)
        return (folder / "last.ckpt").exists()

    folder.mkdir()
    (folder / "of an older Distill").touch()
    assert survives(codes, replace(recipe, minutes=9.0, steps=50))
    assert not (folder / "of an older Distill").exists()
    assert not survives([codes[0] + 1], recipe)
    assert not survives(codes, replace(recipe, seed=1))


def older(file: Path) -> dict[str, object]:
    """Write a model of a version without codec ids; return its header's metadata."""
    header, arrays = tiny_model()
    modelfile.save(file, header, arrays)
    header, arrays = modelfile.load(file)
    header["metadata"] = {"name": "tiny", "id": header["metadata"]["id"]}
    save_file(arrays, file, {"distill": json.dumps(header)})
    return dict(modelfile.load(file)[0]["metadata"])


def test_earlier_ids_of_a_codec_are_kept_until_the_codec_changes(
    tmp_path: Path,
) -> None:
    file = tmp_path / "tiny.distill"
    about = older(file)
    codec_id = str(about["codec_id"])
    assert earlier_ids(file, codec_id) == [about["id"]]
    assert earlier_ids(file, "another codec") == []
    assert earlier_ids(None, codec_id) == []
    header, arrays = modelfile.load(file)
    header["metadata"]["earlier_ids"] = ["far before"]
    modelfile.save(file, header, arrays)
    assert earlier_ids(file, codec_id) == ["far before"]
    file.write_bytes(b"broken")
    assert earlier_ids(file, codec_id) == []


def test_the_recipe_of_a_model_is_read_as_far_as_it_is_understood(tmp_path: Path) -> None:
    file = tmp_path / "tiny.distill"
    header, arrays = tiny_model()
    about = {"author": "B", "licence": "CC-BY", "data": "bells"}
    modelfile.save(file, {**header, "training": {"colour": "red"}, "metadata": about}, arrays)
    recipe = recipe_of(file)
    assert (recipe.name, recipe.author, recipe.licence, recipe.about) == (
        "tiny", "B", "CC-BY", "bells",
    )  # fmt: skip
    assert recipe.codec == CONFIG
    assert recipe.prior_stage == PriorRecipe()
    modelfile.save(file, {**header, "codec": {"colour": "red"}}, arrays)
    with pytest.raises(ModelFileProblem, match="does not fit"):
        recipe_of(file)
