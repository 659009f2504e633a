"""Five tutorial patches, from the first ping to a performance."""

from typing import Final

from patching import controls, palette, words
from patching.parts import clips, grid, osc, play, slot
from patching.patch import Box, Patch
from patching.wiring import Part

TITLES: Final = (
    ("distill.tutorial.1.ping", "1  Is anybody there?"),
    ("distill.tutorial.2.sound", "2  First sound"),
    ("distill.tutorial.3.yours", "3  Your own sound"),
    ("distill.tutorial.4.codes", "4  Codes by hand"),
    ("distill.tutorial.5.perform", "5  A performance"),
)
FIRST_PORT: Final = 9021


def draw() -> list[Patch]:
    """Return all five."""
    return [_ping(), _sound(), _yours(), _codes(), _perform()]


def _begin(index: int, size: tuple[float, float], story: str) -> Patch:
    name, heading = TITLES[index]
    patch = Patch(name, f"Distill tutorial: {heading[3:]}", size, presentation=False)
    patch.note(heading, 24, 16, 500, fontsize=palette.HUGE, fontface=1,
               textcolor=list(palette.PAPER))  # fmt: skip
    patch.note(story, 24, 54, size[0] - 60)
    return patch


def _step(patch: Patch, number: int, text: str, x: float, y: float, room: float) -> None:
    patch.note(f"{number}", x, y, 20, fontface=1, fontsize=palette.TITLE,
               textcolor=list(palette.COARSE))  # fmt: skip
    patch.note(text, x + 22, y, room, textcolor=list(palette.PAPER))


def _line(patch: Patch, index: int, x: float, y: float, *sources: Box) -> Box:
    part = osc.PART
    box = controls.face(patch, part.sheet(), part.doors.ports, (x, y, *part.size),
                        9000, FIRST_PORT + index)  # fmt: skip
    box.show = None
    return patch.feed(box, *sources)


def _part(patch: Patch, part: Part, x: float, y: float, *sources: Box | tuple[Box, int]) -> Box:
    box = controls.face(patch, part.sheet(), part.doors.ports, (x, y, *part.size))
    box.show = None
    return patch.feed(box, *sources)


def _ping() -> Patch:
    patch = _begin(
        0, (720, 480),
        "Start the server first: python3 run.py in the folder of Distill, until it says ready. "
        "Everything here is plain OSC over UDP: an address and its arguments.",
    )  # fmt: skip
    _step(patch, 1, "Tell the server which port this patch listens on.", 24, 108, 320)
    subscribe = patch.msg(f"{words.address('subscribe')} {FIRST_PORT}", 46, 134)
    _step(patch, 2, "Ask whether it is there; the number comes back.", 24, 170, 320)
    ping = patch.msg(f"{words.address('ping')} 7", 46, 196)
    _step(patch, 3, "Ask how it is: many small answers, the last ones stay below.", 24, 232, 400)
    status = patch.msg(f"{words.address('status')} id tutorial", 46, 258)
    _step(patch, 4, "Say something wrong: the answer says what is allowed.", 24, 294, 400)
    wrong = patch.msg(f"{words.address('param/temperature')} 9.", 46, 320)
    patch.obj("udpsend 127.0.0.1 9000", 46, 380, subscribe, ping, status, wrong)
    patch.note("What comes back", 470, 108, 200, textcolor=list(palette.PAPER))
    receive = patch.obj(f"udpreceive {FIRST_PORT}", 470, 134)
    route = patch.obj(
        "route /distill/pong /distill/done /distill/error /distill/status/page", 470, 170, receive
    )
    for index, text in enumerate(("pong", "done", "refused", "figure", "all else")):
        y = 220 + 40 * index
        patch.note(text, 470, y + 1, 64)
        box = patch.msg("–", 550, y, (route, index, 1))
        box.rect = (550, y, 320, 22)
    return patch


def _sound() -> Patch:
    patch = _begin(
        1, (720, 660),
        "distill.osc is the line to the server: what goes in is sent, what comes out is the "
        "server's. Wait for its light, then go through the steps from the top.",
    )  # fmt: skip
    _step(patch, 1, "Let the model write four seconds into slot a.", 24, 104, 400)
    generate = patch.msg(f"{words.address('generate')} a seconds 4 id edit", 46, 130)
    _step(patch, 2, "Loop the slot. The sound comes from the server.", 24, 166, 400)
    start = patch.msg(f"{words.address('play')} a id play", 46, 192)
    _step(patch, 3, "Turn the dial: fine codes wander, and at 0 come back exactly.", 24, 228, 400)
    about = words.parameter("fine").about
    fine = controls.dial(
        patch, (46, 254, 52, 60), about, name="fine", short="fine", low=0.0, high=1.0, start=0.0,
        colour=palette.FINE,
    )  # fmt: skip
    fine.show = None
    says = patch.obj(
        f"prepend {words.address('param/fine')}", 46, 358, patch.obj("speedlim 20", 46, 322, fine)
    )
    patch.note("speedlim: at most 50 values a second", 140, 324, 240)
    _step(patch, 4, "Let it fade out.", 24, 396, 200)
    stop = patch.msg(f"{words.address('stop')} id play", 46, 422)
    line = _line(patch, 1, 46, 466, generate, start, says, stop)
    _answers(patch, line, 46, 532)
    return patch


def _yours() -> Patch:
    patch = _begin(
        2, (900, 740),
        "Put sound files into the folder Distill/sounds in your home folder: the server reads "
        "files there and nowhere else, unless it was started with --sources.",
    )  # fmt: skip
    hub = patch.obj("t l", 46, 112)
    _step(patch, 1, "Drop a sound file. It is encoded into the slot that is chosen.", 46, 150, 230)
    chosen = _part(patch, slot.PART, 46, 196, hub)
    _step(patch, 2, "Play it, and turn coarse and fine.", 320, 150, 250)
    playing = _part(patch, play.PART, 320, 196, hub, (chosen, 1))
    _step(patch, 3, "Keep it: a WAV clip, which holds its codes too.", 600, 150, 250)
    kept = _part(patch, clips.PART, 600, 196, hub, (chosen, 1))
    audio = patch.box("ezdac~", (660, 430, 32, 32), hint="Max's audio", annotation="Max's audio")
    patch.feed(audio, (kept, 1), (kept, 2, 1))
    patch.note("Max's audio, for clips only", 700, 436, 160)
    line = _line(patch, 2, 46, 636, chosen, playing, kept)
    patch.feed(hub, line)
    patch.note("from distill.osc back to the top", 90, 114, 240)
    return patch


def _codes() -> Patch:
    patch = _begin(
        3, (1130, 800),
        "A slot is a grid: columns in time, bands from low to high, levels from coarse to fine. "
        "Each step below is one message, and one click further it is undone.",
    )  # fmt: skip
    hub = patch.obj("t l", 580, 84)
    picture = _part(patch, grid.PART, 580, 130, hub)
    steps = (
        ("Something to look at: six seconds of the model.", "generate", "a seconds 6 id edit"),
        ("Round and round.", "play", "a id play"),
        ("One code: slot, column, band, level, code.", "set", "a 0 0 0 5 id edit"),
        ("The fine levels of eight columns, moved to near codes.", "randomize",
         "a neighbours 0.5 0-7 all fine id edit"),
        ("One moment, frozen over half a second.", "fill", "a 4 4-7 id edit"),
        ("Everything two columns later.", "shift", "a 2 id edit"),
        ("Coarse levels kept, fine ones written anew.", "randomize",
         "a prior 1. all all fine id edit"),
        ("The last edit back, bit for bit.", "undo", "id edit"),
    )  # fmt: skip
    boxes = []
    for number, (text, verb, rest) in enumerate(steps, 1):
        y = 110 + 62 * (number - 1)
        _step(patch, number, text, 24, y, 460)
        boxes.append(patch.msg(f"{words.address(verb)} {rest}", 46, y + 24))
    _step(patch, len(steps) + 1, "Now by hand: choose in the picture, and press its buttons.",
          24, 110 + 62 * len(steps), 460)  # fmt: skip
    line = _line(patch, 3, 46, 700, picture, *boxes)
    patch.feed(hub, line)
    patch.note("from distill.osc back to the top", 620, 86, 240)
    return patch


def _perform() -> Patch:
    patch = _begin(
        4, (1130, 760),
        "Fill slots a and b, play a, choose b as what morph leads to. Then let the clock vary what "
        "plays, and ride the dials. The keys of the computer work too: space stops, 1 to 4 play a "
        "to d, v varies.",
    )  # fmt: skip
    hub = patch.obj("t l", 24, 116)
    patch.note("from distill.osc back to the top", 64, 118, 240)
    chosen = _part(patch, slot.PART, 24, 160, hub)
    playing = _part(patch, play.PART, 290, 160, hub, (chosen, 1))
    picture = _part(patch, grid.PART, 560, 110, hub, (chosen, 1))
    patch.note("Keys of the computer", 24, 386, 200, fontface=1, textcolor=list(palette.PAPER))
    keys = patch.obj("sel 32 49 50 51 52 118", 24, 446, patch.obj("key", 24, 412))
    verb = "vary a 0.3" if words.knows("vary") else "randomize a neighbours 0.3"
    varied = f"{words.address(verb.split(maxsplit=1)[0])} {' '.join(verb.split()[1:])} id edit"
    says = [patch.msg(f"{words.address('stop')} id play", 24, 486, (keys, 0))]
    for index, letter in enumerate("abcd", 1):
        text = f"{words.address('play')} {letter} id play"
        says.append(patch.msg(text, 24, 486 + 32 * index, (keys, index)))
    says.append(patch.msg(varied, 24, 646, (keys, 5)))
    clock = 180 + play.PART.size[1]
    patch.note("A clock that varies slot a", 290, clock, 200, fontface=1,
               textcolor=list(palette.PAPER))  # fmt: skip
    toggle = patch.box(
        "toggle", (290, clock + 28, 24, 24), hint="Starts the clock", annotation="Starts the clock",
        name="clock",
    )  # fmt: skip
    metro = patch.obj("metro 4000", 290, clock + 64, toggle)
    says.append(patch.msg(varied, 290, clock + 104, metro))
    patch.note("every four seconds", 324, clock + 30, 160)
    line = _line(patch, 4, 24, 700, chosen, playing, picture, *says)
    patch.feed(hub, line)
    return patch


def _answers(patch: Patch, line: Box, x: float, y: float) -> None:
    """Show ends, errors and progress in message boxes."""
    route = patch.obj("route /distill/done /distill/error /distill/progress", x, y, line)
    for index, text in enumerate(("done", "refused", "progress", "all else")):
        top = y + 34 + 26 * index
        patch.note(text, x, top + 1, 64)
        box = patch.msg("–", x + 80, top, (route, index, 1))
        box.rect = (x + 80, top, 440, 22)
