"""The patch in the Extras menu of Max: it opens the instrument, the tutorials and the help."""

from typing import Final

from patching import controls, palette
from patching.parts import ALL
from patching.patch import Box, Patch
from patching.tutorials import TITLES

NAME: Final = "Distill Overview"


def draw() -> Patch:
    """Return the patch."""
    size = (654.0, 470.0)
    patch = Patch(NAME, "Distill: open the instrument, the tutorials, the help.", size)
    controls.panel(patch, (0, 0, *size), palette.SLATE).more["rounded"] = 0
    controls.label(patch, "Distill", (24, 18, 200, 34), size=palette.HUGE, colour=palette.PAPER,
                   bold=True)  # fmt: skip
    controls.label(
        patch,
        "Your own sounds as a grid of codes, played over OSC. Start the server first: "
        "python3 run.py in the folder of Distill, until it says ready.",
        (24, 52, 580, 36), size=palette.TEXT,
    )  # fmt: skip
    opens: list[Box] = []
    columns = (
        ("Play", 24, (("the instrument", "distill"), ("as a device for Live", "distill.live"))),
        ("Learn", 232, tuple((title, name) for name, title in TITLES)),
    )
    for heading, x, rows in columns:
        _column(patch, heading, x, tuple((text, f"{name}.maxpat") for text, name in rows), opens)
    _column(
        patch, "Look up", 440, tuple((part.name, f"{part.name}.maxhelp") for part in ALL), opens
    )
    patch.obj("pcontrol", 720, 40, *opens)
    return patch


def _column(
    patch: Patch, heading: str, x: float, rows: tuple[tuple[str, str], ...], opens: list[Box]
) -> None:
    controls.panel(patch, (x, 104, 190, 342))
    controls.title(patch, heading, x + 12, 112)
    for index, (text, file) in enumerate(rows):
        at = (x + 12, 144.0 + 36 * index, 166.0, 28.0)
        button = controls.button(patch, text, at, f"Open {file}", name=file,
                                 strong=file == "distill.maxpat")  # fmt: skip
        top = 100 + 70 * len(opens)
        patch.put(button, 720, top)
        opens.append(patch.msg(f"load {file}", 920, top + 2, button))
