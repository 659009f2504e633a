"""Sources for the live renderer and for tasks, from real files."""

import threading

import numpy as np
import pytest

from distill.protocol.source_folders import SourceRoots
from distill.storage.source_store import SourceStore
from distill.worker import source_reader
from distill.worker.source_reader import MOST_SOON, NoSources, OpenedSources, SourceReader
from kit.bundles import CONFIG, tiny_bundle
from kit.carried import awaited, decoded, folders_of, music, reader_of, store_in
from kit.remembered import remember


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


def test_it_is_decoded_once_however_often_it_is_asked_for(store, monkeypatch):
    source, reader = kept(store), reader_of(store)
    without_cache(store)
    opened, real = [], SourceStore.open

    def watched(self, source):
        opened.append(source)
        return real(self, source)

    monkeypatch.setattr(SourceStore, "open", watched)
    while reader.find(source) is None:
        pass
    assert opened == [source]


def test_what_is_needed_is_decoded_before_it_is_asked_for_one_after_the_other(store, monkeypatch):
    sources = {kept(store, seed) for seed in range(4)}
    without_cache(store)
    at_once, most = [], []
    real = SourceStore.open

    def watched(self, source):
        at_once.append(source)
        most.append(len(at_once))
        audio = real(self, source)
        at_once.remove(source)
        return audio

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
    for _ in range(3):  # parameters move
        reader.follow(folders_of(store), {source})
        decoded(reader)
        reader.follow(folders_of(store), {source})
        assert reader.find(source) is None
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
    reader = SourceReader()
    reader.follow(folders_of(store), {first, second})
    one, two = reader.find(first), reader.find(second)
    reader.follow(folders_of(store), {second})
    assert list(reader._open) == [second]
    assert reader.find(second) is two
    np.testing.assert_array_equal(reader.find(first), one)


def test_other_folders_have_other_sounds(store, tmp_path):
    source, reader = kept(store), reader_of(store)
    assert reader.find(source) is not None
    reader.follow(SourceRoots(str(tmp_path / "a"), str(tmp_path / "b")), {source})
    assert reader.find(source) is None
    decoded(reader)
    reader.follow(folders_of(store), {source})
    assert reader.find(source) is not None
    reader.follow(SourceRoots(), {source})
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


# --- what is needed soon


def wanted_soon(store, count):
    """Keep sounds that must be decoded; return their ids."""
    sources = [kept(store, seed) for seed in range(count)]
    without_cache(store)
    return sources


def test_what_is_needed_soon_is_there_when_it_is_asked_for(store):
    first, second = wanted_soon(store, 2)
    reader = reader_of(store)
    reader.soon([first, second])
    decoded(reader)
    without_cache(store)  # it is open already
    assert len(reader.find(first)) == len(reader.find(second)) == 5000


def test_what_is_needed_next_is_decoded_before_what_was_asked_for_earlier(store, monkeypatch):
    sources = wanted_soon(store, 5)
    go_on, opened, real = threading.Event(), [], SourceStore.open

    def watched(self, source):
        opened.append(source)
        assert go_on.wait(20.0)
        return real(self, source)

    monkeypatch.setattr(SourceStore, "open", watched)
    reader = SourceReader()
    reader.follow(folders_of(store), [sources[0], sources[1]])
    assert awaited(lambda: opened)
    reader.soon([sources[2], sources[3]])
    reader.find(sources[4])
    reader.soon([sources[2], sources[3]])
    go_on.set()
    decoded(reader)
    assert opened == [sources[number] for number in (0, 2, 3, 4, 1)]


def test_few_stay_open_besides_those_of_the_score(store):
    sources = [kept(store, seed) for seed in range(MOST_SOON + 3)]
    reader = SourceReader()
    reader.follow(folders_of(store), sources[:1])
    for source in sources:
        reader.soon([source])
        decoded(reader)
        reader.find(source)
    assert set(reader._open) == {sources[0], *sources[-MOST_SOON:]}
    for source in sources[:3]:  # without an announcement they are bounded too
        reader.find(source)
    assert set(reader._open) == {*sources[:3], *sources[-MOST_SOON + 2 :]}


def test_what_a_walk_has_left_is_not_decoded_any_more(store, monkeypatch):
    sources = wanted_soon(store, 3)
    go_on, opened, real = threading.Event(), [], SourceStore.open

    def watched(self, source):
        opened.append(source)
        assert go_on.wait(20.0)
        return real(self, source)

    monkeypatch.setattr(SourceStore, "open", watched)
    monkeypatch.setattr(source_reader, "MOST_SOON", 1)
    reader = reader_of(store)
    reader.soon(sources[:1])
    assert awaited(lambda: opened)
    reader.soon(sources[1:2])
    reader.soon(sources[2:])
    reader.follow(folders_of(store), ())
    go_on.set()
    decoded(reader)
    assert opened == [sources[0], sources[2]]


def test_a_slot_of_many_sources_opens_some_and_the_others_when_they_are_asked_for(
    store, monkeypatch
):
    monkeypatch.setattr(source_reader, "MOST_NEEDED", 2)
    sources = wanted_soon(store, 4)
    reader = SourceReader()
    reader.follow(folders_of(store), sources)
    decoded(reader)
    assert len(list(store.cache.iterdir())) == 2
    reader.soon(sources[2:])
    decoded(reader)
    assert all(reader.find(source) is not None for source in sources)


def test_an_internal_error_ends_no_thread(store, monkeypatch, caplog):
    first, second = wanted_soon(store, 2)
    real = SourceStore.open

    def broken(self, source):
        return real(self, source) if source == second else 1 / 0

    monkeypatch.setattr(SourceStore, "open", broken)
    reader = reader_of(store)
    reader.soon([first, second])
    decoded(reader)
    assert reader.find(first) is None
    assert reader.find(second) is not None
    assert "ZeroDivisionError" in caplog.text


# --- corpora


@pytest.fixture
def corpus(tmp_path):
    sound = music(6 * CONFIG.column_samples)
    return remember(tmp_path / "models", "tiny", tiny_bundle(), {"a.wav": sound}, 2, kind="ogg")


def test_a_part_of_a_corpus_is_found_live_and_by_tasks(store, corpus, tmp_path):
    folders = folders_of(store, tmp_path / "models")
    reader, opened = SourceReader(), OpenedSources(*folders)
    reader.follow(folders, {corpus.source(0)})
    reader.soon([corpus.source(2)])
    decoded(reader)
    for part in (0, 2):
        found = reader.find(corpus.source(part))
        np.testing.assert_array_equal(found, opened.find(corpus.source(part)))
    assert len(opened.find(corpus.source(1))) == 4 * CONFIG.column_samples
    assert OpenedSources(*folders_of(store)).find("f" * 32) is None


def test_a_part_that_comes_back_is_found_with_the_next_take(store, corpus, tmp_path):
    folders, path = folders_of(store, tmp_path / "models"), corpus.path(0)
    content = path.read_bytes()
    path.unlink()
    reader = SourceReader()
    for again in (True, False):
        reader.follow(folders, {corpus.source(0)}, again=again)
        decoded(reader)
        assert reader.find(corpus.source(0)) is None
        path.write_bytes(content)
    reader.follow(folders, {corpus.source(0)}, again=True)
    decoded(reader)
    assert reader.find(corpus.source(0)) is not None
