"""`distill.osc`: the connection to the server, and a light that shows whether it answers."""

from typing import Final

from patching import controls, palette, words
from patching.patch import Patch
from patching.wiring import Doors, Part, inlet, outlet

SILENCE_S: Final = 4
"""Seconds without an answer after which the light turns off."""

PART: Final = Part(
    "distill.osc",
    "The line to a Distill server: sends, listens, and shows a heartbeat.",
    Doors(
        ("messages for the server; host and port change where they go",),
        ("all that the server says; and connected 1 or 0",),
    ),
    (604.0, 48.0),
    "One distill.osc for each patch. What goes in is sent to the server; what the server says "
    "comes out. Once a second it asks the server to send answers to the listening port and "
    "whether it is there: the light is its answer. Two patches that are open at once need two "
    "listening ports.",
    arguments=(
        ("server-port", "int", "Where the server listens; 9000 unless it was started otherwise."),
        ("listening-port", "int", "Where this patch listens; another number for each patch."),
        ("host", "symbol", "The server's machine; 127.0.0.1 is this one."),
    ),
    takes=(
        ("anything", "Is sent to the server: an address and its arguments."),
        ("host", "Sends to another machine from now on."),
        ("port", "Sends to another port from now on."),
    ),
    tries=(
        (words.address("ping") + " 7", "answers /distill/pong 7"),
        (words.address("status"), "answers a page for each figure"),
        (words.address("list"), "answers a page for each word there is"),
    ),
)


def draw() -> Patch:
    """Return the patch."""
    patch = PART.sheet()
    controls.label(
        patch, "Distill", (14, 10, 96, 30), size=palette.HUGE, colour=palette.PAPER, bold=True
    )
    light = controls.light(
        patch, (122, 14, 20, 20), "Lit while the server answers, once a second", name="light"
    )
    said = controls.label(
        patch, "waiting for the server …", (150, 14, 440, 20), size=palette.TEXT,
        colour=palette.PAPER, name="heard",
    )  # fmt: skip

    patch.note("1  Where to: arguments are server port, listening port, host", 20, 80, 230)
    given = patch.obj("patcherargs 9000 9001 127.0.0.1", 120, 130)
    ready = patch.obj("t b l", 120, 202, patch.obj("deferlow", 120, 166, given))
    parts = patch.obj("unpack 9000 9001 s", 170, 238, (ready, 1))
    port = patch.obj("prepend port", 170, 346, parts)
    host = patch.obj("prepend host", 260, 310, (parts, 2))
    door = inlet(patch, PART.doors.inlets[0], 20, 130)

    patch.note("2  Each second: subscribe again, ping, count up", 330, 80, 210)
    metro = patch.obj("metro 1000", 370, 202, patch.msg("1", 370, 166, ready))
    beat = patch.obj("t b b b", 370, 238, metro)
    listening = patch.obj("int 9001", 370, 310, (beat, 1), (parts, 1, 1))
    subscribe = patch.obj(f"prepend {words.address('subscribe')}", 370, 346, listening)
    ping = patch.msg(words.address("ping"), 440, 274, beat)
    patch.obj("udpsend 127.0.0.1 9000", 20, 410, door, port, host, subscribe, ping)

    patch.note("3  Seconds since the last word; the light is off at first", 600, 80, 220)
    seconds = patch.obj("int 9", 600, 166, (beat, 2))
    split = patch.obj("t i i i", 600, 202, seconds)
    more = patch.obj("+ 1", 680, 238, (split, 2))
    patch.feed(seconds, (more, 0, 1))
    alive = patch.obj(f"< {SILENCE_S}", 600, 274, (split, 1))
    patch.put(light, 600, 346, alive)
    change = patch.obj("change", 650, 310, alive)
    connected = patch.obj("prepend connected", 650, 346, change)

    patch.note("4  The same in words", 860, 80, 220)
    near = patch.obj(f"split 0 {SILENCE_S - 1}", 860, 202, split)
    patch.put(
        said, 860, 346,
        patch.obj("sprintf set connected: heard %ld s ago", 860, 238, near),
        patch.obj("sprintf set no answer for %ld s: start it, python3 run.py", 890, 274,
                  (near, 1)),
    )  # fmt: skip

    patch.note("5  Listen; a patch that says no port listens on 9001", 370, 430, 320)
    none = patch.obj("sel 0", 480, 506, patch.obj("loadmess #2", 480, 470))
    receive = patch.obj("udpreceive #2", 370, 578, patch.msg("port 9001", 480, 542, none))
    both = patch.obj("t l b", 370, 614, receive)
    zero = patch.obj("t 0 1", 480, 650, (both, 1))
    patch.feed(seconds, (zero, 0, 1))
    patch.feed(light, (zero, 1))
    patch.feed(change, (zero, 1))
    outlet(patch, PART.doors.outlets[0], 370, 700, both, connected)
    return patch
