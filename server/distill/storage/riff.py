"""Read and write the chunks of WAV files, without trust in the sizes that they claim.

libsndfile 1.2.2 hangs on some files whose INFO chunk has a wrong size (its issue 1118), and accepts
a header that claims a thousand times the bytes present. So a WAV is parsed here first: the decoder
reads a view with the format and the sound only, with sizes counted from the bytes present.
"""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from distill.errors import AudioFileProblem, BadArgument

MAX_CHUNKS: Final = 1000
"""Most chunks read; real files have fewer than 30."""
MIN_FORMAT: Final = 16
MAX_FORMAT: Final = 4096
"""Bytes of a format chunk; plain PCM has 16, the largest known 52."""
MAX_SIZE: Final = 0xFFFFFFF0
"""Largest RIFF size in bytes, with a reserve below 2**32."""
_WIDE: Final = b"\xff" * 4
"""A size in RF64 that the chunk `ds64` holds, in 64 bits."""
_DS64: Final = 36
"""Bytes of that chunk, with its label."""
UNFINISHED: Final = frozenset({0, 0x7FFFFFFF, 0x7FFFF000, 0x80000000, 0xFFFFFFFF, 0xFFFFF000})
"""Sizes in the header of a recording that was not closed, so that its true size is missing."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """One chunk.

    Attributes:
        name: Four bytes.
        at: Offset of its content in the file.
        size: Bytes of content that are present.
        claimed: Bytes that its header claims.
    """

    name: bytes
    at: int
    size: int
    claimed: int


@dataclass(frozen=True, slots=True)
class Wave:
    """Byte order, format and sound of a WAV file."""

    order: str
    form: bytes
    data: Chunk

    @property
    def block(self) -> int:
        """Bytes of one sample of all channels."""
        return int(struct.unpack_from(self.order + "H", self.form, 12)[0])

    @property
    def missing(self) -> int:
        """Bytes that the header claims and the file lacks."""
        return 0 if self.data.claimed in UNFINISHED else self.data.claimed - self.data.size


@dataclass(frozen=True, slots=True)
class Loop:
    """Musical time of a sound that loops as a whole.

    Attributes:
        tempo: Beats per minute.
        beats: Beats in the sound.
        bar: Beats in a bar, each a quarter note.
    """

    tempo: float
    beats: int
    bar: int


def is_wave(head: bytes) -> bool:
    """Do the first 12 bytes begin a WAV file?"""
    return head[:4] in (b"RIFF", b"RIFX", b"RF64") and head[8:12] == b"WAVE"


def chunks(file: BinaryIO) -> Iterator[Chunk]:
    """Yield the chunks of a RIFF, RIFX or RF64 file from its start."""
    end = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(12)
    order = ">" if head[:4] == b"RIFX" else "<"
    at, wide = 12, -1
    for _ in range(MAX_CHUNKS):
        file.seek(at)
        label = file.read(8)
        if len(label) < 8:  # noqa: PLR2004 - name and size
            return
        name, claimed = label[:4], struct.unpack(order + "I", label[4:])[0]
        if name == b"ds64":
            sizes = file.read(16)
            wide = struct.unpack("<Q", sizes[8:16])[0] if len(sizes) == 16 else -1  # noqa: PLR2004
        if name == b"data" and claimed == 0xFFFFFFFF and wide >= 0:  # noqa: PLR2004 - RF64's mark
            claimed = wide
        present = max(0, min(claimed, end - at - 8))
        if name == b"data" and claimed in UNFINISHED:
            present = end - at - 8
        yield Chunk(name, at + 8, present, claimed)
        at += 8 + present + present % 2


def read_wave(file: BinaryIO) -> Wave:
    """Return format and sound.

    Raises:
        AudioFileProblem: One of them is missing or absurd.
    """
    file.seek(0)
    order = ">" if file.read(4) == b"RIFX" else "<"
    form = b""
    for chunk in chunks(file):
        if chunk.name == b"fmt " and not form:
            if not MIN_FORMAT <= chunk.size == chunk.claimed <= MAX_FORMAT:
                raise AudioFileProblem(f"its format chunk of {chunk.claimed} bytes is damaged")
            file.seek(chunk.at)
            form = file.read(chunk.size)
        if chunk.name == b"data":
            if not form:
                raise AudioFileProblem("its sound comes before its format: it is damaged")
            return Wave(order, form, chunk)
    raise AudioFileProblem("there is no sound in it: it was cut off, or is not a sound file")


class FileView:
    """A read-only view: some bytes, followed by a part of a file."""

    def __init__(self, file: BinaryIO, head: bytes, at: int, size: int) -> None:
        self._file, self._head, self._from = file, head, at
        self._end = len(head) + size
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        left = max(0, self._end - self._at)
        size = left if size < 0 else min(size, left)
        out = self._head[self._at : self._at + size]
        if len(out) < size:
            self._file.seek(self._from + max(0, self._at - len(self._head)))
            out += self._file.read(size - len(out))
        self._at += len(out)
        return out

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move the position and return it."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._end}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        """Return the position."""
        return self._at


def decoder_view(file: BinaryIO, wave: Wave) -> FileView:
    """Return a view of a WAV file that has a format, its sound, and nothing else.

    Raises:
        AudioFileProblem: Its byte order has no form for so much sound.
    """
    size = wave.data.size
    if wave.block:
        size -= size % wave.block
    form = wave.form + b"\0" * (len(wave.form) % 2)
    head = b"fmt " + struct.pack(wave.order + "I", len(wave.form)) + form + b"data"
    whole = len(b"WAVE") + len(head) + 4 + size
    if whole <= MAX_SIZE:
        label = b"RIFX" if wave.order == ">" else b"RIFF"
        sizes = struct.pack(wave.order + "I", whole), struct.pack(wave.order + "I", size)
        return FileView(file, label + sizes[0] + b"WAVE" + head + sizes[1], wave.data.at, size)
    if wave.order == ">":
        raise AudioFileProblem("a big-endian WAV holds at most 4 GiB; save it as RF64 or FLAC")
    samples = size // wave.block if wave.block else 0
    wide = pack_chunk(b"ds64", struct.pack("<QQQI", whole + _DS64, size, samples, 0))
    begin = b"RF64" + _WIDE + b"WAVE" + wide + head + _WIDE
    return FileView(file, begin, wave.data.at, size)


def wave_head(channels: int, rate: int, samples: int, kind: str, extra: int) -> bytes:
    """Return the bytes of a WAV file before its sound.

    Args:
        channels: 1 or 2.
        rate: Hz.
        samples: T.
        kind: `FLOAT` (32 bit) or `PCM_24`.
        extra: Bytes of the chunks after the sound.

    Raises:
        BadArgument: The file would exceed the size limit of WAV.
    """
    width = 4 if kind == "FLOAT" else 3
    size = samples * channels * width
    tag = 3 if kind == "FLOAT" else 1
    block = channels * width
    form = struct.pack("<HHIIHH", tag, channels, rate, rate * block, block, 8 * width)
    if kind == "FLOAT":
        head = pack_chunk(b"fmt ", form + b"\0\0") + pack_chunk(b"fact", struct.pack("<I", samples))
    else:
        head = pack_chunk(b"fmt ", form)
    head += b"data" + struct.pack("<I", size % 2**32)
    whole = 4 + len(head) + size + size % 2 + extra
    if whole > MAX_SIZE:
        raise BadArgument(f"{samples / rate:.0f} s do not fit into a WAV file; make shorter clips")
    return b"RIFF" + struct.pack("<I", whole) + b"WAVE" + head


def loop_chunks(loop: Loop, samples: int, rate: int) -> bytes:
    """Return the chunks `acid` (tempo and beats) and `smpl` (loop points) of a sound.

    The layouts are those that libsndfile 1.2.2 reads; the last sample of a loop belongs to it.

    Args:
        loop: Its musical time.
        samples: T, all of them in the loop.
        rate: Hz.
    """
    stretches, c4, quarter = 4, 60, 4
    acid = struct.pack(
        "<IHHfIHHf", stretches, c4, 0x8000, 0.0, loop.beats, quarter, loop.bar, loop.tempo
    )
    period_ns = round(1e9 / rate)
    sampler = struct.pack("<9I", 0, 0, period_ns, c4, 0, 0, 0, 1, 0)
    endless = struct.pack("<6I", 0, 0, 0, samples - 1, 0, 0)
    return pack_chunk(b"acid", acid) + pack_chunk(b"smpl", sampler + endless)


def pack_chunk(name: bytes, content: bytes) -> bytes:
    """Return a chunk, padded to an even length."""
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
