"""The size that a sound file's header claims for it, in each format that carries a length.

libsndfile takes most truncated files for shorter sounds: it counts what is there. WAV is parsed in
`riff`. FLAC and MP3 store a length too, which the decoder reports; Ogg, PAF, IRCAM and PVF have
none in their header, so what is there is all that can be known. The layouts are those of the
headers that libsndfile 1.2.2 writes and reads.
"""

import re
import struct
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

from distill.storage.riff import MAX_CHUNKS

_HEAD: Final = 1024
"""Bytes in which every header without chunks fits."""
_UNKNOWN: Final = 0xFFFFFFFF
"""A 32-bit length of a stream that was written without knowing its end."""
_W64_ID: Final = 16
_MAT4_WIDTHS: Final = (8, 4, 4, 2, 2, 1)
"""Bytes of an entry of a matrix in MAT4, by its type."""
_MAT5_MATRIX: Final = 14

Claim = Callable[[BinaryIO, bytes], int]
"""Returns the size in bytes that a file claims, by the file and its first bytes; 0: unknown."""


def claimed_size(file: BinaryIO) -> int:
    """Return the least size in bytes that a complete file has, by its header; 0 if it names none.

    The header is not trusted: the size may be absurd, and nothing is allocated for it.
    """
    file.seek(0)
    head = file.read(_HEAD)
    for magic, claim in _CLAIMS.items():
        if head.startswith(magic):
            try:
                return claim(file, head)
            except (struct.error, LookupError, ValueError, OverflowError, OSError):
                return 0  # the header is cut off, or a size leads nowhere: the decoder says so
    return 0


def _form(file: BinaryIO, _head: bytes) -> int:
    """AIFF, AIFC and SVX: the sound is the chunk SSND or BODY."""
    return next((end for name, end in _chunks(file, 12, ">4sI") if name in (b"SSND", b"BODY")), 0)


def _caf(file: BinaryIO, _head: bytes) -> int:
    return next((end for name, end in _chunks(file, 8, ">4sq") if name == b"data"), 0)


def _chunks(file: BinaryIO, at: int, form: str) -> Iterator[tuple[bytes, int]]:
    """Yield the name and the end of each chunk; a negative size is unknown."""
    width = struct.calcsize(form)
    for _ in range(MAX_CHUNKS):
        file.seek(at)
        label = file.read(width)
        if len(label) < width:
            return
        name, size = struct.unpack(form, label)
        yield name, at + width + size if 0 <= size != _UNKNOWN else 0
        if size < 0:
            return
        at += width + size + (size % 2 if form == ">4sI" else 0)


def _w64(file: BinaryIO, _head: bytes) -> int:
    """Sony Wave64: sizes count the chunk's own label, and chunks begin at multiples of 8."""
    at, width = 40, _W64_ID + 8
    for _ in range(MAX_CHUNKS):
        file.seek(at)
        label = file.read(width)
        if len(label) < width:
            return 0
        size = int(struct.unpack_from("<q", label, _W64_ID)[0])
        if size < width:
            return 0
        if label[:4] == b"data":
            return at + size
        at += size + -size % 8
    return 0


def _au(_file: BinaryIO, head: bytes) -> int:
    order = ">" if head[:1] == b"." else "<"
    at, size = struct.unpack_from(order + "II", head, 4)
    return 0 if size == _UNKNOWN else int(at + size)


def _avr(_file: BinaryIO, head: bytes) -> int:
    stereo, bits = struct.unpack_from(">HH", head, 12)
    frames = struct.unpack_from(">I", head, 26)[0]
    return 128 + int(frames * (2 if stereo else 1) * (bits // 8))


def _mpc2k(_file: BinaryIO, head: bytes) -> int:
    return 42 + 2 * (2 if head[21] else 1) * int(struct.unpack_from("<I", head, 30)[0])


def _wve(_file: BinaryIO, head: bytes) -> int:
    return 32 + int(struct.unpack_from(">I", head, 18)[0])


def _xi(_file: BinaryIO, head: bytes) -> int:
    """FastTracker II instruments; libsndfile itself writes 0 for the length."""
    samples = min(int(struct.unpack_from("<H", head, 296)[0]), 16)
    sizes = [int(struct.unpack_from("<I", head, 298 + 40 * one)[0]) for one in range(samples)]
    return 298 + 40 * samples + sum(sizes) if all(sizes) else 0


def _sds(_file: BinaryIO, head: bytes) -> int:
    """MIDI Sample Dump: packets of 127 bytes hold 120 bytes of words of 2, 3 or 4."""
    words = head[10] | head[11] << 7 | head[12] << 14
    return 21 + 127 * -(-words * -(-head[6] // 7) // 120)


def _voc(file: BinaryIO, head: bytes) -> int:
    """Creative Voice: blocks of a type and a size of three bytes; type 0 ends the file."""
    at = int(struct.unpack_from("<H", head, 20)[0])
    for _ in range(MAX_CHUNKS):
        file.seek(at)
        label = file.read(4)
        if not label or not label[0]:
            return at
        at += 4 + int.from_bytes(label[1:].ljust(3, b"\0"), "little")
    return 0


def _nist(_file: BinaryIO, head: bytes) -> int:
    values = dict(re.findall(rb"^(\w+) -\w+ (\d+)$", head, re.MULTILINE))
    size = int(values.get(b"sample_count", 0))
    for name in (b"channel_count", b"sample_n_bytes"):
        size *= int(values.get(name, 1))
    return int(head[8:16]) + size if size else 0


def _mat4(file: BinaryIO, head: bytes) -> int:
    """MATLAB 4: a matrix of the rate, then one of the sound."""
    order, at = ("<" if head[:1] == b"\0" and head[4:5] == b"\1" else ">"), 0
    for _ in range(2):
        file.seek(at)
        kind, rows, columns, _imaginary, name = struct.unpack(order + "5I", file.read(20))
        width = _MAT4_WIDTHS[kind // 10 % 10] if kind // 10 % 10 < len(_MAT4_WIDTHS) else 0
        at += 20 + name + rows * columns * width
    return at


def _mat5(file: BinaryIO, head: bytes) -> int:
    """MATLAB 5: the same as matrices of four elements; libsndfile counts the outer size wrong."""
    order, at = ("<" if head[126:128] == b"IM" else ">"), 128
    end = 0
    for _ in range(2):
        file.seek(at)
        if struct.unpack(order + "I", file.read(4))[0] != _MAT5_MATRIX:
            return 0
        at += 8
        for _element in range(4):
            file.seek(at)
            kind, size = struct.unpack(order + "II", file.read(8))
            small = kind >> 16  # up to four bytes lie in the place of the size
            end = at + 8 if small else at + 8 + size
            at = end + -end % 8
    return end


_CLAIMS: Final[dict[bytes, Claim]] = {
    b"FORM": _form,
    b"caff": _caf,
    b"riff\x2e\x91\xcf\x11": _w64,
    b".snd": _au,
    b"dns.": _au,
    b"2BIT": _avr,
    b"\x01\x04": _mpc2k,
    b"ALawSoundFile**\0": _wve,
    b"Extended Instrument: ": _xi,
    b"Creative Voice File\x1a": _voc,
    b"\xf0\x7e": _sds,
    b"NIST_1A\n": _nist,
    b"\x00\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00": _mat4,
    b"\x00\x00\x03\xe8\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00": _mat4,
    b"MATLAB 5.0 MAT-file": _mat5,
}
