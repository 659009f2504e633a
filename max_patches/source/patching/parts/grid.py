"""`distill.grid`: the codes of the chosen slot as an editable picture."""

from typing import Final

from patching import controls, palette, words
from patching.lettering import width
from patching.objects import Ports
from patching.patch import Patch
from patching.wiring import FROM_SERVER, TO_SERVER, Doors, Part, inlet, outlet

SCRIPT: Final = "distill.grid.js"

PART: Final = Part(
    "distill.grid",
    "The codes of the chosen slot: see them, choose a region, change it, draw single codes.",
    Doors((FROM_SERVER,), (TO_SERVER,)),
    (520.0, 520.0),
    "Time goes right. Each strip is a level: coarse ones above the gap, fine ones below; inside a "
    "strip the lowest band is at the bottom, and a lighter cell is a higher code. With select, "
    "drag to choose a region and press a button below; a drag over several levels takes all "
    "bands, a double click chooses everything. With draw, drag to set codes to the number; a "
    "click with the option or Alt key picks up the code of a cell.",
    takes=(
        ("slot", "Which slot is shown; distill.slot says it."),
        ("connected", "1 reads the codes; distill.osc says it."),
        (
            "refresh",
            "Reads the codes again; it does so by itself when they have changed.",
        ),
        ("page", "1 shows the next 48 columns, -1 those before."),
        ("act", "A verb and its words for the chosen region, as the buttons say it."),
    ),
    tries=(
        ("slot b", "shows slot b"),
        ("page 1", "shows the next 48 columns"),
        ("act randomize neighbours AMOUNT", "moves what is chosen to near codes"),
    ),
)

ACTIONS: Final = (
    ("randomize", "randomize", "randomize neighbours AMOUNT", "Move a share of codes to near ones"),
    ("vary", "vary", "vary AMOUNT", "Let the model write the region again, but for what is locked"),
    ("lock", "lock", "lock", "Keep the region from vary and randomize"),
    ("unlock", "unlock", "unlock", "Let chance into the region again"),
    ("freeze", "fill", "fill FIRST", "Repeat the first chosen column over the region"),
    ("‹ shift", "shift", "shift -1", "Move the codes one column to the left"),
    ("shift ›", "shift", "shift 1", "Move the codes one column to the right"),
)  # fmt: skip
"""Label, verb, message and hint of each button; buttons without such a verb are left out."""


def draw() -> Patch:
    """Return the patch."""
    patch = PART.sheet()
    controls.title(patch, "Codes", 10, 8)
    mode = controls.tabs(
        patch, (74, 8, 120, 24), "Select a region, or draw codes", name="mode",
        items=("select", "draw"),
    )  # fmt: skip
    controls.label(patch, "code", (202, 11, 34, 18))
    code = controls.number(
        patch, (236, 8, 56, 24), "The code that draw sets; a click with option or Alt picks one",
        name="code", low=0, high=65535,
    )  # fmt: skip
    everything = controls.button(patch, "all", (302, 8, 44, 24), "Choose all of the slot")
    back = controls.button(patch, "‹", (352, 8, 32, 24), "The columns before", name="back")
    forth = controls.button(patch, "›", (390, 8, 32, 24), "The columns after", name="forth")
    again = controls.button(patch, "read again", (428, 8, 82, 24), "Read the codes again",
                            name="refresh")  # fmt: skip
    script = patch.box(
        "jsui", (10, 42, 500, 402), show=(10, 42, 500, 402), ports=Ports(1, ("", "")), name="grid",
        filename=SCRIPT, parameter_enable=0, border=0, hint=PART.about, annotation=PART.about,
    )  # fmt: skip
    said = controls.label(
        patch, "all of the slot is chosen", (10, 450, 420, 18), colour=palette.PAPER, name="said"
    )
    controls.label(patch, "amount", (10, 486, 44, 18))
    amount = controls.number(
        patch, (56, 483, 52, 24), "How much randomize and vary change, 0 to 1", name="amount",
        low=0.0, high=1.0, real=True,
    )  # fmt: skip

    door = inlet(patch, PART.doors.inlets[0], 560, 20)
    patch.note("1  what the hand does", 640, 20, 200)
    patch.put(mode, 640, 72)
    patch.put(code, 780, 72)
    half = patch.msg("0.5", 860, 36, patch.obj("loadbang", 940, 36))
    patch.put(amount, 860, 72, half)
    heard = [
        patch.obj("prepend mode", 640, 126, mode),
        patch.obj("prepend code", 780, 126, code),
        patch.obj("prepend amount", 880, 126, amount),
    ]
    for x, button, message in (
        (1000, everything, "all"), (1060, back, "page -1"), (1130, forth, "page 1"),
        (1200, again, "refresh"),
    ):  # fmt: skip
        patch.put(button, x, 72)
        heard.append(patch.msg(message, x, 126, button))

    patch.note(
        "2  what is done with the chosen region: the script adds slot and region", 640, 190, 460
    )
    drawn = [row for row in ACTIONS if words.knows(row[1])]
    texts = [width(text, palette.TEXT) for text, *_ in drawn]
    padding = (510 - 116 - 4 * (len(drawn) - 1) - sum(texts)) / len(drawn)
    left = 116.0
    for index, (text, _, message, hint) in enumerate(drawn):
        wide = texts[index] + padding
        button = controls.button(patch, text, (round(left), 483, round(wide), 24), hint)
        left += wide + 4
        x, y = 640 + 220 * (index % 4), 220 + 96 * (index // 4)
        patch.put(button, x, y)
        heard.append(patch.msg(f"act {message}", x, y + 36, button))

    patch.note(
        "3  the picture: messages for the server to the left, words to the right", 560, 404, 460
    )
    patch.put(script, 560, 440, door, *heard)
    patch.put(said, 1080, 862, (script, 1))
    outlet(patch, PART.doors.outlets[0], 560, 862, script)
    return patch
