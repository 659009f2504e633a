"""What OSCQuery's LISTEN is: which addresses somebody wants to hear, and what they then hear."""

from dataclasses import dataclass

from pythonosc.osc_message_builder import OscMessageBuilder

from distill.engine.events import ParameterChanged
from distill.errors import BadPacket
from distill.surfaces.web.translate import read
from distill.surfaces.wire_schema import PARAMETER_ADDRESSES, messages


@dataclass(frozen=True, slots=True)
class ListenRequest:
    """To hear an address, or not to any more."""

    address: str
    on: bool


def parse_listen(text: str) -> ListenRequest | None:
    """Understand what a listener says; None for what is not known, which is passed over."""
    try:
        said = read(text)
    except BadPacket:
        return None
    command, address = said.get("COMMAND"), said.get("DATA")
    if (
        command not in ("LISTEN", "IGNORE")
        or not isinstance(address, str)
        or address not in PARAMETER_ADDRESSES
    ):
        return None
    return ListenRequest(address, command == "LISTEN")


def packets(event: ParameterChanged) -> list[tuple[str, bytes]]:
    """Give what is heard of a change: an address and an OSC message for each."""
    told = []
    for message in messages(event):
        builder = OscMessageBuilder(message.address)
        for value in message.values:
            builder.add_arg(value, "i" if isinstance(value, int) else "f")
        told.append((message.address, bytes(builder.build().dgram)))
    return told
