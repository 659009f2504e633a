"""Models that remember sounds: a corpus with its parts, in real files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from distill.bundle import Bundle
from distill.codes.carriers import Carriers
from distill.corpus.column_features import ColumnFeatures, measure_columns
from distill.corpus.context_vectors import principal_basis
from distill.corpus.corpus_columns import CorpusColumns, CorpusFile, CorpusPart
from distill.mel.analysis import LogMel
from distill.storage.corpus_file import FOLDER, save_columns
from distill.storage.corpus_sounds import sound_id
from distill.types import SAMPLE_RATE, Audio
from kit.bundles import encoded

KINDS = {"flac": ("FLAC", "PCM_16"), "ogg": ("OGG", "VORBIS")}


@dataclass(frozen=True)
class Remembered:
    """A corpus on disk.

    Attributes:
        folder: The folder of the corpus.
        columns: What it holds.
        sounds: Of each file, as it was stored: [T, C].
    """

    folder: Path
    columns: CorpusColumns
    sounds: tuple[Audio, ...]

    def path(self, part: int) -> Path:
        """Return the file of a part."""
        return self.folder / self.columns.parts[part].sound

    def source(self, part: int) -> str:
        """Return its id."""
        return self.columns.parts[part].source

    def carriers(self, first: int, count: int) -> Carriers:
        """Return what carries a walk that goes on from a column."""
        places = np.arange(first, first + count)
        codes = self.columns.codes[places]
        whole = Carriers.of_source("", codes)
        sources = tuple(part.source for part in self.columns.parts)
        source = np.array(whole.source)
        column = np.array(whole.column)
        source[..., 0] = self.columns.part_of[places][:, None]
        column[..., 0] = self.columns.column_in_source[places][:, None]
        return Carriers(sources, source, column, whole.weight, whole.codes).compact()


def remember(
    library: Path,
    name: str,
    bundle: Bundle,
    sounds: Mapping[str, Audio],
    part_columns: int = 3,
    kind: str = "flac",
) -> Remembered:
    """Write the corpus of a model: sounds [T, C] by name, without what follows their last column.

    Each part has a column of margin on both sides, as far as the file has one.
    """
    folder, size = library / name / FOLDER, bundle.column
    folder.mkdir(parents=True)
    files, parts, codes, features, stored = [], [], [], [], []
    for number, (title, sound) in enumerate(sounds.items()):
        columns = len(sound) // size
        whole = np.round(sound[: columns * size] * 2**15) / np.float32(2**15)
        stored.append(whole.astype(np.float32))
        files.append(CorpusFile(title, columns, "Ann", "CC0"))
        for first in range(0, columns, part_columns):
            count, lead = min(part_columns, columns - first), min(first, 1)
            cut = stored[-1][(first - lead) * size : (first + count + 1) * size]
            path = folder / f"{len(parts)}.{kind}"
            write_part(path, cut, kind)
            source = sound_id(path.read_bytes())
            parts.append(CorpusPart(source, path.name, number, count, lead))
        mono = np.ascontiguousarray(stored[-1].mean(axis=1), np.float32)
        codes.append(encoded(bundle, mono))
        mel = LogMel(bundle.config.mel).whole(mono)
        features.append(measure_columns(mel, bundle.config.mel, bundle.config.column_frames))
    whole_codes = np.concatenate(codes)
    basis = principal_basis(whole_codes, bundle.codebooks)
    joined = ColumnFeatures.joined(features)
    corpus = CorpusColumns(
        bundle.codec_id, tuple(files), tuple(parts), whole_codes, joined, *basis
    )  # fmt: skip
    save_columns(folder, corpus)
    return Remembered(folder, corpus, tuple(stored))


def write_part(path: Path, sound: Audio, kind: str = "flac") -> None:
    """Write a sound as a part is stored, in blocks: a long Ogg written at once crashes."""
    form, subtype = KINDS[kind]
    with soundfile.SoundFile(
        path, "w", SAMPLE_RATE, sound.shape[1], subtype=subtype, format=form
    ) as file:
        for at in range(0, len(sound), 1 << 16):
            file.write(sound[at : at + (1 << 16)])
