"""`distill.play`: sound on and off, and dials that change it live without changing the codes."""

from typing import Final

from patching import controls, palette, words
from patching.parts.slot import LETTERS
from patching.patch import Box, Patch
from patching.wiring import FROM_SERVER, TO_SERVER, Doors, Part, inlet, knob, outlet

ACROSS: Final = 4
"""Dials in a row."""
KNOBS: Final = tuple(
    (row.name, (10.0 + 55 * (index % ACROSS), 110.0 + 64 * (index // ACROSS), 52.0, 60.0))
    for index, row in enumerate(words.group("live", "output"))
)
"""Parameters of the live sound, and the position of their dials."""
BELOW: Final = max(at[1] for _, at in KNOBS) + 64.0
"""Top of the face below the dials."""

PART: Final = Part(
    "distill.play",
    "Play the chosen slot round and round, stream without end, and turn the live knobs.",
    Doors((FROM_SERVER,), (TO_SERVER,)),
    (236.0, BELOW + 68.0),
    "play loops the chosen slot, stream lets the model play on from it without end. coarse, fine "
    "and morph change what is heard and never what is stored: at 0 the sound is the original "
    "again. carry says how much of it is the encoded sound itself: at 0 it is the codec's own. The "
    "sound comes from the server, not from Max.",
    takes=(
        ("slot", "Which slot is played; distill.slot says it."),
        ("connected", "1 asks for the parameters; distill.osc says it."),
    ),
    tries=(
        ("slot b", "play means slot b from now on"),
        (words.address("param/fine") + " 0.6", "the finer codes wander; the dial follows"),
        (words.address("param/fine") + " 0.", "and come back, exactly"),
    ),
)


def draw() -> Patch:
    """Return the patch."""
    patch = PART.sheet()
    controls.title(patch, "Play", 10, 8)
    play = controls.button(
        patch, "play", (10, 38, 104, 28), "Loop the slot from its start", strong=True
    )
    stream = controls.button(
        patch, "stream", (122, 38, 104, 28), "Let the model go on from the slot without end"
    )
    stop = controls.button(patch, "stop", (10, 74, 104, 24), "Let what sounds fade out")
    panic = controls.button(patch, "panic", (122, 74, 104, 24), "Silence at once")
    controls.label(patch, "morph towards", (10, BELOW + 3, 86, 18))
    towards = controls.tabs(
        patch, (98, BELOW, 128, 24), "Which slot the morph dial leads to", name="towards",
        items=LETTERS[:6],
    )  # fmt: skip
    said = controls.label(patch, "silent", (10, BELOW + 30, 216, 18), colour=palette.PAPER,
                          name="playing")  # fmt: skip
    output = controls.label(
        patch, "sound card: not asked yet", (10, BELOW + 48, 216, 18), name="output"
    )

    door = inlet(patch, PART.doors.inlets[0], 280, 20)
    addresses = [words.address(f"param/{name}") for name, _ in KNOBS]
    route = patch.obj(
        f"route connected slot {' '.join(addresses)} /distill/done /distill/output", 280, 66, door
    )
    patch.note("1  live knobs: hear, show, send slowly", 280, 108, 260)
    ask = patch.obj("sel 1", 280, 144, route)
    sends: list[Box] = []
    for index, (name, at) in enumerate(KNOBS):
        x = 280 + 190 * index
        sends += knob(patch, name, at, x, 190, (route, 2 + index), ask)
    top = 480
    patch.note("2  transport; the message boxes hold the chosen slot", 280, top, 330)
    keep = patch.obj("prepend set", 520, top + 36, (route, 1))
    for x, button, verb in ((280, play, "play"), (400, stream, "stream")):
        patch.put(button, x, top + 72)
        now = patch.msg("a", x, top + 126, button, keep)
        named = patch.obj(f"prepend {words.address(verb)}", x, top + 162 + (x - 280) * 0.3, now)
        sends.append(patch.obj("append id play", x, top + 234, named))
    for x, button, verb in ((620, stop, "stop"), (740, panic, "panic")):
        patch.put(button, x, top + 72)
        sends.append(patch.msg(f"{words.address(verb)} id play", x, top + 126 + (x - 620) * 0.3,
                               button))  # fmt: skip
    patch.note("3  where morph leads", 930, top, 180)
    patch.put(towards, 930, top + 72)
    leads = patch.obj(f"prepend {words.address('towards')}", 930, top + 126, (towards, 1))
    sends.append(patch.obj("append id play", 930, top + 162, leads))

    right = 280 + 190 * max(len(KNOBS), 5) + 10
    patch.note("4  what sounds", right, 108, 200)
    done = patch.obj("route play", right, 144, (route, 2 + len(KNOBS)))
    kinds = patch.obj("route play stream stop panic", right, 180, done)
    parts = patch.obj("unpack s 0.", right, 234, kinds)
    looping = patch.obj("sprintf set loops slot %s: %.2f s", right, 270, parts, (parts, 1, 1))
    flowing = patch.obj("unpack s 0", right + 90, 306, (kinds, 1))
    streaming = patch.obj(
        "sprintf set streams from slot %s: seed %ld", right + 90, 342, flowing, (flowing, 1, 1)
    )
    silent = patch.msg("set silent", right + 210, 378, (kinds, 2), (kinds, 3))
    patch.put(said, right, 440, looping, streaming, silent)
    patch.put(
        output, right, 560,
        patch.obj("sprintf set sound card: %s", right, 516,
                  patch.obj("zl slice 1", right, 480, (route, 3 + len(KNOBS)))),
    )  # fmt: skip
    outlet(patch, PART.doors.outlets[0], 280, top + 300, *sends)
    return patch
