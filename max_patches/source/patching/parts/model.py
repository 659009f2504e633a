"""`distill.model`: the loaded model, the state of the server, and a menu to load another model."""

from typing import Final

from patching import controls, palette, words
from patching.patch import Patch
from patching.wiring import FROM_SERVER, TO_SERVER, Doors, Part, inlet, outlet

PART: Final = Part(
    "distill.model",
    "The models of the server's library in a menu, and the state of the server.",
    Doors((FROM_SERVER,), (TO_SERVER,)),
    (400.0, 48.0),
    "The menu fills itself when the server answers. Choosing a model loads it; what sounds goes "
    "on with its own model until the next play or stream.",
    takes=(("connected", "1 asks for the models and the state; distill.osc says it."),),
    tries=((words.address("models"), "asks for the models; the menu fills itself"),),
)


def draw() -> Patch:
    """Return the patch."""
    patch = PART.sheet()
    controls.label(patch, "Model", (12, 14, 46, 20), size=palette.TEXT)
    menu = controls.menu(
        patch, (58, 12, 130, 24), "Load a model; what sounds goes on until the next take",
        name="models",
    )  # fmt: skip
    state = controls.label(
        patch, "not connected", (198, 6, 192, 18), colour=palette.PAPER, name="state"
    )
    facts = controls.label(patch, "no model yet", (198, 24, 192, 18), name="facts")
    models, status = words.address("models"), words.address("status")

    door = inlet(patch, PART.doors.inlets[0], 20, 70)
    route = patch.obj(
        f"route connected {models}/page /distill/model /distill/state {status}/page", 20, 116, door
    )
    patch.note("1  connected: empty the menu, ask for models and state", 20, 158, 200)
    ask = patch.obj("t b b b", 20, 248, patch.obj("sel 1", 20, 212, route))
    empty = patch.msg("clear", 90, 284, (ask, 2))
    asked = patch.msg(f"{models} id model", 50, 320, (ask, 1))
    how = patch.msg(f"{status} id model", 20, 356, ask)

    patch.note("2  each model: its name, and 1 if it is the loaded one", 260, 158, 190)
    row = patch.obj("unpack s 0", 260, 248, (patch.obj("zl slice 3", 260, 212, (route, 1)), 1))
    both = patch.obj("t s s", 260, 284, row)
    gate = patch.obj("gate", 260, 320, (row, 1), (both, 0, 1))
    choose = patch.obj("prepend setsymbol", 260, 356, gate)
    append = patch.obj("prepend append", 320, 320, (both, 1))
    patch.put(menu, 260, 404, choose, append, empty)
    name = patch.obj("tosymbol", 260, 452, (menu, 1))
    load = patch.obj(
        "append id model", 260, 524, patch.obj(f"prepend {words.address('load')}", 260, 488, name)
    )

    patch.note("3  a model was loaded: say what it is, ask again", 500, 158, 190)
    news = patch.obj("t b l", 500, 212, (route, 2))
    patch.feed(ask, news)
    shape = patch.obj("unpack 0 0", 550, 284, (patch.obj("zl slice 3", 550, 248, (news, 1)), 1))
    patch.put(
        facts, 550, 404,
        patch.obj("sprintf set %ld levels of %ld codes", 550, 320, shape, (shape, 1, 1)),
    )  # fmt: skip

    patch.note("4  the server's state, as news and when asked", 800, 158, 190)
    told = patch.obj("zl slice 1", 800, 212, (route, 3))
    figure = patch.obj("route state", 900, 248, (patch.obj("zl slice 3", 900, 212, (route, 4)), 1))
    patch.put(state, 800, 404, patch.obj("prepend set", 800, 320, told, figure))
    outlet(patch, PART.doors.outlets[0], 20, 600, how, asked, load)
    return patch
