import io
import struct

import pytest

from distill.errors import AudioFileProblem
from distill.storage.riff import (
    MAX_CHUNKS,
    chunks,
    decoder_view,
    is_wave,
    pack_chunk,
    read_wave,
    wave_head,
)

FORM = struct.pack("<HHIIHH", 1, 1, 48_000, 96_000, 2, 16)


def _wave(*parts):
    content = b"WAVE" + b"".join(parts)
    return io.BytesIO(b"RIFF" + struct.pack("<I", len(content)) + content)


def test_chunks_are_read_with_their_padding():
    file = _wave(
        pack_chunk(b"fmt ", FORM), pack_chunk(b"odd ", b"abc"), pack_chunk(b"data", b"12345678")
    )
    found = [(chunk.name, chunk.at, chunk.size) for chunk in chunks(file)]
    assert found == [(b"fmt ", 20, 16), (b"odd ", 44, 3), (b"data", 56, 8)]


def test_a_chunk_that_claims_too_much_has_the_bytes_present():
    file = _wave(pack_chunk(b"fmt ", FORM), b"data" + struct.pack("<I", 1000) + b"1234")
    wave = read_wave(file)
    assert (wave.data.size, wave.data.claimed, wave.missing) == (4, 1000, 996)


def test_the_view_of_the_decoder_has_format_and_sound_only():
    file = _wave(
        pack_chunk(b"LIST", b"x" * 31),
        pack_chunk(b"fmt ", FORM),
        pack_chunk(b"data", b"123456"),
        pack_chunk(b"id3 ", b"y"),
    )
    view = decoder_view(file, read_wave(file))
    shown = view.read()
    assert shown == b"RIFF" + struct.pack("<I", 42) + b"WAVE" + pack_chunk(
        b"fmt ", FORM
    ) + pack_chunk(b"data", b"123456")
    assert view.read(4) == b""


def test_the_view_reads_and_seeks_like_a_file():
    file = _wave(pack_chunk(b"fmt ", FORM), pack_chunk(b"data", bytes(range(10))))
    view = decoder_view(file, read_wave(file))
    assert view.seek(-10, 2) == 44
    assert view.read(3) == b"\0\1\2"
    assert view.tell() == 47
    assert view.seek(2, 1) == 49
    assert view.read() == bytes(range(5, 10))
    view.seek(40)
    assert view.read(6) == struct.pack("<I", 10) + b"\0\1"


def test_half_a_sample_at_the_end_is_cut_off():
    file = _wave(pack_chunk(b"fmt ", FORM), b"data" + struct.pack("<I", 5) + b"12345")
    assert (
        decoder_view(file, read_wave(file))
        .read()
        .endswith(b"data" + struct.pack("<I", 4) + b"1234")
    )


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((), "no sound in it"),
        ((pack_chunk(b"fmt ", FORM),), "no sound in it"),
        ((pack_chunk(b"data", b"1234"), pack_chunk(b"fmt ", FORM)), "before its format"),
        ((pack_chunk(b"fmt ", b"short"), pack_chunk(b"data", b"1234")), "format chunk of 5 bytes"),
        ((b"fmt " + struct.pack("<I", 1 << 30) + FORM,), "format chunk of 1073741824 bytes"),
        (
            (pack_chunk(b"fmt ", b"x" * 5000), pack_chunk(b"data", b"1234")),
            "format chunk of 5000 bytes",
        ),
    ],
)
def test_an_incomplete_wave_file_is_refused(parts, text):
    with pytest.raises(AudioFileProblem, match=text):
        read_wave(_wave(*parts))


def test_the_number_of_chunks_is_bounded():
    assert len(list(chunks(_wave(*[pack_chunk(b"junk", b"")] * (MAX_CHUNKS + 50))))) == MAX_CHUNKS


@pytest.mark.parametrize("data", [b"", b"RIFF", b"RIFF\0\0\0\0AVI ", b"xxxxyyyyWAVE"])
def test_other_files_are_not_wave_files(data):
    assert not is_wave(data[:12])


def test_an_rf64_file_has_its_size_in_its_first_chunk():
    sizes = struct.pack("<QQQI", 0, 6, 3, 0)
    content = (
        pack_chunk(b"ds64", sizes)
        + pack_chunk(b"fmt ", FORM)
        + b"data\xff\xff\xff\xff"
        + b"123456"
        + pack_chunk(b"xx  ", b"yy")
    )
    file = io.BytesIO(b"RF64\xff\xff\xff\xffWAVE" + content)
    assert read_wave(file).data.size == 6


def test_the_header_of_a_clip_counts_all_bytes_after_it():
    head = wave_head(2, 48_000, 3, "PCM_24", 10)
    assert struct.unpack("<I", head[4:8])[0] == len(head) - 8 + 18 + 10
    assert head[-4:] == struct.pack("<I", 18)
