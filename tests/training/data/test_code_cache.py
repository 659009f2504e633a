from pathlib import Path

import numpy as np
import pytest

from distill.mel.mel_config import MelConfig
from distill.training.data import code_cache
from distill.training.data.corpus import Corpus, Piece
from kit.bundles import CONFIG, tiny_bundle


@pytest.mark.parametrize("extra", [0, 1, 5])
def test_a_long_sound_is_encoded_part_by_part_with_the_codes_of_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extra: int
) -> None:
    frames = 41 * CONFIG.column_frames + extra
    rng = np.random.default_rng(1)
    store = rng.normal(-5, 3, (frames + 3, CONFIG.mel.mels)).astype(np.float16)
    mel: MelConfig = CONFIG.mel
    corpus = Corpus(mel, (Piece("a.wav", "train", 1.0, first=3, frames=frames),), store)
    codec = tiny_bundle().codec
    (whole,), _ = code_cache.codes_of(corpus, codec, "x", tmp_path / "whole")
    monkeypatch.setattr(code_cache, "_AT_ONCE", 7)
    (parts,), _ = code_cache.codes_of(corpus, codec, "x", tmp_path / "parts")
    assert len(whole) == 41 + bool(extra)
    np.testing.assert_array_equal(parts, whole)
