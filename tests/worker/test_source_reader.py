"""Sources for the live renderer and for tasks, from real files."""

import numpy as np
import pytest

from distill.storage.source_store import SourceStore
from distill.worker.source_reader import NoSources, OpenedSources, SourceReader
from kit.carried import folders_of, music, reader_of, store_in


@pytest.fixture
def store(tmp_path):
    return store_in(tmp_path)


def kept(store, seed=1):
    """Keep a sound; return its id."""
    with store.writer() as writer:
        writer.write(music(5000, seed=seed))
        return writer.finish().id


def without_cache(store):
    for path in store.cache.iterdir():
        path.unlink()


def decoded(reader):
    """Wait until nothing is being decoded."""
    for thread in reader._decoding.values():
        if thread is not None:
            thread.join(20.0)
            assert not thread.is_alive()


def test_what_is_in_the_cache_is_there_at_once_and_read_once(store):
    source, reader = kept(store), reader_of(store)
    found = reader.find(source)
    np.testing.assert_array_equal(found, store.open(source))
    assert reader.find(source) is found
    assert not found.flags.writeable


def test_what_must_be_decoded_comes_later(store):
    source, reader = kept(store), reader_of(store)
    wanted = np.array(store.open(source))
    without_cache(store)
    assert reader.find(source) is None
    decoded(reader)
    np.testing.assert_array_equal(reader.find(source), wanted)


def test_it_is_decoded_by_one_thread_however_often_it_is_asked_for(store):
    source, reader = kept(store), reader_of(store)
    without_cache(store)
    reader.find(source)
    thread = reader._decoding[source]
    while thread.is_alive():
        reader.find(source)
        assert reader._decoding[source] is thread
    assert reader.find(source) is not None


def test_what_is_needed_is_decoded_before_it_is_asked_for_one_after_the_other(store, monkeypatch):
    sources = {kept(store, seed) for seed in range(4)}
    without_cache(store)
    at_once, most = [], []
    real = SourceStore.open

    def watched(self, source):
        at_once.append(source)
        most.append(len(at_once))
        real(self, source)
        at_once.remove(source)

    monkeypatch.setattr(SourceStore, "open", watched)
    reader = SourceReader()
    reader.follow(folders_of(store), sources)
    decoded(reader)
    assert most == [1, 1, 1, 1]
    assert all(reader.find(source) is not None for source in sources)


def test_what_is_gone_is_looked_for_once_and_again_when_it_is_needed_anew(store, caplog):
    source = kept(store)
    without_cache(store)
    path = store.folder / f"{source}.flac"
    content = path.read_bytes()
    path.unlink()
    reader = reader_of(store)
    for _ in range(3):
        assert reader.find(source) is None
        decoded(reader)
    assert caplog.text.count("is gone") == 1
    path.write_bytes(content)
    for _ in range(3):  # the same take goes on
        reader.follow(folders_of(store), {source})
        decoded(reader)
        assert reader.find(source) is None
    reader.follow(folders_of(store), {source}, again=True)
    decoded(reader)
    assert reader.find(source) is not None


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "0" * 31, "G" * 32])
def test_a_name_that_is_none_is_not_a_source(store, name):
    reader = reader_of(store)
    assert reader.find(name) is None
    decoded(reader)
    assert reader.find(name) is None
    assert OpenedSources(*folders_of(store)).find(name) is None


def test_only_what_is_needed_stays_open(store):
    first, second = kept(store), kept(store, 2)
    reader = reader_of(store)
    one, two = reader.find(first), reader.find(second)
    reader.follow(folders_of(store), {second})
    assert list(reader._open) == [second]
    assert reader.find(second) is two
    np.testing.assert_array_equal(reader.find(first), one)


def test_other_folders_have_other_sounds(store, tmp_path):
    source, reader = kept(store), reader_of(store)
    assert reader.find(source) is not None
    reader.follow((str(tmp_path / "a"), str(tmp_path / "b")), {source})
    assert reader.find(source) is None
    decoded(reader)
    reader.follow(folders_of(store), {source})
    assert reader.find(source) is not None
    reader.follow(("", ""), {source})
    assert reader.find(source) is None


def test_before_it_knows_any_folder_it_has_nothing(store):
    assert SourceReader().find(kept(store)) is None
    assert NoSources().find("a" * 32) is None
    assert OpenedSources("", "").find("a" * 32) is None


def test_a_task_waits_until_a_source_is_decoded(store):
    source = kept(store)
    wanted = np.array(store.open(source))
    without_cache(store)
    opened = OpenedSources(*folders_of(store))
    found = opened.find(source)
    np.testing.assert_array_equal(found, wanted)
    assert opened.find(source) is found


def test_a_task_asks_once_for_what_is_gone(store):
    opened = OpenedSources(*folders_of(store))
    source = "0" * 32
    assert opened.find(source) is None
    kept(store)
    assert opened._open == {source: None}


def test_a_damaged_file_is_a_source_that_is_gone(store):
    source = kept(store)
    without_cache(store)
    path = store.folder / f"{source}.flac"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 255
    path.write_bytes(content)
    reader = reader_of(store)
    reader.find(source)
    decoded(reader)
    assert reader.find(source) is None
    assert OpenedSources(*folders_of(store)).find(source) is None
