"""The help patches: one for each abstraction, generated from its description."""

from typing import Final

from patching import controls, palette
from patching.parts import ALL, osc
from patching.patch import Box, Patch
from patching.wiring import Part

FIRST_PORT: Final = 9011
"""Each help patch receives on a separate port, so that several can be open beside a patch."""
ACROSS: Final = 560.0


def draw(part: Part) -> Patch:
    """Draw the help of one abstraction."""
    wide = max(ACROSS, part.size[0]) + 80
    patch = Patch(part.name, f"How to use {part.name}.", (wide, 400.0), presentation=False)
    room = wide - 60
    patch.note(part.name, 24, 16, 400, fontsize=palette.HUGE, fontface=1,
               textcolor=list(palette.PAPER))  # fmt: skip
    about = patch.note(part.about, 24, 52, room, fontsize=palette.TITLE,
                       textcolor=list(palette.PAPER))  # fmt: skip
    lesson = patch.note(part.lesson, 24, _below(about, 6), room)
    y = _below(lesson, 22)
    port = FIRST_PORT + [each.name for each in ALL].index(part.name)
    tries: list[Box] = []
    patch.note("Try it", 24, y, 200, fontface=1, textcolor=list(palette.PAPER))
    for index, (message, means) in enumerate(part.tries):
        top = y + 28 + 30 * index
        tries.append(patch.msg(message, 24, top))
        patch.note(means, 40 + tries[-1].rect[2], top + 1, room - tries[-1].rect[2] - 40)
    y += 40 + 30 * len(part.tries)
    y = (
        _alone(patch, port, y, tries)
        if part is osc.PART
        else _with_line(patch, part, port, y, tries)
    )
    y = _table(patch, part, y + 20, room)
    others = " · ".join(each.name for each in ALL if each is not part)
    seen = patch.note(f"See also  {others}", 24, y + 8, room)
    patch.size = (wide, _below(seen, 20))
    return patch


def _below(box: Box, gap: float) -> float:
    return box.rect[1] + box.rect[3] + gap


def _face(patch: Patch, part: Part, x: float, y: float, *arguments: int) -> Box:
    box = controls.face(patch, part.sheet(), part.doors.ports, (x, y, *part.size), *arguments)
    box.show = None
    return box


def _alone(patch: Patch, port: int, y: float, tries: list[Box]) -> float:
    line = patch.feed(_face(patch, osc.PART, 24, y + 16, 9000, port), *tries)
    said = patch.obj("route /distill/pong connected", 24, y + 88, line)
    patch.msg("7", 24, y + 126, (said, 0, 1))
    patch.msg("1", 100, y + 126, (said, 1, 1))
    patch.msg("/distill/done", 176, y + 126, (said, 2, 1))
    patch.note("the last pong; connected; and the last of everything else", 24, y + 154, 420)
    return y + 180


def _with_line(patch: Patch, part: Part, port: int, y: float, tries: list[Box]) -> float:
    hub = patch.obj("t l", 24, y + 8)
    ours = [box for box in tries if not box.text.startswith("/")]
    theirs = [box for box in tries if box.text.startswith("/")]
    box = patch.feed(_face(patch, part, 24, y + 54, *()), hub, *ours)
    below = y + 54 + part.size[1] + 40
    line = patch.feed(_face(patch, osc.PART, 24, below, 9000, port), box, *theirs)
    patch.feed(hub, line)
    patch.note("from distill.osc back to the top", 70, y + 10, 220)
    if part.doors.ports.outlets[1:] == ("signal", "signal"):
        audio = patch.box("ezdac~", (290, y + 54, 32, 32), hint="Max's audio", annotation="Audio")
        patch.feed(audio, (box, 1), (box, 2, 1))
        patch.note("turn Max's audio on to hear clips", 330, y + 60, 220)
    elif len(part.doors.outlets) > 1:
        patch.msg("slot a", 290, y + 54 + part.size[1] - 40, (box, 1, 1))
        patch.note("which slot is chosen", 290, y + 54 + part.size[1] - 14, 200)
    return below + osc.PART.size[1] + 8


def _table(patch: Patch, part: Part, y: float, room: float) -> float:
    rows: list[tuple[str, str]] = []
    rows += [(f"argument {index}", f"{name} ({kind}): {about}")
             for index, (name, kind, about) in enumerate(part.arguments, 1)]  # fmt: skip
    rows += [(f"inlet {index}", said) for index, said in enumerate(part.doors.inlets, 1)]
    rows += [(word, about) for word, about in part.takes]
    rows += [(f"outlet {index}", said) for index, said in enumerate(part.doors.outlets, 1)]
    for left, right in rows:
        patch.note(left, 24, y, 90, textcolor=list(palette.PAPER))
        said = patch.note(right, 118, y, room - 94)
        y = _below(said, 2)
    return y
