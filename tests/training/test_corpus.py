from pathlib import Path

import numpy as np
import pytest
import torch

from distill.errors import AudioFileProblem, BadArgument
from distill.mel.analysis import LogMel
from distill.training.corpus import Corpus, gather, prepare
from distill.training.recipe import DataRecipe
from distill.types import Audio
from kit.models import TINY_MEL, tones

RECIPE = DataRecipe()


class Shelf:
    """Sounds by file name; counts how often it is asked."""

    def __init__(self, folder: Path, sounds: dict[str, Audio]) -> None:
        self.sounds, self.asked = sounds, 0
        for name in sounds:
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(name.encode())

    def read(self, file: Path) -> Audio:
        self.asked += 1
        name = file.read_text()
        if not len(self.sounds[name]):
            raise AudioFileProblem(f"{name} is empty")
        return self.sounds[name]


def gathered(folder: Path, shelf: Shelf, held: Path | None = None) -> Corpus:
    return gather(folder / "in", held, folder / "cache", RECIPE, TINY_MEL, read=shelf.read)


def test_every_file_is_used_or_told_why_not(tmp_path: Path) -> None:
    sounds = {f"deep/er/{n}.wav": tones(0.2, 200 + n) for n in range(4)}
    sounds |= {"empty.ogg": np.zeros(0, np.float32), "silent.flac": np.zeros(4800, np.float32)}
    shelf = Shelf(tmp_path / "in", sounds)
    (tmp_path / "in" / "notes.txt").write_text("no sound")
    corpus = gathered(tmp_path, shelf)
    assert {p.file for p in corpus.part("train") + corpus.part("held")} == {
        f"deep/er/{n}.wav" for n in range(4)
    }
    why = {piece.file: piece.why for piece in corpus.part("unused")}
    assert why["empty.ogg"] == "empty.ogg is empty"
    assert "silent" in why["silent.flac"]


def test_the_split_is_by_file_and_the_same_every_time(tmp_path: Path) -> None:
    sounds = {f"{n}.wav": tones(0.1, 100 + 10 * n, seed=n) for n in range(20)}
    first = gathered(tmp_path, Shelf(tmp_path / "in", sounds))
    assert len(first.part("held")) == 2
    (tmp_path / "cache" / "index.json").unlink()
    second = gathered(tmp_path, Shelf(tmp_path / "in", sounds))
    assert [p.file for p in second.part("held")] == [p.file for p in first.part("held")]


def test_an_only_sound_gives_its_end_to_be_measured_with(tmp_path: Path) -> None:
    corpus = gathered(tmp_path, Shelf(tmp_path / "in", {"one.wav": tones(1.0)}))
    (train,), (held,) = corpus.part("train"), corpus.part("held")
    assert train.first + train.frames == held.first
    assert held.frames == pytest.approx(0.1 * (train.frames + held.frames), abs=1)


def test_a_given_held_out_folder_leaves_all_others_to_learn_from(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "in", {f"{n}.wav": tones(0.1) for n in range(3)})
    other = Shelf(tmp_path / "held", {"music/h.wav": tones(0.3)})
    shelf.sounds |= other.sounds
    corpus = gathered(tmp_path, shelf, tmp_path / "held")
    assert [p.file for p in corpus.part("held")] == ["music/h.wav"]
    assert len(corpus.part("train")) == 3


def test_the_store_holds_what_analysis_gives(tmp_path: Path) -> None:
    corpus = gathered(tmp_path, Shelf(tmp_path / "in", {"a.wav": tones(0.5)}))
    audio = prepare(tones(0.5), RECIPE, TINY_MEL.hop)
    mel = LogMel(TINY_MEL)(torch.from_numpy(audio)[None])[0].T.numpy()
    frames = np.concatenate([corpus.frames(p) for p in corpus.part("train") + corpus.part("held")])
    np.testing.assert_allclose(frames, mel, atol=0.01)


def test_nothing_is_analysed_twice_until_a_file_changes(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "in", {"a.wav": tones(0.2), "b.wav": tones(0.3)})
    gathered(tmp_path, shelf)
    gathered(tmp_path, shelf)
    assert shelf.asked == 2
    (tmp_path / "in" / "c.wav").write_text("a.wav")
    assert len(gathered(tmp_path, shelf).pieces) == 3
    assert shelf.asked == 5


def test_short_sounds_are_joined_and_none_is_lost(tmp_path: Path) -> None:
    sounds = {f"{n}.wav": tones(0.05, seed=n) for n in range(6)} | {"long.wav": tones(2.0)}
    held = tmp_path / "held"
    shelf = Shelf(tmp_path / "in", sounds)
    shelf.sounds |= Shelf(held, {"h.wav": tones(0.1)}).sounds
    corpus = gathered(tmp_path, shelf, held)
    runs = corpus.runs("train", 100)
    assert sum(frames for _, frames in runs) == sum(p.frames for p in corpus.part("train"))
    assert len(runs) == 2
    assert min(frames for _, frames in runs) >= 100


def test_a_folder_without_usable_sound_is_refused_with_reasons(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "in", {"empty.wav": np.zeros(0, np.float32)})
    with pytest.raises(BadArgument, match=r"empty\.wav is empty"):
        gathered(tmp_path, shelf)
    with pytest.raises(BadArgument, match="no sound files"):
        gather(tmp_path / "none", None, tmp_path / "c", RECIPE, TINY_MEL, read=shelf.read)


def test_preparing_trims_silence_and_brings_sounds_to_one_level() -> None:
    audio = np.concatenate([np.zeros(1000), np.full(300, 0.2), np.zeros(5000)]).astype(np.float32)
    made = prepare(audio, RECIPE, 128)
    assert len(made) == 384
    np.testing.assert_allclose(made[:300], 0.9, rtol=1e-6)
    assert np.all(made[300:] == 0)
