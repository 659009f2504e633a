"""Generate the sliders of the Pure Data instrument from the vocabulary of the server.

`PYTHONPATH=server:pd/source python -m sliders`
"""

from pathlib import Path
from typing import Final

from distill.parameters import Group, Parameter, Scale, in_group

PLACE: Final = Path(__file__).resolve().parents[1] / "distill-knobs.pd"
ROWS: Final = (Group.GENERATE, Group.SOUNDS, Group.LIVE, Group.OUTPUT)
"""Each group begins a row."""
ACROSS: Final = 4
"""Sliders in a row, so that their names have room."""
MOST_STEPS: Final = 2000
"""Whole numbers with more values than these are typed, not dragged."""
WIDE: Final = 572
"""Width of the part that the instrument shows, in pixels."""
LEFT, TOP = 20, 60
"""Its top left corner."""
HIGH: Final = 55
"""Height of a row with name, slider and number. A further row needs as much more in distill.pd."""
COLOURS: Final = {"coarse": "#f0c8b0", "fine": "#c0d8f0"}
ABOUT: Final = (
    "A slider for each parameter that is turned while it sounds. Made by source/sliders.py \\; "
    "distill.pd shows what lies in the upper part"
)


def sliders() -> list[list[Parameter]]:
    """Return the rows of sliders."""
    groups = [
        [p for p in in_group(group) if not (p.whole and p.range.high - p.range.low > MOST_STEPS)]
        for group in ROWS
    ]
    return [row[at : at + ACROSS] for row in groups for at in range(0, len(row), ACROSS)]


def patch() -> str:
    """Return the text of the file."""
    rows = sliders()
    wide, high = WIDE // ACROSS, HIGH * len(rows) + 3
    boxes = [f"#X text {LEFT} 10 {ABOUT}, f 76;"]
    cords: list[str] = []
    below = TOP + high + 20
    for line, row in enumerate(rows):
        for column, parameter in enumerate(row):
            x, y, first = LEFT + 6 + wide * column, TOP + HIGH * line, len(boxes)
            boxes += _slider(
                parameter, (x, y + 16), wide - 14, below + 60 * line + 26 * (column % 2)
            )
            cords += [f"#X connect {n} 0 {n + 1} 0;" for n in (first, first + 1)]
    size = f"{2 * LEFT + WIDE} {below + 60 * len(rows) + 10}"
    view = f"#X coords 0 -1 1 1 {WIDE} {high} 2 {LEFT} {TOP};"
    return "\n".join([f"#N canvas 60 60 {size} 12;", *boxes, *cords, view, ""])


def _slider(row: Parameter, at: tuple[int, int], wide: int, below: int) -> list[str]:
    """Return slider, knob and number of a parameter."""
    x, y = at
    low, high = f"{row.range.low:g}", f"{row.range.high:g}"
    looks = f"{COLOURS.get(row.name, '#ffffff')} #202428 #202428"
    step = " 1" if row.whole else ""
    face = f"hsl {wide} 16 {low} {high} {int(row.scale is Scale.LOG)} 0 empty distill-{row.name}"
    return [
        f"#X obj {x} {y} {face} {row.name} 2 -8 0 12 {looks} 0 1;",
        f"#X obj {x} {below} distill-knob {row.name}{step};",
        f"#X floatatom {x} {y + 19} 8 0 0 0 - - - 12;",
    ]


if __name__ == "__main__":
    PLACE.write_text(patch(), "utf-8", newline="\n")
    print(PLACE)
