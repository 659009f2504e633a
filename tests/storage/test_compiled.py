import os

import pytest

from distill.storage.compiled import MAX_OTHERS, use_kernel_cache


@pytest.fixture
def package(tmp_path, monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    (tmp_path / "distill/prior").mkdir(parents=True)
    (tmp_path / "distill/prior/kernel.py").write_text("a = 1")
    yield tmp_path / "distill"
    os.environ.pop("NUMBA_CACHE_DIR", None)


def choose(package, tmp_path, monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    return use_kernel_cache(package, tmp_path / "cache")


def test_the_same_code_keeps_its_folder_and_numba_uses_it(package, tmp_path, monkeypatch):
    first = choose(package, tmp_path, monkeypatch)
    assert os.environ["NUMBA_CACHE_DIR"] == str(first)
    assert choose(package, tmp_path, monkeypatch) == first


def versions(package, tmp_path, monkeypatch, count):
    """Start some versions of the program, one after the other; return their folders."""
    folders = []
    for version in range(count):
        (package / "prior/kernel.py").write_text(f"a = {version}")
        folder = choose(package, tmp_path, monkeypatch)
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder, (version, version))
        folders.append(folder)
    return folders


def test_other_code_gets_another_folder_and_the_oldest_are_removed(package, tmp_path, monkeypatch):
    folders = versions(package, tmp_path, monkeypatch, MAX_OTHERS + 3)
    assert len(set(folders)) == MAX_OTHERS + 3
    assert [folder.exists() for folder in folders] == [False] * 2 + [True] * (MAX_OTHERS + 1)


def test_two_copies_do_not_remove_each_others_folder(package, tmp_path, monkeypatch):
    first, second = versions(package, tmp_path, monkeypatch, 2)
    for version, folder in ((0, first), (1, second)) * 3:
        (package / "prior/kernel.py").write_text(f"a = {version}")
        assert choose(package, tmp_path, monkeypatch) == folder
        assert first.exists()
        assert second.exists()


def test_use_makes_a_folder_recent(package, tmp_path, monkeypatch):
    first, *_ = versions(package, tmp_path, monkeypatch, MAX_OTHERS + 1)
    (package / "prior/kernel.py").write_text("a = 0")
    assert choose(package, tmp_path, monkeypatch) == first
    (package / "prior/kernel.py").write_text("a = 99")
    choose(package, tmp_path, monkeypatch)
    assert first.exists()


def test_a_folder_that_the_user_sets_is_kept(package, tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "mine"))
    assert use_kernel_cache(package, tmp_path / "cache") == tmp_path / "mine"
