import json
import os
import sys

import pytest

from distill.errors import FileProblem, PathRefused
from distill.storage.trainings import Trainings

NOW = 1_800_000_000.0


def write(place, stage, age=1.0, **values):
    file = place / ".work" / f"{stage}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"state": "running", "progress": 0.5, **values}), "utf-8")
    os.utime(file, (NOW - age, NOW - age))


@pytest.fixture
def trainings(tmp_path):
    library = tmp_path / "library"
    write(library / "mine", "codec", 900, state="ended", curve=[[10, 3.5]])
    write(library / "mine", "prior", 2, curve=[[5, 4.1]])
    write(library / "old", "codec", 5000, state="ended")
    (library / "mine" / "previews").mkdir()
    (library / "mine" / "previews" / "codec-10.wav").write_bytes(b"RIFF")
    (library / "mine" / "previews" / "note.txt").write_text("no sound")
    (library / "demo").mkdir()
    return Trainings((library,), lambda: NOW)


def test_the_overview_begins_with_the_latest_training_and_shows_progress(trainings):
    rows = trainings.overview()["trainings"]
    assert [(row["name"], row["stage"], row["age_s"]) for row in rows] == [
        ("mine", "prior", 2.0),
        ("old", "codec", 5000.0),
    ]
    assert rows[0]["state"] == "running"


def test_one_training_has_both_stages_and_its_previews(trainings):
    details = trainings.one("mine")
    assert details["stages"]["codec"]["curve"] == [[10, 3.5]]
    assert details["stages"]["prior"]["age_s"] == 2.0
    assert details["previews"] == ["codec-10.wav"]


def test_a_preview_is_found_by_its_name(trainings):
    assert trainings.preview("mine", "codec-10.wav").read_bytes() == b"RIFF"


@pytest.mark.parametrize(
    ("name", "file"),
    [("..", "x.wav"), ("mine", "../../x.wav"), ("mine", ".."), ("a/b", "x.wav"), ("", "x.wav")],
)
def test_a_name_that_leads_elsewhere_is_refused(trainings, name, file):
    with pytest.raises(PathRefused):
        trainings.preview(name, file)


@pytest.mark.parametrize(("name", "file"), [("mine", "no.wav"), ("mine", "note.txt")])
def test_only_previews_are_found(trainings, name, file):
    with pytest.raises(FileProblem, match="no preview"):
        trainings.preview(name, file)


@pytest.mark.parametrize("name", ["demo", "nobody"])
def test_a_model_that_was_not_trained_here_is_not_a_training(trainings, name):
    with pytest.raises(FileProblem, match="no training"):
        trainings.one(name)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_links_out_of_the_library_are_not_followed(trainings, tmp_path):
    library = tmp_path / "library"
    write(tmp_path / "elsewhere", "codec", secret=1)
    (tmp_path / "secret.wav").write_bytes(b"RIFF")
    (library / "linked").symlink_to(tmp_path / "elsewhere")
    (library / "mine" / "previews" / "out.wav").symlink_to(tmp_path / "secret.wav")
    (library / "old" / ".work" / "prior.json").symlink_to(
        tmp_path / "elsewhere" / ".work" / "codec.json"
    )
    with pytest.raises(FileProblem):
        trainings.one("linked")
    with pytest.raises(PathRefused):
        trainings.preview("mine", "out.wav")
    assert list(trainings.one("old")["stages"]) == ["codec"]


def test_a_damaged_or_huge_metrics_file_is_ignored(trainings, tmp_path, monkeypatch):
    file = tmp_path / "library" / "old" / ".work" / "codec.json"
    for content in ("{", "[1]", ""):
        file.write_text(content)
        assert trainings.one("old")["stages"] == {}
    monkeypatch.setattr("distill.storage.trainings.MAX_BYTES", 3)
    assert trainings.one("mine")["stages"] == {}


def test_a_missing_library_has_no_trainings(tmp_path):
    assert Trainings((tmp_path / "no",), lambda: NOW).overview() == {"trainings": []}
