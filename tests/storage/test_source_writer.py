import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from distill.errors import BadArgument, DiskFull, FileProblem
from distill.storage import source_writer
from distill.storage.source_flac import BLOCK
from distill.storage.source_writer import SourceWriter
from kit.disks import small_disk

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and permissions of POSIX")


def noise(samples, channels=2, gain=0.3, seed=1):
    sound = gain * np.random.default_rng(seed).uniform(-1, 1, (samples, channels))
    return sound.astype(np.float32)


def kept(tmp_path, sound, size=10**9):
    with SourceWriter(tmp_path / "sources", tmp_path / "cache") as writer:
        for at in range(0, len(sound), size):
            writer.write(sound[at : at + size])
        return writer.finish()


def files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_source_has_its_length_its_channels_and_two_files(tmp_path):
    source = kept(tmp_path, noise(BLOCK * 2 + 7))
    assert (source.samples, source.channels) == (BLOCK * 2 + 7, 2)
    assert len(source.id) == 32
    assert files(tmp_path / "sources") == [f"{source.id}.flac"]
    assert files(tmp_path / "cache") == [f"{source.id}.2.f32"]


def test_the_same_sound_in_other_blocks_has_the_same_id_and_no_second_file(tmp_path):
    sound = noise(BLOCK + 1000)
    assert kept(tmp_path, sound) == kept(tmp_path, sound, 4096)
    assert len(files(tmp_path)) == 2


def test_other_levels_channels_and_samples_have_other_ids(tmp_path):
    sound = noise(5000, 1)
    both = np.repeat(sound, 2, axis=1)
    mono = kept(tmp_path, sound)
    assert kept(tmp_path, sound[:, 0]) == mono
    others = [kept(tmp_path, one).id for one in (sound / 2, both, sound[:-1], -sound)]
    assert len({mono.id, *others}) == 5


def test_a_source_that_is_not_finished_leaves_nothing(tmp_path):
    with SourceWriter(tmp_path / "sources", tmp_path / "cache") as writer:
        writer.write(noise(300_000))
    assert files(tmp_path) == []


def test_a_source_that_is_cancelled_while_it_is_finished_leaves_nothing(tmp_path):
    with SourceWriter(tmp_path / "sources", tmp_path / "cache") as writer:
        writer.write(noise(3 * BLOCK))
        steps = writer.finish_steps()
        shares = [next(steps), next(steps)]
        steps.close()
    assert shares == [0.0, pytest.approx(1 / 3)]
    assert files(tmp_path) == []


@pytest.mark.parametrize(
    "sound",
    [noise(100, 3), np.full((10, 1), np.nan, np.float32), np.full((10, 2), np.inf, np.float32)],
    ids=["three_channels", "nan", "infinity"],
)
def test_sound_that_is_none_is_refused(tmp_path, sound):
    with pytest.raises(BadArgument):
        kept(tmp_path, sound)
    assert files(tmp_path) == []


def test_the_channels_of_all_blocks_agree_and_there_is_at_least_one_sample(tmp_path):
    with SourceWriter(tmp_path, tmp_path) as writer:
        with pytest.raises(BadArgument, match="at least one sample"):
            writer.finish()
        writer.write(noise(0, 2))
        writer.write(noise(100, 1))
        with pytest.raises(BadArgument, match="throughout"):
            writer.write(noise(100, 2))


def test_more_than_the_longest_source_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(source_writer, "MAX_SAMPLES", 10_000)
    with pytest.raises(FileProblem, match="an hour"):
        kept(tmp_path, noise(20_000), 4000)
    assert files(tmp_path) == []


def test_a_full_disk_is_an_error_and_nothing_is_left(tmp_path):
    with small_disk(tmp_path / "disk", 18_000) as disk:
        with pytest.raises(DiskFull, match="no room for the source in"):
            kept(disk, noise(4 * BLOCK), BLOCK)
        assert files(disk) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_fills_up_at_the_end_leaves_nothing(tmp_path, monkeypatch, number):
    def full(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull, match="encode again"):
        kept(tmp_path, noise(BLOCK + 1))
    assert files(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path):
    (tmp_path / "sources").write_text("a file", "utf-8")
    with pytest.raises(FileProblem, match="make the folder writable"):
        kept(tmp_path, noise(1000))


def test_a_file_that_another_process_reads_is_there_already(tmp_path, monkeypatch):
    """As on Windows, which refuses to replace it."""
    sound = noise(5000)
    source = kept(tmp_path, sound)

    def refuse(*_):
        raise PermissionError(errno.EACCES, "it is open in another process")

    monkeypatch.setattr(Path, "replace", refuse)
    assert kept(tmp_path, sound) == source
    with pytest.raises(FileProblem, match="open in another process"):
        kept(tmp_path, sound / 2)
    assert len(files(tmp_path)) == 2


@POSIX
def test_a_writer_that_is_killed_leaves_no_half_file_under_a_final_name(tmp_path):
    code = f"""
import sys, numpy as np
from pathlib import Path
from distill.storage.source_writer import SourceWriter
writer = SourceWriter(Path({str(tmp_path)!r}) / "sources", Path({str(tmp_path)!r}) / "cache")
writer.write(np.ones((500_000, 2), np.float32) / 3)
steps = writer.finish_steps()
next(steps), next(steps)
print("half", flush=True)
sys.stdin.read()
"""
    words = [sys.executable, "-c", code]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"half\n"
        process.send_signal(signal.SIGKILL)
    assert files(tmp_path)
    assert all(name.startswith(".") and name.endswith(".part") for name in files(tmp_path))
