"""Outgoing messages have only i, f and s, fit a packet, and any client can read them."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pythonosc.osc_message import OscMessage

from distill.errors import Crash
from distill.surfaces.osc.decoder import decode
from distill.surfaces.osc.encoder import MAX_BYTES, encode, encode_float
from distill.surfaces.wire_schema import PAGE, pages


def read(packet: bytes) -> list:
    return OscMessage(packet).params


def tags(packet: bytes) -> bytes:
    start = packet.index(b",")
    return packet[start : packet.index(b"\0", start)]


def test_a_message_has_the_bytes_that_the_specification_shows():
    packet = encode("/oscillator/4/frequency", (440.0,))
    assert packet == b"/oscillator/4/frequency\0,f\0\0\x43\xdc\0\0"
    assert encode("/foo", (1000, -1, "hello", 1.234, 5.678)) == bytes.fromhex(
        "2f666f6f00000000 2c69697366660000 000003e8 ffffffff 68656c6c6f000000 3f9df3b6 40b5b22d"
    )


def test_no_values_leave_an_empty_tag_list_for_strict_readers():
    assert encode("/distill/startup", ()) == b"/distill/startup\0\0\0\0,\0\0\0"


def test_ints_of_31_bits_stay_ints_and_longer_ones_go_as_text():
    packet = encode("/a", (2**31 - 1, -(2**31), 2**31, -(2**31) - 1))
    assert tags(packet) == b",iiss"
    assert read(packet) == [2147483647, -2147483648, "2147483648", "-2147483649"]


def test_booleans_are_sent_as_zero_and_one():
    packet = encode("/a", (True, False))
    assert tags(packet) == b",ii"
    assert read(packet) == [1, 0]


def test_a_float_that_no_float32_holds_goes_as_text():
    packet = encode("/a", (math.nan, -math.inf, 1e39, 3.4e38, 0.1))
    assert tags(packet) == b",sssff"
    assert read(packet)[:3] == ["nan", "-inf", "1e+39"]
    assert read(packet)[4] == pytest.approx(0.1, abs=1e-8)


def test_text_with_a_zero_or_a_broken_file_name_keeps_the_message_valid():
    packet = encode("/a", ("a\0b", "caf\udce9.wav", "Zürich", 7))
    assert read(packet) == ["ab", "caf?.wav", "Zürich", 7]


def test_long_text_is_cut_with_an_ellipsis_between_two_letters():
    for letter in ("x", "ü", "鐘", "🎹"):
        packet = encode("/distill/error", (1, "code", letter * 2000, "/distill/encode"))
        told = read(packet)
        assert MAX_BYTES - 8 < len(packet) <= MAX_BYTES
        assert told[0:2] == [1, "code"]
        assert told[3] == "/distill/encode"
        assert set(told[2].removesuffix("...")) == {letter}
        assert told[2].endswith("...")


def test_the_longest_text_is_cut_first():
    told = read(encode("/a", ("s" * 200, "l" * 3000, "t" * 100)))
    assert told[0] == "s" * 200
    assert told[2] == "t" * 100
    assert told[1].endswith("l...")


def test_a_page_of_240_numbers_with_its_header_fits_and_400_do_not():
    header = ("i" * 64, 100_000, 100_000)
    packet = encode("/distill/interpolate/page", (*header, *range(PAGE)))
    assert len(packet) <= MAX_BYTES
    assert read(packet)[3:] == list(range(PAGE))
    with pytest.raises(Crash, match="400 values do not fit 1400 bytes"):
        encode("/distill/codes/page", range(400))


def test_pages_hold_everything_in_order():
    assert list(pages(())) == []
    assert list(pages(range(240))) == [tuple(range(240))]
    assert [len(page) for page in pages(range(500))] == [240, 240, 20]
    assert [v for page in pages(range(500)) for v in page] == list(range(500))


@given(
    st.lists(
        st.one_of(st.integers(-(2**70), 2**70), st.floats(), st.text(max_size=800), st.booleans()),
        max_size=40,
    )
)
@settings(max_examples=150, deadline=None)
def test_the_strict_decoder_reads_every_encoded_message(values):
    packet = encode("/distill/x", values)
    assert len(packet) <= MAX_BYTES
    assert set(tags(packet)) <= set(b",ifs")
    (message,) = decode(packet)
    assert list(message.values) == read(packet)
    assert len(message.values) == len(values)


@pytest.mark.parametrize("address", ["/a", "/ab", "/abc", "/distill/live/level0/activity"])
@pytest.mark.parametrize("value", [0.0, 1.0, -2.5, 1e-9])
def test_the_fast_float_encoder_makes_the_same_packet(address: str, value: float) -> None:
    assert encode_float(address, value) == encode(address, (value,))
