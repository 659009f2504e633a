"""Draw a patch as SVG, for machines without Max: presentation, or boxes and cords.

Positions, sizes, texts and colours are those of the file; the drawing of Max differs in detail.
"""

from collections.abc import Callable, Iterator
from html import escape
from typing import Any, Final

from patching import palette
from patching.lettering import lines, width
from patching.patch import port

Json = dict[str, Any]
"""A patch file (Any: JSON)."""
Load = Callable[[str], Json]
"""Returns the patch that a bpatcher names."""
Paint = Callable[[Json], str]
"""Returns the SVG of the drawing of a script, or an empty text."""

OBJECT: Final = "#4a545f"
MESSAGE: Final = "#5b6672"
CORD: Final = "#8a949e"


def face(patch: Json, load: Load, paint: Paint = lambda _: "") -> str:
    """Draw the presentation."""
    _, _, across, high = patch["patcher"]["rect"]
    body = "".join(_boxes(patch, "presentation_rect", load, paint))
    return _page(across, high, body)


def board(patch: Json, load: Load, paint: Paint = lambda _: "") -> str:
    """Draw the whole patching view."""
    boxes = {row["box"]["id"]: row["box"] for row in patch["patcher"]["boxes"]}
    body = "".join(_boxes(patch, "patching_rect", load, paint))
    cords = "".join(_cord(boxes, row["patchline"]) for row in patch["patcher"]["lines"])
    rects = [box["patching_rect"] for box in boxes.values()]
    right = max(rect[0] + rect[2] for rect in rects) + 20
    low = max(rect[1] + rect[3] for rect in rects) + 20
    return _page(right, low, body + cords)


def _page(across: float, high: float, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across:g}" height="{high:g}" '
        f'viewBox="0 0 {across:g} {high:g}" '
        'font-family="Arial, Liberation Sans, DejaVu Sans Condensed, sans-serif">'
        f'<rect width="100%" height="100%" fill="{_ink(palette.SLATE)}"/>{body}</svg>\n'
    )


def _boxes(patch: Json, which: str, load: Load, paint: Paint) -> Iterator[str]:
    rows = [row["box"] for row in patch["patcher"]["boxes"]]
    for box in sorted(rows, key=lambda box: -box.get("background", 0)):
        if which in box:
            yield _box(box, box[which], load, paint)


def _box(box: Json, at: list[float], load: Load, paint: Paint) -> str:
    kind = str(box["maxclass"])
    x, y, w, h = at
    inside = ""
    if kind == "bpatcher":
        inside = "".join(_boxes(load(str(box["name"])), "presentation_rect", load, paint))
    elif kind == "jsui":
        inside = paint(box)
    elif kind in _PAINTERS:
        return _PAINTERS[kind](box, at)
    else:
        plain = _rect(at, _ink(box.get("bgcolor", palette.WELL)), round_=3)
        return plain + _text(kind, x + 4, y + h / 2 + 4, 9, _ink(palette.MUTED))
    return f'<svg x="{x}" y="{y}" width="{w}" height="{h}">{inside}</svg>'


def _panel(box: Json, at: list[float]) -> str:
    return _rect(at, _ink(box["bgcolor"]), round_=box["rounded"])


def _object(box: Json, at: list[float]) -> str:
    return _rect(at, OBJECT, round_=2) + _text(box["text"], at[0] + 8, at[1] + 15, 12)


def _message(box: Json, at: list[float]) -> str:
    return _rect(at, MESSAGE, round_=7) + _text(box.get("text", ""), at[0] + 8, at[1] + 15, 12)


def _button(box: Json, at: list[float]) -> str:
    start = at[0] + (at[2] - width(box["text"], 12)) / 2
    shown = _text(box["text"], start, at[1] + at[3] / 2 + 4, 12, _ink(box["textcolor"]))
    return _rect(at, _ink(box["bgcolor"]), round_=6) + shown


def _entry(box: Json, at: list[float]) -> str:
    shown = _text(box.get("text", ""), at[0] + 8, at[1] + at[3] / 2 + 4, 12)
    return _rect(at, _ink(box["bgcolor"]), round_=6, line=_ink(palette.LINE)) + shown


def _menu(box: Json, at: list[float]) -> str:
    first = str((box.get("items") or ["—"])[0])
    middle = at[1] + at[3] / 2 + 4
    return (
        _rect(at, _ink(box["bgcolor"]), round_=5)
        + _text(first, at[0] + 8, middle, 12)
        + _text("▾", at[0] + at[2] - 16, middle, 10, _ink(palette.MUTED))
    )


def _number(box: Json, at: list[float]) -> str:
    middle = at[1] + at[3] / 2 + 4
    return (
        _rect(at, _ink(box["bgcolor"]), round_=4)
        + _text("▸", at[0] + 5, middle, 9, _ink(palette.MUTED))
        + _text("0." if box["maxclass"] == "flonum" else "0", at[0] + 18, middle, 12)
    )


def _led(box: Json, at: list[float]) -> str:
    x, y, w, h = at
    ink = _ink(box["oncolor"])
    return f'<circle cx="{x + w / 2}" cy="{y + h / 2}" r="{w / 2 - 4}" fill="{ink}"/>'


def _drop(_: Json, at: list[float]) -> str:
    return _rect(at, "none", round_=8, line=_ink(palette.MUTED), dashed=True)


def _bar(box: Json, at: list[float]) -> str:
    part = [at[0], at[1], at[2] * 0.4, at[3]]
    return _rect(at, _ink(box["bgcolor"]), round_=3) + _rect(
        part, _ink(box["slidercolor"]), round_=3
    )


def _audio(_: Json, at: list[float]) -> str:
    note = _text("♪", at[0] + at[2] / 2 - 5, at[1] + at[3] / 2 + 6, 18)
    return _rect(at, _ink(palette.BUTTON), round_=6) + note


def _comment(box: Json, at: list[float]) -> str:
    size, bold = box["fontsize"], box.get("fontface") == 1
    rows = lines(box.get("text", ""), size, at[2] - 8, bold=bold)
    ink = _ink(box["textcolor"])
    step = size * 1.17
    return "".join(
        _text(row, at[0] + 4, at[1] + 3 + size + index * step, size, ink, bold=bold)
        for index, row in enumerate(rows)
    )


def _dial(box: Json, at: list[float]) -> str:
    x, y, w, _ = at
    value = box["saved_attribute_attributes"]["valueof"]
    short, start = value["parameter_shortname"], value["parameter_initial"][0]
    low, high = value["parameter_mmin"], value["parameter_mmax"]
    turn = (start - low) / (high - low)
    middle, ring = (x + w / 2, y + 32), 13
    grey, ink = _ink(box["activedialcolor"]), _ink(box["activeneedlecolor"])
    arc = f'<circle cx="{middle[0]}" cy="{middle[1]}" r="{ring}" fill="none" stroke-width="4" '
    around = 2 * 3.1416 * ring
    spin = f'transform="rotate(120 {middle[0]} {middle[1]})" '
    return (
        _text(short, middle[0] - width(short, 10) / 2, y + 13, 10, _ink(palette.PAPER))
        + arc + spin + f'stroke="{grey}" stroke-dasharray="{around * 5 / 6} {around}"/>'
        + arc + spin + f'stroke="{ink}" stroke-dasharray="{around * 5 / 6 * turn} {around}"/>'
        + _text(f"{start:g}", middle[0] - width(f"{start:g}", 10) / 2, y + 57, 10,
                _ink(palette.PAPER))
    )  # fmt: skip


def _tabs(box: Json, at: list[float]) -> str:
    items = box["saved_attribute_attributes"]["valueof"]["parameter_enum"]
    each = at[2] / len(items)
    parts = []
    for index, item in enumerate(items):
        rect = [at[0] + index * each + 1, at[1], each - 2, at[3]]
        on = index == 0
        ground = box["activebgoncolor"] if on else box["activebgcolor"]
        ink = _ink(box["textoncolor"] if on else box["textcolor"])
        start = rect[0] + (rect[2] - width(item, 12)) / 2
        parts.append(_rect(rect, _ink(ground), round_=4))
        parts.append(_text(item, start, at[1] + at[3] / 2 + 4, 12, ink))
    return "".join(parts)


def _cord(boxes: Json, line: Json) -> str:
    (source, outlet), (target, inlet) = line["source"], line["destination"]
    a, b = boxes[source], boxes[target]
    x1 = port(a["patching_rect"], outlet, a["numoutlets"])
    x2 = port(b["patching_rect"], inlet, b["numinlets"])
    y1, y2 = a["patching_rect"][1] + a["patching_rect"][3], b["patching_rect"][1]
    way = line.get("midpoints", [])
    corners = [(x1, y1), *zip(way[::2], way[1::2], strict=True), (x2, y2)]
    sound = a["outlettype"][outlet] == "signal"
    ink = _ink(palette.COARSE) if sound else CORD
    points = " ".join(f"{x:g},{y:g}" for x, y in corners)
    return (
        f'<polyline points="{points}" fill="none" stroke="{ink}" stroke-width="1.3" '
        'stroke-linejoin="round"/>'
    )


def _rect(
    at: list[float], fill: str, *, round_: float = 0, line: str = "none", dashed: bool = False
) -> str:
    dash = ' stroke-dasharray="4 4"' if dashed else ""
    return (
        f'<rect x="{at[0]:g}" y="{at[1]:g}" width="{at[2]:g}" height="{at[3]:g}" rx="{round_:g}" '
        f'fill="{fill}" stroke="{line}"{dash}/>'
    )


def _text(
    text: str, x: float, y: float, size: float, ink: str = "#e8e4da", *, bold: bool = False
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{ink}"{weight} '
        f'xml:space="preserve">{escape(text)}</text>'
    )


def _ink(colour: Any) -> str:
    red, green, blue, alpha = colour
    if alpha == 0:
        return "none"
    return f"rgba({round(red * 255)},{round(green * 255)},{round(blue * 255)},{alpha:g})"


_PAINTERS: Final[dict[str, Callable[[Json, list[float]], str]]] = {
    "panel": _panel, "newobj": _object, "message": _message, "comment": _comment,
    "textbutton": _button, "textedit": _entry, "umenu": _menu, "number": _number,
    "flonum": _number, "live.dial": _dial, "live.tab": _tabs, "led": _led, "dropfile": _drop,
    "multislider": _bar, "ezdac~": _audio,
}  # fmt: skip
