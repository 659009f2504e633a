"""Measure how many notes survive the vocoders: a transcription of the sound beside the original's.

    python benchmarks/notes.py PYTHON [FOLDER] [--clips 12] [--seeds 2] [--model FILE]

PYTHON is one that has the transcriber basic-pitch: see benchmarks/note_scores.py. FOLDER holds long
recordings of music; without it, `work/material/held/music`, which `benchmarks/material.py
work/material` makes. From them come clips of 4.1 s, evenly chosen. Their mel, in the geometry of
the model (by default the bundled one), is rendered by the vocoders for clips and for the stream,
and by the plain ones that they grew from (fast Griffin-Lim from random phases, RTISI), each with
some seeds; then likewise the mel that the model's codec makes of them.

    F1        notes of the clip that are found again (onset within 50 ms, pitch within 50 cents)
    frame F1  the same of active pitches, frame by frame
    mel dB    mean |difference| of log-mel within 80 dB of the peak
    ms        of one processor for a frame (10.7 ms of sound); the plain ones are in numpy

One F1 of 12 clips changes by about .03 from seed to seed; frame F1 by .005.
"""

import argparse
import logging
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile

from distill.bundle import build
from distill.mel.analysis import DECIBELS_PER_NEPER, LogMel
from distill.mel.mel_config import MelConfig
from distill.storage import modelfile
from distill.types import SAMPLE_RATE, Audio, Mel
from distill.vocoder.griffin_lim import GriffinLim
from distill.vocoder.rtisi import Rtisi
from note_scores import scores
from plain_vocoders import PlainVocoders
from usage import answer_help

HOUSE = Path(__file__).resolve().parents[1]
FOLDER = HOUSE / "work" / "material" / "held" / "music"
MODEL = HOUSE / "models" / "demo" / "demo.distill"
Render = Callable[[Mel, int], Audio]


def systems(config: MelConfig) -> dict[str, Render]:
    """Return the vocoders by name: the plain ones, and those of Distill."""
    plain = PlainVocoders(config)
    return {
        "plain Griffin-Lim, 32": plain.griffin_lim,
        "clips": GriffinLim(config).render,
        "plain RTISI": plain.rtisi,
        "stream": lambda mel, seed: Rtisi(config, seed=seed).render(mel),
    }


def mel_error(sound: Audio, mel: Mel, layer: LogMel) -> float:
    low = mel.max() - 80 / DECIBELS_PER_NEPER
    error = np.abs(np.maximum(layer.whole(sound), low) - np.maximum(mel, low))
    return float(error.mean() * DECIBELS_PER_NEPER)


def written(sound: Audio, file: Path) -> Path:
    soundfile.write(file, sound, SAMPLE_RATE, subtype="FLOAT")
    return file


def measure(
    name: str, render: Render, mels: list[tuple[Path, Mel]], seeds: int, layer: LogMel, python: str
) -> None:
    """Print the row of one vocoder: what it makes of the mel of each original."""
    render(mels[0][1][:40], 0)  # compiles, or loads what was compiled
    spent, errors, pairs = 0.0, [], []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(seeds):
            for number, (original, mel) in enumerate(mels):
                begun = time.process_time()
                sound = render(mel, seed)
                spent += time.process_time() - begun
                errors.append(mel_error(sound, mel, layer))
                pairs.append((original, written(sound, Path(folder) / f"{seed}-{number}.wav")))
        table = np.array(scores(python, pairs)).reshape(seeds, len(mels), 2)
    f1, frame = table.mean(axis=(0, 1))
    cost = spent / seeds / sum(len(mel) for _, mel in mels) * 1e3
    values = f"{f1:.3f}     {frame:.3f}   {np.mean(errors):5.2f}  {cost:5.2f}"
    each = " ".join(f"{value:.2f}" for value in table[:, :, 0].mean(axis=0))
    print(f"{name:40s} {values}  {each}", flush=True)


def main() -> None:
    answer_help(__doc__)
    parser = argparse.ArgumentParser()
    parser.add_argument("python")
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--clips", type=int, default=12)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--model", type=Path, default=MODEL)
    args = parser.parse_args()
    warnings.filterwarnings("ignore")
    logging.disable(logging.INFO)
    if not args.folder.is_dir():
        sys.exit(f"{args.folder} does not exist; see --help")
    import sound  # brings torch

    bundle = build(*modelfile.load(args.model))
    config, layer, codec = bundle.config.mel, LogMel(bundle.config.mel), bundle.codec
    with tempfile.TemporaryDirectory() as folder:
        originals, decoded = [], []
        for number, clip in enumerate(sound.clips(sound.sounds_in(args.folder), args.clips)):
            file, mel = written(clip, Path(folder) / f"{number}.wav"), layer.whole(clip)
            originals.append((file, mel))
            decoded.append((file, codec.decode_codes(codec.encode_mel(mel))[: len(mel)]))
        print(f"{len(originals)} clips, {args.seeds} seeds, {config.mels} mel bins")
        print(f"{'vocoder':40s} F1     frame F1   mel dB   ms    each clip's F1")
        for label, mels in (("original mel", originals), ("the model's", decoded)):
            for name, render in systems(config).items():
                measure(f"{label}, {name}", render, mels, args.seeds, layer, args.python)


if __name__ == "__main__":
    main()
