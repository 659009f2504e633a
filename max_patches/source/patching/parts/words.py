"""`distill.words`: send any command, and show the answer of the server."""

from typing import Final

from patching import controls, palette, words
from patching.patch import Patch
from patching.wiring import FROM_SERVER, TO_SERVER, Doors, Part, inlet, outlet

TABLE: Final = "distill.words.txt"
"""The vocabulary in the format of `coll`; `distill describe --format max` writes it."""

PART: Final = Part(
    "distill.words",
    "Say any word of the server's vocabulary, and read its answers, errors and progress.",
    Doors((FROM_SERVER,), (TO_SERVER,)),
    (956.0, 92.0),
    "Choose a word; the line below says what it takes and does. Type its arguments and press "
    "Return, or press send if it needs none. The line on the right is the server's answer, in "
    "red if it refused, with what to do about it.",
    takes=(("connected", "Is understood and does nothing here."),),
    tries=((words.address("undo") + " id words", "what send does with undo"),),
)


def draw() -> Patch:
    """Return the patch."""
    patch = PART.sheet()
    controls.title(patch, "Any word", 10, 9)
    names = tuple(str(row["name"]) for row in words.rows())
    menu = controls.menu(patch, (90, 8, 116, 24), "Every word of the server", name="word",
                         items=names)  # fmt: skip
    entry = controls.entry(
        patch, (214, 8, 216, 24), "Arguments of the word; Return sends them", name="arguments"
    )
    send = controls.button(patch, "send", (438, 8, 58, 24), "Send the word without arguments")
    usage = controls.label(
        patch, "takes what is listed here; a word in brackets may be left out",
        (10, 40, 486, 18), colour=palette.PAPER, name="usage",
    )  # fmt: skip
    about = controls.label(
        patch, "and says in one sentence what it does", (10, 60, 486, 18), name="about"
    )
    controls.label(patch, "answer", (520, 11, 52, 18))
    answer = controls.label(
        patch, "nothing said yet", (576, 11, 370, 18), colour=palette.PAPER, name="answer"
    )
    controls.label(patch, "refused", (520, 34, 52, 18))
    error = controls.label(patch, "–", (576, 34, 370, 34), colour=palette.ALERT, name="error")
    controls.label(patch, "doing", (520, 70, 52, 18))
    stage = controls.label(patch, "nothing", (576, 70, 150, 18), name="stage")
    bar = controls.bar(patch, (736, 76, 210, 8), name="progress")

    door = inlet(patch, PART.doors.inlets[0], 20, 120)
    route = patch.obj("route /distill/done /distill/error /distill/progress", 20, 166, door)
    patch.note("1  answers, but for those that the other panels ask", 20, 210, 260)
    mine = patch.obj("route edit words play clips model", 20, 264, route)
    patch.put(
        answer, 20, 372,
        patch.obj("prepend set", 20, 336, mine, (mine, 1), (mine, 2), (mine, 3)),
    )  # fmt: skip
    shut = patch.obj("t b b", 120, 300, mine, (mine, 1), (mine, 2), (mine, 3))
    full = patch.msg("0.", 120, 408, shut)
    idle = patch.msg("set nothing", 170, 444, (shut, 1))

    patch.note("2  what was refused, and why", 330, 210, 200)
    reason = patch.obj("zl slice 2", 330, 264, (route, 1))
    patch.put(error, 330, 336, patch.obj("prepend set", 330, 300, (reason, 1)))
    patch.feed(shut, (route, 1))
    patch.feed(error, patch.msg("set –", 420, 264, mine, (mine, 1), (mine, 2), (mine, 3)))

    patch.note("3  how far a job is", 560, 408, 200)
    going = patch.obj("unpack 0. s", 560, 480, (patch.obj("zl slice 1", 560, 444, (route, 2)), 1))
    patch.put(bar, 560, 552, going, full)
    patch.put(stage, 800, 552, patch.obj("prepend set", 800, 516, (going, 1)), idle)

    patch.note("4  any word: the menu shows what it takes, and prepares it", 800, 120, 330)
    patch.put(
        menu, 800, 150, patch.msg("symbol status", 1060, 186, patch.obj("loadbang", 1060, 150))
    )
    word = patch.obj("t s s s", 800, 222, patch.obj("tosymbol", 800, 186, (menu, 1)))
    coll = patch.obj(f"coll {TABLE}", 900, 258, (word, 2))
    both = patch.obj("unpack s s", 900, 294, coll)
    patch.put(usage, 900, 366, patch.obj("prepend set", 900, 330, both))
    patch.put(about, 900, 402, patch.obj("prepend set", 1010, 330, (both, 1)))
    bare = patch.obj("sprintf set /distill/%s id words", 1200, 258, (word, 1))
    first = patch.obj("sprintf set /distill/%s", 1430, 258, word)

    patch.note("5  with arguments, or bare", 1430, 120, 200)
    patch.put(entry, 1430, 150)
    patch.put(send, 1200, 150)
    typed = patch.obj("route bang", 1430, 222, patch.obj("route text", 1430, 186, entry))
    alone = patch.msg("/distill/status id words", 1200, 300, bare, send, typed)
    ready = patch.obj("prepend /distill/status", 1430, 300, first, (typed, 1))
    said = patch.obj("append id words", 1430, 336, ready)
    outlet(patch, PART.doors.outlets[0], 20, 600, alone, said)
    return patch
