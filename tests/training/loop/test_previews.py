from pathlib import Path

import numpy as np
import soundfile
import torch

from distill.nn.transformer import Prior
from distill.prior.prior_config import PriorConfig
from distill.training.loop.previews import Previews, nudged
from kit.models import TINY, tiny_codec


def clip(columns: int) -> np.ndarray:
    codes = np.random.default_rng(3).integers(8, size=(columns, 8, 2))
    return tiny_codec().decode_codes(codes.astype(np.int16))


def audio_of(file: Path) -> np.ndarray:
    audio, rate = soundfile.read(file)
    assert rate == TINY.mel.sample_rate
    return audio


def test_a_codec_preview_is_a_clip_its_reconstruction_and_one_of_moved_codes(
    tmp_path: Path,
) -> None:
    Previews(tmp_path, TINY.mel).of_codec(tiny_codec(), clip(20), 500)
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "codec-0000500-nudged.wav",
        "codec-0000500.wav",
        "original.wav",
    ]
    sounds = [audio_of(file) for file in sorted(tmp_path.iterdir())]
    assert [len(sound) for sound in sounds] == [20 * TINY.column_samples] * 3
    assert all(np.abs(sound).max() > 0.01 for sound in sounds)
    assert not np.array_equal(sounds[0], sounds[1])


def test_the_original_is_written_once(tmp_path: Path) -> None:
    previews = Previews(tmp_path, TINY.mel)
    previews.of_codec(tiny_codec(), clip(4), 1)
    stamp = (tmp_path / "original.wav").stat().st_mtime_ns
    previews.of_codec(tiny_codec(), clip(4), 2)
    assert (tmp_path / "original.wav").stat().st_mtime_ns == stamp


def test_a_tenth_of_the_codes_is_moved_always_the_same_ones() -> None:
    codes = np.random.default_rng(0).integers(8, size=(200, 8, 2)).astype(np.int16)
    once, again = (nudged(tiny_codec(), codes) for _ in range(2))
    assert np.array_equal(once, again)
    assert 0.07 < (once != codes).mean() < 0.13


def test_a_prior_preview_continues_the_beginning_of_a_sound(tmp_path: Path) -> None:
    config = PriorConfig(size=8, levels=2, bands=8, layers=1, width=16, heads=2, context_columns=3)
    torch.manual_seed(0)
    codes = np.random.default_rng(0).integers(8, size=(40, 8, 2)).astype(np.int16)
    Previews(tmp_path, TINY.mel).of_prior(Prior(config).eval(), tiny_codec(), codes, 200)
    assert len(audio_of(tmp_path / "prior-0000200.wav")) == 30 * TINY.column_samples


def test_every_fourth_validation_has_a_preview() -> None:
    previews = Previews(Path(), TINY.mel)
    assert [validations for validations in range(9) if previews.due(validations)] == [0, 4, 8]
