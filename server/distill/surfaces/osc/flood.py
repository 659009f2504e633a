"""Flood control: drops settings that a later packet of the same batch replaces.

Decoding a packet and submitting its request takes thirty times as long as dropping it. So the
superseded settings of a flood are dropped undecoded.
"""

import struct
from collections.abc import Sequence
from typing import Final

from distill.commands.describe import ROOT
from distill.errors import DistillError
from distill.parameters import PARAMETERS
from distill.surfaces.osc.subscribers import Address

Packet = tuple[bytes, Address]
"""Bytes, and their source."""

LEAST: Final = 16
"""Packets waiting at once that count as a flood; of fewer, each is read and answered."""
_SETTING: Final = f"{ROOT}/param/".encode()
_NUMBERS: Final = {b",f\0\0": ">f", b",i\0\0": ">i"}
_ROWS: Final = {name.encode(): row for name, row in PARAMETERS.items()}


def newest(packets: Sequence[Packet]) -> Sequence[Packet]:
    """Drop all but the last setting of each parameter by each client; the order stays.

    Only plain settings are dropped: one message with one number. All other packets (commands,
    bundles, queries, settings with an id) stay, and so does the last setting before each of them.
    If the last setting is invalid, the last valid one stays too, so that neither hides the other.
    """
    if len(packets) < LEAST:
        return packets
    remaining: list[Packet] = []
    replaced: dict[tuple[bytes, Address], bool] = {}  # True when the replacement is valid
    for packet, source in reversed(packets):
        address = _setting_address(packet)
        if not address:
            replaced.clear()
        else:
            by_valid = replaced.get((address, source))
            if by_valid or (not (valid := _is_valid(packet, address)) and by_valid is False):
                continue
            replaced[address, source] = valid
        remaining.append((packet, source))
    remaining.reverse()
    return remaining


def _setting_address(packet: bytes) -> bytes:
    """Return the address of a plain setting, empty for any other packet."""
    if not packet.startswith(_SETTING):
        return b""
    end = packet.find(b"\0")
    tags = end + 4 - end % 4
    plain = end > 0 and len(packet) == tags + 8 and packet[tags : tags + 4] in _NUMBERS
    return packet[:end] if plain else b""


def _is_valid(packet: bytes, address: bytes) -> bool:
    """Return whether a plain setting has a known parameter and an allowed value."""
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
