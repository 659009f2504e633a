"""The parts of corpora, found by id in real files."""

import os
import sys

import numpy as np
import pytest
import soundfile

from distill.errors import SourceGone
from distill.storage.corpus_file import COLUMNS
from distill.storage.corpus_sounds import CorpusSounds, corpus_mark, sound_id
from kit.bundles import CONFIG, tiny_bundle
from kit.carried import music
from kit.remembered import remember, write_part

COLUMN = CONFIG.column_samples
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX systems")


@pytest.fixture
def corpus(tmp_path):
    return remember(tmp_path, "tiny", tiny_bundle(), {"a.wav": music(5 * COLUMN)}, 3)


def decoded(sounds, source):
    return np.concatenate(list(sounds.blocks(source, sounds.find(source))))


def test_a_part_is_found_by_its_id_and_has_the_margins_of_its_neighbours(corpus, tmp_path):
    sounds = CorpusSounds([tmp_path])
    assert sounds.find(corpus.source(1)) == corpus.path(1)
    one, two = (decoded(sounds, corpus.source(number)) for number in (0, 1))
    np.testing.assert_array_equal(one, corpus.sounds[0][: 4 * COLUMN])
    np.testing.assert_array_equal(two, corpus.sounds[0][2 * COLUMN :])


@pytest.mark.parametrize("channels", [1, 2])
def test_vorbis_is_decoded_to_floats(tmp_path, channels):
    sound = music(8 * COLUMN, channels)
    corpus = remember(tmp_path, "tiny", tiny_bundle(), {"a": sound}, 8, kind="ogg")
    heard = decoded(CorpusSounds([tmp_path]), corpus.source(0))
    assert (heard.dtype, heard.shape) == (np.dtype("f4"), sound.shape)
    assert np.sqrt(np.mean((heard - sound) ** 2)) < 0.2 * np.sqrt(np.mean(sound**2))


def test_each_library_is_looked_at_and_each_model_in_it(tmp_path):
    made = [
        remember(tmp_path / library, name, tiny_bundle(), {"a": music(2 * COLUMN, seed=seed)})
        for seed, (library, name) in enumerate([("one", "x"), ("one", "y"), ("two", "x")])
    ]
    sounds = CorpusSounds([tmp_path / "one", tmp_path / "none", tmp_path / "two"])
    assert [sounds.find(corpus.source(0)) for corpus in made] == [one.path(0) for one in made]
    assert sounds.find("0" * 32) is None


def test_a_corpus_that_is_made_later_is_found_and_one_that_is_deleted_is_not(tmp_path):
    sounds = CorpusSounds([tmp_path])
    assert sounds.find("0" * 32) is None
    corpus = remember(tmp_path, "tiny", tiny_bundle(), {"a": music(2 * COLUMN)})
    source = corpus.source(0)
    assert sounds.find(source) is not None
    assert sounds.knows(source)
    (corpus.folder / COLUMNS).unlink()
    assert sounds.find(source) is None
    assert not sounds.knows(source)


def test_a_corpus_that_is_made_again_has_its_new_parts_alone(corpus, tmp_path):
    sounds = CorpusSounds([tmp_path])
    old = corpus.source(0)
    assert sounds.find(old) is not None
    made = remember(tmp_path / "other", "tiny", tiny_bundle(), {"b": music(4 * COLUMN, seed=7)})
    for path in made.folder.iterdir():
        path.replace(corpus.folder / path.name)
    assert sounds.find(old) is None
    assert sounds.find(made.source(0)) == corpus.path(0)


def test_a_part_whose_file_is_missing_is_not_found(corpus, tmp_path):
    sounds = CorpusSounds([tmp_path])
    corpus.path(0).unlink()
    assert sounds.find(corpus.source(0)) is None
    assert sounds.find(corpus.source(1)) is not None


def test_a_damaged_list_is_told_once_and_hides_no_other_corpus(corpus, tmp_path, caplog):
    other = remember(tmp_path, "other", tiny_bundle(), {"b": music(2 * COLUMN, seed=7)})
    (corpus.folder / COLUMNS).write_bytes(b"nothing")
    sounds = CorpusSounds([tmp_path])
    for _ in range(2):
        assert sounds.find(corpus.source(0)) is None
        assert sounds.find(other.source(0)) is not None
    assert caplog.text.count("is damaged") == 1


def changed(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    "damage",
    [changed, lambda path: path.write_bytes(b""), lambda path: write_part(path, music(2000))],
    ids=["changed", "empty", "another sound"],
)
def test_a_file_that_is_not_that_of_the_id_is_refused(corpus, tmp_path, damage):
    sounds = CorpusSounds([tmp_path])
    damage(corpus.path(0))
    with pytest.raises(SourceGone, match=r"0\.flac is damaged, or of another corpus; put it back"):
        decoded(sounds, corpus.source(0))


def other_rate(path):
    soundfile.write(path, music(2000), 44_100, subtype="PCM_16")


def more_channels(path):
    soundfile.write(path, np.zeros((2000, 3), "f4"), 48_000, subtype="PCM_16")


def other_format(path):
    soundfile.write(path, music(2000), 48_000, subtype="PCM_16", format="WAV")


def endless(path):
    with soundfile.SoundFile(path, "w", 48_000, 1, subtype="PCM_16") as file:
        for _ in range(301):
            file.write(np.zeros(48_000, "i2"))


@pytest.mark.parametrize(
    ("write", "why"),
    [
        (other_rate, "44100 Hz"),
        (more_channels, "3 channels"),
        (other_format, "WAV"),
        (endless, "14448000 samples"),
        (lambda path: path.write_bytes(b"fLaC" + bytes(100)), "no sound of a corpus"),
    ],
)
def test_a_file_of_another_kind_is_refused_though_it_has_the_id(tmp_path, write, why):
    path = tmp_path / "0.flac"
    write(path)
    with pytest.raises(SourceGone, match=why):
        list(CorpusSounds([]).blocks(sound_id(path.read_bytes()), path))


@POSIX
def test_a_link_that_leads_out_of_the_corpus_is_not_followed(corpus, tmp_path):
    outside = tmp_path / "outside.flac"
    corpus.path(0).rename(outside)
    corpus.path(0).symlink_to(outside)
    with pytest.raises(SourceGone, match="leads out of"):
        decoded(CorpusSounds([tmp_path]), corpus.source(0))


@POSIX
def test_the_folder_of_a_model_may_be_a_link(corpus, tmp_path):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "linked").symlink_to(corpus.folder.parent)
    sounds = CorpusSounds([tmp_path / "models"])
    assert len(decoded(sounds, corpus.source(0))) == 4 * COLUMN


def test_the_mark_of_a_corpus_changes_with_its_columns(corpus, tmp_path):
    before = corpus_mark(corpus.folder)
    assert before == corpus_mark(corpus.folder)
    os.utime(corpus.folder / COLUMNS, (1, 1))
    assert corpus_mark(corpus.folder) != before
    assert corpus_mark(tmp_path) is None


def test_ids_are_those_of_bytes() -> None:
    assert sound_id(b"abc") == "ba7816bf8f01cfea414140de5dae2223"
    assert sound_id(b"abd") != sound_id(b"abc")
