"""Port names: each MIDI API has a format of its own, with numbers that change."""

import re
import sys
from collections.abc import Iterable
from typing import Final

_NTH: Final = re.compile(r" #\d+$")
"""Suffix of the second and later of equal names, added by `numbered`."""
_ALSA: Final = re.compile(r"\s+\d+:\d+$")
"""Client and port, as in `nanoKONTROL2:nanoKONTROL2 MIDI 1 24:0`."""
_WINDOWS: Final = re.compile(r"\s+\d+$")
"""Index of the port, as in `nanoKONTROL2 1`."""
CLIENT: Final = "distill"
"""Name of the client that owns Distill's ports; JACK adds a number to the second and later."""
_OWN: Final = re.compile(rf"{CLIENT}(-\d\d)?:")


def stable_name(name: str, *, windows: bool = sys.platform == "win32") -> str:
    """Return the part of a port's name that does not change between sessions."""
    part = _ALSA.sub("", _NTH.sub("", name))
    if windows:
        part = _WINDOWS.sub("", part)
    return part.strip() or name


def outputs_of(name: str, outputs: Iterable[str]) -> tuple[str, ...]:
    """Find the outputs of the device that a name, or a part of one, belongs to.

    First those with that name, or that name without numbers; JACK writes `playback` where the
    input is a `capture`. Otherwise those of the same device: the part before a colon.
    """
    every = tuple(outputs)
    part = stable_name(name)
    crossed = part.lower().replace("capture", "playback")
    device, colon, _ = part.lower().partition(":")
    whole = f"{device}:" if colon and crossed == part.lower() else ""
    for wanted in (name.lower(), crossed, whole):
        found = tuple(output for output in every if wanted and wanted in output.lower())
        if found:
            return found
    return ()


def index_of(name: str, ports: Iterable[str]) -> int:
    """Return where a port, named as `numbered` does, is in a list that was read just now.

    Raises:
        OSError: It is not there.
    """
    try:
        return numbered(list(ports)).index(name)
    except ValueError:
        raise OSError("it is gone") from None


def is_own(name: str) -> bool:
    """Return whether JACK or ALSA calls one of Distill's own ports so."""
    return _OWN.match(name) is not None


def numbered(names: list[str]) -> list[str]:
    """Number equal names, as of two controllers of one model."""
    return [
        name if (nth := names[:i].count(name)) == 0 else f"{name} #{nth + 1}"
        for i, name in enumerate(names)
    ]
