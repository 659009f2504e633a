"""Files for a worker: the tiny model on disk, and sounds."""

from pathlib import Path

import numpy as np
import soundfile

from distill.protocol.tasks import LoadModel
from distill.storage import modelfile
from kit.bundles import tiny_model


def tiny_file(folder: Path, name: str = "tiny", *, prior: bool = True) -> LoadModel:
    """Write the tiny model and return the task that loads it."""
    path = folder / name / f"{name}.distill"
    modelfile.save(path, *tiny_model(prior=prior))
    return LoadModel(str(path), name)


def sound_file(folder: Path, samples: int, name: str = "tone.wav") -> Path:
    """Write a fading tone in float."""
    t = np.arange(samples) / 48_000
    audio = (0.4 * np.sin(2 * np.pi * 330 * t) * np.exp(-t)).astype(np.float32)
    path = folder / name
    soundfile.write(path, audio, 48_000, subtype="FLOAT")
    return path
