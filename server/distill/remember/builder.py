"""Makes a corpus: each sound is levelled, stored in parts, and encoded as it is stored."""

import contextlib
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from distill.audio.resample import to_mono
from distill.codec.model_types import ModelCodec
from distill.corpus.column_features import ColumnFeatures
from distill.corpus.context_vectors import principal_basis
from distill.corpus.corpus_columns import CorpusColumns, CorpusFile, CorpusPart
from distill.errors import AudioFileProblem, BadArgument
from distill.remember.column_encoder import ColumnEncoder
from distill.remember.levelling import LoudnessMeter, Stretch
from distill.remember.part_sound import SoundFormat, cut_parts, encoded, own_sound
from distill.remember.selection import SoundChoice
from distill.storage import atomic
from distill.storage.corpus_file import save_columns
from distill.storage.corpus_sounds import sound_id
from distill.storage.folder_swap import building
from distill.storage.sound_file import stream_part
from distill.types import SAMPLE_RATE, Audio, Codes

MOST_BUFFERED: Final = 2**25
"""Most samples of one sound that are kept between the two passes over it (128 MB, 6 minutes of
stereo); what is longer is decoded twice."""
_REASONS: Final = 3
"""Most sounds whose reasons an error lists."""

OnProgress = Callable[[float, str], None]
"""Gets the share that is done, 0..1, and the name of the sound."""


@dataclass(frozen=True, slots=True, eq=False)
class RememberedSounds:
    """A corpus that was made.

    Attributes:
        corpus: Its columns.
        unused: Why a sound is not in it, by its name.
    """

    corpus: CorpusColumns
    unused: dict[str, str]


def remember_sounds(
    choices: Sequence[SoundChoice],
    codec: ModelCodec,
    codec_id: str,
    folder: Path,
    kind: SoundFormat,
    on_progress: OnProgress = lambda _share, _name: None,
) -> RememberedSounds:
    """Make the corpus of some sounds; an earlier one stays until this one is complete.

    Args:
        choices: The sounds.
        codec: The codec of the model.
        codec_id: Hash of its tensors.
        folder: The folder of the corpus.
        kind: How the sound is kept.
        on_progress: Called before each part.

    Raises:
        BadArgument: None of the sounds can be used; says why.
        DiskFull: There is no room; an earlier corpus is as it was.
        FileProblem: A file cannot be written; an earlier corpus is as it was.
    """
    total_s = sum(one.length_s for one in choices) or 1.0
    unused, done_s = {}, 0.0
    with building(folder) as half:
        builder = CorpusBuilder(codec, codec_id, half, kind)
        for choice in choices:
            on_progress(min(1.0, done_s / total_s), choice.name)
            try:
                builder.add(choice)
            except (AudioFileProblem, BadArgument) as problem:  # it may have changed meanwhile
                unused[choice.name] = str(problem)
            done_s += choice.length_s
        if not builder.files:
            raise BadArgument(_nothing(unused))
        return RememberedSounds(builder.finish(), unused)


class CorpusBuilder:
    """Adds one sound after the other to a corpus in a folder.

    Threads: one.

    Attributes:
        files: The files so far.
    """

    def __init__(self, codec: ModelCodec, codec_id: str, folder: Path, kind: SoundFormat) -> None:
        self.files: list[CorpusFile] = []
        self._codec, self._codec_id = codec, codec_id
        self._folder, self._kind = folder, kind
        self._column = codec.config.column_samples
        self._parts: list[CorpusPart] = []
        self._codes: list[Codes] = []
        self._features: list[ColumnFeatures] = []

    def add(self, choice: SoundChoice) -> None:
        """Add a sound, without its long silences; each stretch between them becomes a file.

        Raises:
            AudioFileProblem: It cannot be read, is silent, or is shorter than a column.
            DiskFull: There is no room.
            FileProblem: Its parts cannot be written.
        """
        meter, blocks = _measured(choice)
        if meter.is_silent:
            raise AudioFileProblem(f"it is silent: its peak is {meter.peak:.1g} of full scale")
        stretches = [
            one for one in meter.stretches(self._column) if one.end - one.first >= self._column
        ]
        if not stretches:
            least_s = self._column / SAMPLE_RATE
            raise AudioFileProblem(f"it has less than {least_s:.2f} s, a column, without silence")
        gain = np.float32(meter.gain())
        with contextlib.closing(SampleCursor(blocks)) as cursor:
            for stretch in stretches:
                self._add_stretch(choice, stretch, (one * gain for one in cursor.take(stretch)))

    def finish(self) -> CorpusColumns:
        """Write the columns beside the sound of all parts; return them.

        Raises:
            DiskFull: There is no room.
            FileProblem: They cannot be written.
        """
        codes = np.concatenate(self._codes)
        corpus = CorpusColumns(
            self._codec_id,
            tuple(self.files),
            tuple(self._parts),
            codes,
            ColumnFeatures.joined(self._features),
            *principal_basis(codes, self._codec.codebooks()),
        )
        save_columns(self._folder, corpus)
        return corpus

    def _add_stretch(self, choice: SoundChoice, stretch: Stretch, blocks: Iterator[Audio]) -> None:
        encoder = ColumnEncoder(self._codec)
        parts: list[CorpusPart] = []
        for part in cut_parts(blocks, self._column):
            data = encoded(part, self._kind)
            name = f"{len(self._parts) + len(parts)}.{self._kind}"
            self._write(name, data)
            place = len(self.files), part.columns, part.lead
            parts.append(CorpusPart(sound_id(data), name, *place))
            own = to_mono(own_sound(data, part, self._column))
            encoder.step(np.pad(own, (0, -len(own) % self._column)))
        codes, features = encoder.finish()
        start_s = choice.start_s + stretch.first / SAMPLE_RATE
        about = choice.author, choice.licence, round(start_s, 3)
        self.files.append(CorpusFile(choice.name, len(codes), *about))
        self._parts += parts
        self._codes.append(codes)
        self._features.append(features)

    def _write(self, name: str, data: bytes) -> None:
        with atomic.translated(f"the corpus in {self._folder.parent}", self._folder):
            atomic.leave_room(self._folder, len(data))
        atomic.replace(self._folder / name, data, durable=False)


class SampleCursor:
    """Takes stretches of a sound out of its blocks, in order.

    Threads: one.
    """

    def __init__(self, blocks: Iterable[Audio]) -> None:
        self._source = blocks
        self._blocks = iter(blocks)
        self._block: Audio | None = None
        self._at = 0

    def take(self, stretch: Stretch) -> Iterator[Audio]:
        """Yield the blocks [T, C] of a stretch that begins where the last one ended, or later."""
        while True:
            if self._block is None:
                self._block = next(self._blocks, None)
            if self._block is None:
                return
            low, high = max(0, stretch.first - self._at), stretch.end - self._at
            if len(part := self._block[low:high]):
                yield part
            if high <= len(self._block):
                return
            self._at += len(self._block)
            self._block = None

    def close(self) -> None:
        """Close the file that the blocks come from."""
        if close := getattr(self._source, "close", None):
            close()


def _measured(choice: SoundChoice) -> tuple[LoudnessMeter, Iterable[Audio]]:
    """Measure a sound, and return its blocks too: those in memory, or decoded again."""
    meter, buffer, count = LoudnessMeter(), [], 0
    for block in _blocks(choice):
        meter.step(block)
        count += block.size
        if count <= MOST_BUFFERED:
            buffer.append(block)
        else:
            buffer.clear()
    return meter, buffer if count <= MOST_BUFFERED else _blocks(choice)


def _blocks(choice: SoundChoice) -> Iterator[Audio]:
    part = stream_part(
        choice.path, choice.start_s, choice.length_s, longest_s=math.inf, stereo=True
    )
    return (block for block, _ in part)


def _nothing(unused: dict[str, str]) -> str:
    reasons = [f"{name}: {why}" for name, why in list(unused.items())[:_REASONS]]
    more = [f"and {len(unused) - _REASONS} more"] if len(unused) > _REASONS else []
    return f"there is no sound to remember ({'; '.join(reasons + more) or 'no sound files'})"
