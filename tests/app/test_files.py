from pathlib import Path

import pytest

from distill.app.files import RootedFiles
from distill.errors import DistillError, ModelFileProblem, PathRefused
from distill.storage.library import Library
from distill.storage.roots import Roots


@pytest.fixture
def files(tmp_path: Path) -> RootedFiles:
    for folder in ("sounds", "clips", "models/drums", "models/broken"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "sounds" / "kick.wav").write_bytes(b"sound")
    (tmp_path / "clips" / "mine.wav").write_bytes(b"clip")
    (tmp_path / "models" / "drums" / "drums.distill").write_bytes(b"model")
    (tmp_path / "secret.wav").write_bytes(b"secret")
    roots = Roots({"sounds": (tmp_path / "sounds",), "clips": (tmp_path / "clips",)})
    return RootedFiles(roots, Library((tmp_path / "models",)), tmp_path / "clips")


def test_sounds_and_clips_are_found_by_name(files: RootedFiles, tmp_path: Path) -> None:
    assert Path(files.source("kick.wav")) == tmp_path / "sounds" / "kick.wav"
    assert Path(files.source("mine.wav")) == tmp_path / "clips" / "mine.wav"
    assert Path(files.clips()) == tmp_path / "clips"


def test_a_path_that_a_clip_was_told_under_leads_back_to_it(
    files: RootedFiles, tmp_path: Path
) -> None:
    assert files.source(str(tmp_path / "clips" / "mine.wav")) == files.source("mine.wav")


@pytest.mark.parametrize("name", ["../secret.wav", "sounds/../../secret.wav", "/etc/passwd"])
def test_no_name_leaves_the_roots(files: RootedFiles, name: str) -> None:
    with pytest.raises(PathRefused, match="sounds"):
        files.source(name)


def test_a_missing_sound_says_where_was_looked(files: RootedFiles) -> None:
    with pytest.raises(DistillError, match=r"hat\.wav"):
        files.source("hat.wav")


def test_models_are_those_that_have_a_file(files: RootedFiles, tmp_path: Path) -> None:
    assert files.models() == ("drums",)
    assert Path(files.model("drums")) == tmp_path / "models" / "drums" / "drums.distill"
    for name in ("broken", "../drums", "", "drums/drums"):
        with pytest.raises(ModelFileProblem, match="there are: drums"):
            files.model(name)
