"""Compare the notes of sounds with those of their originals, for other benchmarks.

    PYTHON benchmarks/note_scores.py < pairs

Each line of the input is two WAV files separated by a tab, original and rendered; each line of the
output two figures: F1 of notes (onset within 50 ms, pitch within 50 cents) and of the pitches
that are active in each frame. A line of one file is answered by the number of its notes. PYTHON is
one that has basic-pitch (its ONNX model needs `pip install --no-deps basic-pitch` and `pip install
onnxruntime mir_eval pretty_midi resampy librosa scikit-learn typing-extensions`), not the one that
runs Distill.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from usage import answer_help

ACTIVE = 0.3
"""Activation from which a pitch counts as active."""
Pair = tuple[Path, Path]


def scores(python: str, pairs: Sequence[Pair]) -> list[tuple[float, float]]:
    """Return F1 of notes and of frames for each pair of original and rendered sound."""
    found = _asked(python, [f"{original}\t{rendered}" for original, rendered in pairs])
    return [(float(note), float(frame)) for note, frame in (line.split() for line in found)]


def count_notes(python: str, files: Sequence[Path]) -> list[int]:
    """Return how many notes each sound has."""
    return [int(line) for line in _asked(python, [str(file) for file in files])]


def _asked(python: str, lines: Sequence[str]) -> list[str]:
    done = subprocess.run(
        [python, __file__], input="".join(f"{line}\n" for line in lines), text=True, check=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": ""},
    )  # fmt: skip
    return done.stdout.splitlines()


@lru_cache(maxsize=64)
def transcribe(path: str) -> tuple[Any, np.ndarray, np.ndarray]:
    """Return activations [frames, pitches], and intervals [n, 2] and pitches [n] of the notes."""
    from basic_pitch import ICASSP_2022_MODEL_PATH
    from basic_pitch.inference import predict

    with contextlib.redirect_stdout(sys.stderr):
        out, _, notes = predict(path, str(Path(ICASSP_2022_MODEL_PATH).with_suffix(".onnx")))
    times = np.array([[start, max(end, start + 0.02)] for start, end, *_ in notes]).reshape(-1, 2)
    pitches = np.array([440.0 * 2 ** ((note[2] - 69) / 12) for note in notes])
    return out["note"] > ACTIVE, times, pitches


def compare(original: str, rendered: str) -> tuple[float, float]:
    """Return F1 of notes and of frames."""
    from mir_eval.transcription import precision_recall_f1_overlap

    active, times, pitches = transcribe(original)
    other, other_times, other_pitches = transcribe(rendered)
    count = min(len(active), len(other))
    both = (active[:count] & other[:count]).sum()
    frame = 2 * both / max(1, active[:count].sum() + other[:count].sum())
    if not len(pitches) or not len(other_pitches):
        return 0.0, float(frame)
    note = precision_recall_f1_overlap(
        times, pitches, other_times, other_pitches, offset_ratio=None
    )[2]
    return float(note), float(frame)


if __name__ == "__main__":
    answer_help(__doc__)
    for line in sys.stdin:
        files = line.rstrip("\n").split("\t")
        if len(files) == 1:
            print(len(transcribe(files[0])[2]))
            continue
        note, frame = compare(*files)
        print(f"{note:.4f} {frame:.4f}")
