"""The table of sinks, which the settings, the sink process, the doctor and all texts read.

A new sink is a file with a `play` and one row here. The settings import this table, and a start of
the server reads them before anything else. So a row imports its sink when it plays.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from distill.errors import BadArgument
from distill.sinks.options import SinkOptions

if TYPE_CHECKING:
    from distill.ring.reader import Reader
    from distill.sinks.sink_control import SinkControl


class PlaySink(Protocol):
    """The function of a sink that takes sound out of the ring, in the sink process."""

    def __call__(self, reader: "Reader", control: "SinkControl", options: SinkOptions) -> None:
        """Play until `control.wait` returns True.

        Threads: called once, on the main thread of a process of its own, which ends with it.

        Args:
            reader: Call `read_into` with a block [T, 2], float32, at the rate of `SAMPLE_RATE`, at
                least every 0.1 s: a sink that takes nothing for three seconds is replaced.
            control: Publish `RUNNING` when sound is output, `WAITING` when it is discarded.
            options: The options of the user; `path` is the text after the colon.

        Raises:
            DeviceProblem: The device was lost; the process ends and another one is started.
        """


def _no_rows() -> Iterator[tuple[str, str]]:
    """Yield no rows: the sink needs nothing of the machine."""
    yield from ()


@dataclass(frozen=True, slots=True)
class SinkKind:
    """A row of `SINKS`.

    Attributes:
        about: What happens to the sound; `described` puts it in brackets.
        play: Plays the ring, in the sink process.
        takes: The argument after the name and a colon (`PATH` in `file:PATH`); empty for none.
        probe: Yields what `distill doctor` finds on this machine, as rows (found, usable?).
    """

    about: str
    play: PlaySink
    takes: str = ""
    probe: Callable[[], Iterator[tuple[str, str]]] = _no_rows


def _play_device(reader: "Reader", control: "SinkControl", options: SinkOptions) -> None:
    from distill.sinks import device  # noqa: PLC0415 - see the top; those below too

    device.play(reader, control, options)


def _probe_device() -> Iterator[tuple[str, str]]:
    from distill.sinks import device  # noqa: PLC0415

    return device.probe()


def _play_null(reader: "Reader", control: "SinkControl", options: SinkOptions) -> None:
    from distill.sinks import null  # noqa: PLC0415

    null.play(reader, control, options)


def _play_file(reader: "Reader", control: "SinkControl", options: SinkOptions) -> None:
    from distill.sinks import file  # noqa: PLC0415

    file.play(reader, control, options)


SINKS: Final[dict[str, SinkKind]] = {
    "device": SinkKind("a sound card or JACK", _play_device, probe=_probe_device),
    "null": SinkKind("discarded in real time", _play_null),
    "file": SinkKind(
        "written to a WAV file in real time, 1.4 GB an hour", _play_file, takes="PATH"
    ),
}
"""Sinks by their name in `--output`."""


def forms_in_words() -> str:
    """List the forms of `--output`: "device, null or file:PATH"."""
    *first, last = map(_form, SINKS)
    return f"{', '.join(first)} or {last}"


def described() -> str:
    """Describe each sink: "device (a sound card or JACK), …"."""
    return ", ".join(f"{_form(name)} ({kind.about})" for name, kind in SINKS.items())


def read_output(output: str, device_name: str = "") -> SinkOptions:
    """Read the setting `output`.

    Args:
        output: The name of a sink, with its argument after a colon.
        device_name: Part of an output device's name; empty for the system's choice.

    Raises:
        BadArgument: There is no such sink, or its argument is wrong; the message lists the forms.
    """
    name, colon, argument = output.partition(":")
    kind = SINKS.get(name)
    if kind is None or bool(argument) != bool(kind.takes) or bool(colon) != bool(kind.takes):
        raise BadArgument(f"output takes {forms_in_words()}; got {output!r}")
    return SinkOptions(name, device_name, argument)


def _form(name: str) -> str:
    takes = SINKS[name].takes
    return f"{name}:{takes}" if takes else name
