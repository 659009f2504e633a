"""Valid packets are compared with python-osc, and random ones are read or refused."""

import math
import random
import struct

from hypothesis import given, settings
from hypothesis import strategies as st
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.osc_packet import OscPacket

from distill.errors import BadPacket
from distill.surfaces.osc.decoder import decode
from distill.surfaces.wire_schema import WireMessage

WORD = st.text("abcdefghijklmnopqrstuvwxyz0123456789_-.", min_size=1, max_size=12)
ADDRESS = st.lists(WORD, min_size=1, max_size=5).map(lambda words: "/" + "/".join(words))
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
ARGUMENT = st.one_of(
    st.tuples(st.just("i"), st.integers(-(2**31), 2**31 - 1)),
    st.tuples(st.just("h"), st.integers(-(2**63), 2**63 - 1)),
    st.tuples(st.just("f"), st.floats(width=32, allow_nan=False, allow_infinity=False)),
    st.tuples(st.just("d"), st.floats(allow_nan=False, allow_infinity=False)),
    st.tuples(st.just("T"), st.just(value=True)),
    st.tuples(st.just("F"), st.just(value=False)),
    st.tuples(st.just("N"), st.none()),
    st.tuples(st.just("s"), TEXT),
)
MESSAGE = st.tuples(ADDRESS, st.lists(ARGUMENT, max_size=30))
TREE = st.recursive(MESSAGE, lambda inner: st.lists(inner, max_size=4), max_leaves=12)


def build(tree):
    """A message or nested lists of them, as python-osc writes it."""
    if isinstance(tree, list):
        builder = OscBundleBuilder(IMMEDIATELY)
        for branch in tree:
            builder.add_content(build(branch))
        return builder.build()
    address, arguments = tree
    builder = OscMessageBuilder(address)
    for tag, value in arguments:
        builder.add_arg(value, tag)
    return builder.build()


def depth(tree) -> int:
    return 1 + max(map(depth, tree), default=0) if isinstance(tree, list) else 0


def as_ours(message: OscMessage) -> WireMessage:
    """Convert what python-osc read to the decoder's types."""
    told = {True: 1, False: 0, None: ""}
    values = (told[v] if v is None or isinstance(v, bool) else v for v in message.params)
    return WireMessage(message.address, tuple(values))


def exact(message: WireMessage) -> list:
    """Values with their kinds and the sign of zero, so that 1 is not 1.0 and 0.0 not -0.0."""
    return [
        (type(v), v, math.copysign(1, v)) if isinstance(v, float) else (type(v), v)
        for v in message.values
    ]


@given(TREE)
@settings(max_examples=200, deadline=None)
def test_the_decoder_reads_python_osc_packets_as_python_osc_does(tree):
    packet = build(tree).dgram
    if depth(tree) > 4 or len(packet) > 8192:
        return
    theirs = [as_ours(timed.message) for timed in OscPacket(packet).messages]
    ours = decode(packet)
    assert [m.address for m in ours] == [m.address for m in theirs]
    assert [exact(m) for m in ours] == [exact(m) for m in theirs]


def survives(packet: bytes) -> bool:
    """Return whether it is read; it may only be refused as a bad packet."""
    try:
        for message in decode(packet):
            assert message.address.startswith("/")
            assert all(isinstance(v, str) or math.isfinite(v) for v in message.values)
    except BadPacket:
        return False
    return True


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(packet):
    survives(packet)
    survives(b"/a\0\0," + packet)
    survives(b"#bundle\0" + packet)


def mutated(chance: random.Random, packet: bytes) -> bytes:
    """Flip, cut, double or overwrite part of a good packet."""
    data = bytearray(packet)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(5):
            case 0 if at < len(data):
                data[at] ^= 1 << chance.randrange(8)
            case 1:
                del data[at : at + chance.choice((1, 4, 8))]
            case 2:
                data[at:at] = data[: chance.choice((4, 8, 16))]
            case 3:
                data[at : at + 4] = struct.pack(">i", chance.choice((-4, 0, 1, 4, 2**31 - 1)))
            case _:
                data[at : at + 4] = b"\x7f\xc0\0\0"
    return bytes(data)


def test_a_hundred_thousand_random_and_spoilt_packets_raise_nothing_else():
    chance = random.Random(2026)  # noqa: S311 - a repeatable author, no secret
    good = [
        build(tree).dgram
        for tree in (
            ("/distill/ping", [("i", 1)]),
            ("/distill/set", [("s", "a"), ("i", 3), ("f", 0.5), ("T", True), ("d", 2.0)]),
            [("/distill/stop", []), [("/distill/param/gain", [("f", -3.0)])]],
        )
    ]
    read = 0
    for turn in range(50_000):
        read += survives(chance.randbytes(4 * chance.randrange(24)))
        read += survives(mutated(chance, good[turn % 3]))
    assert 100 < read < 50_000  # some mutations are harmless; most are not
