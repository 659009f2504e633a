from pathlib import Path

import numpy as np
import pytest

from distill.errors import AudioFileProblem
from distill.training.data import feature_extractor as module
from distill.training.data.feature_extractor import FeatureExtractor
from distill.training.data.features import Features
from distill.training.data.sound_folder import Found, scan
from distill.training.recipe import DataRecipe
from kit.models import TINY_MEL, tones
from kit.shelf import Shelf


def of(folder: Path, shelf: Shelf) -> FeatureExtractor:
    return FeatureExtractor(
        Features(folder / "cache", TINY_MEL.mels), DataRecipe(), TINY_MEL, shelf.read
    )


def test_a_sound_and_its_copies_are_decoded_once(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "in", {"a.wav": tones(0.3)})
    (found,) = scan(shelf.folder, None, {}).found
    extractor = of(tmp_path, shelf)
    first = extractor.original(found)
    copies = [extractor.copy(found, first, n, first.frames) for n in (1, 2)]
    assert shelf.asked == ["a.wav"]
    assert len({first.key, *(copy.key for copy in copies)}) == 3
    assert extractor.copy(found, first, 2, first.frames) == copies[1]


def test_a_long_sound_is_decoded_again_rather_than_buffered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_BUFFERED", 5000)
    shelf = Shelf(tmp_path / "in", {"long.wav": tones(0.5), "short.wav": tones(0.1)})
    long, short = scan(shelf.folder, None, {}).found
    extractor = of(tmp_path, shelf)
    feature = extractor.original(long)
    extractor.original(short)
    assert shelf.asked == ["long.wav", "long.wav", "short.wav"]
    monkeypatch.undo()
    whole = of(tmp_path / "whole", shelf).original(long)
    assert whole == feature


def test_a_copy_of_the_beginning_of_a_sound_has_about_its_length(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "in", {"a.wav": tones(1.0)})
    (found,) = scan(shelf.folder, None, {}).found
    extractor = of(tmp_path, shelf)
    first = extractor.original(found)
    short = extractor.copy(found, first, 1, 100)
    assert 100 * 0.75 / 1.1 - 2 <= short.frames <= 100 * 1.1 + 2


def test_the_hash_of_a_sound_ignores_level_and_leading_silence(tmp_path: Path) -> None:
    sound = (np.round(tones(0.2) * 32767) / 32767).astype(np.float32)
    shelf = Shelf(tmp_path / "in", {"a.wav": sound, "b.wav": sound * np.float32(0.5)})
    shelf.sounds["c.wav"] = np.concatenate([np.zeros(777, np.float32), sound])
    shelf.put("c.wav", "c.wav")
    extractor = of(tmp_path, shelf)
    one, softer, later = (extractor.original(f) for f in scan(shelf.folder, None, {}).found)
    assert one.sound == softer.sound == later.sound
    assert len({one.key, softer.key, later.key}) == 3


def test_a_file_that_cannot_be_opened_is_reported(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "in", {})
    with pytest.raises(AudioFileProblem, match="cannot be opened; allow reading it"):
        of(tmp_path, shelf).original(Found("", tmp_path / "x.wav", "x.wav", ""))
