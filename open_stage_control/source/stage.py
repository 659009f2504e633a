"""Write the session of Open Stage Control anew, from the server's vocabulary.

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
"""The version whose properties these are; a newer one converts what it reads."""
PORT: Final = 9004
"""Where the program hears: its own `--osc-port`, which the server is told."""
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

Widget = dict[str, Any]  # JSON: numbers, words, lists and widgets

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
    """Give the four properties of where a widget is, in units of the grid."""
    return {
        "left": round(GAP + column * UNIT),
        "top": round(GAP + row * UNIT),
        "width": round(width * UNIT - GAP),
        "height": round(height * UNIT - GAP),
    }


def fader(row: Parameter, where: Widget) -> Widget:
    """Give what turns a parameter and follows it: a fader, buttons for words, a field for seeds."""
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
    """Give a button that says a command once; what is said is checked here.

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
    """Give a bar that follows a live value; position, which has no end, is a number."""
    gauge = LIVE_METERS[name if "/" not in name else "level0/activity"]
    said: Widget = {
        "id": f"live_{name.replace('/', '_')}", **where, "comments": gauge.about,
        "address": f"{WIRE}/live/{name}", "bypass": True, "interaction": False,
    }  # fmt: skip
    if gauge.range.high > MOST_STEPS:
        return {"type": "text", **said, "decimals": 1, "html": name}
    limits = {"min": gauge.range.low, "max": gauge.range.high}
    label = name.removesuffix("/activity")
    return {"type": "fader", **said, "design": "compact", "range": limits, "html": label}


def report(topic: str, where: Widget) -> Widget:
    """Give a line that shows what the server says under an address."""
    return {
        "type": "text", "id": topic, **where, "address": f"{WIRE}/{topic}", "bypass": True,
        "wrap": "soft", "align": "left",
    }  # fmt: skip


def hello() -> str:
    """Give the script of the start: hear all news and live values, and ask each parameter."""
    asks = "".join(f"send('{WIRE}/param/{name}');" for name in PARAMETERS)
    lease = f"{{type: 'f', value: {LEASE_S}}}"
    port = f"{{type: 'i', value: {PORT}}}"
    return (
        f"var stay = () => {{send('{WIRE}/subscribe', {port}, {lease});"
        f"send('{WIRE}/telemetry', {{type: 'f', value: 30}}, {port}, {lease});{asks}}};"
        f"stay(); setInterval(stay, {EVERY_S * 1000})"
    )


def widgets() -> list[Widget]:
    """Give all that is on the face."""
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
    """Give the text of the file."""
    root = {"type": "root", "id": "root", "onCreate": hello(), "widgets": widgets()}
    whole = {
        "createdWith": "Open Stage Control", "version": VERSION, "type": "session",
        "content": root,
    }  # fmt: skip
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PLACE.write_text(session(), "utf-8", newline="\n")
    print(PLACE)
