import io
import struct

import pytest

from distill.errors import AudioFileProblem
from distill.storage.riff import MAX_CHUNKS, box, chunks, is_wave, plain, read_wave, wave_head

FORM = struct.pack("<HHIIHH", 1, 1, 48_000, 96_000, 2, 16)


def _wave(*boxes):
    content = b"WAVE" + b"".join(boxes)
    return io.BytesIO(b"RIFF" + struct.pack("<I", len(content)) + content)


def test_boxes_are_walked_with_their_padding():
    file = _wave(box(b"fmt ", FORM), box(b"odd ", b"abc"), box(b"data", b"12345678"))
    found = [(chunk.name, chunk.at, chunk.size) for chunk in chunks(file)]
    assert found == [(b"fmt ", 20, 16), (b"odd ", 44, 3), (b"data", 56, 8)]


def test_a_box_that_claims_more_than_is_there_has_what_is_there():
    file = _wave(box(b"fmt ", FORM), b"data" + struct.pack("<I", 1000) + b"1234")
    wave = read_wave(file)
    assert (wave.data.size, wave.data.claimed, wave.missing) == (4, 1000, 996)


def test_the_decoder_is_shown_format_and_sound_only():
    file = _wave(
        box(b"LIST", b"x" * 31), box(b"fmt ", FORM), box(b"data", b"123456"), box(b"id3 ", b"y")
    )
    view = plain(file, read_wave(file))
    shown = view.read()
    assert shown == b"RIFF" + struct.pack("<I", 42) + b"WAVE" + box(b"fmt ", FORM) + box(
        b"data", b"123456"
    )
    assert view.read(4) == b""


def test_the_view_can_be_walked_like_a_file():
    file = _wave(box(b"fmt ", FORM), box(b"data", bytes(range(10))))
    view = plain(file, read_wave(file))
    assert view.seek(-10, 2) == 44
    assert view.read(3) == b"\0\1\2"
    assert view.tell() == 47
    assert view.seek(2, 1) == 49
    assert view.read() == bytes(range(5, 10))
    view.seek(40)
    assert view.read(6) == struct.pack("<I", 10) + b"\0\1"


def test_half_a_sample_at_the_end_is_not_shown():
    file = _wave(box(b"fmt ", FORM), b"data" + struct.pack("<I", 5) + b"12345")
    assert plain(file, read_wave(file)).read().endswith(b"data" + struct.pack("<I", 4) + b"1234")


@pytest.mark.parametrize(
    ("boxes", "text"),
    [
        ((), "no sound in it"),
        ((box(b"fmt ", FORM),), "no sound in it"),
        ((box(b"data", b"1234"), box(b"fmt ", FORM)), "before its format"),
        ((box(b"fmt ", b"short"), box(b"data", b"1234")), "format box of 5 bytes"),
        ((b"fmt " + struct.pack("<I", 1 << 30) + FORM,), "format box of 1073741824 bytes"),
        ((box(b"fmt ", b"x" * 5000), box(b"data", b"1234")), "format box of 5000 bytes"),
    ],
)
def test_what_is_no_whole_wave_is_refused(boxes, text):
    with pytest.raises(AudioFileProblem, match=text):
        read_wave(_wave(*boxes))


def test_endless_boxes_end():
    assert len(list(chunks(_wave(*[box(b"junk", b"")] * (MAX_CHUNKS + 50))))) == MAX_CHUNKS


@pytest.mark.parametrize("data", [b"", b"RIFF", b"RIFF\0\0\0\0AVI ", b"xxxxyyyyWAVE"])
def test_other_files_are_no_waves(data):
    assert not is_wave(data[:12])


def test_a_wide_wave_tells_its_size_in_its_first_box():
    sizes = struct.pack("<QQQI", 0, 6, 3, 0)
    content = (
        box(b"ds64", sizes)
        + box(b"fmt ", FORM)
        + b"data\xff\xff\xff\xff"
        + b"123456"
        + box(b"xx  ", b"yy")
    )
    file = io.BytesIO(b"RF64\xff\xff\xff\xffWAVE" + content)
    assert read_wave(file).data.size == 6


def test_the_head_of_a_clip_counts_everything_behind_it():
    head = wave_head(2, 48_000, 3, "PCM_24", 10)
    assert struct.unpack("<I", head[4:8])[0] == len(head) - 8 + 18 + 10
    assert head[-4:] == struct.pack("<I", 18)
