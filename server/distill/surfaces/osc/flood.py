"""Leaves out, of many packets that wait at once, the settings that a later one replaces.

Reading a packet and asking the engine takes thirty times as long as leaving it out: so what a
flood holds of one parameter is passed over before it is read, and never fills the system's buffer.
"""

import struct
from collections.abc import Sequence
from typing import Final

from distill.commands.describe import ROOT
from distill.errors import DistillError
from distill.parameters import PARAMETERS
from distill.surfaces.osc.subscribers import Address

Packet = tuple[bytes, Address]
"""Bytes, and where they came from."""

LEAST: Final = 16
"""Packets that wait at once where a flood begins; fewer are read one by one, and all answered."""
_SETTING: Final = f"{ROOT}/param/".encode()
_NUMBERS: Final = {b",f\0\0": ">f", b",i\0\0": ">i"}
_ROWS: Final = {name.encode(): row for name, row in PARAMETERS.items()}


def newest(packets: Sequence[Packet]) -> Sequence[Packet]:
    """Keep the last of each client's settings of a parameter; none passes anything else.

    Only plain settings count: one message with one number. What else there is (commands, bundles,
    questions, settings with an id) is kept, and so is the last setting before it. When the last
    will be refused, the last that will be obeyed is kept too: the one must not hide the other.
    """
    if len(packets) < LEAST:
        return packets
    kept: list[Packet] = []
    replaced: dict[tuple[bytes, Address], bool] = {}  # is it by one that will be obeyed?
    for packet, source in reversed(packets):
        address = _set_by(packet)
        if not address:
            replaced.clear()
        else:
            by_good = replaced.get((address, source))
            if by_good or (not (good := _obeyed(packet, address)) and by_good is False):
                continue
            replaced[address, source] = good
        kept.append((packet, source))
    kept.reverse()
    return kept


def _set_by(packet: bytes) -> bytes:
    """Give the address of a plain setting, nothing for any other packet."""
    if not packet.startswith(_SETTING):
        return b""
    end = packet.find(b"\0")
    tags = end + 4 - end % 4
    plain = end > 0 and len(packet) == tags + 8 and packet[tags : tags + 4] in _NUMBERS
    return packet[:end] if plain else b""


def _obeyed(packet: bytes, address: bytes) -> bool:
    """Will that plain setting be obeyed: a parameter that there is, a value that it takes?"""
    name, _, behind = address[len(_SETTING) :].partition(b"/")
    row = _ROWS.get(name)
    if row is None or behind not in (b"", b"normalized"):
        return False
    (number,) = struct.unpack(_NUMBERS[packet[-8:-4]], packet[-4:])
    try:
        row.from_normalized(number) if behind else row.parse(number)
    except DistillError:
        return False
    return True
