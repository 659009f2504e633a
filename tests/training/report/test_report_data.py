import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from distill.errors import ModelFileProblem
from distill.installation import shell_command
from distill.storage import modelfile
from distill.storage.corpus_file import COLUMNS, corpus_folder
from distill.training.data.code_cache import usage
from distill.training.report.report_data import collect
from kit.learning import QUIET
from kit.trainings import RECIPE, House

pytestmark = QUIET


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> House:
    made = House(tmp_path_factory.mktemp("house"))
    made.train(recipe=RECIPE)
    return made


@pytest.fixture
def house(trained: House, tmp_path: Path) -> House:
    """A copy of a trained model with its work folder, for tests that delete files."""
    shutil.copytree(trained.library, tmp_path / "library")
    copy = object.__new__(House)
    copy.root, copy.sounds, copy.library = tmp_path, trained.sounds, tmp_path / "library"
    copy.file, copy.work = copy.library / "m" / "m.distill", copy.library / "m" / ".work"
    return copy


def test_everything_is_found_beside_a_new_model(house: House) -> None:
    found = collect(house.file)
    assert found.missing == []
    assert found.report["codec"]["steps"] == 6
    assert found.sizes["file"] == house.file.stat().st_size
    arrays = modelfile.load(house.file)[1]
    assert found.sizes["codec"] + found.sizes["prior"] == sum(a.size for a in arrays.values())
    assert [len(level) for level in found.counts] == [8, 8]
    assert found.held[0].examples[0].label == "original"
    assert len(found.written) == 3


def test_what_the_model_remembers_is_found_and_it_writes_with_it(house: House) -> None:
    found = collect(house.file)
    assert found.remembered is not None
    assert found.remembered.files == 2
    assert found.bundle.corpus is not None
    (corpus_folder(house.file) / COLUMNS).write_bytes(b"damaged")
    without = collect(house.file)
    assert (without.remembered, without.bundle.corpus) == (None, None)
    assert "is damaged" in without.missing[0]


def test_a_model_file_alone_is_shown_with_what_is_missing(house: House, tmp_path: Path) -> None:
    shutil.move(house.file, tmp_path / "alone.distill")
    found = collect(tmp_path / "alone.distill")
    assert found.report == {}
    assert found.held == []
    assert len(found.missing) == 3
    assert "no report.json" in found.missing[0]
    assert "--sounds" in found.missing[2]
    shown = collect(tmp_path / "alone.distill", house.sounds)
    assert len(shown.held) == 3
    assert len(shown.missing) == 2
    empty = tmp_path / "empty"
    assert (
        f"{empty} holds no readable sound" in collect(tmp_path / "alone.distill", empty).missing[2]
    )


def test_sounds_without_time_are_named_and_not_rendered(house: House) -> None:
    found = collect(house.file, has_time=lambda room: room == "vocoder")
    assert (len(found.held), found.written) == (1, [])
    (said,) = found.missing
    assert said.startswith("Some sounds: the minutes of the training left no time")
    assert said.endswith(shell_command("report m"))


def test_codes_are_counted_in_the_work_folder_if_the_report_has_no_counts(house: House) -> None:
    report = json.loads((house.file.parent / "report.json").read_text())
    counts = report.pop("usage")
    (house.file.parent / "report.json").write_text(json.dumps(report))
    assert collect(house.file).counts == counts


def test_a_report_of_another_model_is_not_used(house: House) -> None:
    file = house.file.parent / "report.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "id": "0" * 32}))
    found = collect(house.file)
    assert found.report == {}
    assert "report.json belongs to another model" in found.missing[0]


@pytest.mark.parametrize("content", ["", "[1, 2]", '{"recipe": 3, "files": "x", "usage": 0}'])
def test_an_invalid_report_is_ignored(house: House, content: str) -> None:
    (house.file.parent / "report.json").write_text(content)
    assert len(collect(house.file).held) == 1


def test_a_broken_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.distill").write_bytes(b"no model")
    with pytest.raises(ModelFileProblem):
        collect(tmp_path / "x.distill")


def test_usage_counts_every_code_of_every_level() -> None:
    sounds = [np.array([[[0, 1], [0, 2]]]), np.array([[[3, 2], [0, 2]]])]
    assert usage(sounds, 4) == [[3, 0, 0, 1], [0, 1, 3, 0]]
    assert usage([], 4) == []
