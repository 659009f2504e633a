"""`distill.generate`: let the prior write into the chosen slot, or go on where it ends."""

from typing import Final

from patching import controls, palette, words
from patching.patch import Patch
from patching.wiring import FROM_SERVER, TO_SERVER, Doors, Part, inlet, knob, outlet

PART: Final = Part(
    "distill.generate",
    "Let the model write: a new grid into the chosen slot, or on from where it ends.",
    Doors((FROM_SERVER,), (TO_SERVER,)),
    (236.0, 300.0),
    "generate fills the chosen slot, continue makes it longer. Temperature and top_k are how the "
    "model chooses; the same seed with the same settings writes the same again, and seed 0 takes "
    "a fresh one and tells it.",
    takes=(
        ("slot", "Which slot is written; distill.slot says it."),
        ("connected", "1 asks for the parameters; distill.osc says it."),
    ),
    tries=(
        ("slot b", "what comes next is written into slot b"),
        (words.address("param/temperature") + " 1.2", "a more daring model; the dial follows"),
    ),
)


def draw() -> Patch:
    """Draw it."""
    patch = PART.sheet()
    controls.title(patch, "Generate", 10, 8)
    generate = controls.button(
        patch, "generate", (10, 38, 104, 28), "Write a new grid into the slot", strong=True
    )
    go_on = controls.button(patch, "continue", (122, 38, 104, 28), "Write on where the slot ends")
    controls.label(patch, "seconds", (10, 80, 66, 18))
    seconds = controls.number(
        patch, (10, 100, 66, 24), "How long, in seconds", name="seconds", low=0.2, high=3600.0,
        real=True,
    )  # fmt: skip
    controls.label(patch, "seed, 0 for any", (84, 80, 142, 18))
    seed = controls.number(
        patch, (84, 100, 142, 24), "Where chance starts; 0 takes a fresh one and tells it",
        name="seed", low=0, high=2147483647,
    )  # fmt: skip
    controls.label(patch, "top_k, 0 for all", (84, 144, 142, 18))
    last = controls.label(
        patch, "nothing written yet", (10, 232, 216, 18), colour=palette.PAPER, name="last"
    )
    surprise = controls.label(patch, "surprise: nats for each code", (10, 256, 216, 18),
                              name="surprise")  # fmt: skip

    door = inlet(patch, PART.doors.inlets[0], 280, 20)
    temperature, top_k = words.address("param/temperature"), words.address("param/top_k")
    route = patch.obj(f"route connected slot {temperature} {top_k} /distill/done", 280, 66, door)
    patch.note("1  how the model chooses: hear, show, send slowly", 280, 108, 320)
    ask = patch.obj("sel 1", 280, 144, route)
    one = knob(patch, "temperature", (16, 142, 52, 60), 280, 180, (route, 2), ask)
    two = knob(patch, "top_k", (84, 164, 142, 24), 500, 180, (route, 3), ask)

    patch.note("2  length and seed", 680, 108, 160)
    first = patch.msg("4.", 680, 180, patch.obj("loadbang", 680, 144))
    patch.put(seconds, 680, 216, first)
    patch.put(seed, 800, 216)

    patch.note("3  generate and continue: slot, seconds, seed", 960, 108, 300)
    told = patch.obj("t s s", 960, 144, (route, 1))
    boxes = []
    for x, button, verb, out in ((960, generate, "generate", 0), (1180, go_on, "continue", 1)):
        patch.put(button, x, 216)
        keep = patch.obj("prepend set", x + 120, 180, (told, out))
        now = patch.msg("a", x, 270, button, keep)
        all_ = patch.obj("pack a seconds 4. seed 0", x, 306, now, (seconds, 0, 2), (seed, 0, 4))
        said = patch.obj(f"prepend {words.address(verb)}", x, 342, all_)
        boxes.append(patch.obj("append id edit", x, 378, said))

    patch.note("4  what was written", 1420, 108, 220)
    done = patch.obj("route generate continue", 1420, 180,
                     (patch.obj("route edit", 1420, 144, (route, 4))))  # fmt: skip
    facts = patch.obj("unpack s 0 0 0.", 1420, 234, done, (done, 1))
    patch.put(
        last, 1420, 342,
        patch.obj("sprintf set slot %s: %ld columns: seed %ld", 1420, 306, facts, (facts, 1, 1),
                  (facts, 2, 2)),
    )  # fmt: skip
    patch.put(
        surprise, 1560, 378,
        patch.obj("sprintf set surprise: %.2f nats for each code", 1560, 270, (facts, 3)),
    )  # fmt: skip
    outlet(patch, PART.doors.outlets[0], 280, 480, *one, *two, *boxes)
    return patch
