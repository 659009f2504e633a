import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distill.codec.codec_config import CodecConfig
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
    "words",
    ["ein 😀", 'a "b"', "back\\slash\\", "zwei\nZeilen", "\r\n\t\x00\x7f", "Größe ж 音", "\u2028"],
)
def test_a_recipe_may_hold_any_character_and_stays_readable(tmp_path, words):
    recipe = Recipe(words, author=words, about=words)
    recipe.save(tmp_path / "recipe.toml")
    assert Recipe.load(tmp_path / "recipe.toml") == recipe
    if words.isprintable() and not set(words) & {'"', "\\"}:
        assert f'name = "{words}"' in (tmp_path / "recipe.toml").read_text("utf-8")


@given(st.text(), st.text(), st.floats(1e-7, 1.0), st.floats(0.01, 1.0))
def test_numbers_survive_the_file_exactly(name, about, rate, peak):
    recipe = Recipe(name, about=about)
    recipe = replace(recipe, data=replace(recipe.data, peak=peak))
    recipe = replace(recipe, prior_stage=replace(recipe.prior_stage, learning_rate=rate))
    text = recipe.to_toml()
    assert Recipe.from_json(tomllib.loads(text), "x") == recipe


def test_a_file_of_a_windows_editor_is_read(tmp_path):
    text = "name = 'x'\r\nabout = 'ü'\r\n"
    (tmp_path / "r.toml").write_bytes(text.encode("utf-8-sig"))
    assert Recipe.load(tmp_path / "r.toml") == Recipe("x", about="ü")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = 'x'\nwhat = 1", "has no 'what'"),
        ("[data]\npeak = 0.5", "incomplete"),
        ("name = 'x'\n[codec_stage]\nbatch = 1.5", "batch takes int"),
        ("name = 'x'\n[codec_stage]\nbatch = 0", "codec_stage.batch must lie in"),
        ("name = 'x'\n[codec]\nsize = 1", "size must be a whole number in"),
        ("name = 'x'\n[data]\nheld_share = nan", "held_share"),
        ("name = [", "is not a recipe"),
    ],
)
def test_the_error_of_a_bad_recipe_names_the_key(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "r.toml").write_text(text)
    with pytest.raises(BadArgument, match=message):
        Recipe.load(tmp_path / "r.toml")


def test_an_integer_is_accepted_for_a_float(tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text("name = 'x'\n[codec_stage]\nminutes = 3")
    assert Recipe.load(tmp_path / "r.toml").codec_stage.minutes == 3.0
