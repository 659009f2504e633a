"""The Max patches play a real server: the messages of their boxes, and the display of answers."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from distill.commands.grammar import usage, verb
from kit.bundles import CONFIG
from kit.house import ROOT
from kit.max_machine import Machine, Patcher
from kit.servers import Server, free_ports

pytestmark = [pytest.mark.peer, pytest.mark.slow]
PACKAGE = ROOT / "max_patches"


@pytest.fixture
def max_(server: Server) -> Iterator[Machine]:
    (port,) = free_ports(1)
    with Machine(PACKAGE, (server.port, port)) as machine:
        yield machine


@pytest.fixture
def patch(max_: Machine) -> Patcher:
    """The instrument, open and connected."""
    made = max_.open("patchers/distill.maxpat")
    light = made.panel("distill.osc")["light"]
    max_.until(lambda: light.memory.get("shown") == (1,), "the light stays dark")
    return made


def shown(patch: Patcher, panel: str, name: str) -> str:
    return " ".join(map(str, patch.panel(panel)[name].memory.get("shown", ())))


def codes_of(server: Server, slot: str) -> np.ndarray:
    with server.client() as one:
        return np.reshape(one.codes(slot), (-1, CONFIG.bands, CONFIG.levels))


def test_the_light_turns_on_and_the_menu_shows_the_loaded_model(
    max_: Machine, patch: Patcher
) -> None:
    max_.until(lambda: shown(patch, "distill.model", "models") == "tiny", "no model is shown")
    max_.until(lambda: shown(patch, "distill.model", "state") == "ready", "no state is shown")
    max_.until(
        lambda: "heard 0 s ago" in shown(patch, "distill.osc", "heard"), "nothing is said of it"
    )


def test_a_dropped_sound_is_encoded_shown_in_the_grid_and_played(
    max_: Machine, patch: Patcher, server: Server
) -> None:
    slot, play = patch.panel("distill.slot"), patch.panel("distill.play")
    max_.choose(slot["slot"], "b")
    max_.drop(slot["drop"], (server.place.sounds / "pluck.wav").as_posix())
    max_.until(lambda: shown(patch, "distill.slot", "facts") == "9 columns: 1.5 s", "no facts")
    assert slot["filled"].memory["items"] == ["b"]
    grid = patch.panel("distill.grid")["grid"].script
    assert grid is not None

    def cells() -> int:
        return sum(call[0] == "rectangle" for call in grid.draw())

    want = 9 * CONFIG.bands * CONFIG.levels + 1
    max_.until(lambda: cells() == want, "the grid is not drawn")
    max_.click(play["play"])
    max_.until(
        lambda: shown(patch, "distill.play", "playing") == "loops slot b: 1.5 s",
        "it does not play",
    )
    with server.client() as one:
        assert one.status()["playing"] == "b"
    max_.click(play["stop"])
    max_.until(lambda: shown(patch, "distill.play", "playing") == "silent", "it does not stop")


def test_a_dial_sets_the_parameter_and_follows_changes_by_other_clients(
    max_: Machine, patch: Patcher, server: Server
) -> None:
    dial = patch.panel("distill.play")["fine"]
    max_.turn(dial, 0.25)
    with server.client() as one:
        assert one.parameter("fine") == 0.25
        max_.turn(patch.panel("distill.generate")["top_k"], 3)
        one.ask("param/fine", 0.75)
        max_.until(lambda: dial.memory["shown"] == (0.75,), "the dial does not follow")
        assert one.parameter("top_k") == 3
    assert ("/distill/param/fine", 0.75) not in max_.sent


def test_generate_writes_the_slot_and_shows_the_result(
    max_: Machine, patch: Patcher, server: Server
) -> None:
    panel = patch.panel("distill.generate")
    max_.turn(panel["seconds"], 0.5)
    max_.turn(panel["seed"], 7)
    max_.click(panel["generate"])
    max_.until(
        lambda: shown(patch, "distill.generate", "last") == "slot a: 3 columns: seed 7", "no end"
    )
    assert ("/distill/generate", "a", "seconds", 0.5, "seed", 7, "id", "edit") in max_.sent
    max_.click(panel["continue"])
    max_.until(lambda: shown(patch, "distill.slot", "facts").startswith("6 columns"), "no more")
    assert len(codes_of(server, "a")) == 6


def test_codes_are_drawn_selected_changed_and_undone_by_hand(
    max_: Machine, patch: Patcher, server: Server
) -> None:
    with server.client() as one:
        one.ask("generate", "a", "columns", 4, "seed", 3)
    panel = patch.panel("distill.grid")
    grid = panel["grid"]
    max_.click(panel["refresh"])
    assert grid.script is not None
    max_.until(lambda: len(grid.script.draw()) > 60, "the grid is not drawn")
    before = codes_of(server, "a")
    wide, high = grid.box["patching_rect"][2:]
    column, row = (wide - 44) / 48, (high - 30) / (CONFIG.levels * CONFIG.bands)

    new = int((before[1, 7, 0] + 1) % CONFIG.size)
    max_.choose(panel["mode"], "draw")
    max_.turn(panel["code"], new)
    max_.mouse(grid, "onclick", 44 + 1.5 * column, 0.5 * row, 1, 0, 0, 0, 0)
    assert max_.sent[-1] == ("/distill/set", "a", 1, 7, 0, new, "id", "edit")
    max_.until(lambda: codes_of(server, "a")[1, 7, 0] == new, "the code is not set")

    max_.choose(panel["mode"], "select")
    max_.mouse(grid, "onclick", 44 + 2.5 * column, 12 + 8.5 * row, 1, 0, 0, 0, 0)
    max_.mouse(grid, "ondrag", 44 + 3.5 * column, 12 + 15.5 * row, 1, 0, 0, 0, 0)
    assert shown(patch, "distill.grid", "said") == "columns 2-3   bands 0-7   levels 1"
    max_.turn(panel["amount"], 1.0)
    drawn = codes_of(server, "a")
    max_.click(panel["randomize"])
    max_.until(lambda: bool((codes_of(server, "a") != drawn).any()), "nothing is changed")
    changed = codes_of(server, "a") != drawn
    assert changed[2:, :, 1].any()
    changed[2:, :, 1] = False
    assert not changed.any()
    slot = patch.panel("distill.slot")
    max_.click(slot["undo"])
    max_.until(lambda: bool((codes_of(server, "a") == drawn).all()), "undo does not undo")


def test_changes_by_another_client_are_shown(max_: Machine, patch: Patcher, server: Server) -> None:
    grid = patch.panel("distill.grid")["grid"].script
    assert grid is not None

    def cells() -> int:
        return sum(call[0] == "rectangle" for call in grid.draw())

    with server.client() as one:
        for columns in (4, 2):
            one.ask("generate", "a", "columns", columns)
            want = columns * CONFIG.bands * CONFIG.levels + 1
            max_.until(lambda want=want: cells() == want, "the grid does not follow")
        max_.until(lambda: shown(patch, "distill.slot", "facts")[:9] == "2 columns", "no facts")
        one.ask("clear", "a")
        max_.until(lambda: shown(patch, "distill.slot", "facts") == "empty", "it is not emptied")


def test_a_finished_clip_of_any_client_is_listed_and_loaded(
    max_: Machine, patch: Patcher, server: Server
) -> None:
    panel = patch.panel("distill.clips")
    buffer = next(node for node in panel.nodes.values() if node.kind == "buffer~")
    with server.client() as one:
        one.ask("generate", "a", "columns", 2)
        theirs = str(one.ask("clip", "a")[0])
    max_.until(lambda: buffer.memory.get("file") == theirs, "their clip is not loaded")
    max_.click(panel["make clip"])
    max_.until(lambda: len(panel["clips"].memory["items"]) == 2, "our clip is not listed")
    ours = buffer.memory["file"]
    assert soundfile.info(ours).frames == 2 * 8192
    assert shown(patch, "distill.clips", "facts") == "16384 samples at 48000 Hz"
    max_.choose(panel["clips"], Path(theirs).name)
    assert buffer.memory["file"] == theirs


def test_any_command_can_be_sent_and_an_error_is_shown(
    max_: Machine, patch: Patcher, server: Server
) -> None:
    panel = patch.panel("distill.words")
    max_.choose(panel["word"], "generate")
    assert shown(patch, "distill.words", "usage") == usage(verb("generate"))
    max_.type(panel["arguments"], "c columns 2")
    max_.until(
        lambda: shown(patch, "distill.words", "answer").startswith("generate c 2"), "no answer"
    )
    max_.type(panel["arguments"], "c columns 99999")
    max_.until(lambda: "columns" in shown(patch, "distill.words", "error"), "no refusal")
    max_.choose(panel["word"], "undo")
    max_.click(panel["send"])
    max_.until(lambda: shown(patch, "distill.words", "answer").startswith("undo"), "no undo")
    with server.client() as one:
        assert one.pages("slots") == ()


def test_the_light_turns_off_when_no_server_answers(max_: Machine, patch: Patcher) -> None:
    line = patch.panel("distill.osc")
    send = next(node for node in line.nodes.values() if node.kind == "udpsend")
    (nobody,) = free_ports(1)
    max_.deliver(send, 0, ("port", nobody))
    max_.until(lambda: line["light"].memory["shown"] == (0,), "the light stays on")
    told = "start it, python3 run.py"
    max_.until(lambda: told in shown(patch, "distill.osc", "heard"), "no word")


def test_the_device_for_live_plays(max_: Machine, server: Server) -> None:
    patch = max_.open("patchers/distill.live.maxpat")
    max_.choose(patch["slot"], "c")
    max_.click(patch["generate"])
    max_.until(lambda: ("/distill/generate", "c", "id", "edit") in max_.sent, "nothing is sent")
    with server.client() as one:
        one.until_quiet(0.3)
        max_.until(lambda: any(page[0] == "c" for page in one.pages("slots")), "no slot c")
