"""What the component `distill` does in TouchDesigner: keeps the line, shows what the server says.

`osc_in` calls `onReceiveOSC` for every message, `heartbeat` calls `beat` in every frame. What is
worth knowing stands in the table `state`, one row for each name; row `help` says what to do when
something is wrong. Send anything yourself:

    op('distill/callbacks').module.say('encode', 'first.wav', 'b')
"""

PING_S = 1.0
AGAIN_S = 20.0
LEASE_S = 60.0
"""Asked for again before it ends; a project that is closed is forgotten after so long."""
SILENCE_S = 3.0
RATE = 60.0
"""Live values in a second, for `live`."""

NO_SERVER = (
    "no answer from %s:%s: start the server with python3 run.py in the folder of Distill; if it "
    "runs, give osc_out the port that it says"
)
TAKEN = (
    "%s: another program may listen on port %s; end it, or choose another Port for %s: the server "
    "is told within %d s"
)
NO_DEVICE = "the server plays, but nobody hears it: %s"

SHOWN = {
    "state": ("server", 0, "about", 1),
    "output": ("output", 0, "output_about", 1),
    "input": ("input", 0, "input_about", 1),
    "clock": ("clock", 0),
    "late": ("late", 2),
    "listening": ("listening", 0),
    "model": ("model", 1),
    "clip": ("clip", 1),
}
"""Which values of which news stand in which row."""
FIGURES = {
    "state": "server",
    "model": "model",
    "output_state": "output",
    "output_about": "output_about",
}
"""Which figures of the status stand in which row; asked for when the line is there."""
UNHEARD = ("waiting", "lost")

line = {"began": None, "heard": None, "pinged": -1e9, "asked": -1e9, "connected": None}


def onReceiveOSC(dat, rowIndex, message, byteData, timeStamp, address, args, peer):  # noqa: PLR0917 - TouchDesigner's own
    """Take what the server says; called by `osc_in`."""
    word = address.replace("/distill/", "", 1)
    line["heard"] = absTime.seconds
    if word == "error":
        code, text = args[1:3]
        show("error", text)
        show("code", code)
        show("help", text)
    elif word == "done":
        show("done", " ".join(str(value) for value in args[1:]))
        show("error", "")
        if row("server") == "ready" and row("output") not in UNHEARD:
            show("help", "")
    elif word == "startup":  # another server, which knows nothing of us
        line["connected"] = None
    elif word == "progress":
        show("progress", args[1])
    elif word == "slot":
        show("slot " + str(args[0]), args[1])
    elif word == "slots/page":
        show("slot " + str(args[3]), args[4])
    elif word == "status/page":
        if args[3] in FIGURES:
            show(FIGURES[args[3]], args[4])
    elif word.startswith("param/") and not word.endswith("/normalized"):
        show(word, args[0])
    elif word in SHOWN:
        rows = SHOWN[word]
        for name, at in zip(rows[::2], rows[1::2]):
            show(name, args[at])
    if word in ("output", "status/page") and row("output") in UNHEARD:
        show("help", NO_DEVICE % row("output_about"))


def beat():
    """Keep the line: ping, ask again before a lease ends, tell when nobody answers."""
    now = absTime.seconds
    if now - line["pinged"] >= PING_S:
        line["pinged"] = now
        say("ping", 0)
    if now - line["asked"] >= (AGAIN_S if line["connected"] else PING_S):
        line["asked"] = now
        ask()
    if line["began"] is None:
        line["began"] = now
    silent = now - (line["began"] if line["heard"] is None else line["heard"])
    if silent >= SILENCE_S and line["connected"] is not False:
        line["connected"] = False
        out = op("osc_out").par
        show("connected", 0)
        show("server", "no answer")
        show("help", NO_SERVER % (out.address.eval(), out.port.eval()))
    elif silent < SILENCE_S and line["heard"] is not None and not line["connected"]:
        line["connected"] = True
        line["asked"] = now
        show("connected", 1)
        show("help", "")
        ask()
        say("status")
        say("slots")
    for name in ("osc_in", "live"):
        trouble = op(name).errors() or op(name).warnings()
        if trouble:
            show("help", TAKEN % (trouble, op(name).par.port.eval(), name, AGAIN_S))


def ask():
    """Have answers sent to `osc_in`, and live values to `live`."""
    say("subscribe", int(op("osc_in").par.port.eval()), LEASE_S)
    say("telemetry", RATE, int(op("live").par.port.eval()), LEASE_S)


def say(verb, *values):
    """Send a command to the server: its word, then its arguments."""
    op("osc_out").sendOSC("/distill/" + verb, *values)


def row(name):
    """Read a row of `state`, empty when there is none."""
    cell = op("state")[name, 1]
    return "" if cell is None else str(cell)


def show(name, value):
    """Write a row of `state`, where it is another."""
    table, text = op("state"), str(value)
    if table.row(name) is None:
        table.appendRow([name, text])
    elif row(name) != text:
        table[name, 1] = text
