import numpy as np
import pytest

from distill.storage.source_store import SourceStore
from distill.worker.source_tap import SourceTap
from kit.disks import small_disk

SOUND = np.random.default_rng(1).uniform(-0.5, 0.5, (300_000, 2)).astype(np.float32)


def finished(tap):
    steps = tap.finish_steps()
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_sound_is_kept(tmp_path):
    with SourceTap(str(tmp_path / "sources"), str(tmp_path / "cache")) as tap:
        tap.write(SOUND[:200_000])
        tap.write(SOUND[200_000:])
        source = finished(tap)
    audio = SourceStore(tmp_path / "sources", tmp_path / "cache").open(source.id)
    np.testing.assert_allclose(audio, SOUND, atol=2**-23)
    assert (tap.on, tap.problem) == (True, "")


def test_without_a_folder_nothing_is_kept(tmp_path):
    with SourceTap("", "") as tap:
        tap.write(SOUND)
        assert finished(tap) is None
    assert (tap.on, tap.problem) == (False, "")


def test_an_error_of_the_task_leaves_nothing(tmp_path):
    def fail():
        with SourceTap(str(tmp_path / "sources"), str(tmp_path / "cache")) as tap:
            tap.write(SOUND)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert files(tmp_path) == []


def test_a_full_disk_ends_the_keeping_and_says_so(tmp_path, caplog):
    with (
        small_disk(tmp_path / "disk", 18_000) as disk,
        SourceTap(str(disk / "sources"), str(disk / "cache")) as tap,
    ):
        for _ in range(4):
            tap.write(SOUND)
        assert finished(tap) is None
        assert files(disk) == []
    assert not tap.on
    assert "no room for the source" in tap.problem
    assert "codec's voice" in caplog.text


def test_an_input_that_gives_no_numbers_is_not_kept(tmp_path):
    with SourceTap(str(tmp_path / "sources"), str(tmp_path / "cache")) as tap:
        tap.write(SOUND)
        tap.write(np.full((10, 2), np.nan, np.float32))
        assert tap.finish() is None
    assert "NaN" in tap.problem
    assert files(tmp_path) == []


def test_no_sound_is_no_source(tmp_path):
    with SourceTap(str(tmp_path / "sources"), str(tmp_path / "cache")) as tap:
        assert finished(tap) is None
    assert "at least one sample" in tap.problem
