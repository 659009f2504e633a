import os

import pytest

from distill.storage.compiled import keep_compiled


@pytest.fixture
def package(tmp_path, monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    (tmp_path / "distill/prior").mkdir(parents=True)
    (tmp_path / "distill/prior/kernel.py").write_text("a = 1")
    yield tmp_path / "distill"
    os.environ.pop("NUMBA_CACHE_DIR", None)


def choose(package, tmp_path, monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    return keep_compiled(package, tmp_path / "cache")


def test_the_same_code_keeps_its_folder_and_numba_is_told(package, tmp_path, monkeypatch):
    first = choose(package, tmp_path, monkeypatch)
    assert os.environ["NUMBA_CACHE_DIR"] == str(first)
    assert choose(package, tmp_path, monkeypatch) == first


def test_other_code_gets_another_folder_and_the_old_one_goes(package, tmp_path, monkeypatch):
    first = choose(package, tmp_path, monkeypatch)
    first.mkdir(parents=True)
    (package / "prior/kernel.py").write_text("a = 2")
    assert choose(package, tmp_path, monkeypatch) != first
    assert not first.exists()


def test_a_folder_that_the_user_chose_stays(package, tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "mine"))
    assert keep_compiled(package, tmp_path / "cache") == tmp_path / "mine"
