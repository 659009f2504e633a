"""The status of a server as a table of what matters to a player."""

from collections.abc import Iterator, Mapping
from typing import Final

from distill.cli.osc_client import Word

WIDTH: Final = 8
"""Characters of the longest name in the table."""

Status = Mapping[str, Word]


def matters(status: Status) -> str:
    """Return what a player wants to know: a line for each part, then what is wrong."""
    rows = [*_rows(status)]
    lines = [f"{name:{WIDTH}}  {text}" for name, text in rows]
    if found := notes(status):
        lines += ["", *found]
    return "\n".join(lines)


def notes(status: Status) -> list[str]:
    """Return the server's sentences about what is wrong."""
    return [str(text) for name, text in status.items() if name.startswith("note_") and text]


def everything(status: Status) -> str:
    """Return every figure of the status, one in a line."""
    wide = max(map(len, status), default=0)
    return "\n".join(f"{name:{wide}}  {_figure(value)}" for name, value in status.items())


def playing(status: Status) -> str:
    """Say what sounds: "plays a", "streams from b", "streams", "silent"."""
    transport, slot = status.get("transport", "stop"), str(status.get("playing", ""))
    if transport == "play":
        return f"plays {slot}"
    if transport == "stream":
        return f"streams from {slot}" if slot else "streams"
    return "silent"


def model(status: Status) -> str:
    """Name the loaded model, or say why there is none."""
    name, state = str(status.get("model", "")), str(status.get("state", ""))
    if state == "ready":
        return name
    return f"{name} ({state})" if name else state


def load(status: Status) -> str:
    """Say how much of its time the model worker needs; empty while it tells nothing."""
    share = status.get("worker_load")
    return "" if share is None else f"{100 * float(share):.0f} %"


def _rows(status: Status) -> Iterator[tuple[str, str]]:
    checkpoint = str(status.get("model_checkpoint", ""))
    yield "model", model(status) + (f", trained {checkpoint}" if checkpoint else "")
    sounds = str(status.get("playing_model", ""))
    other = f", still on model {sounds}" if sounds and sounds != status.get("model") else ""
    yield "sound", playing(status) + other
    if slot := str(status.get("listening", "")):
        yield "records", f"into {slot}"
    yield "slots", f"{status.get('slots', 0)} filled; {status.get('undo', 0)} steps to undo"
    yield "output", _device(status, "output")
    if status.get("input_state", "closed") != "closed":
        yield "input", _device(status, "input")
    late = int(float(status.get("output_underruns", 0)))
    share = load(status)
    yield "load", (f"{share} of real time; " if share else "") + f"{late} times late"
    if "midi_ports" in status:
        ports, bindings = status["midi_ports"], status.get("midi_bindings", 0)
        yield "MIDI", f"{ports} ports open, {bindings} bindings of {status.get('midi_map', '')}"
    if page := str(status.get("web_address", "")):
        yield "page", page
    if "sources" in status:
        yield "sources", f"{status['sources']} sounds kept, {_figure(status['sources_mb'])} MB"
    yield "clips", str(status.get("clips", ""))
    yield "version", f"{status.get('version', '?')}, up {_duration(status.get('uptime_s', 0.0))}"


def _device(status: Status, name: str) -> str:
    state, about = (str(status.get(f"{name}_{key}", "")) for key in ("state", "about"))
    return f"{state}: {about}" if about else state


def _duration(seconds: Word) -> str:
    minutes, rest = divmod(int(float(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _figure(value: Word) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)
