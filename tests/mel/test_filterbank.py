import numpy as np
import pytest
import torchaudio.functional as audio_functional

from distill.mel.filterbank import filterbank
from distill.mel.mel_config import MelConfig


@pytest.mark.parametrize(("mels", "n_fft"), [(128, 2048), (64, 1024), (80, 2048)])
def test_a_corner_of_700_hz_gives_the_filterbank_of_torchaudio(mels: int, n_fft: int) -> None:
    config = MelConfig(n_fft=n_fft, mels=mels)
    theirs = audio_functional.melscale_fbanks(
        n_fft // 2 + 1, 0.0, 24_000.0, mels, 48_000, norm=None, mel_scale="htk"
    )
    np.testing.assert_allclose(filterbank(config), theirs.numpy(), atol=2e-5)


def test_a_higher_corner_gives_wider_bins_below_and_narrower_ones_above() -> None:
    low, high = (filterbank(MelConfig(mels=192, corner=corner)) for corner in (700.0, 2000.0))

    def width(bank: np.ndarray, hertz: float) -> float:
        region = bank[round(hertz / 48_000 * 2048)].argmax()
        return float(bank[:, region].sum() * 48_000 / 2048)

    assert width(high, 60) > width(low, 60)
    assert width(high, 8000) < width(low, 8000)


def test_no_filter_is_empty_when_the_lowest_are_as_wide_as_an_fft_bin() -> None:
    assert filterbank(MelConfig(mels=192, corner=2000.0)).sum(0).min() > 0.5
