"""Generate the session of Open Stage Control from the vocabulary of the server.

`PYTHONPATH=server:open_stage_control/source python -m stage`
"""

import json
from pathlib import Path
from typing import Any, Final

from distill.commands.describe import ROOT as WIRE
from distill.commands.grammar import parse
from distill.parameters import PARAMETERS, Group, Parameter, in_group
from distill.session.live_meters import LIVE_METERS

PLACE: Final = Path(__file__).resolve().parents[1] / "distill.json"
VERSION: Final = "1.30.3"
"""The version of these properties; a newer program converts the session."""
PORT: Final = 9004
"""Port of Open Stage Control (its `--osc-port`), which it sends to the server."""
SLOTS: Final = ("a", "b", "c", "d", "e", "f", "g", "h")
LEVELS: Final = 8
"""Meters of activity; a model with fewer levels leaves the last ones at 0."""
SHOTS: Final = 8
EVERY_S: Final = 20
LEASE_S: Final = 60

UNIT: Final = 80
GAP: Final = 8
MOST_STEPS: Final = 2000
"""Whole numbers with more values than these are typed, not dragged."""

Widget = dict[str, Any]  # JSON: numbers, strings, lists and widgets

SLOT_BUTTONS: Final = (
    ("generate", ("@{slot}", "seconds", 4), "ssi"),
    ("continue", ("@{slot}", "seconds", 4), "ssi"),
    ("vary", ("@{slot}", 0.5), "sf"),
    ("play", ("@{slot}",), "s"),
    ("stream", ("@{slot}",), "s"),
    ("clip", ("@{slot}",), "s"),
)
PLAIN_BUTTONS: Final = ("stop", "panic", "undo", "redo", "capture", "cancel")


def place(column: float, row: float, width: float, height: float) -> Widget:
    """Return the four position properties of a widget, in units of the grid."""
    return {
        "left": round(GAP + column * UNIT),
        "top": round(GAP + row * UNIT),
        "width": round(width * UNIT - GAP),
        "height": round(height * UNIT - GAP),
    }


def fader(row: Parameter, where: Widget) -> Widget:
    """Return the control of a parameter: a fader, buttons for words, or a field for seeds."""
    said: Widget = {
        "id": row.name,
        **where,
        "comments": row.about,
        "address": f"{WIRE}/param/{row.name}",
        "typeTags": "i" if row.whole else "f",
        "decimals": 0 if row.whole else 3,
    }
    low, high = row.range.low, row.range.high
    if row.choices:
        values = {name: index for index, name in enumerate(row.choices)}
        return {"type": "switch", **said, "values": values}
    if row.whole and high - low > MOST_STEPS:
        return {"type": "input", **said, "numeric": True, "html": row.name}
    steps = {"steps": int(high - low) + 1} if row.whole else {}
    return {"type": "fader", **said, "range": {"min": low, "max": high}, **steps, "html": row.name}


def button(name: str, verb: str, said: tuple[object, ...], types: str, where: Widget) -> Widget:
    """Return a button that sends a command once; the command is checked here.

    Raises:
        DistillError: The server would refuse it.
    """
    parse(verb, ["a" if word == "@{slot}" else word for word in said])  # type: ignore[misc] # words and numbers
    return {
        "type": "button", "id": name, **where, "label": name.replace("_", " "),
        "mode": "momentary", "address": f"{WIRE}/{verb}", "preArgs": list(said),
        "typeTags": types,
    }  # fmt: skip


def meter(name: str, where: Widget) -> Widget:
    """Return a bar that follows a live value; position, which is unbounded, is a number."""
    row = LIVE_METERS[name if "/" not in name else "level0/activity"]
    said: Widget = {
        "id": f"live_{name.replace('/', '_')}", **where, "comments": row.about,
        "address": f"{WIRE}/live/{name}", "bypass": True, "interaction": False,
    }  # fmt: skip
    if row.range.high > MOST_STEPS:
        return {"type": "text", **said, "decimals": 1, "html": name}
    limits = {"min": row.range.low, "max": row.range.high}
    label = name.removesuffix("/activity")
    return {"type": "fader", **said, "design": "compact", "range": limits, "html": label}


def report(topic: str, where: Widget) -> Widget:
    """Return a line that shows the messages of the server at an address."""
    return {
        "type": "text", "id": topic, **where, "address": f"{WIRE}/{topic}", "bypass": True,
        "wrap": "soft", "align": "left",
    }  # fmt: skip


def hello() -> str:
    """Return the start script: subscribe to events and live values, and query each parameter."""
    asks = "".join(f"send('{WIRE}/param/{name}');" for name in PARAMETERS)
    lease = f"{{type: 'f', value: {LEASE_S}}}"
    port = f"{{type: 'i', value: {PORT}}}"
    return (
        f"var stay = () => {{send('{WIRE}/subscribe', {port}, {lease});"
        f"send('{WIRE}/telemetry', {{type: 'f', value: 30}}, {port}, {lease});{asks}}};"
        f"stay(); setInterval(stay, {EVERY_S * 1000})"
    )


def widgets() -> list[Widget]:
    """Return all widgets."""
    made: list[Widget] = [
        {
            "type": "switch", "id": "slot", **place(0, 0, 8, 1), "values": list(SLOTS),
            "default": SLOTS[0], "bypass": True, "layout": "horizontal", "address": "/slot",
        },
        report("progress", place(8, 0, 5, 1)),
    ]  # fmt: skip
    for column, (verb, said, types) in enumerate(SLOT_BUTTONS):
        made.append(button(verb, verb, said, types, place(column, 1, 1, 1)))
    for column, verb in enumerate(PLAIN_BUTTONS):
        made.append(button(verb, verb, (), "", place(7 + column, 1, 1, 1)))
    for column, row in enumerate(in_group(*Group)):
        made.append(fader(row, place(column, 2, 1, 3)))
    names = [name for name in LIVE_METERS if "/" not in name]
    names += [f"level{level}/activity" for level in range(LEVELS)]
    for column, name in enumerate(names):
        made.append(meter(name, place(column, 5, 1, 2)))
    for shot in range(1, SHOTS + 1):
        for row, verb in enumerate(("snapshot", "recall")):
            at = place(shot - 1, 7 + row, 1, 1)
            made.append(button(f"{verb}_{shot}", verb, (str(shot),), "s", at))
    return [*made, report("done", place(8, 7, 5, 1)), report("error", place(8, 8, 5, 1))]


def session() -> str:
    """Return the text of the file."""
    root = {"type": "root", "id": "root", "onCreate": hello(), "widgets": widgets()}
    whole = {
        "createdWith": "Open Stage Control", "version": VERSION, "type": "session",
        "content": root,
    }  # fmt: skip
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PLACE.write_text(session(), "utf-8", newline="\n")
    print(PLACE)
