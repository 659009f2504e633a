"""`distill.slot`: the chosen slot, its content, and a field to drop a sound on."""

from typing import Final

from patching import controls, palette, words
from patching.patch import Patch
from patching.wiring import FROM_SERVER, TO_SERVER, Doors, Part, inlet, outlet

LETTERS: Final = ("a", "b", "c", "d", "e", "f", "g", "h")
"""Slots that have a button; any other name is chosen from the menu or by a message."""

PART: Final = Part(
    "distill.slot",
    "The chosen slot: pick it, see what it holds, drop a sound file to encode.",
    Doors((FROM_SERVER,), (TO_SERVER, "slot NAME: which slot is chosen")),
    (236.0, 208.0),
    "A slot holds a grid of codes under a name. Drop a sound on the field and the server encodes "
    "it into the chosen slot; the file must lie in one of the server's folders for sounds "
    "(Distill/sounds in your home folder). The right outlet tells the other abstractions which "
    "slot is chosen.",
    takes=(
        ("slot", "Chooses a slot by name, as its buttons do."),
        ("connected", "1 asks which slots are filled; distill.osc says it."),
    ),
    tries=(
        ("slot b", "chooses slot b"),
        (words.address("slots"), "asks for the filled slots"),
        (words.address("undo") + " id edit", "takes the last edit back"),
    ),
)


def draw() -> Patch:  # noqa: PLR0915 - a patch is one list of boxes
    """Return the patch."""
    patch = PART.sheet()
    controls.title(patch, "Slot", 10, 8)
    filled = controls.menu(patch, (128, 8, 98, 22), "All filled slots", name="filled")
    row = controls.tabs(
        patch, (10, 38, 216, 24), "Choose the slot that all panels work on", name="slot",
        items=LETTERS,
    )  # fmt: skip
    facts = controls.label(patch, "empty", (10, 66, 216, 18), colour=palette.PAPER, name="facts")
    controls.panel(patch, (10, 90, 216, 72), palette.WELL)
    controls.label(patch, "drop a sound file here", (48, 116, 150, 20), size=palette.TEXT)
    drop = patch.box(
        "dropfile", (10, 90, 216, 72), show=(10, 90, 216, 72), name="drop", border=0.0,
        hint="Drop a sound file: it is encoded into the chosen slot",
        annotation="Drop a sound file: it is encoded into the chosen slot",
    )  # fmt: skip
    undo = controls.button(patch, "undo", (10, 172, 66, 24), "Take the last edit back")
    redo = controls.button(patch, "redo", (85, 172, 66, 24), "Do it again")
    clear = controls.button(patch, "clear", (160, 172, 66, 24), "Empty the slot; undo helps")

    slots = words.address("slots")
    door = inlet(patch, PART.doors.inlets[0], 280, 20)
    route = patch.obj(f"route connected slot {slots}/page /distill/slot", 280, 66, door)

    patch.note("1  ask for the slots: at the start, and when any has changed", 280, 108, 220)
    start = patch.obj("sel 1", 280, 162, route)
    changed = patch.obj("speedlim 200", 340, 198, patch.obj("t b", 340, 162, (route, 3)))
    again = patch.obj("t b", 280, 234, start, changed)
    later = patch.obj("t b b b", 280, 306, patch.obj("delay 60", 280, 270, again))
    empty = patch.msg("clear", 380, 342, (later, 2))
    none = patch.msg("set empty", 330, 378, (later, 1))
    ask = patch.msg(f"{slots} id slot", 280, 414, later)

    patch.note("2  each filled slot: into the menu; the chosen one also in words", 540, 108, 240)
    page = patch.obj("t l l", 540, 198, (patch.obj("zl slice 3", 540, 162, (route, 2)), 1))
    name = patch.obj("prepend append", 620, 270, patch.obj("zl slice 1", 620, 234, (page, 1)))
    patch.put(filled, 620, 450, name, empty)
    mine = patch.obj("route a", 540, 306, page)
    told = patch.obj("unpack 0 0.", 540, 342, mine)
    patch.put(
        facts, 540, 414, none,
        patch.obj("sprintf set %ld columns: %.2f s", 540, 378, told, (told, 1, 1)),
    )  # fmt: skip

    patch.note("3  the chosen slot: by button, menu or message", 840, 108, 240)
    patch.put(row, 840, 162)
    named = patch.obj("tosymbol", 840, 234, (row, 1), (filled, 1), (route, 1))
    chosen = patch.obj("t s s s b", 840, 270, named, patch.msg("a", 930, 234,
                       patch.obj("loadbang", 930, 198)))  # fmt: skip
    patch.feed(mine, (chosen, 2, 1))
    patch.feed(again, (chosen, 3))
    told_slot = patch.obj("prepend slot", 840, 306, chosen)

    patch.note("4  a dropped file: its path as the server reads it, and the slot", 1080, 108, 230)
    patch.put(drop, 1080, 162)
    path = patch.obj("conformpath slash boot", 1080, 252, drop)
    both = patch.obj("pack s a", 1080, 306, path, (chosen, 1, 1))
    encode = patch.obj(f"prepend {words.address('encode')}", 1080, 342, both)
    encoded = patch.obj("append id edit", 1080, 378, encode)

    patch.note("5  edits of all", 1340, 108, 200)
    patch.put(undo, 1340, 162)
    patch.put(redo, 1340, 234)
    patch.put(clear, 1340, 306)
    undone = patch.msg(f"{words.address('undo')} id edit", 1440, 162, undo)
    redone = patch.msg(f"{words.address('redo')} id edit", 1440, 234, redo)
    held = patch.msg("a", 1440, 306, clear, patch.obj("prepend set", 1440, 270, chosen))
    cleared = patch.obj(
        "append id edit", 1440, 378,
        patch.obj(f"prepend {words.address('clear')}", 1440, 342, held),
    )  # fmt: skip
    outlet(patch, PART.doors.outlets[0], 280, 500, ask, encoded, undone, redone, cleared)
    outlet(patch, PART.doors.outlets[1], 840, 500, told_slot)
    return patch
