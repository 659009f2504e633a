"""Finds the device that a performer means, by name and never by number."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from distill.errors import DeviceProblem

_BEST_FIRST: Final = (
    "ASIO", "JACK Audio Connection Kit", "Core Audio", "Windows WASAPI", "PulseAudio", "ALSA",
    "Windows DirectSound", "MME", "Windows WDM-KS",
)  # fmt: skip
"""Host APIs: the same card appears under several on Windows; the first of these is taken."""

_OF_JACK: Final = " (JACK Audio Connection Kit)"
JACK: Final = "jack:"
"""Before a name: only devices of JACK."""
Way = Literal["output", "input"]

Row = Mapping[str, Any]
"""A row of `sounddevice.query_devices()` or `query_hostapis()`; Any because theirs is."""


def choose(
    devices: Sequence[Row], apis: Sequence[Row], wanted: str, default: int, way: Way = "output"
) -> int:
    """Choose a device.

    Without a name: the default, but JACK's `system` where the default is ALSA's, because a
    running JACK server owns the card.

    Args:
        devices: What PortAudio found.
        apis: Its host APIs.
        wanted: Part of `name (host API)`, in any case, with `jack:` before it only of JACK's; empty
            for the system's choice.
        default: Index of the default device; -1 when there is none.
        way: Is sound to go out or to come in?

    Returns:
        Index into `devices`.

    Raises:
        DeviceProblem: There is no such device, or none with that name; says which there are.
    """
    able = [at for at, row in enumerate(devices) if row[f"max_{way}_channels"] > 0]
    if not able:
        raise DeviceProblem(f"there is no sound {way} device")
    able.sort(key=lambda at: _rank(devices[at], apis))
    names = {at: label(devices[at], apis) for at in able}
    if wanted:
        word = wanted.removeprefix(JACK).casefold()
        able = [at for at in able if not wanted.startswith(JACK) or names[at].endswith(_OF_JACK)]
        matching = [at for at in able if word in names[at].casefold()]
        exact = [at for at in matching if devices[at]["name"].casefold() == word]
        if not matching:
            raise DeviceProblem(
                f"no {way} device is called {wanted!r}; there are: {', '.join(names.values())}"
            )
        return (exact or matching)[0]
    jack = [at for at in able if names[at] == f"system{_OF_JACK}"]
    if jack and (default not in names or names[default].endswith("(ALSA)")):
        return jack[0]
    return default if default in names else able[0]


def label(device: Row, apis: Sequence[Row]) -> str:
    """Name a device as people choose it."""
    return f"{device['name']} ({apis[device['hostapi']]['name']})"


def _rank(device: Row, apis: Sequence[Row]) -> int:
    name = apis[device["hostapi"]]["name"]
    return _BEST_FIRST.index(name) if name in _BEST_FIRST else len(_BEST_FIRST)
