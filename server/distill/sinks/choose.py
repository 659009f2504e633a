"""Finds the output device that a performer means, by name and never by number."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from distill.errors import DeviceProblem

_BEST_FIRST: Final = (
    "ASIO", "JACK Audio Connection Kit", "Core Audio", "Windows WASAPI", "PulseAudio", "ALSA",
    "Windows DirectSound", "MME", "Windows WDM-KS",
)  # fmt: skip
"""Host APIs: the same card appears under several on Windows; the first of these is taken."""

Row = Mapping[str, Any]
"""A row of `sounddevice.query_devices()` or `query_hostapis()`; Any because theirs is."""


def choose(devices: Sequence[Row], apis: Sequence[Row], wanted: str, default: int) -> int:
    """Choose a device.

    Without a name: the default, but JACK's `system` where the default is ALSA's, because a
    running JACK server owns the card.

    Args:
        devices: What PortAudio found.
        apis: Its host APIs.
        wanted: Part of `name (host API)`, in any case; empty for the system's choice.
        default: Index of the default output device; -1 when there is none.

    Returns:
        Index into `devices`.

    Raises:
        DeviceProblem: There is no output device, or none with that name; says which there are.
    """
    outputs = [at for at, row in enumerate(devices) if row["max_output_channels"] > 0]
    if not outputs:
        raise DeviceProblem("there is no sound output device")
    outputs.sort(key=lambda at: _rank(devices[at], apis))
    names = {at: label(devices[at], apis) for at in outputs}
    if wanted:
        matching = [at for at in outputs if wanted.casefold() in names[at].casefold()]
        exact = [at for at in matching if devices[at]["name"].casefold() == wanted.casefold()]
        if not matching:
            raise DeviceProblem(
                f"no output device is called {wanted!r}; there are: {', '.join(names.values())}"
            )
        return (exact or matching)[0]
    jack = [at for at in outputs if names[at] == "system (JACK Audio Connection Kit)"]
    if jack and (default not in names or names[default].endswith("(ALSA)")):
        return jack[0]
    return default if default in names else outputs[0]


def label(device: Row, apis: Sequence[Row]) -> str:
    """Name a device as people choose it."""
    return f"{device['name']} ({apis[device['hostapi']]['name']})"


def _rank(device: Row, apis: Sequence[Row]) -> int:
    name = apis[device["hostapi"]]["name"]
    return _BEST_FIRST.index(name) if name in _BEST_FIRST else len(_BEST_FIRST)
