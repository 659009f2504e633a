"""The sound of a part of the corpus as the bytes of a file, FLAC or Ogg Vorbis."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np

from distill.errors import AudioFileProblem
from distill.types import SAMPLE_RATE, Audio

PART_COLUMNS: Final = 160
"""Columns of a part: about 27 s, which a server decodes in 0.05 s."""
MARGIN: Final = 1
"""Columns of the file that a part has before its own and after them, if the file has them."""
_BLOCK: Final = 1 << 13
"""Samples encoded at a time: libsndfile keeps a whole block of Vorbis on its stack."""


class SoundFormat(StrEnum):
    """How the sound of a corpus is kept; each is the suffix of its files."""

    FLAC = "flac"
    OGG = "ogg"


_FORMATS: Final[dict[SoundFormat, dict[str, Any]]] = {
    SoundFormat.FLAC: {"format": "FLAC", "subtype": "PCM_16", "compression_level": 0.625},
    SoundFormat.OGG: {"format": "OGG", "subtype": "VORBIS", "compression_level": 0.75},
}
"""What the library is told. Level 0.75 is quality 0.25 of Vorbis, 102 kbit/s on music in stereo;
level 0.625 is FLAC's own default. Any: the library has no types."""


@dataclass(frozen=True, slots=True, eq=False)
class PartSound:
    """The sound of a part.

    Attributes:
        audio: Shape [T, C], with the margins.
        lead: Columns of margin before its own.
        columns: Its own columns; the last one of a file may be cut.
    """

    audio: Audio
    lead: int
    columns: int


def cut_parts(blocks: Iterator[Audio], column: int) -> Iterator[PartSound]:
    """Cut a sound into parts.

    Args:
        blocks: The sound, [T, C] each.
        column: Samples of a column.
    """
    waiting: list[Audio] = []
    count = lead = 0
    for block in blocks:
        waiting.append(block)
        count += len(block)
        while count > (lead + PART_COLUMNS + MARGIN) * column:
            whole = np.concatenate(waiting)
            yield PartSound(whole[: (lead + PART_COLUMNS + MARGIN) * column], lead, PART_COLUMNS)
            rest = whole[(lead + PART_COLUMNS - MARGIN) * column :]
            waiting, count, lead = [rest], len(rest), MARGIN
    if not waiting:
        return
    whole = np.concatenate(waiting)
    columns = -(-(len(whole) - lead * column) // column)
    if columns > PART_COLUMNS:
        yield PartSound(whole, lead, PART_COLUMNS)
        whole = whole[(lead + PART_COLUMNS - MARGIN) * column :]
        lead, columns = MARGIN, columns - PART_COLUMNS
    yield PartSound(whole, lead, columns)


def encoded(part: PartSound, kind: SoundFormat) -> bytes:
    """Return the bytes of the file of a part."""
    import soundfile  # the main process of the server never encodes

    file = io.BytesIO()
    how = _FORMATS[kind]
    with soundfile.SoundFile(file, "w", SAMPLE_RATE, part.audio.shape[1], **how) as sound:
        for first in range(0, len(part.audio), _BLOCK):
            sound.write(part.audio[first : first + _BLOCK])
    return file.getvalue()


def own_sound(data: bytes, part: PartSound, column: int) -> Audio:
    """Decode the bytes of a part; return its own columns without the margins, [T, C].

    Raises:
        AudioFileProblem: The decoder does not return what was encoded.
    """
    import soundfile

    audio, _ = soundfile.read(io.BytesIO(data), dtype="float32", always_2d=True)
    if audio.shape != part.audio.shape:
        raise AudioFileProblem(
            f"the library that encodes sound returned {audio.shape} samples for "
            f"{part.audio.shape}; install soundfile anew"
        )
    return np.asarray(audio[part.lead * column : (part.lead + part.columns) * column])
