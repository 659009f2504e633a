"""Chooses an audio device by part of its name, never by number."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from distill.errors import DeviceProblem

_BEST_FIRST: Final = (
    "ASIO", "JACK Audio Connection Kit", "Core Audio", "Windows WASAPI", "PulseAudio", "ALSA",
    "Windows DirectSound", "MME", "Windows WDM-KS",
)  # fmt: skip
"""Host APIs in order of preference: on Windows a card appears under several."""

_JACK_SUFFIX: Final = " (JACK Audio Connection Kit)"
JACK: Final = "jack:"
"""Prefix of a name: only devices of JACK."""
Direction = Literal["output", "input"]

Row = Mapping[str, Any]
"""A row of `sounddevice.query_devices()` or `query_hostapis()`; Any as in sounddevice."""


def choose(
    devices: Sequence[Row],
    apis: Sequence[Row],
    wanted: str,
    default: int,
    direction: Direction = "output",
) -> int:
    """Choose a device.

    Without a name: the default, or JACK's `system` if the default is an ALSA device, because a
    running JACK server owns the card.

    Args:
        devices: The devices that PortAudio found.
        apis: Its host APIs.
        wanted: Part of `name (host API)`, case-insensitive; the prefix `jack:` selects only JACK's
            devices. Empty for the system's choice.
        default: Index of the default device; -1 when there is none.
        direction: Output or input.

    Returns:
        Index into `devices`.

    Raises:
        DeviceProblem: There is no such device; the message lists the devices.
    """
    candidates = [at for at, row in enumerate(devices) if row[f"max_{direction}_channels"] > 0]
    if not candidates:
        raise DeviceProblem(f"there is no sound {direction} device")
    candidates.sort(key=lambda at: _rank(devices[at], apis))
    names = {at: label(devices[at], apis) for at in candidates}
    if wanted:
        word = wanted.removeprefix(JACK).casefold()
        candidates = [
            at
            for at in candidates
            if not wanted.startswith(JACK) or names[at].endswith(_JACK_SUFFIX)
        ]
        matching = [at for at in candidates if word in names[at].casefold()]
        exact = [at for at in matching if devices[at]["name"].casefold() == word]
        if not matching:
            there = ", ".join(names.values())
            raise DeviceProblem(f"no {direction} device is called {wanted!r}; there are: {there}")
        return (exact or matching)[0]
    jack = [at for at in candidates if names[at] == f"system{_JACK_SUFFIX}"]
    if jack and (default not in names or names[default].endswith("(ALSA)")):
        return jack[0]
    return default if default in names else candidates[0]


def label(device: Row, apis: Sequence[Row]) -> str:
    """Return the name by which users choose a device."""
    return f"{device['name']} ({apis[device['hostapi']]['name']})"


def _rank(device: Row, apis: Sequence[Row]) -> int:
    name = apis[device["hostapi"]]["name"]
    return _BEST_FIRST.index(name) if name in _BEST_FIRST else len(_BEST_FIRST)
