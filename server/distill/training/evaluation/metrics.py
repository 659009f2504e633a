"""Similarity of a decoded sound to the original, in five metrics that are comparable across codecs.

All use one fixed analysis, whatever the geometry of the model: 128 HTK mels of a Hann window of
2048 samples every 512, at 48 kHz, with a floor of 1e-5. So models with other mels, or none, can be
compared. Source: docs/background/sound-quality.md#measures.

    mel dB   mean |difference| of log-mel within 80 dB of the clip's peak; 0 is the same
    onset    correlation of the increase in level from frame to frame; 1 is the same rhythm
    Fine     correlation of the fine structure of the spectrum, 60-5000 Hz; 1 is the same harmonics
    MR-STFT  distance of magnitudes at three resolutions; 0 is the same
    ViSQOL   perceived similarity, audio mode; 1 to 4.73

Use them together: noise of the right spectral balance scores well on all but onset and Fine.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Final, Self

import numpy as np
import torch
import torchaudio.functional as audio_functional
from torch import Tensor
from torch.nn import functional

from distill.errors import BadArgument
from distill.mel.filterbank import filterbank
from distill.mel.mel_config import MelConfig
from distill.training.loop.losses import mel_error_db
from distill.types import SAMPLE_RATE, Audio, Mel
from distill.vocoder.inverse import bank, magnitude

N_FFT: Final = 2048
HOP: Final = 512
MELS: Final = 128
FLOOR: Final = 1e-5
RESOLUTIONS: Final = (512, 1024, 2048)
"""Windows of MR-STFT, with a hop of a quarter. Source: Yamamoto et al. 2020 (Parallel WaveGAN);
the sizes are those of docs/background/sound-quality.md#measures."""
_SOFTEST: Final = 1e-4
"""Floor of the magnitudes of MR-STFT."""
_ONSET_RANGE_DB: Final = 60.0
_FINE_FFT: Final = 4096
_FINE_HZ: Final = (60.0, 5000.0)
_FINE_RANGE_DB: Final = 80.0
_FINE_SMOOTH: Final = 41
"""Bins (480 Hz) of the smoothed envelope: wider than the spacing of most harmonics."""
_FINE_LOUD: Final = 1e-5
"""Smallest energy of a frame that counts, relative to the loudest one (-50 dB)."""
_SHORTEST: Final = 4096
"""Fewest samples that all metrics can be computed on."""

Similarity = Callable[[Audio, Audio], float]


@dataclass(frozen=True, slots=True)
class Metrics:
    """The metrics of one sound; NaN is one that was not computed.

    Attributes:
        decoded_db: Mel dB of the codec's decoded mel, before the vocoder.
        mel_db: Mel dB of the sound.
        onset: Correlation of onsets.
        fine: Correlation of fine structure.
        mrstft: Distance at three resolutions.
        visqol: Perceived similarity.
    """

    decoded_db: float
    mel_db: float
    onset: float
    fine: float
    mrstft: float
    visqol: float

    @classmethod
    def mean(cls, rows: "list[Self]") -> Self:
        """Average the metrics of several clips.

        Raises:
            BadArgument: No clips.
        """
        if not rows:
            raise BadArgument("metrics of no clip have no mean; give at least one")
        names = [field.name for field in fields(cls)]
        return cls(*(float(np.mean([getattr(row, name) for row in rows])) for name in names))


def measure_audio(
    true: Audio, made: Audio, decoded: Tensor | None = None, similarity: Similarity | None = None
) -> Metrics:
    """Compute all metrics of a decoded sound.

    Args:
        true: The original, shape [T], 48 kHz, at least 4096 samples.
        made: The decoded sound, shape [T].
        decoded: The codec's decoded mel, as `as_standard` returns it; None if there is none.
        similarity: From `visqol`; None omits that metric.

    Raises:
        BadArgument: The sounds do not have the same length, or are too short.
    """
    check(true, made)
    mel, again = standard_mel(true), standard_mel(made)
    return Metrics(
        float("nan") if decoded is None else float(mel_error_db(mel, decoded)),
        float(mel_error_db(mel, again)),
        onset_correlation(mel, again),
        fine_correlation(true, made),
        mrstft_distance(true, made),
        float("nan") if similarity is None else similarity(true, made),
    )


def check(true: Audio, made: Audio) -> None:
    """Check that two sounds can be compared.

    Raises:
        BadArgument: The sounds do not have the same length, or are too short.
    """
    if true.ndim != 1 or true.shape != made.shape or len(true) < _SHORTEST:
        raise BadArgument(
            f"metrics compare two mono sounds of the same length, at least {_SHORTEST} samples; "
            f"got shapes {true.shape} and {made.shape}"
        )


def standard_mel(audio: Audio) -> Tensor:
    """Analyse sound [T] with the fixed analysis; natural log of power [1, 128, L].

    Frame l is centred on sample (l + 1/2) * 512, as in `distill.mel.analysis`; silence pads the
    last frame.
    """
    margin = (N_FFT - HOP) // 2
    padded = np.pad(audio, (margin, margin + -len(audio) % HOP))
    power = _stft(padded, N_FFT, HOP, center=False).square()
    return _mel_of_power(power)[None]


def as_standard(decoded: Mel, config: MelConfig, frames: int) -> Tensor:
    """Convert a mel of any geometry to the fixed analysis, [1, 128, frames].

    A mel of the fixed geometry is unchanged. Any other is converted to the magnitudes that the
    vocoder aims at (`distill.vocoder.inverse`), so the metric includes the loss of that step;
    compare it with the model's own ceiling. Frames at another hop are interpolated in time.

    Args:
        decoded: Shape [L, M], natural log of power in the geometry of `config`.
        config: The model's geometry; any mels and hop, but a window of 2048 at 48 kHz.
        frames: L of the result, as `standard_mel` of the sound has.

    Raises:
        BadArgument: Another window or rate, whose magnitudes cannot be compared.
    """
    if (config.n_fft, config.sample_rate) != (N_FFT, SAMPLE_RATE):
        raise BadArgument(
            f"magnitudes of {config.n_fft} samples at {config.sample_rate} Hz cannot be compared "
            f"with those of {N_FFT} at {SAMPLE_RATE} Hz"
        )
    if is_standard(config):
        mel = torch.from_numpy(np.ascontiguousarray(decoded.T))
        return _fitted(mel, frames)[None]
    power = torch.from_numpy(magnitude(decoded, config.floor, bank(config))).T.square()
    if config.hop != HOP:
        wanted = max(1, round(len(decoded) * config.hop / HOP))
        power = functional.interpolate(power[None], size=wanted, mode="linear")[0]
    return _fitted(_mel_of_power(power), frames)[None]


def is_standard(config: MelConfig) -> bool:
    """Is a model's analysis the fixed one? Filters are compared, not their names."""
    if (config.n_fft, config.hop, config.mels, config.floor) != (N_FFT, HOP, MELS, FLOOR):
        return False
    return torch.allclose(torch.from_numpy(filterbank(config)), _filters(), atol=1e-4)


def onset_correlation(mel: Tensor, other: Tensor) -> float:
    """Correlate the increase in level from frame to frame, within 60 dB of the peak.

    Source: `onset_strength` of librosa (McFee et al. 2015): mean positive difference of log-mel.

    Args:
        mel: Shape [1, M, L], natural log of power.
        other: Shape [1, M, L].

    Returns:
        -1 to 1; 0 if the level of one of them never increases.
    """

    def envelope(x: Tensor) -> Tensor:
        x = x.maximum(x.max() - _ONSET_RANGE_DB / 10 * math.log(10))
        rise = (x[..., 1:] - x[..., :-1]).clamp(min=0).mean(dim=(0, 1))
        return rise - rise.mean()

    return float(_correlation(envelope(mel), envelope(other)))


def fine_correlation(true: Audio, made: Audio) -> float:
    """Correlate the fine structure of log spectra, 60-5000 Hz, frame by frame.

    Fine structure is the log spectrum minus its smoothed envelope: the positions of the harmonics,
    not the spectral balance. Frames within 50 dB of the loudest count.

    Source: docs/background/sound-quality.md#measures.

    Returns:
        -1 to 1; 0 if the positions of the harmonics are unrelated.
    """

    def residue(x: Audio) -> tuple[Tensor, Tensor]:
        spectrum = _stft(x, _FINE_FFT, _FINE_FFT // 4, center=True)
        low, high = (int(hz / SAMPLE_RATE * _FINE_FFT) for hz in _FINE_HZ)
        softest = max(float(spectrum.max()) * 10 ** (-_FINE_RANGE_DB / 20), 1e-12)
        decibel = 20 * torch.log10(spectrum.clamp(min=softest))[low:high]
        side = _FINE_SMOOTH // 2
        padded = functional.pad(decibel.T[:, None], (side, side), mode="replicate")
        envelope = functional.avg_pool1d(padded, _FINE_SMOOTH, 1)[:, 0].T
        return decibel - envelope, spectrum.square().sum(0)

    (a, energy), (b, _) = residue(true), residue(made)
    loud = energy >= energy.max() * _FINE_LOUD
    a, b = a[:, loud], b[:, loud]
    return float(_correlation(a - a.mean(0), b - b.mean(0)).mean())


def mrstft_distance(true: Audio, made: Audio) -> float:
    """Average spectral convergence plus mean |difference| of log magnitudes over three windows.

    Source: Yamamoto et al. 2020, equations 4 to 6; windows of docs/background/sound-quality.md.

    Returns:
        0 for equal magnitudes; no upper bound.
    """
    total = 0.0
    for size in RESOLUTIONS:
        a, b = (_stft(x, size, size // 4, center=True) for x in (true, made))
        convergence = (a - b).norm() / a.norm().clamp(min=1e-9)
        logs = (a.clamp(min=_SOFTEST).log() - b.clamp(min=_SOFTEST).log()).abs().mean()
        total += float(convergence + logs)
    return total / len(RESOLUTIONS)


def visqol() -> Similarity | None:
    """Load ViSQOL; None if it is not installed (extra `test`). A 4-s clip takes about 1.5 s.

    Source: Chinen et al. 2020 (ViSQOL v3), in the package visqol-python, audio mode.
    """
    try:
        from visqol import VisqolApi  # noqa: PLC0415 - an extra that may be missing
    except ImportError:
        return None
    meter = VisqolApi()
    meter.create(mode="audio")

    def similarity(true: Audio, made: Audio) -> float:
        check(true, made)
        doubles = (np.asarray(true, np.float64), np.asarray(made, np.float64))
        return float(meter.measure_from_arrays(*doubles, SAMPLE_RATE).moslqo)

    return similarity


def _stft(audio: Audio, size: int, hop: int, *, center: bool) -> Tensor:
    """Compute magnitudes [F, L] of sound [T] with a Hann window."""
    sound = torch.from_numpy(np.ascontiguousarray(audio, dtype=np.float32))
    window = torch.hann_window(size)
    return torch.stft(sound, size, hop, window=window, center=center, return_complex=True).abs()


@lru_cache(maxsize=1)
def _filters() -> Tensor:
    """Build the fixed filterbank, [F, 128]."""
    filters: Tensor = audio_functional.melscale_fbanks(
        n_freqs=N_FFT // 2 + 1,
        f_min=0.0,
        f_max=SAMPLE_RATE / 2,
        n_mels=MELS,
        sample_rate=SAMPLE_RATE,
        norm=None,
        mel_scale="htk",
    )
    return filters


def _mel_of_power(power: Tensor) -> Tensor:
    """Convert power [F, L] to log-mel [128, L]."""
    return torch.matmul(_filters().T, power).clamp(min=FLOOR).log()


def _fitted(mel: Tensor, frames: int) -> Tensor:
    """Crop [128, L] to a number of frames, or pad with silence."""
    return functional.pad(mel, (0, frames - mel.shape[-1]), value=math.log(FLOOR))


def _correlation(a: Tensor, b: Tensor) -> Tensor:
    """Correlate zero-mean values over the first axis."""
    found: Tensor = (a * b).sum(0) / (a.norm(dim=0) * b.norm(dim=0) + 1e-9)
    return found
