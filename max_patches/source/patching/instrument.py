"""`distill`: the whole instrument on one face; and `distill.live`, the same for Max for Live."""

from typing import Final

from patching import controls, palette, words
from patching.parts import ALL, clips, generate, grid, model, osc, play, slot
from patching.parts import words as any_word
from patching.patch import Box, Patch
from patching.wiring import Part, knob

NAME: Final = "distill"
PORTS: Final = (9000, 9001)
"""Ports of the server and of the instrument."""
LIVE_PORTS: Final = (9000, 9002)
CLIPS: Final = 80.0 + play.PART.size[1]
"""Top of the panel below the dials, whose number depends on the server."""
GENERATE: Final = 292.0
BOTTOM: Final = max(604.0, CLIPS + clips.PART.size[1] + 10, GENERATE + generate.PART.size[1] + 12)
"""Top of the last row."""
PLACES: Final = {
    osc.PART.name: (12, 12), model.PART.name: (628, 12),
    slot.PART.name: (12, 72), generate.PART.name: (12, GENERATE),
    grid.PART.name: (260, 72), play.PART.name: (792, 72),
    clips.PART.name: (792, CLIPS),
    any_word.PART.name: (12, BOTTOM),
}  # fmt: skip
"""Position of each panel on the face."""
BOARD: Final = {
    model.PART.name: (20, 110), slot.PART.name: (20, 200), grid.PART.name: (300, 200),
    generate.PART.name: (860, 200), play.PART.name: (1120, 200), clips.PART.name: (1380, 200),
    any_word.PART.name: (460, 780), osc.PART.name: (20, 960),
}  # fmt: skip
"""Position of each panel in the patching view."""
SIZE: Final = (1040.0, BOTTOM + 104)


def draw() -> Patch:
    """Return the instrument."""
    patch = Patch(
        NAME,
        "The Distill instrument: encode, see and edit codes, generate, play, make clips.",
        SIZE,
    )
    controls.panel(patch, (0, 0, *SIZE), palette.SLATE).more["rounded"] = 0
    controls.panel(patch, (980, BOTTOM, 48, 92))
    made = {part.name: _face(patch, part) for part in ALL}
    audio = patch.box(
        "ezdac~", (1440, 460, 32, 32), show=(988, BOTTOM + 18, 32, 32), name="audio",
        hint="Turn Max's audio on, for clips in Max", annotation="Max's audio, for clips",
    )  # fmt: skip
    controls.label(patch, "Max audio", (982, BOTTOM + 54, 44, 30), size=9.0)
    _cords(patch, made)
    patch.feed(audio, (made[clips.PART.name], 1, 0), (made[clips.PART.name], 2, 1))
    patch.note(
        "What the server says goes to all panels; what they say goes to distill.osc, which is the "
        "only one that sends. Its arguments are the server's port and the port of this patch.",
        560, 20, 560,
    )  # fmt: skip
    return patch


def _face(patch: Patch, part: Part) -> Box:
    at = (*PLACES[part.name], *part.size)
    arguments = PORTS if part is osc.PART else ()
    box = controls.face(patch, part.sheet(), part.doors.ports, at, *arguments)
    return patch.put(box, *BOARD[part.name])


def _cords(patch: Patch, made: dict[str, Box]) -> None:
    line, chosen = made[osc.PART.name], made[slot.PART.name]
    hub = patch.obj("t l", 20, 60, line)
    for part in ALL:
        box = made[part.name]
        if part is not osc.PART:
            patch.feed(box, hub)
            patch.feed(line, box)
        if part in (grid.PART, generate.PART, play.PART, clips.PART):
            patch.feed(box, (chosen, 1))


def draw_live() -> Patch:
    """Return the device for Live: as high as Live allows, otherwise the same."""
    names = ("temperature", *(row.name for row in words.group("live", "output")))
    wide = 282.0 + 66 * len(names)
    size = (wide + 152, 169.0)
    patch = Patch("distill.live", "Distill as a Max for Live device: save it as one.", size)
    controls.panel(patch, (0, 0, *size), palette.SLATE).more["rounded"] = 0
    line = controls.face(patch, osc.PART.sheet(), osc.PART.doors.ports,
                         (8, 8, *osc.PART.size), *LIVE_PORTS)  # fmt: skip
    patch.put(line, 20, 800)
    controls.panel(patch, (8, 62, wide - 8, 99))
    controls.panel(patch, (wide + 8, 8, 136, 153))
    controls.label(patch, "slot", (14, 68, 34, 18))
    letters = controls.tabs(
        patch, (48, 66, 216, 24), "Choose the slot that the buttons work on", name="slot",
        items=slot.LETTERS,
    )  # fmt: skip
    hub = patch.obj("t l", 20, 220, line)
    right = 40.0 + 200 * len(names)
    addresses = " ".join(words.address(f"param/{name}") for name in names)
    route = patch.obj(f"route connected {addresses} /distill/error", 20, 256, hub)
    ask = patch.obj("sel 1", 20, 292, route)
    sends: list[Box] = []
    for index, name in enumerate(names):
        at = (278.0 + 66 * index, 80.0, 52.0, 60.0)
        sends += knob(patch, name, at, 20 + 200 * index, 330, (route, 1 + index), ask)
    patch.note("The chosen slot stands in the message boxes", right, 220, 300)
    patch.put(letters, right, 256)
    keep = patch.obj("prepend set", right, 304, (letters, 1))
    rows = (
        ("generate", "generate", "edit"), ("play", "play", "play"), ("stream", "stream", "play"),
        ("make clip", "clip", "clips"),
    )  # fmt: skip
    for index, (text, verb, name) in enumerate(rows):
        x = right + 190 * index
        button = controls.button(
            patch, text, (14.0 + 128 * (index % 2), 98.0 + 30 * (index // 2), 122, 24),
            words_about(verb), strong=verb == "play",
        )  # fmt: skip
        patch.put(button, x, 364)
        held = patch.msg("a", x, 418, button, keep)
        said = patch.obj(f"prepend {words.address(verb)}", x, 454, held)
        sends.append(patch.obj(f"append id {name}", x, 490, said))
    for index, verb in enumerate(("stop", "panic")):
        button = controls.button(
            patch, verb, (wide + 16, 16 + 30 * index, 120, 24), words_about(verb)
        )
        patch.put(button, right + 190 * index, 580)
        sends.append(patch.msg(f"{words.address(verb)} id play", right + 190 * index, 634, button))
    said_no = controls.label(
        patch, "–", (wide + 16, 80, 120, 74), colour=palette.ALERT, name="error"
    )
    patch.note("what the server refused", right + 380, 580, 180)
    why = patch.obj("zl slice 2", right + 380, 616, (route, 1 + len(names)))
    patch.put(said_no, right + 380, 688, patch.obj("prepend set", right + 380, 652, (why, 1)))
    patch.note("Live's own sound passes through; Distill sounds on the server's output",
               700, 760, 300)  # fmt: skip
    sound = patch.obj("plugin~", 700, 800)
    patch.obj("plugout~", 700, 850, sound, (sound, 1, 1))
    patch.feed(line, *sends)
    return patch


def words_about(verb: str) -> str:
    """Return the sentence of a verb in the vocabulary."""
    return next(str(row["about"]) for row in words.rows() if row["name"] == verb)
