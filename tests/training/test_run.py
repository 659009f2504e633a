import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from distill.bundle import build
from distill.errors import BadArgument
from distill.storage import modelfile
from distill.training.data.code_cache import codes_of
from distill.training.data.corpus import Corpus
from distill.training.recipe import CodecRecipe, Recipe
from distill.training.run import survey_folder, train
from kit.learning import QUIET
from kit.models import TINY, tones
from kit.trainings import RECIPE as SHORTEST

pytestmark = QUIET
RECIPE = replace(
    SHORTEST,
    codec_stage=CodecRecipe(minutes=0, steps=30, batch=4, columns=4, check_every=10),
    prior_stage=replace(SHORTEST.prior_stage, steps=4),
)


def sounds(folder: Path) -> Path:
    folder.mkdir()
    for number in range(3):
        soundfile.write(folder / f"{number}.wav", tones(0.6, 200 * (number + 1)), 48_000)
    soundfile.write(folder / "short.flac", tones(0.02, 400, 44_100), 44_100)
    (folder / "broken.wav").write_bytes(b"RIFF nothing")
    return folder


def recipe_file(folder: Path, recipe: Recipe = RECIPE) -> Path:
    recipe.save(folder / "given.toml")
    return folder / "given.toml"


def test_a_folder_of_sounds_becomes_a_model_that_generates(tmp_path: Path) -> None:
    given = recipe_file(tmp_path)
    file = train(sounds(tmp_path / "in"), "mine", into=tmp_path / "lib", recipe=given, bar=False)
    assert file == tmp_path / "lib" / "mine" / "mine.distill"
    header, arrays = modelfile.load(file)
    assert header["metadata"]["name"] == "mine"
    assert header["metadata"]["licence"] == "CC0"
    bundle = build(header, arrays)
    assert bundle.sampler is not None
    mel = bundle.decode(np.zeros((3, TINY.bands, TINY.levels), np.int16))
    assert mel.shape == (3 * TINY.column_frames, TINY.mel.mels)
    report = json.loads((file.parent / "report.json").read_text())
    unused = [row for row in report["files"] if row["part"] == "unused"]
    assert [row["file"] for row in unused] == ["broken.wav"]
    assert report["codec"]["steps"] == 30
    assert report["held_mel_error_db"]["all"] > 0
    assert report["outcome"]["sentences"][0].startswith("codec: 30 steps; mel error on held-out")
    assert "broken.wav" in (file.parent / "card.md").read_text()
    assert Recipe.load(file.parent / "recipe.toml") == replace(RECIPE, name="mine")


def test_minutes_that_are_used_up_still_make_a_model_and_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long_ago = time.monotonic() - 3600
    file = train(
        sounds(tmp_path / "in"), "mine", into=tmp_path / "lib", recipe=recipe_file(tmp_path),
        minutes=1, began=long_ago, page="report.html",
    )  # fmt: skip
    said = " ".join(capsys.readouterr().out.split())
    assert "--minutes 1 is too little here" in said
    assert "12 altered copies are left out" in said
    assert "the training took 60" in said
    report = json.loads((file.parent / "report.json").read_text())
    assert report["codec"]["steps"] > 0
    assert report["prior"]["steps"] > 0
    assert report["outcome"]["minutes"] > 60
    assert not (file.parent / "previews").exists()
    page = (file.parent / "report.html").read_text("utf-8")
    assert "left no time to render them" in page
    assert "What came of it" in page


def test_a_codec_alone_is_a_model_too(tmp_path: Path) -> None:
    alone = replace(RECIPE, prior_stage=replace(RECIPE.prior_stage, steps=0))
    given = recipe_file(tmp_path, alone)
    file = train(sounds(tmp_path / "in"), "mine", into=tmp_path, recipe=given, bar=False)
    header, arrays = modelfile.load(file)
    assert header["prior"] is None
    assert build(header, arrays).sampler is None


def test_the_report_has_the_survey_and_brackets_in_a_name_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = sounds(tmp_path / "in")
    (folder / "[bold].wav").write_bytes(b"")
    alone = replace(RECIPE, prior_stage=replace(RECIPE.prior_stage, steps=0))
    file = train(folder, "m", into=tmp_path, recipe=recipe_file(tmp_path, alone), bar=False)
    survey = json.loads((file.parent / "report.json").read_text())["survey"]
    assert survey["train_files"] == 3
    assert survey["held_files"] == 1
    assert survey["copies"] == 12
    assert sorted(name for name, _ in survey["unused"]) == ["[bold].wav", "broken.wav"]
    assert (survey["suggested"]["size"], survey["size"]) == (64, 8)
    assert "Training data: 3 files" in (file.parent / "card.md").read_text()
    survey_folder(folder, "m", into=tmp_path)
    out = capsys.readouterr().out
    assert "[bold].wav: is empty" in out
    assert "the recipe has K=8, Q=2" in out


def test_one_sound_of_a_fifth_of_a_second_trains(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    soundfile.write(folder / "blip.wav", tones(0.2), 48_000)
    recipe = replace(RECIPE, codec_stage=replace(RECIPE.codec_stage, columns=40))
    file = train(folder, "m", into=tmp_path, recipe=recipe_file(tmp_path, recipe), bar=False)
    assert modelfile.load(file)[0]["prior"] is not None
    survey = json.loads((file.parent / "report.json").read_text())["survey"]["warnings"]
    assert any("0.2 s of sound: expect" in text for text in survey)
    assert any("of blip.wav are held out" in text for text in survey)


def test_a_survey_starts_no_training(tmp_path: Path) -> None:
    folder = sounds(tmp_path / "in")
    survey_folder(folder, "m", into=tmp_path)
    assert not (tmp_path / "m" / ".work" / "recipe.toml").exists()
    train(folder, "m", into=tmp_path, recipe=recipe_file(tmp_path), bar=False)


def test_a_folder_without_sounds_writes_no_recipe(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(BadArgument, match="no sound files"):
        train(tmp_path / "in", "m", into=tmp_path, bar=False)
    assert not (tmp_path / "m" / ".work" / "recipe.toml").exists()


def test_a_second_call_resumes_and_another_recipe_is_refused(tmp_path: Path) -> None:
    folder, given = sounds(tmp_path / "in"), recipe_file(tmp_path)
    first = modelfile.load(train(folder, "m", into=tmp_path, recipe=given, bar=False))[1]
    again = modelfile.load(train(folder, "m", into=tmp_path, bar=False))[1]
    assert np.array_equal(first["codec.codebooks"], again["codec.codebooks"])
    other = replace(RECIPE, codec=replace(TINY, size=16))
    with pytest.raises(BadArgument, match="began with another recipe"):
        train(folder, "m", into=tmp_path, recipe=recipe_file(tmp_path, other), bar=False)


def test_the_corpus_is_encoded_once_for_each_codec(tmp_path: Path) -> None:
    work = tmp_path / "m" / ".work"
    train(sounds(tmp_path / "in"), "m", into=tmp_path, recipe=recipe_file(tmp_path), bar=False)
    corpus = Corpus.load(work / "cache")
    header, arrays = modelfile.load(work / "codec.distill")
    codec = build(header, arrays).codec
    made, held = codes_of(corpus, codec, header["metadata"]["id"], work / "codes.safetensors")
    assert len(made) == len(corpus.part("train"))
    assert len(held) == len(corpus.part("held"))
    frames = TINY.column_frames
    assert [len(codes) for codes in made] == [-(-p.frames // frames) for p in corpus.part("train")]
    stamp = (work / "codes.safetensors").stat().st_mtime_ns
    codes_of(corpus, codec, header["metadata"]["id"], work / "codes.safetensors")
    assert (work / "codes.safetensors").stat().st_mtime_ns == stamp
    codes_of(corpus, codec, "another", work / "codes.safetensors")
    assert (work / "codes.safetensors").stat().st_mtime_ns != stamp


_LIMITED = """
import resource, signal, sys
from pathlib import Path
import numpy as np
from distill.errors import DiskFull
from distill.training.data.code_cache import codes_of
from distill.training.data.corpus import Corpus, Piece
from kit.models import TINY_MEL, tiny_codec
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))
store = np.zeros((4000, TINY_MEL.mels), np.float16)
corpus = Corpus(TINY_MEL, (Piece("a", "train", 1.0, "", 0, 4000),), store)
try:
    codes_of(corpus, tiny_codec(), "id", Path(sys.argv[1]) / "codes.safetensors")
except DiskFull as error:
    print("DiskFull", error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_full_disk_is_reported_and_leaves_no_codes(tmp_path: Path) -> None:
    where = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    seen = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(tmp_path)],
        env=where, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert seen.stdout.startswith("DiskFull no room for ")
    assert "run the same command again: the codec is kept" in seen.stdout
    assert not list(tmp_path.iterdir())
