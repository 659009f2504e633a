import pytest

from distill.storage import modelfile
from kit.learning import QUIET
from kit.shelves import sound_file
from kit.trainings import RECIPE

pytestmark = QUIET


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "mine"
    place.mkdir()
    for n in range(3):
        sound_file(place, 48_000, f"{n}.wav")
    return place


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
    assert f"a page about it: {library / 'mine' / 'report.html'}" in out.replace("\n", "")
    assert "What the prior writes" in (library / "mine" / "report.html").read_text("utf-8")


def test_a_folder_without_sounds_is_told(run, tmp_path):
    (tmp_path / "empty").mkdir()
    code, _, err = run("train", tmp_path / "empty", "--name", "x", "--into", tmp_path / "shelf")
    assert code == 1
    assert err.startswith("distill: ")
    assert "empty" in err
    assert not list((tmp_path / "shelf").rglob("*.distill"))


def test_a_dry_run_says_what_would_be_learned_from_and_stops(run, folder, tmp_path):
    (folder / "notes.txt").write_text("x")
    shelf = tmp_path / "shelf"
    code, out, err = run("train", folder, "--name", "x", "--into", shelf, "--dry-run")
    assert code == 0, err
    assert "learning from  1 sound, 0.9 s" in out
    assert "duplicates     1.wav: the same sound as 0.wav" in out
    assert "1 file that no sound is named like (1 .txt)" in out
    assert "suggested" in out
    assert not list(shelf.rglob("*.distill"))
    assert not list(shelf.rglob("recipe.toml"))


def test_a_path_that_is_no_folder_is_told(run, folder, tmp_path):
    words = ("--name", "x", "--into", tmp_path / "shelf")
    code, _, err = run("train", tmp_path / "nowhere", *words)
    assert code == 1
    assert "nowhere does not exist; a folder with sounds is needed" in err
    code, _, err = run("train", folder / "0.wav", *words)
    assert code == 1
    assert "0.wav is a file: give the folder it lies in" in err


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


def test_the_codec_alone_then_a_prior_for_it(run, folder, tmp_path):
    recipe, shelf = tmp_path / "recipe.toml", tmp_path / "shelf"
    RECIPE.save(recipe)
    words = ("train", folder, "--name", "mine", "--into", shelf)
    code, _, err = run(*words, "--recipe", recipe, "--stage", "codec")
    assert code == 0, err
    alone = modelfile.read_header(shelf / "mine" / "mine.distill")
    code, _, err = run(*words, "--stage", "prior")
    assert code == 0, err
    whole = modelfile.read_header(shelf / "mine" / "mine.distill")
    assert (alone["prior"], whole["prior"] is None) == (None, False)
    assert whole["metadata"]["codec_id"] == alone["metadata"]["codec_id"]
    code, _, err = run(*words, "--stage", "codec", "--minutes", 1)
    assert code == 1
    assert "--stage both" in err


def test_a_stage_that_there_is_not_is_refused_and_the_others_are_named(run, folder):
    code, _, err = run("train", folder, "--name", "x", "--stage", "vocoder")
    assert code == 2
    assert all(name in err for name in ("both", "codec", "prior"))


def test_a_page_is_written_for_a_model_of_the_library_or_a_file(run, folder, place, tmp_path):
    page = tmp_path / "tiny.html"
    code, out, err = run("report", "tiny", "--to", page, "--sounds", folder)
    assert code == 0, err
    assert out.strip().splitlines()[-1] == str(page)
    assert "not on the page: The training's curves and codebooks" in out
    assert page.read_text("utf-8").count("<audio") == 3 * 2 + 3
    file = tmp_path / "copy" / "copy.distill"
    file.parent.mkdir()
    file.write_bytes((place.library / "tiny" / "tiny.distill").read_bytes())
    assert run("report", file)[0] == 0
    assert (file.parent / "report.html").is_file()


def test_a_page_about_no_model_is_refused(run):
    code, _, err = run("report", "nobody")
    assert code == 1
    assert "there are: tiny" in err


def test_what_to_train_on_can_be_said_and_is_refused_if_it_is_not_there(run, folder, tmp_path):
    words = ("--name", "x", "--into", tmp_path, "--accelerator", "cuda", "--devices", 99)
    code, _, err = run("train", folder, *words)
    assert code == 1
    assert "99 CUDA devices are asked for, this machine has" in err
