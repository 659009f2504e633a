"""Measure what the prior writes beside real music, in one run.

    PYTHONPATH=server python benchmarks/writing.py MODEL FOLDER [--pieces 20] [--notes PYTHON]

Pieces of 12 s: sounds of FOLDER (held out from the model) through the codec, their columns in
random order, and what the prior writes from nothing at several temperatures, with several shares
of them at the finest level (`fine_temperature`).

`rhythm` is the highest autocorrelation of the onset strength between .25 and 2 s; `loudness` and
`brightness` are how far level (dB) and spectral centroid (octaves) of the last 3 s are from those
of the first 3 s; `seam` is the change of the log-mel from frame to frame where columns meet over
that inside columns; `silent` counts pieces whose last second is 40 dB softer than their loudest.
Notes a second need `--notes` with a Python that has basic-pitch (see note_scores.py).
"""

import os
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import soundfile

from distill.bundle import Bundle, build
from distill.codes.sampling_params import SamplingParams
from distill.mel.analysis import DECIBELS_PER_NEPER, LogMel
from distill.storage import modelfile, sound_file
from distill.types import SAMPLE_RATE, Audio, Codes, Mel
from note_scores import count_notes

SECONDS = 12.0
END_S = 3.0
CHOICES = ((0.7, 0.2), (0.9, 0.1), (0.9, 0.2), (0.9, 0.3), (0.9, 0.5), (0.9, 1.0), (1.0, 0.2))
"""Temperatures, and the share of them that the finest level has."""
SOUNDS = {".wav", ".flac", ".ogg", ".aif", ".aiff", ".mp3"}
SILENT_DB = 40.0
HEADER = (
    "                       rhythm (s.e.)   notes/s   loudness dB   brightness oct   seam   silent"
)

Writer = Callable[[int], Codes]
"""Returns the codes of a piece by its number."""


def main() -> None:
    parser = ArgumentParser(description="Measure what the prior writes beside real music.")
    parser.add_argument("model", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pieces", type=int, default=20)
    parser.add_argument("--notes", metavar="PYTHON", help="one that has basic-pitch")
    args = parser.parse_args()
    bundle = build(*modelfile.load(args.model))
    if bundle.sampler is None:
        raise SystemExit(f"{args.model.name} has no prior")
    columns = round(SECONDS * SAMPLE_RATE / bundle.column)
    real = [piece for path in files(args.folder) if (piece := encoded(bundle, path, columns))]
    if not real:
        raise SystemExit(f"{args.folder} has no sound of {SECONDS:g} s")
    print(f"{args.model.stem}, {args.pieces} pieces of {SECONDS:g} s; {len(real)} real ones")
    print(HEADER)
    found = [codes for pieces in zip(*real, strict=False) for codes in pieces]

    def shuffled(number: int) -> Codes:
        return np.random.default_rng(number).permutation(found[number % len(found)])

    rows: dict[str, Writer] = {
        "real music": lambda number: found[number % len(found)],
        "in random order": shuffled,
    }
    for temperature, fine in CHOICES:
        params = SamplingParams(temperature, fine=fine)
        rows[f"prior, T {temperature:g}, fine {fine:g}"] = writer(bundle, params, columns)
    for name, write in rows.items():
        report(name, bundle, [write(number) for number in range(args.pieces)], args.notes)


def files(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SOUNDS)
    return [path for path in found if path.is_file()]


def encoded(bundle: Bundle, path: Path, columns: int) -> list[Codes]:
    """Encode two pieces of a sound, from its middle; none if it is too short."""
    seconds = sound_file.inspect(path).seconds
    length = columns * bundle.column
    if seconds < 2 * SECONDS + 1:
        return []
    audio = sound_file.read_sound(path, seconds / 2 - SECONDS, 2 * SECONDS + 0.5)
    pieces = []
    for first in (0, length):
        steps = bundle.encode_steps(audio[first : first + length])
        while True:
            try:
                next(steps)
            except StopIteration as end:
                pieces.append(end.value)
                break
    return pieces


def writer(bundle: Bundle, params: SamplingParams, columns: int) -> Writer:
    """Return what lets the prior write a piece from nothing."""
    config = bundle.config

    def write(number: int) -> Codes:
        sampler = bundle.sampler
        if sampler is None:
            raise TypeError("the model has no prior")
        empty = np.zeros((0, config.bands, config.levels), np.int16)
        state = sampler.start(empty, 1 + number)
        return np.stack([sampler.column(state, params).codes for _ in range(columns)])

    return write


def report(name: str, bundle: Bundle, pieces: Sequence[Codes], notes: str | None) -> None:
    """Print the figures of some pieces."""
    analysis = LogMel(bundle.config.mel)
    with tempfile.TemporaryDirectory() as folder:
        paths, rows = [], []
        for number, codes in enumerate(pieces):
            sound = played(bundle, codes)
            paths.append(Path(folder) / f"{number}.wav")
            soundfile.write(paths[-1], sound, SAMPLE_RATE, subtype="FLOAT")
            mel = analysis.whole(
                sound[: len(sound) // bundle.config.mel.hop * bundle.config.mel.hop]
            )
            rows.append(
                (
                    rhythm(mel, bundle),
                    *drift(sound),
                    seam(bundle.decode(codes), bundle.config.column_frames),
                    float(is_silent(sound)),
                )
            )
        counts = count_notes(notes, paths) if notes else []
    figures = np.array(rows)
    means = figures.mean(0)
    error = figures[:, 0].std(ddof=1) / np.sqrt(len(figures)) if len(figures) > 1 else 0.0
    density = f"{np.mean(counts) / SECONDS:7.1f}" if counts else "      -"
    print(
        f"{name:23s} {means[0]:5.2f} ({error:.2f}) {density}   {means[1]:11.1f}"
        f"   {means[2]:14.2f}   {means[3]:4.2f}   {int(figures[:, 4].sum()):6d}"
    )


def played(bundle: Bundle, codes: Codes) -> Audio:
    """Render codes as the stream does."""
    vocoder = bundle.vocoder
    sound, state = vocoder.step(bundle.decode(codes), vocoder.initial_state())
    return np.concatenate([sound, vocoder.flush(state)])[vocoder.latency :]


def rhythm(mel: Mel, bundle: Bundle) -> float:
    """Return the highest autocorrelation of the onset strength between .25 and 2 s."""
    rise = np.maximum(np.diff(mel * DECIBELS_PER_NEPER, axis=0), 0).mean(1)
    rise -= rise.mean()
    whole = np.correlate(rise, rise, "full")[len(rise) - 1 :]
    rate = SAMPLE_RATE / bundle.config.mel.hop
    lags = whole[round(0.25 * rate) : round(2 * rate)]
    return float(lags.max() / max(whole[0], 1e-9))


def drift(sound: Audio) -> tuple[float, float]:
    """Return how far loudness (dB) and brightness (octaves) have moved from start to end."""
    count = round(END_S * SAMPLE_RATE)
    ends = sound[:count], sound[-count:]
    levels = [20 * np.log10(np.sqrt(np.square(end).mean()) + 1e-9) for end in ends]
    centres = [centroid(end) for end in ends]
    return float(abs(levels[1] - levels[0])), float(abs(np.log2(centres[1] / centres[0])))


def centroid(sound: Audio) -> float:
    """Return the mean spectral centroid in Hz, by magnitude."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    hertz = np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE)
    return float((hertz * spectrum).sum() / max(spectrum.sum(), 1e-9)) + 1.0


def seam(mel: Mel, frames: int) -> float:
    """Return the change from frame to frame where columns meet over that inside columns."""
    change = np.abs(np.diff(mel, axis=0)).mean(1)
    at_seam = (np.arange(1, len(mel)) % frames) == 0
    return float(change[at_seam].mean() / max(change[~at_seam].mean(), 1e-9))


def is_silent(sound: Audio) -> bool:
    """Is the last second much softer than the loudest one?"""
    seconds = sound[: len(sound) // SAMPLE_RATE * SAMPLE_RATE].reshape(-1, SAMPLE_RATE)
    levels = 10 * np.log10(np.square(seconds).mean(1) + 1e-12)
    return bool(levels[-1] < levels.max() - SILENT_DB)


if __name__ == "__main__":
    main()
