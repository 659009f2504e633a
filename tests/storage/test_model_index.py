from pathlib import Path

import pytest

from distill.storage import modelfile
from distill.storage.library import Library
from distill.storage.model_index import ModelIndex
from kit.bundles import tiny_model


def put(folder: Path, name: str, seed: int, **about: object) -> dict[str, str]:
    header, arrays = tiny_model(seed)
    path = folder / name / f"{name}.distill"
    modelfile.save(path, {**header, "metadata": {"name": name, **about}}, arrays)
    metadata: dict[str, str] = modelfile.read_header(path)["metadata"]
    return metadata


def test_a_model_is_found_by_each_id_that_codes_may_refer_to(tmp_path: Path) -> None:
    index = ModelIndex(Library((tmp_path,)))
    one, two = put(tmp_path, "one", 1), put(tmp_path, "two", 2, earlier_ids=["before"])
    assert index.name_of(one["codec_id"]) == index.name_of(one["id"]) == "one"
    assert index.name_of(two["codec_id"]) == index.name_of("before") == "two"
    assert index.name_of("nobody") == index.name_of("") == ""


def test_headers_are_read_once_until_they_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, read = ModelIndex(Library((tmp_path,))), []
    reading = modelfile.read_header
    monkeypatch.setattr(
        modelfile, "read_header", lambda path: (read.append(path), reading(path))[1]
    )
    one = put(tmp_path, "one", 1)
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "bad.distill").write_text("no model")
    read.clear()
    for _ in range(3):
        assert index.name_of(one["codec_id"]) == "one"
        assert index.name_of("nobody") == ""
    assert sorted(path.stem for path in read) == ["bad", "one"]
    other = put(tmp_path, "one", 3)
    assert index.name_of(one["codec_id"]) == ""
    assert index.name_of(other["codec_id"]) == "one"
