import os
import sys
from pathlib import Path

import numpy as np
import pytest

from distill.app.rooted_files import RootedFiles
from distill.errors import (
    BadArgument,
    DiskFull,
    DistillError,
    FileProblem,
    ModelFileProblem,
    PathRefused,
    UnknownSlot,
)
from distill.session.preset_text import Preset
from distill.storage.library import Library
from distill.storage.roots import Roots
from distill.storage.source_store import SourceStore
from distill.worker.source_reader import OpenedSources
from kit.bundles import CONFIG, tiny_bundle
from kit.carried import music
from kit.instrument import some_codes, tiny_session
from kit.remembered import remember


@pytest.fixture
def files(tmp_path: Path) -> RootedFiles:
    for folder in ("sounds", "clips", "models/drums", "models/broken"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "sounds" / "kick.wav").write_bytes(b"sound")
    (tmp_path / "clips" / "mine.wav").write_bytes(b"clip")
    (tmp_path / "models" / "drums" / "drums.distill").write_bytes(b"model")
    (tmp_path / "secret.wav").write_bytes(b"secret")
    roots = Roots({"sounds": (tmp_path / "sounds",), "clips": (tmp_path / "clips",)})
    return RootedFiles(
        roots,
        Library((tmp_path / "models",)),
        tmp_path / "clips",
        tmp_path / "snapshots",
        tmp_path / "presets",
        SourceStore(tmp_path / "sources", tmp_path / "cache", [tmp_path / "models"]),
    )


def test_sources_are_counted(files: RootedFiles, tmp_path: Path) -> None:
    assert files.source_stats() == {"sources": 0, "sources_mb": 0.0}
    sources, cache = map(Path, files.source_folders()[:2])
    with SourceStore(sources, cache).writer() as writer:
        writer.write(np.random.default_rng(1).uniform(-1, 1, (2**20, 1)).astype(np.float32))
        source = writer.finish().id
    assert [files.has_source(one) for one in (source, "0" * 32)] == [True, False]
    assert files.source_stats() == {"sources": 1, "sources_mb": pytest.approx(3.0, abs=0.1)}


def test_the_parts_of_corpora_are_there_too_and_take_no_room(
    files: RootedFiles, tmp_path: Path
) -> None:
    sound = music(2 * CONFIG.column_samples)
    corpus = remember(tmp_path / "models", "tiny", tiny_bundle(), {"a.wav": sound})
    assert files.has_source(corpus.source(0))
    assert files.source_stats() == {"sources": 0, "sources_mb": 0.0}
    folders = files.source_folders()
    assert folders.libraries == (str(tmp_path / "models"),)
    np.testing.assert_array_equal(OpenedSources(*folders).find(corpus.source(0)), corpus.sounds[0])


def test_sounds_and_clips_are_found_by_name(files: RootedFiles, tmp_path: Path) -> None:
    assert Path(files.source("kick.wav")) == tmp_path / "sounds" / "kick.wav"
    assert Path(files.source("mine.wav")) == tmp_path / "clips" / "mine.wav"
    assert Path(files.clips()) == tmp_path / "clips"


def test_the_path_of_a_clip_in_an_answer_finds_it_again(files: RootedFiles, tmp_path: Path) -> None:
    assert files.source(str(tmp_path / "clips" / "mine.wav")) == files.source("mine.wav")


@pytest.mark.parametrize("name", ["../secret.wav", "sounds/../../secret.wav", "/etc/passwd"])
def test_no_name_leaves_the_roots(files: RootedFiles, name: str) -> None:
    with pytest.raises(PathRefused, match="sounds"):
        files.source(name)


def test_a_missing_sound_is_reported_by_name(files: RootedFiles) -> None:
    with pytest.raises(DistillError, match=r"hat\.wav"):
        files.source("hat.wav")


def test_models_are_those_that_have_a_file(files: RootedFiles, tmp_path: Path) -> None:
    assert files.models() == ("drums",)
    assert Path(files.model("drums")) == tmp_path / "models" / "drums" / "drums.distill"
    for name in ("broken", "../drums", "", "drums/drums"):
        with pytest.raises(ModelFileProblem, match="there are: drums"):
            files.model(name)


def test_snapshots_are_written_listed_read_and_removed(files: RootedFiles, tmp_path: Path) -> None:
    session = tiny_session()
    session.store("a", {"a": session.grid(some_codes(4), "mine")})
    assert files.snapshots() == ()
    files.save_snapshot("intro", session.snapshot(b""))
    assert files.snapshots() == ("intro",)
    assert files.snapshot("intro").slots["a"] == session.slot("a")
    files.discard_snapshot("intro")
    assert files.snapshots() == ()
    assert list((tmp_path / "snapshots").iterdir()) == []


def test_a_snapshot_needs_a_plain_name(files: RootedFiles) -> None:
    with pytest.raises(PathRefused):
        files.save_snapshot("../intro", tiny_session().snapshot(b""))


def test_a_snapshot_that_cannot_be_written_is_an_error_and_is_kept_until_it_can(
    files: RootedFiles, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "snapshots").write_text("no folder")
    snapshot = tiny_session().snapshot(b"")
    with pytest.raises(FileProblem, match=r"cannot be written: .* kept in memory until the server"):
        files.save_snapshot("intro", snapshot)
    assert "cannot be written" in caplog.text
    assert files.snapshots() == ("intro",)
    assert files.snapshot("intro") is snapshot
    (tmp_path / "snapshots").unlink()
    files.save_snapshot("intro", snapshot)
    assert (tmp_path / "snapshots" / "intro.snapshot").is_file()
    assert files.snapshot("intro") is not snapshot


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX systems")
def test_a_snapshot_that_the_system_cuts_off_leaves_the_earlier_file(
    files: RootedFiles, tmp_path: Path
) -> None:
    import resource

    session = tiny_session()
    files.save_snapshot("intro", session.snapshot(b""))
    before = (tmp_path / "snapshots" / "intro.snapshot").read_bytes()
    session.store("a", {"a": session.grid(some_codes(4), "mine")})
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, usual[1]))
    try:
        with pytest.raises(DiskFull, match="it is kept in memory until the server ends"):
            files.save_snapshot("intro", session.snapshot(b""))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert [path.name for path in (tmp_path / "snapshots").iterdir()] == ["intro.snapshot"]
    assert (tmp_path / "snapshots" / "intro.snapshot").read_bytes() == before
    assert set(files.snapshot("intro").slots) == {"a"}


def test_a_snapshot_that_cannot_be_removed_is_an_error(files: RootedFiles, tmp_path: Path) -> None:
    (tmp_path / "snapshots" / "intro.snapshot" / "deep").mkdir(parents=True)
    with pytest.raises(FileProblem, match="cannot be removed"):
        files.discard_snapshot("intro")
    assert files.snapshots() == ("intro",)


def test_presets_are_written_changed_by_hand_read_listed_and_removed(
    files: RootedFiles, tmp_path: Path
) -> None:
    assert files.presets() == ()
    files.save_preset("verse", Preset({"gain": -6.0}, 2.0))
    assert files.preset("verse") == Preset({"gain": -6.0}, 2.0)
    path = tmp_path / "presets" / "verse.toml"
    path.write_text(path.read_text("utf-8").replace("-6.0", "-3"), "utf-8")
    assert files.preset("verse").values == {"gain": -3.0}
    files.save_preset("verse", Preset({"gain": 0.0}))
    assert files.presets() == ("verse",)
    files.discard_preset("verse")
    assert files.presets() == ()


def test_a_missing_wrong_or_badly_named_preset_is_refused(
    files: RootedFiles, tmp_path: Path
) -> None:
    files.save_preset("one", Preset({"gain": -6.0}))
    for ask in (files.preset, files.discard_preset):
        with pytest.raises(UnknownSlot, match="there are: one"):
            ask("two")
        with pytest.raises(PathRefused):
            ask("../one")
    with pytest.raises(PathRefused):
        files.save_preset("a/b", Preset({"gain": 0.0}))
    path = tmp_path / "presets" / "one.toml"
    path.write_text("[parameters]\ngian = 1\npan = 7\n", "utf-8")
    with pytest.raises(BadArgument, match=r"one\.toml:2: .*\none\.toml:3: "):
        files.preset("one")
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(BadArgument, match="cannot be read"):
        files.preset("one")


def test_a_preset_written_by_a_windows_editor_is_read(files: RootedFiles, tmp_path: Path) -> None:
    (tmp_path / "presets").mkdir()
    text = "glide = 1.0\r\n[parameters]\r\ngain = -6\r\n"
    (tmp_path / "presets" / "soft.toml").write_bytes(text.encode("utf-8-sig"))
    assert files.preset("soft") == Preset({"gain": -6.0}, 1.0)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX systems")
@pytest.mark.parametrize("kind", ["pipe", "endless", "link"])
def test_an_odd_file_under_a_name_is_refused_at_once_left_alone_and_can_be_discarded(
    files: RootedFiles, tmp_path: Path, kind: str
) -> None:
    secret = tmp_path / "secret.wav"
    odd = tmp_path / "snapshots" / "x.snapshot", tmp_path / "presets" / "x.toml"
    for path in odd:
        path.parent.mkdir(exist_ok=True)
        if kind == "pipe":
            os.mkfifo(path)
        else:
            path.symlink_to("/dev/zero" if kind == "endless" else secret)
    with pytest.raises(FileProblem, match="'x' cannot be read: it is a"):
        files.snapshot("x")
    with pytest.raises(BadArgument, match="cannot be read as a preset: it is a"):
        files.preset("x")
    with pytest.raises(FileProblem, match="cannot be replaced: it is a"):
        files.save_preset("x", Preset({"gain": 0.0}))
    assert files.snapshots() == files.presets() == ("x",)
    files.discard_preset("x")
    files.discard_snapshot("x")
    assert files.snapshots() == files.presets() == ()
    assert secret.read_bytes() == b"secret"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_model_whose_file_leads_elsewhere_is_refused_but_its_folder_may_be_a_link(
    files: RootedFiles, tmp_path: Path
) -> None:
    (tmp_path / "models" / "linked").symlink_to(tmp_path / "models" / "drums")
    (tmp_path / "models" / "drums" / "linked.distill").write_bytes(b"model")
    assert Path(files.model("linked")).name == "linked.distill"
    (tmp_path / "models" / "broken" / "broken.distill").symlink_to(tmp_path / "secret.wav")
    with pytest.raises(ModelFileProblem, match=r"leads out of .* make the folder a link"):
        files.model("broken")
