"""`distill.clips`: make WAV clips, keep a list of them, and load them into a `buffer~`."""

from typing import Final

from patching import controls, palette, words
from patching.patch import Patch
from patching.wiring import FROM_SERVER, TO_SERVER, Doors, Part, inlet, outlet

PART: Final = Part(
    "distill.clips",
    "Make WAV clips of the chosen slot; each finished clip is loaded into a buffer~.",
    Doors((FROM_SERVER,), (TO_SERVER, "signal: left", "signal: right")),
    (236.0, 208.0),
    "make clip lets the server write the chosen slot as a WAV file. Every clip that is finished, "
    "whoever asked for it, is loaded into a buffer~ and joins the menu; play clip plays it in "
    "Max, from the two signal outlets. A clip holds its codes: drop it on distill.slot and they "
    "come back exactly.",
    takes=(("slot", "Which slot becomes a clip; distill.slot says it."),),
    tries=(
        ("slot b", "clips are made of slot b"),
        (words.address("clip") + " a take_one id clips", "a clip with a name of its own"),
    ),
)


def draw() -> Patch:
    """Return the patch."""
    patch = PART.sheet()
    controls.title(patch, "Clips", 10, 8)
    make = controls.button(
        patch, "make clip", (10, 38, 216, 28), "Write the slot as a WAV file", strong=True
    )
    clips = controls.menu(patch, (10, 76, 216, 24), "Load a clip into the buffer~", name="clips")
    wave = patch.box(
        "waveform~", (10, 108, 216, 40), show=(10, 108, 216, 40), name="wave",
        bgcolor=list(palette.WELL), waveformcolor=list(palette.FINE),
        selectioncolor=list(palette.rgb("63b7ab", 0.2)), buffername="", border=0,
        hint="The clip in the buffer~", annotation="The clip in the buffer~",
    )  # fmt: skip
    start = controls.button(
        patch, "play clip", (10, 154, 104, 24), "Play it in Max: turn audio on first"
    )
    stop = controls.button(patch, "stop clip", (122, 154, 104, 24), "Stop it")
    facts = controls.label(
        patch, "no clip yet", (10, 183, 216, 18), colour=palette.PAPER, name="facts"
    )

    clip = words.address("clip")
    door = inlet(patch, PART.doors.inlets[0], 280, 20)
    route = patch.obj(f"route slot {clip}", 280, 66, door)
    patch.note("1  ask for a clip of the chosen slot", 280, 108, 220)
    keep = patch.obj("prepend set", 380, 144, route)
    patch.put(make, 280, 180)
    now = patch.msg("a", 280, 234, make, keep)
    asked = patch.obj("append id clips", 280, 306, patch.obj(f"prepend {clip}", 280, 270, now))

    patch.note("2  a clip is finished: path, samples, rate", 540, 108, 260)
    news = patch.obj("zl slice 1", 540, 144, (route, 1))
    parts = patch.obj("unpack s 0 0", 540, 180, (news, 1))
    path = patch.obj("t s s s", 540, 216, parts)
    patch.put(
        facts, 700, 306,
        patch.obj("sprintf set %ld samples at %ld Hz", 700, 252, (parts, 1), (parts, 2, 1)),
    )  # fmt: skip

    patch.note("3  its name into the menu; name and path into the coll", 960, 108, 300)
    name = patch.obj("t s s s", 960, 252, patch.obj("strippath", 960, 216, (path, 1)))
    pair = patch.obj("pack s s", 1120, 288, (name, 2), (path, 2, 1))
    stored = patch.obj("prepend store", 1120, 324, pair)
    added = patch.obj("prepend append", 990, 324, (name, 1))
    shown = patch.obj("prepend setsymbol", 960, 366, name)
    patch.put(clips, 960, 408, added, shown)
    back = patch.obj("tosymbol", 960, 456, (clips, 1))
    coll = patch.obj("coll", 1100, 492, stored, back)

    patch.note("4  the clip in Max: a buffer~ of its own", 540, 480, 300)
    read = patch.obj("prepend replace", 540, 528, path, coll)
    buffer = patch.obj("buffer~ #0-distill 1000 2", 540, 564, read)
    patch.put(wave, 760, 600, patch.msg("set #0-distill", 760, 564, (buffer, 1)))
    patch.put(start, 540, 618)
    patch.put(stop, 650, 618)
    player = patch.obj(
        "play~ #0-distill 2", 540, 708, patch.msg("start", 540, 672, start),
        patch.msg("stop", 650, 672, stop),
    )  # fmt: skip
    outlet(patch, PART.doors.outlets[0], 280, 760, asked)
    outlet(patch, PART.doors.outlets[1], 540, 760, player)
    outlet(patch, PART.doors.outlets[2], 600, 760, (player, 1))
    return patch
