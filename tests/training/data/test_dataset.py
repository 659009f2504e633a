import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from distill.errors import BadArgument
from distill.mel.analysis import LogMel
from distill.storage.sound_file import stream_sound
from distill.training.data.corpus import Corpus
from distill.training.data.dataset import build_dataset
from distill.training.data.prepare import measure, prepared
from distill.training.recipe import DataRecipe
from distill.types import Audio
from kit.models import TINY_MEL, tones
from kit.shelf import Shelf

RECIPE = DataRecipe(augmentation_expansion=0)
COPIED = replace(RECIPE, augmentation_expansion=2)


def many(count: int, seconds: float = 0.1) -> dict[str, Audio]:
    return {f"{n:02}.wav": tones(seconds, 100 + 10 * n, seed=n) for n in range(count)}


def dataset(
    folder: Path, shelf: Shelf, held: Path | None = None, recipe: DataRecipe = RECIPE
) -> Corpus:
    return build_dataset(shelf.folder, held, folder / "cache", recipe, TINY_MEL, read=shelf.read)


def names(corpus: Corpus, part: str) -> list[str]:
    return sorted(piece.file for piece in corpus.originals(part))


def analysed(sound: Audio) -> np.ndarray:
    audio = np.concatenate(list(prepared([sound], measure([sound]), RECIPE.peak)))
    audio = np.pad(audio, (0, -len(audio) % TINY_MEL.hop))
    return LogMel(TINY_MEL).whole(audio)


def test_every_file_is_used_or_has_a_reason(tmp_path: Path) -> None:
    sounds = {f"deep/er/{name}": sound for name, sound in many(4).items()}
    sounds |= {"empty.ogg": np.zeros(0, np.float32), "silent.flac": np.zeros(4800, np.float32)}
    shelf = Shelf(tmp_path / "in", sounds)
    (tmp_path / "in" / "notes.txt").write_text("no sound")
    corpus = dataset(tmp_path, shelf)
    assert {p.file for p in corpus.part("train") + corpus.part("held")} == {
        f"deep/er/{n:02}.wav" for n in range(4)
    }
    why = {piece.file: piece.why for piece in corpus.part("unused")}
    assert why["empty.ogg"] == "empty.ogg is empty"
    assert "silent" in why["silent.flac"]
    assert corpus.ignored == {".txt": 1}


def test_the_split_is_by_file_and_the_same_every_time(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "in", many(20))
    first = dataset(tmp_path, shelf)
    assert len(first.part("held")) == 2
    assert not set(names(first, "held")) & set(names(first, "train"))
    second = dataset(tmp_path / "again", shelf)
    assert names(second, "held") == names(first, "held")
    other = dataset(tmp_path / "other", shelf, recipe=replace(RECIPE, split_seed=1))
    assert names(other, "held") != names(first, "held")


def test_a_new_file_moves_no_other_from_training_to_held_out(tmp_path: Path) -> None:
    sounds = many(19)
    before = dataset(tmp_path, Shelf(tmp_path / "in", dict(list(sounds.items())[:16])))
    after = dataset(tmp_path, Shelf(tmp_path / "in", sounds))
    assert len(before.part("held")) == len(after.part("held")) == 2
    moved = set(names(after, "held")) & set(names(before, "train"))
    assert moved == set()


def test_a_duplicate_is_listed_and_the_sound_is_used_once(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "in", many(3))
    shelf.put("zz/copy.wav", "01.wav")
    shelf.sounds["again.flac"] = shelf.sounds["02.wav"]
    shelf.put("again.flac", "again.flac")
    corpus = dataset(tmp_path, shelf)
    twice = {piece.file: piece.same_as for piece in corpus.part("unused")}
    assert twice == {"again.flac": "02.wav", "zz/copy.wav": "01.wav"}
    assert "the same sound as 01.wav" in {piece.why for piece in corpus.part("unused")}
    assert len(corpus.part("train")) + len(corpus.part("held")) == 3


def test_a_held_out_sound_is_not_trained_on_under_another_name(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "in", many(3))
    other = Shelf(tmp_path / "held", {"h.wav": shelf.sounds["01.wav"]})
    shelf.sounds |= other.sounds
    corpus = dataset(tmp_path, shelf, tmp_path / "held")
    assert names(corpus, "held") == ["h.wav"]
    assert names(corpus, "train") == ["00.wav", "02.wav"]
    (piece,) = corpus.part("unused")
    assert piece.why == "the same sound as h.wav, which is held out"


def test_the_end_of_a_single_sound_is_held_out(tmp_path: Path) -> None:
    corpus = dataset(tmp_path, Shelf(tmp_path / "in", {"one.wav": tones(1.0)}))
    (train,), (held,) = corpus.part("train"), corpus.part("held")
    assert train.first + train.frames == held.first
    assert held.frames == pytest.approx(0.1 * (train.frames + held.frames), abs=1)
    assert train.seconds + held.seconds == pytest.approx(1.0, abs=0.01)


def test_copies_of_a_single_sound_do_not_contain_its_held_out_end(tmp_path: Path) -> None:
    sound = tones(1.0, 300)
    sound[-4800:] = tones(0.1, 6000) * 2
    recipe = replace(
        COPIED, gain_db=0, pitch_semitones=0, time_ratio=1.1, offset_s=0, held_share=0.2
    )
    corpus = dataset(tmp_path, Shelf(tmp_path / "in", {"one.wav": sound}), recipe=recipe)
    (held,) = corpus.part("held")
    high = corpus.frames(held)[-20:].mean(0).argmax()
    copies = [piece for piece in corpus.part("train") if piece.copy]
    assert len(copies) == 2
    assert corpus.frames(held)[-20:, high].mean() > 3
    assert max(corpus.frames(piece)[:, high].max() for piece in copies) < 3


def test_with_a_held_out_folder_all_other_sounds_are_trained_on(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "in", many(3))
    other = Shelf(tmp_path / "held", {"music/h.wav": tones(0.3)})
    shelf.sounds |= other.sounds
    corpus = dataset(tmp_path, shelf, tmp_path / "held", COPIED)
    assert [p.file for p in corpus.part("held")] == ["music/h.wav"]
    assert len(corpus.originals("train")) == 3
    assert len(corpus.part("train")) == 9
    assert corpus.apart


def test_a_held_out_folder_inside_the_training_folder_is_not_trained_on(tmp_path: Path) -> None:
    sounds = many(3) | {"held/h.wav": tones(0.3)}
    shelf = Shelf(tmp_path / "in", sounds)
    shelf.put("held/h.wav", "held/h.wav")
    corpus = dataset(tmp_path, shelf, tmp_path / "in" / "held")
    assert [p.file for p in corpus.part("held")] == ["h.wav"]
    assert names(corpus, "train") == ["00.wav", "01.wav", "02.wav"]
    assert corpus.part("unused") == []


def test_the_store_holds_the_analysed_frames(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "in", many(4, 0.3))
    corpus = dataset(tmp_path, shelf, recipe=COPIED)
    for piece in corpus.originals("train") + corpus.originals("held"):
        mel = analysed(shelf.sounds[piece.file])
        np.testing.assert_allclose(corpus.frames(piece), mel, atol=0.01)
        assert piece.seconds == pytest.approx(len(mel) * 128 / 48_000)


def test_only_training_sounds_have_altered_copies(tmp_path: Path) -> None:
    corpus = dataset(tmp_path, Shelf(tmp_path / "in", many(5, 0.3)), recipe=COPIED)
    assert all(piece.copy == 0 for piece in corpus.part("held"))
    originals = {piece.file: piece for piece in corpus.originals("train")}
    copies = [piece for piece in corpus.part("train") if piece.copy]
    assert sorted((p.file, p.copy) for p in copies) == sorted(
        (name, copy) for name in originals for copy in (1, 2)
    )
    for piece in copies:
        whole = originals[piece.file].frames
        assert whole / 1.1 * 0.74 - 2 < piece.frames < whole * 1.1 + 2
        mine, its = corpus.frames(piece), corpus.frames(originals[piece.file])
        most = min(len(mine), len(its))
        assert np.abs(mine[:most] - its[:most]).mean() > 0.1
    assert corpus.seconds("train") == sum(piece.seconds for piece in originals.values())


def test_copies_without_time_are_left_to_the_next_call(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "in", many(3, 0.3))
    calls = iter([True, True, True] + [False] * 9)

    def analyse(has_time: Callable[[], bool]) -> Corpus:
        folder, cache = shelf.folder, tmp_path / "cache"
        return build_dataset(
            folder, None, cache, COPIED, TINY_MEL, read=shelf.read, has_time=has_time
        )

    some = analyse(lambda: next(calls))
    copies = [(piece.file, piece.copy) for piece in some.part("train") if piece.copy]
    first = [(name, 1) for name in names(some, "train")]
    assert copies[:2] == first
    assert len(copies) == 3
    assert some.copies_missing == 1
    same = analyse(lambda: False)
    assert (same.key, same.copies_missing) == (some.key, 1)
    whole = analyse(lambda: True)
    assert whole.copies_missing == 0
    assert whole.key != some.key
    assert np.array_equal(whole.frames(whole.part("held")[0]), some.frames(some.part("held")[0]))
    assert len([piece for piece in whole.part("train") if piece.copy]) == 4


def test_copies_depend_on_the_seed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "in", many(3))
    first = dataset(tmp_path / "a", shelf, recipe=COPIED)
    again = dataset(tmp_path / "b", shelf, recipe=COPIED)
    other = dataset(tmp_path / "c", shelf, recipe=replace(COPIED, augmentation_seed=1))
    assert np.array_equal(first.store, again.store)
    assert first.store.shape != other.store.shape or not np.array_equal(first.store, other.store)


def test_nothing_is_analysed_twice(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "in", many(4))
    first = dataset(tmp_path, shelf, recipe=COPIED)
    shelf.asked.clear()
    second = dataset(tmp_path, shelf, recipe=COPIED)
    assert shelf.asked == []
    assert second.pieces == first.pieces
    assert np.array_equal(second.store, first.store)


def test_only_new_sounds_of_a_changed_folder_are_read(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "in", many(4))
    dataset(tmp_path, shelf)
    shelf.asked.clear()
    shelf.sounds["new"], shelf.sounds["other"] = tones(0.2, 999), tones(0.2, 777)
    shelf.put("aa.wav", "new")
    shelf.put("02.wav", "other")
    corpus = dataset(tmp_path, shelf)
    assert sorted(shelf.asked) == ["new", "other"]
    assert sorted(names(corpus, "train") + names(corpus, "held")) == [
        "00.wav", "01.wav", "02.wav", "03.wav", "aa.wav"
    ]  # fmt: skip
    every = {piece.file: piece for piece in corpus.pieces}
    np.testing.assert_allclose(
        corpus.frames(every["02.wav"]), analysed(shelf.sounds["other"]), atol=0.01
    )
    np.testing.assert_allclose(
        corpus.frames(every["03.wav"]), analysed(shelf.sounds["03.wav"]), atol=0.01
    )


def test_a_folder_that_was_touched_or_moved_is_not_analysed_again(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "in", many(4))
    first = dataset(tmp_path, shelf)
    shelf.asked.clear()
    for file in (tmp_path / "in").iterdir():
        file.touch()
    dataset(tmp_path, shelf)
    shelf.folder = tmp_path / "elsewhere"
    shutil.copytree(tmp_path / "in", shelf.folder)
    (shelf.folder / "03.wav").rename(shelf.folder / "renamed.wav")
    moved = dataset(tmp_path, shelf)
    assert shelf.asked == []
    assert len(moved.part("held")) == len(first.part("held")) == 1
    assert len(moved.pieces) == 4


def test_with_copies_too_only_a_new_sound_is_read(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "in", many(6))
    held = Shelf(tmp_path / "held", {"h.wav": tones(0.3)})
    shelf.sounds |= held.sounds
    dataset(tmp_path, shelf, held.folder, COPIED)
    shelf.asked.clear()
    shelf.sounds["new"] = tones(0.2, 999)
    shelf.put("new.wav", "new")
    corpus = dataset(tmp_path, shelf, held.folder, COPIED)
    assert set(shelf.asked) == {"new"}
    assert len(corpus.part("train")) == 21


@pytest.mark.parametrize("harm", ["cut", "foreign", "old", "poor", "lost"])
def test_a_damaged_cache_is_rebuilt(tmp_path: Path, harm: str) -> None:
    shelf = Shelf(tmp_path / "in", many(3))
    first = np.array(dataset(tmp_path, shelf).store)
    index = tmp_path / "cache" / "index.json"
    (store,) = index.parent.glob("*.f16")
    if harm == "cut":
        index.write_text(index.read_text()[:100])
    elif harm == "foreign":
        index.write_text("[1, 2]")
    elif harm == "old":
        index.write_text(index.read_text().replace('"version": 1', '"version": 0'))
    elif harm == "poor":
        index.write_text(index.read_text().replace('"pieces"', '"pierced"'))
    else:
        store.write_bytes(store.read_bytes()[:-2])
    again = dataset(tmp_path, shelf)
    assert np.array_equal(again.store, first)
    assert len(shelf.asked) == 6


def test_an_interrupted_analysis_resumes(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "in", many(5))
    sound = shelf.sounds.pop("03.wav")
    with pytest.raises(KeyError):
        dataset(tmp_path, shelf)
    assert shelf.asked == ["00.wav", "01.wav", "02.wav", "03.wav"]
    shelf.sounds["03.wav"] = sound
    shelf.asked.clear()
    corpus = dataset(tmp_path, shelf)
    assert shelf.asked == ["03.wav", "04.wav"]
    assert len(corpus.pieces) == 5
    assert {file.suffix for file in (tmp_path / "cache").iterdir()} == {".json", ".f16"}


def test_a_folder_without_usable_sound_is_refused_with_reasons(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "in", {"empty.wav": np.zeros(0, np.float32)})
    with pytest.raises(BadArgument, match=r"empty\.wav is empty.*put sounds into it"):
        dataset(tmp_path, shelf)
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "a.txt").write_text("")
    with pytest.raises(BadArgument, match=r"no sound files, only 1 \.txt"):
        build_dataset(tmp_path / "none", None, tmp_path / "c", RECIPE, TINY_MEL, read=shelf.read)


def test_a_folder_of_silence_is_refused(tmp_path: Path) -> None:
    silence = {f"{n}.wav": np.zeros(4800, np.float32) for n in range(5)}
    with pytest.raises(BadArgument, match=r"it is silent.*and 2 more"):
        dataset(tmp_path, Shelf(tmp_path / "in", silence))


def test_a_single_frame_is_too_little(tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="too little; add sounds"):
        dataset(tmp_path, Shelf(tmp_path / "in", {"a.wav": np.ones(50, np.float32)}))


def test_five_hundred_files_are_all_used(tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    for n in range(500):
        file = tmp_path / "in" / f"{n % 7}" / f"{n}.wav"
        file.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(file, chance.uniform(-0.5, 0.5, 700 + n), 48_000)
    corpus = build_dataset(
        tmp_path / "in", None, tmp_path / "cache", RECIPE, TINY_MEL, read=stream_sound
    )
    assert len(corpus.part("train")) == 450
    assert len(corpus.part("held")) == 50
    assert len(corpus.store) == sum(-(-(700 + n) // 128) for n in range(500))
    assert corpus.runs("train", 100) == [
        (min(p.first for p in corpus.part("train")), sum(p.frames for p in corpus.part("train")))
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="names are any bytes on Linux only")
def test_names_that_are_not_utf8_are_used_and_reported_apart(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"s\xe4tze")
    folder.mkdir()
    for n, name in enumerate([b"a.wav", b"caf\xe8.wav", b"caf\xe9.wav"]):
        soundfile.write(tmp_path / "x.wav", tones(0.2, 100 + 10 * n, seed=n), 48_000)
        (tmp_path / "x.wav").rename(folder / os.fsdecode(name))
    (folder / os.fsdecode(b"bro\xe9ken.wav")).write_bytes(b"no sound")
    corpus = build_dataset(folder, None, tmp_path / "c", RECIPE, TINY_MEL, read=stream_sound)
    used = sorted(names(corpus, "train") + names(corpus, "held"))
    assert used == ["a.wav", r"caf\xe8.wav", r"caf\xe9.wav"]
    (unused,) = corpus.part("unused")
    assert unused.why.startswith(r"bro\xe9ken.wav cannot be read as sound")


def test_real_files_of_all_formats_are_used_and_bad_ones_have_reasons(tmp_path: Path) -> None:
    place = tmp_path / "in"
    place.mkdir()
    soundfile.write(place / "a.wav", tones(0.3, 200), 48_000, subtype="PCM_16")
    soundfile.write(place / "b.aiff", tones(0.3, 300, 44_100), 44_100)
    soundfile.write(place / "c.ogg", tones(0.3, 400, 22_050), 22_050)
    soundfile.write(place / "d.flac", np.stack([tones(0.3, 500)] * 2, 1), 48_000)
    soundfile.write(place / "e.mp3", tones(0.3, 600, 44_100), 44_100)
    same, rate = soundfile.read(place / "a.wav", dtype="int16")
    soundfile.write(place / "same.flac", same, rate)
    holed = tones(0.3)
    holed[5000] = np.nan
    soundfile.write(place / "holed.wav", holed, 48_000, subtype="FLOAT")
    (place / "broken.wav").write_bytes(b"RIFF nothing")
    (place / "words.m4a").write_bytes(b"no sound at all")
    corpus = build_dataset(place, None, tmp_path / "cache", RECIPE, TINY_MEL, read=stream_sound)
    used = names(corpus, "train") + names(corpus, "held")
    assert sorted(used) == ["a.wav", "b.aiff", "c.ogg", "d.flac", "e.mp3"]
    why = {piece.file: piece.why for piece in corpus.part("unused")}
    assert why["same.flac"] == "the same sound as a.wav"
    assert "NaN or infinity near 0.10 s" in why["holed.wav"]
    assert "cannot be read as sound" in why["broken.wav"]
    assert "save it as WAV or FLAC" in why["words.m4a"]
