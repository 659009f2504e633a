"""Adds a corpus to a model: the sounds of a folder."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from distill.codec.model_types import CODECS, ModelCodec
from distill.errors import FileProblem
from distill.remember.builder import OnProgress, remember_sounds
from distill.remember.part_sound import SoundFormat
from distill.remember.selection import SoundChoice, choose, sounds_of
from distill.storage import atomic, modelfile, regular_file
from distill.storage.corpus_file import corpus_folder
from distill.storage.corpus_summary import CorpusSummary
from distill.storage.sound_listing import sounds_in


@dataclass(frozen=True, slots=True)
class FolderCorpus:
    """The corpus that a model has got.

    Attributes:
        folder: Where it is.
        summary: How much it holds.
        unused: Why a sound is not in it, by its name.
        left_out: Number of sounds for which there was no room.
    """

    folder: Path
    summary: CorpusSummary
    unused: dict[str, str]
    left_out: int


def remember_folder(
    model_file: Path,
    sounds: Path,
    most_s: float,
    kind: SoundFormat,
    on_progress: OnProgress = lambda _share, _name: None,
    copy: Path | None = None,
) -> FolderCorpus:
    """Make the corpus of a model of the sounds in a folder.

    Args:
        model_file: The model.
        sounds: The folder; sub-folders are included.
        most_s: Most seconds of sound.
        kind: How the sound is kept.
        on_progress: Called before each sound.
        copy: Model file to write, which gets the corpus; None: the model itself gets it.

    Raises:
        BadArgument: `sounds` is not a folder, or holds nothing to remember.
        ModelFileProblem: The model cannot be used.
        DiskFull: There is no room; an earlier corpus is as it was.
        FileProblem: A file cannot be written; an earlier corpus is as it was. Or `copy` exists.
    """
    found, unreadable = sounds_of(sounds_in(sounds), sounds)
    chosen = choose(found, most_s)
    made = remember_choices(model_file, chosen, kind, on_progress, copy)
    unused = {**unreadable, **made.unused}
    return replace(made, unused=unused, left_out=len(found) - len(chosen))


def remember_choices(
    model_file: Path,
    choices: Sequence[SoundChoice],
    kind: SoundFormat,
    on_progress: OnProgress = lambda _share, _name: None,
    copy: Path | None = None,
) -> FolderCorpus:
    """Make the corpus of a model of chosen sounds; arguments and errors as above."""
    if copy is not None and copy.exists():
        raise FileProblem(f"{copy} exists already; nothing is overwritten: choose another name")
    codec, codec_id = _codec(model_file)
    folder = corpus_folder(copy or model_file)
    made = remember_sounds(choices, codec, codec_id, folder, kind, on_progress)
    if copy is None:
        os.utime(model_file)  # the next `load` of a running server reads it, and its corpus, again
    else:
        atomic.create(copy, regular_file.read(model_file, modelfile.MAX_BYTES))
    summary = CorpusSummary.of(made.corpus, folder, codec.config.column_samples)
    return FolderCorpus(folder, summary, made.unused, 0)


def _codec(model_file: Path) -> tuple[ModelCodec, str]:
    """Load the codec of a model, and its id."""
    header, arrays = modelfile.load(model_file)
    tensors = {
        name.removeprefix(modelfile.CODEC): value
        for name, value in arrays.items()
        if name.startswith(modelfile.CODEC)
    }
    codec = CODECS[header["model_type"]].load(header["codec"], tensors)
    return codec, str(header["metadata"]["codec_id"])
