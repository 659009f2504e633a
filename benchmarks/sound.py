"""Measure how well a model's codec keeps sounds that it was not trained on.

    python benchmarks/sound.py models/demo/demo.distill FOLDER

FOLDER holds held-out sounds, one sub-folder per kind (`benchmarks/material.py` makes
`FOLDER/held/music` and `FOLDER/held/oneshot`). Each figure is the mean over clips of 4.1 s:

    mel dB     mean |difference| of log-mel in dB within 80 dB of the clip's peak, before vocoding
    mel dB GL  the same after Griffin-Lim (32 iterations) and a second analysis
    onset      correlation of onset envelopes, after Griffin-Lim; 1 = the same rhythm
    Fine       correlation of the fine structure of the spectrum, 60-5000 Hz; 1 = the same harmonics
    ViSQOL     perceived similarity, audio mode, 1 to 4.73

`ceiling` is the original's own mel through the same Griffin-Lim: what no codec can pass.
Definitions: reference study of this project, after the ViSQOL paper and librosa's onset strength.
"""

import argparse
import logging
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from distill.bundle import Bundle, build
from distill.mel.analysis import LogMel
from distill.storage import modelfile
from distill.storage.sound_file import read_sound
from distill.training.folder import sounds_in
from distill.training.losses import mel_error_db
from distill.types import SAMPLE_RATE, Audio, Mel

CLIP = 4 * 96 * 512
START_S, EVERY_S, CLIPS_PER_FILE = 10.0, 17.0, 5
LEAST_RMS = 0.01
PEAK = 0.9
DECADE = float(np.log(10))


def clips(folder: Path) -> Iterator[Audio]:
    """Cut clips out of long sounds; short ones are joined until they fill a clip."""
    joined = np.zeros(0, np.float32)
    for file in sounds_in(folder):
        audio = read_sound(file)
        audio = audio * np.float32(PEAK / max(1e-4, float(np.abs(audio).max())))
        if len(audio) < CLIP:
            joined = np.concatenate((joined, audio))
            while len(joined) >= CLIP:
                yield joined[:CLIP]
                joined = joined[CLIP:]
            continue
        for number in range(CLIPS_PER_FILE):
            first = int((START_S + number * EVERY_S) * SAMPLE_RATE)
            clip = audio[first : first + CLIP]
            if len(clip) == CLIP and float(np.sqrt((clip**2).mean())) > LEAST_RMS:
                yield clip


def onset_correlation(mel: torch.Tensor, other: torch.Tensor) -> float:
    """Correlate how much louder things get from frame to frame, within 60 dB; mel [M, L]."""

    def envelope(x: torch.Tensor) -> torch.Tensor:
        x = x.maximum(x.max() - 6 * DECADE)
        rise = (x[:, 1:] - x[:, :-1]).clamp(min=0).mean(0)
        return rise - rise.mean()

    a, b = envelope(mel), envelope(other)
    return float((a * b).sum() / (a.norm() * b.norm() + 1e-9))


def fine_correlation(true: Audio, made: Audio) -> float:
    """Correlate log spectra 60-5000 Hz after taking their smoothed envelope away."""

    def residue(x: Audio) -> tuple[torch.Tensor, torch.Tensor]:
        window = torch.hann_window(4096)
        spectrum = torch.stft(
            torch.from_numpy(x), 4096, 1024, window=window, return_complex=True
        ).abs()
        low, high = int(60 / SAMPLE_RATE * 4096), int(5000 / SAMPLE_RATE * 4096)
        decibel = 20 * torch.log10(spectrum.clamp(min=float(spectrum.max()) * 1e-4))[low:high]
        padded = functional.pad(decibel.T[:, None], (20, 20), mode="replicate")
        return decibel - functional.avg_pool1d(padded, 41, 1)[:, 0].T, spectrum.square().sum(0)

    (a, energy), (b, _) = residue(true), residue(made)
    loud = energy > energy.max() * 1e-5
    a, b = a[:, loud], b[:, loud]
    a, b = a - a.mean(0), b - b.mean(0)
    return float(((a * b).sum(0) / (a.norm(dim=0) * b.norm(dim=0) + 1e-9)).mean())


def visqol_meter() -> object | None:
    """Load ViSQOL if it is installed (extra `test`)."""
    try:
        from visqol import VisqolApi
    except ImportError:
        return None
    meter = VisqolApi()
    meter.create(mode="audio")
    return meter


class Bench:
    """A model, its analysis and the meters."""

    def __init__(self, bundle: Bundle, *, similarity: bool) -> None:
        self.bundle = bundle
        self.analysis = LogMel(bundle.config.mel)
        self.meter = visqol_meter() if similarity else None

    def measure(self, audio: Audio) -> tuple[list[float], list[float]]:
        """Give the figures of the codec, and those of the ceiling."""
        mel = self.analyse(audio)
        codes = self.bundle.codec.encode_mel(mel[None])
        painted = self.bundle.codec.decode_codes(codes)[0]
        return self.figures(audio, mel, painted), self.figures(audio, mel, mel)

    def analyse(self, audio: Audio) -> torch.Tensor:
        """Give log-mel [M, L]."""
        return self.analysis(torch.from_numpy(audio)[None])[0]

    def figures(self, audio: Audio, mel: torch.Tensor, painted: torch.Tensor) -> list[float]:
        """Compare a painted mel [M, L], and how it sounds, with the original."""
        frames: Mel = np.ascontiguousarray(painted.T.numpy())
        made = self.bundle.whole_vocoder.render(frames, 0)[: len(audio)]
        again = self.analyse(np.ascontiguousarray(made))
        return [
            float(mel_error_db(mel[None], painted[None])),
            float(mel_error_db(mel[None], again[None])),
            onset_correlation(mel, again),
            fine_correlation(audio, made),
            self.similarity(audio, made),
        ]

    def similarity(self, true: Audio, made: Audio) -> float:
        """Ask ViSQOL; NaN if it is not installed or not wanted."""
        if self.meter is None:
            return float("nan")
        as_double = (np.asarray(true, np.float64), np.asarray(made, np.float64))
        return float(self.meter.measure_from_arrays(*as_double, SAMPLE_RATE).moslqo)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--no-visqol", action="store_true", help="leave the slow figure out")
    wanted = parser.parse_args()
    warnings.filterwarnings("ignore")
    logging.disable(logging.INFO)
    torch.set_num_threads(1)
    bench = Bench(build(*modelfile.load(wanted.model)), similarity=not wanted.no_visqol)
    names = ("mel dB", "mel dB GL", "onset", "Fine", "ViSQOL")
    print(f"{'':24s}" + "".join(f"{name:>11s}" for name in names))
    kinds = [place for place in sorted(wanted.folder.iterdir()) if place.is_dir()]
    with torch.inference_mode():
        for place in kinds or [wanted.folder]:
            rows = [bench.measure(clip) for clip in clips(place)]
            if not rows:
                print(f"{place.name}: no clip of {CLIP / SAMPLE_RATE:.1f} s")
                continue
            for number, label in enumerate(("codec", "ceiling")):
                means = np.mean([row[number] for row in rows], axis=0)
                said = f"{place.name} {label} ({len(rows)})"
                print(f"{said:24s}" + "".join(f"{value:11.3f}" for value in means))


if __name__ == "__main__":
    main()
