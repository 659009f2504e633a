import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from distill.errors import DiskFull, FileProblem
from distill.storage.atomic import replace
from distill.training.data.dataset import build_dataset
from distill.training.data.features import ADVICE, Feature, Features, read_index
from distill.training.recipe import DataRecipe
from kit.disks import small_disk
from kit.models import TINY_MEL, tones
from kit.shelf import Shelf

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="limits and mounts of POSIX")
INDEX = {"key": "k", "apart": False, "mel": {"mels": 4}, "pieces": []}


def rows(value: int, frames: int) -> np.ndarray:
    return np.full((frames, 4), value, np.float32)


def added(features: Features, key: str, value: int, frames: int) -> Feature:
    return features.add(key, [rows(value, frames - 1), rows(value, 1)], hashlib.sha256(b"x"))


def stored(folder: Path) -> np.ndarray:
    index = read_index(folder)
    assert index is not None
    return np.fromfile(folder / index["store"], np.float16).reshape(-1, 4)


def test_what_is_added_is_found_before_and_after_packing(tmp_path: Path) -> None:
    features = Features(tmp_path, 4)
    one, two = added(features, "one", 1, 3), added(features, "two", 2, 5)
    assert one == Feature("one", 3, hashlib.sha256(b"x").hexdigest())
    assert Features(tmp_path, 4).find("two") == two
    features.pack([two, one], INDEX)
    np.testing.assert_array_equal(stored(tmp_path)[:, 0], [2] * 5 + [1] * 3)
    again = Features(tmp_path, 4)
    assert (again.find("one"), again.find("two"), again.find("three")) == (one, two, None)
    assert sorted(file.suffix for file in tmp_path.iterdir()) == [".f16", ".json"]


def test_a_new_store_copies_from_the_old_one_and_replaces_it(tmp_path: Path) -> None:
    features = Features(tmp_path, 4)
    wanted = [added(features, str(n), n, 2) for n in range(3)]
    features.pack(wanted, INDEX)
    again = Features(tmp_path, 4)
    new = added(again, "new", 9, 1)
    again.pack([new, wanted[2], wanted[0]], INDEX)
    np.testing.assert_array_equal(stored(tmp_path)[:, 0], [9, 2, 2, 0, 0])
    assert len(list(tmp_path.glob("*.f16"))) == 1
    assert Features(tmp_path, 4).find("1") is None


def test_a_store_of_the_same_sounds_is_not_written_again(tmp_path: Path) -> None:
    features = Features(tmp_path, 4)
    wanted = [added(features, "a", 1, 2)]
    features.pack(wanted, INDEX)
    (store,) = tmp_path.glob("*.f16")
    stamp = store.stat().st_mtime_ns
    Features(tmp_path, 4).pack(wanted, {**INDEX, "key": "renamed"})
    assert store.stat().st_mtime_ns == stamp
    assert read_index(tmp_path)["key"] == "renamed"


def test_a_truncated_feature_file_is_not_used(tmp_path: Path) -> None:
    features = Features(tmp_path, 4)
    added(features, "a", 1, 2)
    (file,) = (tmp_path / "analysed").iterdir()
    for size in (0, 20, 32, 47):
        file.write_bytes(b"x" * size)
        assert features.find("a") is None
    file.write_bytes(b"x" * 48)
    assert features.find("a") is not None


def test_an_analysis_that_fails_leaves_no_file(tmp_path: Path) -> None:
    def failing():
        yield rows(1, 2)
        raise KeyboardInterrupt

    features = Features(tmp_path, 4)
    with pytest.raises(KeyboardInterrupt):
        features.add("a", failing(), hashlib.sha256())
    assert list((tmp_path / "analysed").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(FileProblem, match="choose another library"):
        replace(tmp_path / "file" / "seen.json", "{}", ADVICE)
    assert not isinstance(FileProblem("x"), DiskFull)


_LIMITED = """
import resource, signal, sys
from pathlib import Path
from distill.errors import DiskFull
from distill.training.data.dataset import build_dataset
from distill.training.recipe import DataRecipe
from kit.disks import small_disk
from kit.models import TINY_MEL, tones
from kit.shelf import Shelf
sounds = {"a.wav": tones(0.2, 200), "b.wav": tones(0.2, 300), "c.wav": tones(2.0, 400)}
shelf = Shelf(Path(sys.argv[1]) / "in", sounds)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    build_dataset(shelf.folder, None, Path(sys.argv[1]) / "cache",
           DataRecipe(augmentation_expansion=0), TINY_MEL, read=shelf.read)
except DiskFull as error:
    print("DiskFull", error)
"""


@POSIX
def test_a_file_size_limit_of_the_system_keeps_complete_sounds(tmp_path: Path) -> None:
    where = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    seen = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(tmp_path)],
        env=where, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert seen.stdout.startswith("DiskFull no room for ")
    assert "(analysed sound)" in seen.stdout
    assert "--into" in seen.stdout
    assert len(list((tmp_path / "cache" / "analysed").iterdir())) == 2
    sounds = {"a.wav": tones(0.2, 200), "b.wav": tones(0.2, 300), "c.wav": tones(2.0, 400)}
    shelf = Shelf(tmp_path / "in", sounds)
    recipe = DataRecipe(augmentation_expansion=0)
    corpus = build_dataset(
        shelf.folder, None, tmp_path / "cache", recipe, TINY_MEL, read=shelf.read
    )
    assert shelf.asked == ["c.wav"]
    assert len(corpus.pieces) == 3


@POSIX
def test_a_full_disk_leaves_the_earlier_cache_intact(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 96) as disk:
        shelf = Shelf(tmp_path / "in", {f"{n}.wav": tones(0.2, 200 + n) for n in range(2)})
        recipe = DataRecipe(augmentation_expansion=0)
        first = build_dataset(shelf.folder, None, disk / "c", recipe, TINY_MEL, read=shelf.read)
        before = np.array(first.store)
        shelf.sounds |= {"long.wav": tones(4.0)}
        shelf.put("long.wav", "long.wav")
        with pytest.raises(DiskFull, match=r"No space left on device; free some space"):
            build_dataset(shelf.folder, None, disk / "c", recipe, TINY_MEL, read=shelf.read)
        assert list(disk.rglob("*.part")) == []
        (shelf.folder / "long.wav").unlink()
        shelf.asked.clear()
        again = build_dataset(shelf.folder, None, disk / "c", recipe, TINY_MEL, read=shelf.read)
        assert shelf.asked == []
        assert np.array_equal(again.store, before)
        del first, again
