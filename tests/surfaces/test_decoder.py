"""Valid packets are decoded exactly; a hostile one is refused whole, with one error."""

import math
import struct
from datetime import UTC, datetime

import pytest

from distill.errors import BadPacket
from distill.surfaces.osc import decoder
from distill.surfaces.osc.decoder import decode
from distill.surfaces.wire_schema import WireMessage

NOW = b"\0" * 7 + b"\1"


def text(value: str | bytes) -> bytes:
    raw = value.encode() if isinstance(value, str) else value
    return raw + b"\0" * (4 - len(raw) % 4)


def message(address: str | bytes, tags: str | bytes = ",", data: bytes = b"") -> bytes:
    return text(address) + text(tags) + data


def bundle(*elements: bytes, stamp: bytes = NOW) -> bytes:
    body = b"".join(struct.pack(">i", len(e)) + e for e in elements)
    return b"#bundle\0" + stamp + body


def nested(depth: int) -> bytes:
    packet = message("/distill/ping")
    for _ in range(depth):
        packet = bundle(packet)
    return packet


PING = message("/distill/ping", ",i", struct.pack(">i", 7))


def test_numbers_of_every_kind_arrive_in_order_and_keep_their_kind():
    data = struct.pack(">ifqd", -3, 0.5, 2**40, 1e-9)
    (got,) = decode(message("/distill/x", ",ifhd", data))
    assert got == WireMessage("/distill/x", (-3, 0.5, 2**40, 1e-9))
    assert [type(v) for v in got.values] == [int, float, int, float]


def test_true_false_nil_and_bang_carry_no_bytes_and_shift_nothing():
    data = struct.pack(">i", 5) + text("end")
    (got,) = decode(message("/distill/x", ",TFNIis", data))
    assert got.values == (1, 0, "", 1, 5, "end")


def test_a_time_tag_argument_is_seconds_since_1900():
    moment = datetime(2024, 1, 1, tzinfo=UTC) - datetime(1900, 1, 1, tzinfo=UTC)
    seconds = int(moment.total_seconds())
    (got,) = decode(message("/distill/x", ",ti", struct.pack(">IIi", seconds, 2**31, 9)))
    assert got.values == (seconds + 0.5, 9)


def test_text_may_be_any_utf8_and_of_any_length_modulo_four():
    for word in ("", "a", "ab", "abc", "abcd", "Zürich/Gödel, 鐘.wav"):
        (got,) = decode(message("/distill/encode", ",si", text(word) + struct.pack(">i", 1)))
        assert got.values == (word, 1)


def test_a_message_without_type_tags_has_no_arguments():
    assert decode(text("/distill/status")) == [WireMessage("/distill/status")]
    assert decode(message("/distill/status")) == [WireMessage("/distill/status")]


def test_a_bundle_is_flattened_in_order_whatever_its_time_tag():
    other = message("/distill/stop")
    for stamp in (NOW, b"\0" * 8, b"\xff" * 8):
        got = decode(bundle(PING, bundle(other, PING, stamp=b"\xff" * 8), other, stamp=stamp))
        assert [m.address[9:] for m in got] == ["ping", "stop", "ping", "stop"]


def test_an_empty_bundle_holds_no_messages():
    assert decode(bundle()) == []


def test_a_set_with_512_codes_fits():
    codes = tuple(range(512))
    data = text("a") + struct.pack(">512i", *codes)
    (got,) = decode(message("/distill/set", ",s" + "i" * 512, data))
    assert got.values == ("a", *codes)


def test_sizes_are_accepted_at_the_bound_and_refused_one_past_it():
    longest = "/" + "a" * (decoder.MAX_ADDRESS - 1)
    assert decode(message(longest))[0].address == longest
    with pytest.raises(BadPacket, match="255 characters, got 256"):
        decode(message(longest + "a"))
    assert len(decode(message("/a", "," + "T" * decoder.MAX_VALUES))[0].values) == 1024
    with pytest.raises(BadPacket, match="1024 arguments, got 1025"):
        decode(message("/a", "," + "T" * (decoder.MAX_VALUES + 1)))
    assert decode(nested(decoder.MAX_DEPTH)) == [WireMessage("/distill/ping")]
    with pytest.raises(BadPacket, match="nest 4 deep"):
        decode(nested(decoder.MAX_DEPTH + 1))
    full = message("/a", ",s", text("x" * (decoder.MAX_PACKET - 12)))
    assert len(full) == decoder.MAX_PACKET
    assert decode(full)[0].values == ("x" * (decoder.MAX_PACKET - 12),)
    with pytest.raises(BadPacket, match="8192 bytes, got 8196"):
        decode(full + b"\0" * 4)


def test_a_packet_holds_256_messages_and_no_more():
    stop = message("/distill/stop")
    assert len(decode(bundle(*[stop] * 128, bundle(*[stop] * 128)))) == decoder.MAX_MESSAGES
    with pytest.raises(BadPacket, match="up to 256 messages"):
        decode(bundle(*[stop] * 128, bundle(*[stop] * 129)))


HOSTILE = {
    "nothing": b"",
    "one byte": b"/",
    "not a multiple of four": PING + b"\0",
    "no slash": message("distill/ping"),
    "empty address": message(""),
    "address without end": b"/distill",
    "address in the next message": b"/abc" + b"\xff" * 8,
    "address not padded with zeros": b"/ab\0" + b",\0x\0",
    "address not ascii": message("/distill/pïng"),
    "address not utf-8": message(b"/distill/\xff\xfe"),
    "address with a control character": message("/distill/\nping"),
    "address with a space": message("/distill/ping pong"),
    "pattern star": message("/distill/*"),
    "pattern thirty stars": message("/" + "*" * 30),
    "pattern question": message("/distill/pin?"),
    "pattern class": message("/distill/[a-z]"),
    "pattern choice": message("/distill/{ping,pong}"),
    "tags without comma": message("/a", "i", b"\0" * 4),
    "tags without end": text("/a") + b",iii",
    "unknown tag": message("/a", ",iQi", struct.pack(">iii", 1, 0, 2)),
    "unknown tag without data": message("/a", ",iQi", struct.pack(">ii", 1, 2)),
    "array": message("/a", ",[i]", struct.pack(">i", 1)),
    "rgba": message("/a", ",r", b"\0" * 4),
    "midi": message("/a", ",m", b"\0" * 4),
    "tags not ascii": message("/a", b",i\xff", b"\0" * 8),
    "int missing": message("/a", ",i"),
    "second int missing": message("/a", ",ii", b"\0" * 4),
    "double cut": message("/a", ",d", b"\0" * 4),
    "time tag cut": message("/a", ",t", b"\0" * 4),
    "more bytes than arguments": message("/a", ",i", b"\0" * 8),
    "string missing": message("/a", ",s"),
    "string without end": message("/a", ",s", b"abcd"),
    "string not utf-8": message("/a", ",s", text(b"\xc3\x28")),
    "string with a lone surrogate": message("/a", ",s", text(b"\xed\xa0\x80")),
    "string padded with rubbish": message("/a", ",s", b"a\0\0x"),
    "blob": message("/a", ",b", struct.pack(">i", 4) + b"\0" * 4),
    "blob of negative size": message("/a", ",bi", struct.pack(">ii", -4, 1)),
    "nan": message("/a", ",f", struct.pack(">f", math.nan)),
    "signalling nan": message("/a", ",f", b"\x7f\xa0\0\0"),
    "infinity": message("/a", ",f", struct.pack(">f", math.inf)),
    "nan in a double": message("/a", ",d", struct.pack(">d", math.nan)),
    "minus infinity in a double after a good int": message(
        "/a", ",id", struct.pack(">id", 1, -math.inf)
    ),
    "bundle without time": b"#bundle\0",
    "bundle with half a time": b"#bundle\0" + b"\0" * 4,
    "bundle with half a size": b"#bundle\0" + NOW + b"\0\0",
    "bundle element of minus four": b"#bundle\0" + NOW + struct.pack(">i", -4),
    "bundle element of minus four, then room": b"#bundle\0" + NOW + struct.pack(">i", -4) + PING,
    "bundle element of zero": b"#bundle\0" + NOW + struct.pack(">i", 0),
    "bundle element of zero, then a message": b"#bundle\0" + NOW + b"\0" * 4 + bundle(PING)[16:],
    "bundle element of two": b"#bundle\0" + NOW + struct.pack(">i", 2) + b"/a\0\0",
    "bundle element of six": b"#bundle\0" + NOW + struct.pack(">i", 6) + PING,
    "bundle element beyond the end": b"#bundle\0" + NOW + struct.pack(">i", 400) + PING,
    "bundle element of the lowest int": b"#bundle\0" + NOW + struct.pack(">i", -(2**31)) + PING,
    "bundle with another name": b"#bumble\0" + NOW,
    "bundle with one bad message of three": bundle(PING, message("/a", ",Q"), PING),
    "deep bundles in 64 kB": nested(3_000),
    "a large datagram": bundle(*[PING] * 400),
}


@pytest.mark.parametrize("packet", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_packet_is_refused_whole(packet):
    with pytest.raises(BadPacket) as refused:
        decode(packet)
    assert 20 < len(str(refused.value)) < 200
    assert str(refused.value).isprintable()


def test_a_refusal_names_the_address_and_what_is_allowed():
    with pytest.raises(BadPacket, match=r"^/distill/set: no command takes a blob; send numbers"):
        decode(message("/distill/set", ",sb", text("a") + struct.pack(">i", 0)))
    with pytest.raises(BadPacket, match=r"^/distill/set: the packet ends 8 bytes before its arg"):
        decode(message("/distill/set", ",iii", b"\0" * 4))
