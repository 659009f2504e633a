import pytest

from distill.storage import modelfile
from distill.training.recipe import CodecRecipe, PriorRecipe, Recipe
from kit.models import TINY
from kit.shelves import sound_file

RECIPE = Recipe(
    "any",
    codec=TINY,
    codec_stage=CodecRecipe(minutes=0, steps=6, batch=2, columns=2, check_every=3),
    prior_stage=PriorRecipe(minutes=0, steps=2, batch=2, layers=1, width=8, heads=2),
)


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "mine"
    place.mkdir()
    for n in range(3):
        sound_file(place, 48_000, f"{n}.wav")
    return place


@pytest.mark.filterwarnings("ignore:`isinstance\\(treespec, LeafSpec\\)` is deprecated")
@pytest.mark.filterwarnings("ignore:The '.*_dataloader' does not have many workers")
@pytest.mark.filterwarnings("ignore:Checkpoint directory .* exists and is not empty")
def test_a_folder_becomes_a_model_of_the_library_that_was_named(run, folder, tmp_path):
    recipe = tmp_path / "recipe.toml"
    RECIPE.save(recipe)
    library = tmp_path / "shelf"
    code, out, err = run("train", folder, "--name", "mine", "--into", library, "--recipe", recipe)
    assert code == 0, err
    assert "learning from" in out
    header = modelfile.read_header(library / "mine" / "mine.distill")
    assert header["metadata"]["name"] == "mine"
    assert header["prior"] is not None
    assert (library / "mine" / "card.md").is_file()


def test_a_folder_without_sounds_is_told(run, tmp_path):
    (tmp_path / "empty").mkdir()
    code, _, err = run("train", tmp_path / "empty", "--name", "x", "--into", tmp_path / "shelf")
    assert code == 1
    assert err.startswith("distill: ")
    assert "empty" in err
    assert not list((tmp_path / "shelf").rglob("*.distill"))


def test_a_recipe_with_a_word_that_is_none_is_told(run, folder, tmp_path):
    (tmp_path / "recipe.toml").write_text('name = "x"\nlevles = 4\n')
    words = ("--name", "x", "--into", tmp_path / "shelf", "--recipe", tmp_path / "recipe.toml")
    code, _, err = run("train", folder, *words)
    assert code == 1
    assert "has no 'levles'" in err


def test_a_budget_of_nothing_is_refused_before_anything_begins(run, folder, tmp_path):
    code, _, err = run("train", folder, "--name", "x", "--into", tmp_path, "--minutes", 0)
    assert code == 2
    assert "--minutes" in err


def test_what_to_train_on_can_be_said_and_is_refused_if_it_is_not_there(run, folder, tmp_path):
    words = ("--name", "x", "--into", tmp_path, "--accelerator", "cuda", "--devices", 99)
    code, _, err = run("train", folder, *words)
    assert code == 1
    assert "99 CUDA devices are asked for, this machine has" in err
