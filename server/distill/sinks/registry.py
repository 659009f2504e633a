"""The sinks there are: the settings, the sink's process, the doctor and all texts read this table.

A new sink is a file with a `play` and one row here. The main process imports every row, so a sink
imports heavy libraries inside its functions, as `device` does.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from distill.errors import BadArgument
from distill.ring.reader import Reader
from distill.sinks import device, file, null
from distill.sinks.options import SinkOptions
from distill.sinks.sink_control import SinkControl


class PlaySink(Protocol):
    """What the sink's process needs of a sink: to take the sound out of the ring."""

    def __call__(self, reader: Reader, line: SinkControl, options: SinkOptions) -> None:
        """Play until `line.wait` tells that it is over.

        Threads: called once, on the main thread of a process of its own, which ends with it.

        Args:
            reader: Call `read_into` with a block [T, 2], float32, at the pace of `SAMPLE_RATE`, at
                least every 0.1 s: who takes nothing for two seconds is replaced.
            line: Say `RUNNING` when sound is taken, `WAITING` when it is taken and not heard.
            options: As the user gave them; `path` is what stood behind the colon.

        Raises:
            DeviceProblem: The device is lost; the process ends and another one is started.
        """


def _nothing() -> Iterator[tuple[str, str]]:
    """Probe a sink that needs nothing of the machine."""
    yield from ()


@dataclass(frozen=True, slots=True)
class SinkKind:
    """A row of `SINKS`.

    Attributes:
        about: What happens to the sound, as `described` puts it in brackets.
        play: Plays the ring, in the sink's process.
        takes: What follows the name and a colon (`PATH` in `file:PATH`); empty if nothing may.
        probe: Gives what `distill doctor` finds on this machine, as rows (found, is it fine?).
    """

    about: str
    play: PlaySink
    takes: str = ""
    probe: Callable[[], Iterator[tuple[str, str]]] = _nothing


SINKS: Final[dict[str, SinkKind]] = {
    "device": SinkKind("a sound card or JACK", device.play, probe=device.probe),
    "null": SinkKind("taken in time and not heard", null.play),
    "file": SinkKind("in time, and written to a WAV file", file.play, takes="PATH"),
}
"""Sinks by the name that `--output` takes."""


def forms_in_words() -> str:
    """List what `--output` takes: "device, null or file:PATH"."""
    *first, last = map(_form, SINKS)
    return f"{', '.join(first)} or {last}"


def described() -> str:
    """Say what each sink does: "device (a sound card or JACK), …"."""
    return ", ".join(f"{_form(name)} ({kind.about})" for name, kind in SINKS.items())


def read_output(output: str, device_name: str = "") -> SinkOptions:
    """Read the setting `output`.

    Args:
        output: The name of a sink, with what it takes behind a colon.
        device_name: Part of an output device's name; empty for the system's choice.

    Raises:
        BadArgument: There is no such sink, or it takes something else; lists what there is.
    """
    name, colon, argument = output.partition(":")
    kind = SINKS.get(name)
    if kind is None or bool(argument) != bool(kind.takes) or bool(colon) != bool(kind.takes):
        raise BadArgument(f"output takes {forms_in_words()}; got {output!r}")
    return SinkOptions(name, device_name, argument)


def _form(name: str) -> str:
    takes = SINKS[name].takes
    return f"{name}:{takes}" if takes else name
