"""`distill.generate`: let the prior write the chosen slot, or continue it."""

from typing import Final

from patching import controls, palette, words
from patching.patch import Box, Patch, Rect
from patching.wiring import FROM_SERVER, TO_SERVER, Doors, Part, inlet, knob, outlet

ACROSS: Final = 4
"""Dials in a row."""
TOP, HIGH = 142.0, 64.0
"""Top of the first row of dials, and the height of each."""
_WHOLE: Final = [row.whole for row in words.group("generate", "sounds") if row.name != "seed"]
DIAL_ROWS: Final = -(-_WHOLE.count(False) // ACROSS)
BELOW: Final = TOP + HIGH * DIAL_ROWS + 28 * _WHOLE.count(True) + 8
"""Top of what is said below dials and numbers."""

PART: Final = Part(
    "distill.generate",
    "Let the model write: a new grid into the chosen slot, or on from where it ends.",
    Doors((FROM_SERVER,), (TO_SERVER,)),
    (236.0, BELOW + 68),
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


NOTES: Final = {"top_k": "top_k, 0 for all"}
"""Label of a number, if it is not its name."""


def _knobs() -> tuple[list[tuple[str, Rect]], list[tuple[str, Rect]]]:
    """Place all parameters except the seed, which is a field here: dials and numbers.

    Returns:
        Each parameter with its position, and each label with its own.
    """
    rows = [row for row in words.group("generate", "sounds") if row.name != "seed"]
    dials = [row.name for row in rows if not row.whole]
    made: list[tuple[str, Rect]] = [
        (name, (12.0 + 54 * (index % ACROSS), TOP + HIGH * (index // ACROSS), 52.0, 60.0))
        for index, name in enumerate(dials)
    ]
    labels: list[tuple[str, Rect]] = []
    for index, name in enumerate(row.name for row in rows if row.whole):
        top = TOP + HIGH * DIAL_ROWS + 28 * index
        labels.append((NOTES.get(name, name), (10.0, top + 3, 106.0, 18.0)))
        made.append((name, (122.0, top, 104.0, 24.0)))
    return made, labels


def draw() -> Patch:
    """Return the patch."""
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
        patch, (84, 100, 142, 24), "Seed of random choices; 0 draws a new one and reports it",
        name="seed", low=0, high=2147483647,
    )  # fmt: skip
    knobs, labels = _knobs()
    for text, at in labels:
        controls.label(patch, text, at)
    last = controls.label(
        patch, "nothing written yet", (10, BELOW, 216, 18), colour=palette.PAPER, name="last"
    )
    surprise = controls.label(patch, "surprise: nats for each code", (10, BELOW + 24, 216, 18),
                              name="surprise")  # fmt: skip

    door = inlet(patch, PART.doors.inlets[0], 280, 20)
    asked = " ".join(words.address(f"param/{name}") for name, _ in knobs)
    route = patch.obj(f"route connected slot {asked} /distill/done", 280, 66, door)
    patch.note("1  how the model chooses: hear, show, send slowly", 280, 108, 320)
    ask = patch.obj("sel 1", 280, 144, route)
    turns: list[Box] = []
    for index, (name, at) in enumerate(knobs):
        turns += knob(patch, name, at, 280 + 250 * index, 180, (route, 2 + index), ask)

    right = 280.0 + 250 * len(knobs)
    patch.note("2  length and seed", right, 108, 160)
    first = patch.msg("4.", right, 180, patch.obj("loadbang", right, 144))
    patch.put(seconds, right, 216, first)
    patch.put(seed, right + 120, 216)

    patch.note("3  generate and continue: slot, seconds, seed", right + 280, 108, 300)
    told = patch.obj("t s s", right + 280, 144, (route, 1))
    boxes = []
    for x, button, verb, out in (
        (right + 280, generate, "generate", 0),
        (right + 500, go_on, "continue", 1),
    ):
        patch.put(button, x, 216)
        keep = patch.obj("prepend set", x + 120, 180, (told, out))
        now = patch.msg("a", x, 270, button, keep)
        all_ = patch.obj("pack a seconds 4. seed 0", x, 306, now, (seconds, 0, 2), (seed, 0, 4))
        said = patch.obj(f"prepend {words.address(verb)}", x, 342, all_)
        boxes.append(patch.obj("append id edit", x, 378, said))

    far = right + 740
    patch.note("4  what was written", far, 108, 220)
    done = patch.obj("route generate continue", far, 180,
                     (patch.obj("route edit", far, 144, (route, 2 + len(knobs)))))  # fmt: skip
    facts = patch.obj("unpack s 0 0 0.", far, 234, done, (done, 1))
    patch.put(
        last, far, 342,
        patch.obj("sprintf set slot %s: %ld columns: seed %ld", far, 306, facts, (facts, 1, 1),
                  (facts, 2, 2)),
    )  # fmt: skip
    patch.put(
        surprise, far + 140, 378,
        patch.obj("sprintf set surprise: %.2f nats for each code", far + 140, 270, (facts, 3)),
    )  # fmt: skip
    outlet(patch, PART.doors.outlets[0], 280, 480, *turns, *boxes)
    return patch
