"""A corpus holds what was remembered: codes of the sound as it is stored, part by part."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
import soundfile

from distill.errors import BadArgument, DiskFull
from distill.mel.analysis import LogMel
from distill.remember import builder
from distill.remember.builder import SampleCursor, remember_sounds
from distill.remember.levelling import Stretch
from distill.remember.part_sound import PART_COLUMNS, SoundFormat
from distill.remember.selection import SoundChoice
from distill.storage.corpus_file import COLUMNS, load_columns
from kit.bundles import tiny_bundle
from kit.disks import small_disk
from kit.models import TINY, tiny_codec, tones

CODEC = tiny_codec()
COLUMN = TINY.column_samples
RATE = 48_000


def sound(path, seconds=1.0, channels=1, gain=0.3, rate=RATE):
    """Write a sound that differs between its channels; return the choice of all of it."""
    audio = np.stack([tones(seconds, 220.0 * (n + 1), rate, seed=n) for n in range(channels)], 1)
    soundfile.write(path, audio * gain, rate, subtype="FLOAT")
    return SoundChoice(path, path.name, 0.0, seconds, "Ann", "CC0")


def made(choices, folder, kind=SoundFormat.FLAC, **more):
    return remember_sounds(choices, CODEC, "c" * 32, folder, kind, **more)


def stored(folder, part):
    audio, rate = soundfile.read(folder / part.sound, dtype="float32", always_2d=True)
    assert rate == RATE
    return audio


def whole_file(folder, corpus, number):
    """Join the own columns of the parts of a file, as they are stored."""
    own = [
        stored(folder, part)[part.lead * COLUMN : (part.lead + part.columns) * COLUMN]
        for part in corpus.parts
        if part.file == number
    ]
    return np.concatenate(own)


@pytest.mark.parametrize("kind", list(SoundFormat))
@pytest.mark.parametrize("channels", [1, 2])
def test_the_codes_are_those_of_the_sound_as_it_is_stored(tmp_path, kind, channels):
    seconds = 2.5 * PART_COLUMNS * COLUMN / RATE
    choices = [sound(tmp_path / "a.wav", seconds, channels), sound(tmp_path / "b.wav", 0.5)]
    folder = tmp_path / "corpus"
    corpus = made(choices, folder, kind).corpus
    assert [part.columns for part in corpus.parts if part.file == 0] == [160, 160, 80]
    assert [part.lead for part in corpus.parts] == [0, 1, 1, 0]
    assert [part.sound for part in corpus.parts] == [f"{n}.{kind}" for n in range(4)]
    at = 0
    for number, file in enumerate(corpus.files):
        mono = whole_file(folder, corpus, number).mean(1)
        padded = np.pad(mono, (0, -len(mono) % COLUMN))
        assert np.array_equal(
            corpus.codes[at : at + file.columns], CODEC.encode_mel(LogMel(TINY.mel).whole(padded))
        )
        at += file.columns
    assert at == len(corpus)


def test_it_is_read_again_as_it_was_made(tmp_path):
    corpus = made([sound(tmp_path / "a.wav")], tmp_path / "corpus").corpus
    read = load_columns(tmp_path / "corpus", "c" * 32)
    assert (read.files, read.parts) == (corpus.files, corpus.parts)
    assert (read.files[0].author, read.files[0].licence) == ("Ann", "CC0")
    assert np.array_equal(read.codes, corpus.codes)


def test_a_source_has_the_id_of_its_bytes(tmp_path):
    corpus = made([sound(tmp_path / "a.wav", 3.0)], tmp_path / "corpus").corpus
    assert len(corpus.parts) > 1
    for part in corpus.parts:
        data = (tmp_path / "corpus" / part.sound).read_bytes()
        assert part.source == hashlib.sha256(data).hexdigest()[:32]


def test_neighbouring_parts_have_the_same_samples_around_their_seam(tmp_path):
    corpus = made([sound(tmp_path / "a.wav", 3.0, 2)], tmp_path / "corpus").corpus
    first, second = (stored(tmp_path / "corpus", part) for part in corpus.parts[:2])
    seam = PART_COLUMNS * COLUMN
    assert np.array_equal(first[seam - COLUMN : seam + COLUMN], second[: 2 * COLUMN])


def test_both_channels_are_kept_at_one_gain(tmp_path):
    choice = sound(tmp_path / "a.wav", 1.0, 2, gain=0.01)
    made([choice], tmp_path / "corpus")
    before = soundfile.read(choice.path, always_2d=True)[0]
    after = soundfile.read(tmp_path / "corpus" / "0.flac", always_2d=True)[0]
    gain = float((after * before).sum() / np.square(before).sum())
    assert np.abs(after - gain * before[: len(after)]).max() < 2**-14
    loud = np.sqrt(np.square(after).mean())
    assert 0.03 < loud < 0.12
    assert np.abs(after).max() < 0.9


def test_a_sound_at_another_rate_is_resampled(tmp_path):
    choice = sound(tmp_path / "a.wav", 1.0, rate=44_100)
    corpus = made([choice], tmp_path / "corpus").corpus
    assert len(corpus) == pytest.approx(RATE / COLUMN, abs=2)


def test_only_the_chosen_part_is_remembered(tmp_path):
    whole = sound(tmp_path / "a.wav", 4.0)
    part = SoundChoice(whole.path, "a", 1.0, 1.5)
    corpus = made([part], tmp_path / "corpus").corpus
    assert corpus.files[0].start_s == pytest.approx(1.0, abs=0.02)
    assert corpus.files[0].columns == pytest.approx(1.5 * RATE / COLUMN, abs=2)


def test_a_long_pause_makes_two_files_of_one_name(tmp_path):
    tone, pause = tones(1.0) * np.float32(0.3), np.zeros(4 * RATE, np.float32)
    soundfile.write(tmp_path / "a.wav", np.concatenate([pause, tone, pause, tone]), RATE)
    corpus = made([SoundChoice(tmp_path / "a.wav", "a", 0.0, 10.0)], tmp_path / "corpus").corpus
    assert [file.name for file in corpus.files] == ["a", "a"]
    assert [file.start_s for file in corpus.files] == pytest.approx([4, 9], abs=0.02)


def test_a_sound_too_long_to_be_kept_is_read_twice_and_is_the_same(tmp_path, monkeypatch):
    choice = sound(tmp_path / "a.wav", 3.0, 2)
    kept = made([choice], tmp_path / "kept").corpus
    monkeypatch.setattr(builder, "MOST_BUFFERED", 1000)
    again = made([choice], tmp_path / "again").corpus
    assert again.parts == kept.parts
    assert np.array_equal(again.codes, kept.codes)


def test_what_cannot_be_used_is_told_and_the_rest_is_remembered(tmp_path):
    soundfile.write(tmp_path / "silent.wav", np.zeros(RATE), RATE)
    soundfile.write(tmp_path / "short.wav", tones(1.0)[:8191], RATE)
    (tmp_path / "text.wav").write_text("text")
    names = ["silent", "short", "text"]
    choices = [SoundChoice(tmp_path / f"{n}.wav", n, 0.0, 1.0) for n in names]
    choices.append(sound(tmp_path / "a.wav"))
    codec, folder = tiny_bundle().codec, tmp_path / "corpus"
    made_of = remember_sounds(choices, codec, "c" * 32, folder, SoundFormat.FLAC)
    assert [file.name for file in made_of.corpus.files] == ["a.wav"]
    assert list(made_of.unused) == names
    assert "silent" in made_of.unused["silent"]
    assert "a column" in made_of.unused["short"]
    assert "cannot be read as sound" in made_of.unused["text"]


def test_a_sound_of_one_column_is_remembered(tmp_path):
    soundfile.write(tmp_path / "a.wav", tones(1.0)[:COLUMN], RATE)
    corpus = made([SoundChoice(tmp_path / "a.wav", "a", 0.0, 1.0)], tmp_path / "corpus").corpus
    assert len(corpus) == 1


def test_without_any_usable_sound_the_earlier_corpus_stays(tmp_path):
    made([sound(tmp_path / "a.wav")], tmp_path / "corpus")
    before = (tmp_path / "corpus" / COLUMNS).read_bytes()
    (tmp_path / "b.wav").write_text("text")
    with pytest.raises(BadArgument, match=r"no sound to remember \(b: b.wav cannot be read"):
        made([SoundChoice(tmp_path / "b.wav", "b", 0.0, 1.0)], tmp_path / "corpus")
    with pytest.raises(BadArgument, match="no sound files"):
        made([], tmp_path / "corpus")
    assert (tmp_path / "corpus" / COLUMNS).read_bytes() == before


def test_ctrl_c_leaves_no_half_corpus(tmp_path):
    choices = [sound(tmp_path / f"{n}.wav") for n in range(3)]

    def stop(_share, name):
        if name == "1.wav":
            raise KeyboardInterrupt

    (tmp_path / "model").mkdir()
    with pytest.raises(KeyboardInterrupt):
        made(choices, tmp_path / "model" / "corpus", on_progress=stop)
    assert list((tmp_path / "model").iterdir()) == []


def test_progress_is_told_by_length(tmp_path):
    told = []
    choices = [sound(tmp_path / "a.wav", 1.0), sound(tmp_path / "b.wav", 3.0)]
    made(choices, tmp_path / "corpus", on_progress=lambda share, name: told.append((share, name)))
    assert told == [(0.0, "a.wav"), (0.25, "b.wav")]


def test_a_full_disk_is_told_and_nothing_stays_behind(tmp_path):
    choice = sound(tmp_path / "a.wav", 20.0)
    with small_disk(tmp_path / "disk", 256) as disk:
        with pytest.raises(DiskFull, match="corpus"):
            made([choice], disk / "corpus")
        assert list(Path(disk).iterdir()) == []


def test_a_cursor_takes_stretches_across_blocks_of_any_size():
    sound = np.arange(100, dtype=np.float32)[:, None]
    for count in (1, 3, 50, 100):
        cursor = SampleCursor(np.array_split(sound, count))
        for first, end in ((0, 5), (5, 20), (40, 41), (60, 200)):
            taken = np.concatenate(list(cursor.take(Stretch(first, end))))
            assert np.array_equal(taken, sound[first:end])
