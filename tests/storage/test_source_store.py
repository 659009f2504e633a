import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from distill.errors import DiskFull, SourceGone
from distill.storage import source_store
from distill.storage.corpus_file import COLUMNS
from distill.storage.source_flac import BLOCK
from distill.storage.source_store import KEPT_S, LEASE_S, SourceStore
from kit.bundles import CONFIG, tiny_bundle
from kit.carried import music
from kit.disks import small_disk
from kit.remembered import remember

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX systems")
NOW = 1_500_000_000.0
"""Before every real moment: what was used just now is never old."""


def noise(samples=5000, channels=2, gain=0.3, seed=1):
    sound = gain * np.random.default_rng(seed).uniform(-1, 1, (samples, channels))
    return sound.astype(np.float32)


@pytest.fixture
def store(tmp_path):
    return SourceStore(tmp_path / "sources", tmp_path / "cache")


def keep(store, sound):
    with store.writer() as writer:
        writer.write(sound)
        return writer.finish().id


def empty_cache(tmp_path):
    for path in (tmp_path / "cache").iterdir():
        path.unlink()


def flac(tmp_path, source_id):
    return tmp_path / "sources" / f"{source_id}.flac"


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("gain", [1e-3, 0.9, 3.0])
def test_what_is_played_at_once_equals_what_is_decoded_later(store, tmp_path, channels, gain):
    sound = noise(BLOCK + 77, channels, gain)
    source_id = keep(store, sound)
    at_once = store.try_open(source_id).copy()
    empty_cache(tmp_path)
    assert store.try_open(source_id) is None
    later = store.open(source_id)
    np.testing.assert_array_equal(later, at_once)
    assert later.shape == sound.shape
    np.testing.assert_allclose(later, sound, atol=gain * 2**-22)


def test_an_open_source_is_a_read_only_view_of_its_file(store, tmp_path):
    audio = store.open(keep(store, noise()))
    assert not audio.flags.writeable
    assert isinstance(audio.base, np.memmap)
    cached = next((tmp_path / "cache").iterdir())
    assert cached.stat().st_size == audio.nbytes


def test_a_source_that_never_was_is_gone(store):
    with pytest.raises(SourceGone, match=f"the sound {'a' * 32} is gone: .*not there any more"):
        store.open("a" * 32)
    assert not store.has("a" * 32)


@pytest.mark.parametrize("name", ["", "a", "../" + "a" * 29, "A" * 32, "a" * 32 + "\n", "a" * 33])
def test_a_name_that_is_no_id_leads_nowhere(store, name):
    with pytest.raises(SourceGone, match="not the name of a sound"):
        store.open(name)
    assert store.try_open(name) is None
    assert not store.has(name)


def test_a_source_is_there_while_one_of_its_files_is(store, tmp_path):
    source_id = keep(store, noise())
    assert store.has(source_id)
    flac(tmp_path, source_id).unlink()
    assert store.has(source_id)
    assert len(store.open(source_id)) == 5000
    empty_cache(tmp_path)
    assert not store.has(source_id)


def test_a_source_that_is_renewed_outlives_the_next_cleaning(store, tmp_path):
    one, other = keep(store, noise(seed=1)), keep(store, noise(seed=2))
    for path in [*store.folder.iterdir(), *store.cache.iterdir()]:
        os.utime(path, (NOW - 2 * KEPT_S,) * 2)
    assert store.renew(one)
    assert store.clean(set(), NOW) == 1
    assert flac(tmp_path, one).exists()
    assert not flac(tmp_path, other).exists()
    assert not store.renew("a" * 32)
    assert not store.renew("../" + one)


def tampered(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def exchanged(path):
    """Another source under this name."""
    other = SourceStore(path.parent, path.parent)
    source_id = keep(other, noise(seed=9))
    (path.parent / f"{source_id}.flac").replace(path)


@pytest.mark.parametrize(
    "damage",
    [
        tampered,
        exchanged,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.write_bytes(os.urandom(5000)),
    ],
    ids=["tampered", "exchanged", "empty", "cut", "noise"],
)
def test_a_damaged_file_is_told_and_never_played(store, tmp_path, damage):
    source_id = keep(store, noise())
    empty_cache(tmp_path)
    damage(flac(tmp_path, source_id))
    with pytest.raises(SourceGone, match=f"the sound {source_id} is gone"):
        store.open(source_id)
    assert not list((tmp_path / "cache").glob(f"*{source_id}*"))
    assert not list((tmp_path / "cache").glob(".*"))


def test_keeping_the_sound_again_mends_a_damaged_file(store, tmp_path):
    source_id = keep(store, noise())
    tampered(flac(tmp_path, source_id))
    assert keep(store, noise()) == source_id
    empty_cache(tmp_path)
    assert len(store.open(source_id)) == 5000


@POSIX
def test_pipes_and_links_that_lead_out_are_not_opened(store, tmp_path):
    source_id = keep(store, noise())
    outside = tmp_path / "outside.flac"
    flac(tmp_path, source_id).rename(outside)
    flac(tmp_path, source_id).symlink_to(outside)
    cached = next((tmp_path / "cache").iterdir())
    cached.unlink()
    os.mkfifo(cached)
    with pytest.raises(SourceGone, match="leads out of"):
        store.open(source_id)
    flac(tmp_path, source_id).unlink()
    os.mkfifo(flac(tmp_path, source_id))
    with pytest.raises(SourceGone, match="not a file"):
        store.open(source_id)


def test_a_cut_file_of_the_cache_is_not_mapped(store, tmp_path):
    source_id = keep(store, noise())
    cached = next((tmp_path / "cache").iterdir())
    cached.write_bytes(cached.read_bytes()[:-3])
    assert store.try_open(source_id) is None


def test_two_processes_may_decode_the_same_source_at_once(store, tmp_path):
    source_id = keep(store, noise(3 * BLOCK))
    empty_cache(tmp_path)
    code = f"""
from pathlib import Path
from distill.storage.source_store import SourceStore
store = SourceStore(Path({str(tmp_path)!r}) / "sources", Path({str(tmp_path)!r}) / "cache")
print(store.open({source_id!r}).sum(dtype="f8"))
"""
    words = [sys.executable, "-c", code]
    both = [subprocess.Popen(words, stdout=subprocess.PIPE) for _ in range(2)]
    sums = {process.communicate()[0] for process in both}
    assert [process.returncode for process in both] == [0, 0]
    assert sums == {f"{store.open(source_id).sum(dtype='f8')}{os.linesep}".encode()}
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_a_process_that_loses_the_race_uses_the_other_s_file(store, tmp_path, monkeypatch):
    source_id = keep(store, noise())
    blocks = store.open(source_id).copy()
    store._copy(source_id, iter([blocks]))  # the file is there already
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [f"{source_id}.2.f32"]


def test_a_full_disk_is_an_error_when_a_source_is_decoded(tmp_path):
    source_id = keep(SourceStore(tmp_path / "sources", tmp_path / "cache"), noise(4 * BLOCK))
    with small_disk(tmp_path / "disk", 18_000) as disk:
        with pytest.raises(DiskFull):
            SourceStore(tmp_path / "sources", disk).open(source_id)
        assert list(disk.iterdir()) == []


# --- cleaning


def aged(path, seconds):
    os.utime(path, (NOW - seconds, NOW - seconds))


def test_what_nobody_needs_goes_after_a_day(store, tmp_path):
    old, young, needed = (keep(store, noise(seed=seed)) for seed in range(3))
    aged(flac(tmp_path, old), KEPT_S + 1)
    aged(flac(tmp_path, young), KEPT_S - 1)
    aged(flac(tmp_path, needed), 10 * KEPT_S)
    assert store.clean({needed}, NOW) == 1
    assert not flac(tmp_path, old).exists()
    assert store.size()[0] == 2
    assert store.clean((), NOW + LEASE_S) == 1  # young has become old
    assert flac(tmp_path, needed).exists()  # it was needed an hour ago


def test_beyond_the_bound_the_oldest_go_but_never_a_needed_or_leased_one(store, tmp_path):
    ids = [keep(store, noise(seed=seed)) for seed in range(5)]
    size = flac(tmp_path, ids[0]).stat().st_size
    for place, source_id in enumerate(ids):
        aged(flac(tmp_path, source_id), LEASE_S * (5 - place) + 1)
    aged(flac(tmp_path, ids[4]), LEASE_S - 1)
    assert store.clean({ids[0]}, NOW, most_bytes=3 * size + 100) == 2
    left = {path.stem for path in (tmp_path / "sources").iterdir()}
    assert left == {ids[0], ids[3], ids[4]}
    assert store.clean({ids[0]}, NOW, most_bytes=0) == 1
    assert {path.stem for path in (tmp_path / "sources").iterdir()} == {ids[0], ids[4]}


def test_of_the_cache_what_was_used_last_stays(store, tmp_path):
    ids = [keep(store, noise(seed=seed)) for seed in range(4)]
    for place, source_id in enumerate(ids):
        aged(tmp_path / "cache" / f"{source_id}.2.f32", 1000 - place)
    assert store.try_open(ids[0]) is not None  # used now
    store.clean({ids[1]}, NOW, most_cache_bytes=3 * 5000 * 8)
    left = {path.name[:32] for path in (tmp_path / "cache").iterdir()}
    assert left == {ids[0], ids[1], ids[3]}
    assert store.size()[0] == 4


def test_an_open_source_can_be_played_though_its_file_is_cleaned(store):
    audio = store.open(keep(store, noise()))
    before = audio.copy()
    store.clean((), NOW, most_cache_bytes=0)
    np.testing.assert_array_equal(audio, before)


def test_a_file_that_the_system_does_not_let_go_of_stays(store, tmp_path, monkeypatch):
    def refused(*_, **__):
        raise PermissionError(13, "it is open in another process")

    source_id = keep(store, noise())
    aged(flac(tmp_path, source_id), 2 * KEPT_S)
    monkeypatch.setattr(Path, "unlink", refused)
    assert store.clean((), NOW, most_cache_bytes=0) == 0
    assert store.try_open(source_id) is not None


def test_foreign_files_are_neither_counted_nor_deleted(store, tmp_path):
    keep(store, noise())
    foreign = tmp_path / "sources" / "my song.flac"
    foreign.write_bytes(b"fLaC")
    aged(foreign, 10 * KEPT_S)
    store.clean((), NOW, 0, 0)
    assert foreign.exists()
    assert store.size()[0] == 1


def test_what_a_killed_writer_left_goes_after_an_hour(store, tmp_path):
    keep(store, noise())
    left, now = (tmp_path / "cache" / f".source.f32.{n}.part" for n in "ab")
    for part in (left, now):
        part.write_bytes(b"half")
    aged(left, LEASE_S + 1)
    aged(now, LEASE_S - 1)
    store.clean((), NOW)
    assert not left.exists()
    assert now.exists()


def test_the_size_of_an_empty_store_is_nothing(store):
    assert store.size() == (0, 0)
    assert store.clean((), NOW) == 0


# --- corpora


@pytest.fixture
def corpus(tmp_path):
    sound = music(7 * CONFIG.column_samples)
    return remember(tmp_path / "models", "tiny", tiny_bundle(), {"a.wav": sound}, 1)


@pytest.fixture
def with_corpora(tmp_path):
    return SourceStore(tmp_path / "sources", tmp_path / "cache", [tmp_path / "models"])


def test_a_part_of_a_corpus_is_a_source_and_takes_no_room_in_the_folder(corpus, with_corpora):
    size = CONFIG.column_samples
    assert with_corpora.has(corpus.source(2))
    assert with_corpora.renew(corpus.source(2))
    assert with_corpora.try_open(corpus.source(2)) is None
    audio = with_corpora.open(corpus.source(2))
    np.testing.assert_array_equal(audio, corpus.sounds[0][size : 4 * size])
    assert isinstance(audio.base, np.memmap)
    assert with_corpora.size() == (0, 0)
    assert with_corpora.try_open(corpus.source(2)) is not None


def test_a_store_that_knows_no_corpora_has_none_of_their_parts(corpus, store):
    assert not store.has(corpus.source(0))
    with pytest.raises(SourceGone, match="not there any more"):
        store.open(corpus.source(0))


def test_a_damaged_part_never_reaches_the_cache(corpus, with_corpora, tmp_path):
    tampered(corpus.path(0))
    with pytest.raises(SourceGone, match="damaged, or of another corpus"):
        with_corpora.open(corpus.source(0))
    assert list((tmp_path / "cache").iterdir()) == []


def test_cleaning_never_deletes_a_part_but_its_copy(corpus, with_corpora, tmp_path):
    with_corpora.open(corpus.source(0))
    for path in [*corpus.folder.iterdir(), *(tmp_path / "cache").iterdir()]:
        aged(path, 10 * KEPT_S)
    before = sorted(path.name for path in corpus.folder.iterdir())
    assert with_corpora.clean((), NOW, 0, 0) == 0
    assert sorted(path.name for path in corpus.folder.iterdir()) == before
    assert list((tmp_path / "cache").iterdir()) == []
    assert with_corpora.open(corpus.source(0)) is not None


def test_parts_share_a_bound_in_the_cache_and_what_was_encoded_is_left_alone(
    corpus, with_corpora, tmp_path, monkeypatch
):
    own = keep(with_corpora, noise())
    aged(next((tmp_path / "cache").iterdir()), 5 * LEASE_S)
    two = 2 * 3 * CONFIG.column_samples * 2 * 4
    monkeypatch.setattr(source_store, "MOST_CORPUS_BYTES", two + 1)
    for number in range(1, 5):
        with_corpora.open(corpus.source(number))
        aged(next((tmp_path / "cache").glob(f"{corpus.source(number)}*")), 1000 - number)
    left = {path.name[:32] for path in (tmp_path / "cache").iterdir()}
    assert left == {own, corpus.source(3), corpus.source(4)}


@POSIX
def test_a_corpus_may_lie_in_folders_that_nobody_may_write(corpus, with_corpora):
    corpus.folder.chmod(0o500)
    try:
        assert len(with_corpora.open(corpus.source(0))) == 2 * CONFIG.column_samples
    finally:
        corpus.folder.chmod(0o700)


def test_another_server_uses_what_one_has_decoded(corpus, with_corpora, tmp_path):
    mine = with_corpora.open(corpus.source(0))
    corpus.path(0).unlink()
    other = SourceStore(tmp_path / "elsewhere", tmp_path / "cache", [tmp_path / "models"])
    np.testing.assert_array_equal(other.open(corpus.source(0)), mine)
    (corpus.folder / COLUMNS).unlink()
    np.testing.assert_array_equal(other.open(corpus.source(0)), mine)
