"""OSCQuery's LISTEN and IGNORE: parses the requests, and encodes changes as OSC for listeners."""

from dataclasses import dataclass

from pythonosc.osc_message_builder import OscMessageBuilder

from distill.engine.events import ParameterChanged
from distill.errors import BadPacket
from distill.surfaces.web.translate import read
from distill.surfaces.wire_schema import PARAMETER_ADDRESSES, messages


@dataclass(frozen=True, slots=True)
class ListenRequest:
    """A request to listen to an address (`on`), or to stop."""

    address: str
    on: bool


def parse_listen(text: str) -> ListenRequest | None:
    """Parse a message of a listener; None for unknown messages, which are ignored."""
    try:
        message = read(text)
    except BadPacket:
        return None
    command, address = message.get("COMMAND"), message.get("DATA")
    if (
        command not in ("LISTEN", "IGNORE")
        or not isinstance(address, str)
        or address not in PARAMETER_ADDRESSES
    ):
        return None
    return ListenRequest(address, command == "LISTEN")


def packets(event: ParameterChanged) -> list[tuple[str, bytes]]:
    """Encode a change for listeners: address and OSC packet of each message."""
    encoded = []
    for message in messages(event):
        builder = OscMessageBuilder(message.address)
        for value in message.values:
            builder.add_arg(value, "i" if isinstance(value, int) else "f")
        encoded.append((message.address, bytes(builder.build().dgram)))
    return encoded
