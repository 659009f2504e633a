from dataclasses import replace
from pathlib import Path

import pytest

from distill.codec.config import CodecConfig
from distill.errors import BadArgument
from distill.training.recipe import Recipe


@pytest.mark.parametrize(
    ("files", "size", "levels"),
    [(1, 64, 8), (5, 64, 8), (6, 128, 8), (20, 128, 8), (21, 256, 8), (5000, 256, 8)],
)
def test_sizes_follow_the_number_of_files(files: int, size: int, levels: int) -> None:
    recipe = Recipe.for_files("x", files)
    assert (recipe.codec.size, recipe.codec.levels) == (size, levels)
    positions = recipe.codec_stage.columns * recipe.codec.bands
    assert recipe.codec_stage.batch * positions >= 4 * size


def test_a_recipe_survives_its_file(tmp_path: Path) -> None:
    recipe = Recipe('na"me', about="täg\nzwei", codec=CodecConfig(width=16, size=32))
    recipe = replace(recipe, codec_stage=replace(recipe.codec_stage, minutes=0.25, bf16=False))
    recipe.save(tmp_path / "recipe.toml")
    assert Recipe.load(tmp_path / "recipe.toml") == recipe


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = 'x'\nwhat = 1", "has no 'what'"),
        ("[data]\npeak = 0.5", "incomplete"),
        ("name = 'x'\n[codec_stage]\nbatch = 1.5", "batch takes int"),
        ("name = 'x'\n[codec_stage]\nbatch = 0", "codec_stage.batch must lie in"),
        ("name = 'x'\n[codec]\nsize = 1", "size must lie in"),
        ("name = 'x'\n[data]\nheld_share = nan", "held_share"),
        ("name = [", "is not a recipe"),
    ],
)
def test_a_bad_recipe_is_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "r.toml").write_text(text)
    with pytest.raises(BadArgument, match=said):
        Recipe.load(tmp_path / "r.toml")


def test_a_whole_number_will_do_for_a_share(tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text("name = 'x'\n[codec_stage]\nminutes = 3")
    assert Recipe.load(tmp_path / "r.toml").codec_stage.minutes == 3.0
