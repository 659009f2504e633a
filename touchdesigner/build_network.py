"""Builds a component that plays Distill: drop this file into a network, then Run Script.

It makes the component `distill` beside this Text DAT, or makes it anew. README.md has the same by
hand. A test holds the words below against the server's own.
"""

import os

FOLDER = ""
"""Where callbacks.py lies; empty: beside this file, if this DAT was loaded from it."""
HOST = "127.0.0.1"
PORT = 9000
"""Where the server listens."""
ANSWERS = 9001
"""Where its answers come to, those to CHOPs too: OSC In DAT. The server's reply port."""
LIVE = 9002
"""Where its live values come to: OSC In CHOP."""

PARAMETERS = {
    "temperature": 0.9,
    "top_k": 0,
    "fine_temperature": 0.5,
    "seed": 0,
    "memory": 1,
    "stay": 1.4,
    "roam": 0.25,
    "map_pull": 0,
    "map_x": 0.5,
    "map_y": 0.5,
    "coarse": 0,
    "fine": 0,
    "morph": 0,
    "carry": 1,
    "gain": 0,
    "width": 0,
    "pan": 0,
    "tempo": 120,
    "beats": 4,
    "quantize": 0,
    "profile": 1,
}
"""What can be turned, and where it stands at first; written by source/channels.py.

Ranges: server/VOCABULARY.md.
"""
TRIGGERS = ("generate/a", "play/a", "stream/a", "stop", "undo")
"""What a number that goes from 0 to 1 starts: verb and arguments, as many as you like."""

BEAT = "def onFrameStart(frame):\n    op('callbacks').module.beat()\n"


def build(home, folder):
    """Make the component; give it."""
    old = home.op("distill")
    if old is not None:
        old.destroy()
    box = home.create(baseCOMP, "distill")

    state = put(box.create(tableDAT, "state"), 0, 0)
    state.clear()
    callbacks = put(box.create(textDAT, "callbacks"), 0, -1)
    callbacks.par.file = folder + "/callbacks.py"
    callbacks.par.loadonstart = True
    callbacks.par.syncfile = True
    callbacks.par.loadonstartpulse.pulse()

    out = put(box.create(oscoutDAT, "osc_out"), 1, -1)
    out.par.address = HOST
    out.par.port = PORT
    answers = put(box.create(oscinDAT, "osc_in"), 1, 0)
    for docked in answers.docked:  # the callbacks that it came with
        docked.destroy()
    answers.par.callbacks = callbacks.name
    answers.par.clamp = True
    answers.par.maxlines = 100
    answers.par.port = ANSWERS

    live = put(box.create(oscinCHOP, "live"), 1, 1)
    live.par.stripsegments = 2  # distill/live/level becomes level
    live.par.port = LIVE

    knobs = [("distill/param/" + name, value) for name, value in PARAMETERS.items()]
    triggers = [("distill/trigger/" + word, 0) for word in TRIGGERS]
    sender(box, "knobs", knobs, 2, every_frame=False)
    sender(box, "triggers", triggers, 3, every_frame=True)

    heart = put(box.create(executeDAT, "heartbeat"), 0, 1)
    heart.text = BEAT
    heart.par.framestart = True
    heart.par.active = True
    return box


def sender(box, name, channels, row, every_frame):
    """Make a Constant CHOP with channels, and an OSC Out CHOP that sends them."""
    constant = put(box.create(constantCHOP, name), 0, row)
    constant.seq.const.numBlocks = len(channels)
    for at, (channel, value) in enumerate(channels):
        setattr(constant.par, "const%dname" % at, channel)
        setattr(constant.par, "const%dvalue" % at, value)
    out = put(box.create(oscoutCHOP, name + "_out"), 1, row)
    out.inputConnectors[0].connect(constant)
    out.par.netaddress = HOST
    out.par.port = PORT
    out.par.numericformat = "float"
    out.par.format = "sample"
    out.par.sendevents = every_frame
    out.par.cookalways = True


def put(made, column, row):
    """Lay an operator out."""
    made.nodeX, made.nodeY = 220 * column, -140 * row
    return made


def place():
    """Find the folder of callbacks.py."""
    folder = FOLDER or os.path.dirname(str(me.par.file.eval()))
    if not os.path.isfile(folder + "/callbacks.py"):
        raise FileNotFoundError(
            "callbacks.py is not in %r; set FOLDER, at the top of this text, to the folder "
            "touchdesigner of Distill" % folder
        )
    return folder


build(me.parent(), place())
