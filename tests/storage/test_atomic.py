"""A file is written whole or not at all, and a full disk is recognised by errno."""

import contextlib
import errno
import json
import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from distill.codes.grid import Grid
from distill.errors import BadArgument, DiskFull, FileProblem
from distill.storage import atomic, clips, gridfile, modelfile, snapshotfile, textfile
from distill.storage.atomic import create, is_disk_full, replace, replacing, sweep, translated
from distill.training.evaluation.listening_examples import SourceFolders
from distill.training.loop.checkpoints import WholeCheckpoints
from distill.training.recipe import Recipe
from distill.training.resume import begin_prior
from distill.types import Samples
from kit.disks import small_disk
from kit.learning import little_room

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="rights and limits of POSIX")
CODES = np.zeros((40, 8, 8), np.int16)
GRID = Grid(CODES, 8, "m", Samples(512))


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_file_is_replaced_and_its_folder_is_created(tmp_path):
    replace(tmp_path / "new" / "a", b"one")
    replace(tmp_path / "new" / "a", "zwei ü")
    assert (tmp_path / "new" / "a").read_bytes() == "zwei ü".encode()
    assert names(tmp_path / "new") == ["a"]


def test_content_may_come_in_pieces_and_an_error_in_between_leaves_the_old_file(tmp_path):
    replace(tmp_path / "a", b"old")
    with contextlib.suppress(KeyboardInterrupt), replacing(tmp_path / "a") as file:
        file.write(b"half")
        raise KeyboardInterrupt
    assert (tmp_path / "a").read_bytes() == b"old"
    with replacing(tmp_path / "a", durable=False) as file:
        file.write(b"ne")
        file.write(b"w")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert names(tmp_path) == ["a"]


def test_on_a_full_disk_the_old_file_stays_and_nothing_is_left_behind(tmp_path):
    replace(tmp_path / "a", b"old")
    with little_room(1000), pytest.raises(DiskFull, match=r"no room for .*a \(1\.0 MiB.*free some"):
        replace(tmp_path / "a", bytes(2**20))
    assert (tmp_path / "a").read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_a_target_below_a_file_is_an_error(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(FileProblem, match="cannot be written"):
        replace(tmp_path / "file" / "a", b"")


def test_the_longest_allowed_name_is_written(tmp_path):
    name = "ü" * 120 + ".toml"
    replace(tmp_path / name, "x")
    assert names(tmp_path) == [name]


@POSIX
def test_a_new_file_gets_the_usual_permissions_and_a_replaced_one_keeps_its_own(tmp_path):
    before = os.umask(0o027)
    try:
        replace(tmp_path / "new", b"x")
        replace(tmp_path / "old", b"x")
        (tmp_path / "old").chmod(0o600)
        replace(tmp_path / "old", b"y")
        replace(tmp_path / "copy", b"x", like=tmp_path / "old")
    finally:
        os.umask(before)
    rights = [(tmp_path / name).stat().st_mode & 0o777 for name in ("new", "old", "copy")]
    assert rights == [0o640, 0o600, 0o600]


def test_sweep_removes_files_of_a_killed_process_and_nothing_else(tmp_path):
    for name in (".last.ckpt.0a1b2c3d.part", ".hidden", "last.ckpt"):
        (tmp_path / name).touch()
    sweep(tmp_path)
    assert names(tmp_path) == [".hidden", "last.ckpt"]


def test_sweep_spares_what_is_being_written(tmp_path):
    for name, seconds in ((".a.0a1b2c3d.part", 1000), (".b.0a1b2c3d.part", 2000)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (seconds, seconds))
    sweep(tmp_path, 1500.0)
    assert names(tmp_path) == [".b.0a1b2c3d.part"]


@pytest.mark.parametrize("earlier", [True, False])
def test_a_temporary_file_gets_its_name_even_if_a_file_has_it(tmp_path, earlier):
    if earlier:
        (tmp_path / "a").write_text("old", "utf-8")
    with atomic.begun(tmp_path / "a") as (file, part):
        file.write(b"new")
        file.close()
        atomic.put(part, tmp_path / "a")
    assert (tmp_path / "a").read_text("utf-8") == "new"
    assert names(tmp_path) == ["a"]


def test_create_never_overwrites_a_file(tmp_path):
    create(tmp_path / "a", "one")
    with pytest.raises(FileProblem, match="exists already; nothing is overwritten"):
        create(tmp_path / "a", "two")
    assert (tmp_path / "a").read_text() == "one"
    assert names(tmp_path) == ["a"]


@POSIX
def test_a_file_system_without_links_creates_files_and_overwrites_none(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    create(tmp_path / "a", "one")
    with pytest.raises(FileProblem, match="exists already"):
        create(tmp_path / "a", "two")
    assert (tmp_path / "a").read_text() == "one"
    assert names(tmp_path) == ["a"]


def test_on_windows_the_rename_is_tried_again_while_another_process_reads(tmp_path, monkeypatch):
    (tmp_path / "part").write_text("new")
    refused = [PermissionError(), PermissionError()]
    rename = Path.replace

    def busy(self, to):
        if refused:
            raise refused.pop()
        return rename(self, to)

    monkeypatch.setattr(Path, "replace", busy)
    monkeypatch.setattr(atomic, "os", SimpleNamespace(name="nt"))
    monkeypatch.setattr(atomic, "_PAUSE_S", 0.0)
    atomic._rename(tmp_path / "part", tmp_path / "a")
    assert names(tmp_path) == ["a"]


# --- what a full disk is


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_recognised_by_errno(tmp_path, number):
    assert is_disk_full(OSError(number, "quite another text"), tmp_path)


def test_a_full_disk_is_recognised_by_winerror(tmp_path):
    for number, full in ((112, True), (39, True), (5, False)):
        error = OSError(errno.EINVAL, "x")
        error.winerror = number
        assert is_disk_full(error, tmp_path) is full


def test_the_text_of_an_error_is_never_read(tmp_path):
    text = "No space left on device, quota, disk full"
    assert not is_disk_full(OSError(errno.EACCES, text), tmp_path)
    assert not is_disk_full(RuntimeError(text), tmp_path)


def hidden(number: int) -> RuntimeError:
    """An error of a library that hides the error of the system."""
    error = RuntimeError("unexpected pos 704")
    error.__context__ = OSError(number, "of the system")
    return error


def test_an_errno_is_found_behind_the_error_of_a_library(tmp_path):
    assert is_disk_full(hidden(errno.ENOSPC), tmp_path)
    assert not is_disk_full(hidden(errno.EIO), tmp_path)
    text = r"^a clip cannot be written: of the system;"
    with pytest.raises(FileProblem, match=text) as error_info, translated("a clip", tmp_path):
        raise hidden(errno.EIO)
    assert type(error_info.value) is FileProblem


@pytest.mark.parametrize(("free", "full"), [(0, True), (2**20 - 1, True), (2**30, False)])
def test_without_an_errno_the_free_space_decides(tmp_path, monkeypatch, free, full):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    assert is_disk_full(RuntimeError("write failed"), tmp_path) is full


def test_other_errors_are_not_translated(tmp_path):
    for error in (KeyError("x"), BadArgument("x"), DiskFull("x")):
        with pytest.raises(type(error)) as error_info, translated("a clip", tmp_path):
            raise error
        assert error_info.value is error


@POSIX
def test_a_full_disk_is_recognised_behind_an_error_of_torch(tmp_path):
    checkpoints = WholeCheckpoints()
    with little_room(4000):
        checkpoints.save_checkpoint({"a": torch.zeros(10_000)}, tmp_path / "last.ckpt")
    assert "no room for" in checkpoints.problem
    assert names(tmp_path) == []


# --- every writer

WRITERS = {
    "model": lambda to: modelfile.save(
        to / "a.distill", {}, {"codec.a": np.ones((64, 64), np.float32) / 3}
    ),
    "snapshot": lambda to: snapshotfile.write(to / "a.snapshot", {}, {"a": CODES}),
    "grid": lambda to: gridfile.write_grid(to / "a.json", GRID),
    "text": lambda to: textfile.replace(to / "a.toml", "x = 1\n" * 2000),
    "recipe": lambda to: Recipe("a", about="b" * 9000).save(to / "a.toml"),
    "folders": lambda to: SourceFolders(to / ("long" * 30), None).save(to),
    "prior's mark": lambda to: begin_prior(to / "p", ([CODES], []), Recipe("a").prior_stage),
}
"""Writers of a file in a folder; each file is longer than 100 bytes."""


@pytest.mark.parametrize("kind", WRITERS)
def test_an_error_below_a_folder_called_workspace_is_not_a_full_disk(tmp_path, kind):
    target = tmp_path / "workspace" / "file"
    target.parent.mkdir()
    target.touch()
    with pytest.raises((FileProblem, OSError)) as error_info:
        WRITERS[kind](target)
    assert type(error_info.value) is FileProblem
    assert "cannot be written" in str(error_info.value)


@POSIX
@pytest.mark.parametrize("kind", WRITERS)
def test_each_writer_reports_a_full_disk_and_leaves_nothing_behind(tmp_path, kind):
    with little_room(100), pytest.raises(DiskFull, match="no room for"):
        WRITERS[kind](tmp_path)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_a_full_disk_keeps_every_earlier_file(tmp_path):
    with small_disk(tmp_path / "disk", 64) as disk:
        old = {"a.distill": b"old", "a.snapshot": b"old", "a.toml": b"old"}
        for name, content in old.items():
            replace(disk / name, content)
        with contextlib.suppress(OSError), (disk / "ballast").open("wb") as file:
            while True:
                file.write(bytes(4096))
                file.flush()
        for writer in WRITERS.values():
            with pytest.raises(DiskFull):
                writer(disk)
        with pytest.raises(DiskFull, match="choose another clip folder"):
            clips.write_clip(disk, "a", np.zeros(48_000, np.float32), {}, None, "FLOAT")
        assert {name: (disk / name).read_bytes() for name in old} == old
        assert [name for name in names(disk) if name not in (*old, "ballast", "p")] == []
        (disk / "ballast").unlink()
        gridfile.write_grid(disk / "a.json", GRID)
        assert json.loads((disk / "a.json").read_text())["size"] == 8
