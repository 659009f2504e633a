"""The page in a real browser and a real server: hands on one side, OSC and sound on the other."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from distill.storage import modelfile
from kit.browser import Browser, Page, browsing
from kit.bundles import tiny_model
from kit.clients import Client
from kit.opened_pages import Opener, eventually, opening
from kit.peers import has_portaudio, unheard
from kit.servers import Server, running_server
from kit.shared import Shared, shared_server

pytestmark = [pytest.mark.peer, pytest.mark.slow]

SHIFT = 8
SIZES = [(1400, 900, False), (800, 600, False), (390, 844, True)]
TOUCHABLE = "header button, header select, #bar button, #bar select, nav button, #grid"


@pytest.fixture(scope="module")
def shared_stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    def train(server: Server) -> None:
        write_training(server.place.library / "mine")
        modelfile.save(server.place.library / "other" / "other.distill", *tiny_model(9))

    with shared_server(tmp_path_factory.mktemp("stage"), prepare=train) as one:
        yield one


@pytest.fixture
def server(shared_stage: Shared) -> Server:
    return shared_stage.restore()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsing(tmp_path_factory.mktemp("profile")) as one:
        yield one


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    with server.client() as one:
        one.ask("generate", "a", "columns", 6, "seed", 3)
        yield one


@pytest.fixture
def opened(browser: Browser, client: Client) -> Iterator[Opener]:
    with opening(browser, client) as opener:
        yield opener


def write_training(place: Path) -> None:
    """Leave what a training leaves while it runs."""
    work, previews = place / ".work", place / "previews"
    work.mkdir(parents=True)
    previews.mkdir()
    level = {"level": 0, "used": 0.75, "dead": 0.0, "perplexity": 3.0, "warnings": []}
    ill = {**level, "level": 1, "used": 0.25, "warnings": ["only 25% of the codes are used"]}
    told = {
        "state": "running", "step": 400, "progress": 0.4, "seconds": 60.0, "seconds_left": 90.0,
        "figure": "held_db", "unit": "dB", "curve": [[100, 5.0], [400, 3.25]], "loss": [],
        "levels": [[level, level], [level, ill]],
    }  # fmt: skip
    (work / "codec.json").write_text(json.dumps(told))
    (previews / "codec-0000400.wav").write_bytes(b"RIFF")


def spot(page: Page, column: int, band: int, level: int) -> tuple[float, float]:
    """Where a place of the grid is on the screen."""
    where = f"columns: [{column}, {column}], bands: [{band}, {band}], levels: [{level}, {level}]"
    x, y, width, height = page.run(f"picture.layout().boxes({{{where}}})[0]")
    box = page.box("#grid")
    return box["x"] + x + width / 2, box["y"] + y + height / 2


def at(page: Page, column: int, band: int, level: int) -> int:
    return int(page.run(f"distill.grid.at({column}, {band}, {level})"))


def shown(page: Page, column: int, band: int, level: int) -> list[int]:
    """The colour that is really on the canvas there, once the page has painted what it knows."""
    page.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    x, y = spot(page, column, band, level)
    box = page.box("#grid")
    script = f"""(() => {{
        const fine = devicePixelRatio;
        const pen = document.querySelector("#grid").getContext("2d");
        return [...pen.getImageData({x - box["x"]} * fine, {y - box["y"]} * fine, 1, 1).data];
    }})()"""
    found: list[int] = page.run(script)[:3]
    return found


def ink(page: Page, code: int, band: int, level: int) -> list[int]:
    """The colour of a code."""
    number = page.run(f"distill.colours[{level}].inks[{band} * distill.size + {code}]")
    return [number & 255, number >> 8 & 255, number >> 16 & 255]


def choose_code(page: Page, level: int, code: int) -> None:
    """Choose a code for the brush as a user does: press its swatch in the palette."""
    page.run(f"distill.cursor.level = {level}; distill.notify('cursor')")
    order = page.run(f"distill.colours[{level}].order")
    wide = int(np.ceil(np.sqrt(len(order))))
    row, column = divmod(order.index(code), wide)
    column = wide - 1 - column if row % 2 else column
    box = page.box("#palette")
    cell = box["width"] / wide
    page.press((box["x"] + (column + 0.5) * cell, box["y"] + (row + 0.5) * cell))
    assert page.run(f"distill.brushes[{level}]") == code


def other(code: int) -> int:
    return (code + 3) % 8


def test_a_code_that_is_drawn_on_one_page_is_seen_over_osc_and_on_the_other_page_and_heard(
    opened: Opener, client: Client, server: Server
) -> None:
    first, second = opened(), opened()
    (before,) = client.codes("a", 2, 1, 0)
    code = other(int(before))
    client.ask("play", "a")
    server.record(1.5)
    choose_code(first, 0, code)
    first.press(spot(first, 2, 1, 0))
    name, columns, _, low, high, *_ = client.until(lambda heard: heard[0] == "slot")[1]
    assert (name, columns, low, high) == ("a", 6, 2, 2)
    assert client.codes("a", 2, 1, 0) == [code]
    second.until(f"distill.grid.at(2, 1, 0) === {code}")
    server.record(2.5)
    *_, captured = client.ask("capture", 1.5, "h")
    assert captured >= 6
    heard = np.reshape(client.codes("h"), (captured, -1, 2))
    assert code in heard[:, 1, 0]
    wanted = np.reshape(client.codes("a"), (6, -1, 2))
    assert any((heard[start : start + 1] == wanted[2]).all() for start in range(captured))
    assert np.abs(server.recorded()[-24_000:]).max() > 0.001


def test_an_edit_over_osc_repaints_both_pages(opened: Opener, client: Client) -> None:
    pages = opened(), opened(800, 600)
    (before,) = client.codes("a", 3, 0, 1)
    code = other(int(before))
    client.ask("set", "a", 3, 0, 1, code)
    for page in pages:
        page.until(f"distill.grid.at(3, 0, 1) === {code}")
        assert shown(page, 3, 0, 1) == ink(page, code, 0, 1)


def test_a_stroke_carries_on_the_code_it_begins_on_and_is_one_undo(
    opened: Opener, client: Client
) -> None:
    page = opened()
    before = client.codes("a")
    steps = client.status()["undo"]
    (code,) = client.codes("a", 0, 0, 0)
    page.press(*[spot(page, column, 0, 0) for column in range(6)])
    page.until(f"[0,1,2,3,4,5].every((c) => distill.grid.at(c, 0, 0) === {code})")
    client.ask("sync", 1)
    page.until("distill.grid.edits.every((edit) => edit.done)")
    assert client.codes("a", "all", 0, 0) == [code] * 6
    assert client.status()["undo"] in (steps, steps + 1)  # none if all were alike
    page.click("#undo")
    eventually(client, lambda: client.codes("a") == before)
    page.until(f"JSON.stringify([...distill.grid.codes]) === {json.dumps(json.dumps(before))}"
               .replace(", ", ","))  # fmt: skip


def test_everything_can_be_done_with_keys(opened: Opener, client: Client) -> None:
    page = opened()
    page.run("document.querySelector('#grid').focus()")
    for name in ("ArrowRight", "ArrowRight", "ArrowUp"):
        page.key(name)
    assert page.run("distill.cursor") == {"column": 2, "band": 1, "level": 0}
    (before,) = client.codes("a", 2, 1, 0)
    page.key("]")
    eventually(client, lambda: client.codes("a", 2, 1, 0) != [before])
    (after,) = client.codes("a", 2, 1, 0)
    page.key("ArrowRight", SHIFT)
    assert page.run("distill.selection") == {"columns": [2, 3], "bands": [1, 1], "levels": [0, 0]}
    was = client.codes("a", "2-3", 1, 0)
    page.key("f")
    eventually(client, lambda: client.codes("a", "2-3", 1, 0) == [after, after])
    page.key("u")
    eventually(client, lambda: client.codes("a", "2-3", 1, 0) == was)
    page.key(" ")
    page.until("distill.status.transport === 'play'")
    page.key("!")
    page.until("distill.status.transport === 'stop'")


def test_what_is_locked_elsewhere_is_seen_and_another_slot_is_a_press_away(
    opened: Opener, client: Client
) -> None:
    page = opened()
    client.ask("lock", "a", "1", "0-1", "0")
    page.until("distill.grid.locked[distill.grid.index(1, 1, 0)] === 1")
    assert page.run("distill.grid.locked.reduce((sum, one) => sum + one, 0)") == 2
    page.click("#slots [aria-label='Another slot']")
    assert page.run("distill.slot") == "b"
    page.until("document.querySelector('#empty').textContent.startsWith('Slot b is empty')")


def test_a_strip_shows_where_each_column_comes_from_and_follows_edits(
    opened: Opener, client: Client, server: Server
) -> None:
    page = opened()
    strip, own = "document.querySelector('#carriers')", "the codec's own sound"
    assert page.run(f"{strip}.hidden")  # slot a was written by the model
    sound = np.random.default_rng(2).uniform(-0.3, 0.3, (60_000, 2))
    soundfile.write(server.place.sounds / "pluck.wav", sound, 48_000)
    client.ask("encode", "pluck.wav", "a")
    page.until(f"{strip}.ariaLabel.endsWith('pluck.wav at 0:00.0')")
    columns = page.run("distill.grid.columns")
    client.ask("generate", "b", "columns", columns, "seed", 4)
    client.ask("copy", "b", "a", 1)
    page.until(f'{strip}.ariaLabel.includes("column 1: {own}; columns 2 to")')
    full, none = (strip_color(page, column) for column in (0, 1))
    assert (full[3], none[3]) == (255, 0)
    page.run(f"{strip}.scrollIntoView()")
    box, wide = page.box("#carriers"), page.run("picture.layout().column")
    note = "document.querySelector('#from-where')"
    assert page.run(f"{note}.hidden")
    page.call(
        "Input.dispatchMouseEvent", type="mouseMoved",
        x=box["x"] + 52 + 2.5 * wide, y=box["y"] + box["height"] / 2,
    )  # fmt: skip
    page.until(f"{note}.textContent === 'Column 2: pluck.wav at 0:00.3' && !{note}.hidden")
    page.call("Input.dispatchMouseEvent", type="mouseMoved", x=box["x"], y=box["y"] + 200)
    page.until(f"{note}.hidden")
    client.ask("undo")
    page.until(f"{strip}.ariaLabel.endsWith('pluck.wav at 0:00.0')")
    assert strip_color(page, 1) == full
    for path in (*server.place.root.rglob("*.flac"), *server.place.root.rglob("*.f32")):
        path.unlink()
    page.until(f'{strip}.ariaLabel.endsWith("{own}: pluck.wav is gone")')
    assert "slot a came from is gone" in page.run("document.querySelector('#trouble').textContent")
    assert strip_color(page, 1)[3] == 0
    client.ask("encode", "pluck.wav", "a")
    page.until(f"{strip}.ariaLabel.endsWith('pluck.wav at 0:00.0')")
    assert strip_color(page, 1) == full


def strip_color(page: Page, column: int) -> list[int]:
    """The red, green, blue and opacity at the end of a column of the strip, where no name is."""
    page.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    found: list[int] = page.run(f"""(() => {{
        const fine = devicePixelRatio;
        const x = picture.layout().x({column + 1}) - 4;
        const pen = document.querySelector("#carriers").getContext("2d");
        return [...pen.getImageData(x * fine, 2 * fine, 1, 1).data];
    }})()""")
    return found


def test_a_slot_of_another_model_is_marked_drawn_in_grey_and_its_model_is_a_press_away(
    opened: Opener, client: Client
) -> None:
    page = opened()
    grey = "distill.foreign.get('a') === 'tiny'"
    assert page.run("document.querySelector('#foreign').hidden")
    client.ask("load", "other")
    page.until(grey)
    page.until("document.querySelector('#slots [data-slot=a]').classList.contains('foreign')")
    text = page.run("document.querySelector('#madeby').textContent")
    assert text == "Slot a is of the model tiny: load it to play or edit the slot."
    page.until("!distill.reading && distill.grid.at(0, 0, 0) >= 0")
    page.until("document.querySelector('#loadit').textContent === 'Load tiny'")
    assert len(set(shown(page, 0, 0, 0))) == 1, "a colour of the other model"
    page.click("#loadit")
    page.until("document.querySelector('#foreign').hidden")
    page.until("!document.querySelector('#slots .foreign')")
    page.until("distill.colours.length === distill.grid.levels")
    assert client.status()["model"] == "tiny"


def test_a_finger_draws_on_a_phone(opened: Opener, client: Client) -> None:
    page = opened(390, 844, phone=True)
    assert page.run("distill.window.view") == "0"
    (code,) = client.codes("a", 1, 2, 0)
    page.touch(spot(page, 1, 2, 0), spot(page, 2, 2, 0), spot(page, 3, 2, 0))
    page.until(f"[1,2,3].every((c) => distill.grid.at(c, 2, 0) === {code})")
    page.until("distill.grid.edits.every((edit) => edit.done)")
    assert client.codes("a", "1-3", 2, 0) == [code] * 3


def test_what_is_generated_from_the_page_plays_and_tells_what_surprises(
    opened: Opener, client: Client, server: Server
) -> None:
    page = opened()
    page.click("#tab-write")
    page.run("document.querySelector('#seconds').value = 1.5")
    page.run("document.querySelector('#seed').value = 77")
    page.click("#generate")
    page.until("document.querySelector('#wrote').textContent.includes('seed 77')")
    (row,) = [row for row in client.pages("slots") if row[0] == "a"]
    assert row[1] == 9
    page.until("distill.nats.length === 9")
    told = page.run("distill.nats")
    assert told == pytest.approx([n for p in client.pages("surprise", "a") for n in p], abs=1e-3)
    page.click("#play")
    page.until("distill.status.transport === 'play' && distill.playhead !== null")
    begun = server.frames()
    server.record(1.0)
    assert np.abs(server.recorded(begun)).max() > 0.001


def test_buttons_wait_for_the_kernels_and_say_why(opened: Opener) -> None:
    page = opened()
    seen = """["generate", "encode", "play"].map((name) => document.getElementById(name))
        .map((button) => button.disabled && button.title)"""
    why = "12 of 49 kernels are ready."

    def told(state: str) -> object:  # in one script: the page asks for the real state at once
        about = f"['{state}', '12 of 49 kernels are ready']"
        return page.run(f"distill.onNotification('state', {about}); {seen}")

    assert told("loading") == [why, why, why]
    assert told("restarting") == [why, why, False]  # the sound goes on
    assert told("ready") == [False, False, False]


def test_long_work_is_cancelled_from_the_page(opened: Opener, client: Client) -> None:
    page = opened()
    page.click("#tab-write")
    page.run("document.querySelector('#seconds').value = 1300")
    page.click("#generate")
    page.until("document.querySelector('#progress').value > 0")
    page.click("#cancel")
    page.until("document.querySelector('#wrote').textContent.includes('cancelled')")
    assert [row[1] for row in client.pages("slots") if row[0] == "a"] == [6]


def test_a_slider_blends_two_slots_into_a_third_as_one_step(opened: Opener, client: Client) -> None:
    client.ask("generate", "b", "columns", 6, "seed", 8)
    client.ask("interpolate", "a", "b", "wanted", 0.25)
    page = opened()
    steps = int(client.status()["undo"])
    page.click("#tab-blend")
    page.run("""(async () => {
        const slider = document.querySelector("#t");
        for (const t of [0.9, 0.6, 0.25]) {
            slider.value = t;
            slider.dispatchEvent(new Event("input"));
            await new Promise((done) => setTimeout(done, 60));
        }
    })()""")
    page.until("distill.slot === 'c' && distill.grid.columns === 6")
    wanted = client.codes("wanted")
    eventually(client, lambda: client.codes("c") == wanted)
    eventually(client, lambda: client.status()["undo"] == steps + 1)


def test_a_knob_on_the_page_turns_the_parameter_and_follows_it(
    opened: Opener, client: Client
) -> None:
    first, second = opened(), opened()
    for page in (first, second):
        page.click("#tab-sound")
    first.run("""(() => {
        const knob = document.querySelector("[data-knob=fine]");
        knob.value = 0.5;
        knob.dispatchEvent(new Event("input"));
    })()""")
    client.until(lambda heard: heard == ("param/fine", (0.5,)))
    second.until("document.querySelector('[data-knob=fine]').value === '0.5'")
    client.ask("param/fine", 0.25)
    for page in (first, second):
        page.until("document.querySelector('[data-knob=fine]').value === '0.25'")


def test_the_keys_of_a_knob_turn_it_by_a_sensible_step(opened: Opener, client: Client) -> None:
    page = opened()
    page.click("#tab-sound")
    client.ask("param/gain", -6.0)
    page.until("distill.knobs.get('gain') === -6")
    press = """document.querySelector("[data-knob=gain]").dispatchEvent(
        new KeyboardEvent("keydown", {key: "%s", shiftKey: %s, bubbles: true, cancelable: true}))"""
    for key, shift, value in (
        ("ArrowUp", "false", -5.5),
        ("ArrowDown", "true", -5.55),
        ("PageDown", "false", -10.55),
    ):
        page.run(press % (key, shift))
        client.until(
            lambda heard, value=value: (
                heard[0] == "param/gain" and heard[1][0] == pytest.approx(value)
            )
        )
        shown = page.run("document.querySelector('[data-knob=gain]').value")
        assert float(shown) == pytest.approx((value + 60) / 72)


def test_late_sound_is_counted_for_a_minute_and_explained(opened: Opener) -> None:
    page = opened()
    page.click("#tab-sound")
    page.run("""(() => {
        Object.assign(distill.status,
            { output_underruns_minute: 3, output_underruns: 90, note_late: "It is busy." });
        distill.notify("state");
    })()""")
    assert page.run("document.querySelector('#late').value") == "3 late"
    assert page.run("document.querySelector('#lateness').textContent") == "It is busy."
    page.run("distill.status.output_underruns_minute = 0; distill.notify('state')")
    assert page.run(
        "document.querySelector('#late').hidden && document.querySelector('#lateness').hidden"
    )


def test_a_training_is_watched(opened: Opener, server: Server) -> None:
    (server.place.library / "mine" / ".work" / "codec.json").touch()  # it is written now and then
    page = opened()
    page.click("#tab-train")
    page.until("document.querySelector('#trained').textContent.includes('held out 3.25 dB')")
    assert "codec running: 40 %, step 400" in page.run(
        "document.querySelector('#trained').textContent"
    )
    assert page.run("document.querySelectorAll('.usage').length") == 2
    assert (
        page.run("document.querySelector('.usage.ill').title") == "only 25% of the codes are used"
    )
    assert page.run("document.querySelectorAll('#curve canvas').length") == 1
    answer = page.run("fetch('/trainings/mine/codec-0000400.wav').then((r) => r.status)")
    assert answer == 200


def test_the_page_comes_back_when_the_server_does(opened: Opener, client: Client) -> None:
    page = opened()
    page.run("distill.wire.socket.close()")
    page.until("!distill.wire.open || distill.wire.tries === 0")
    page.until("distill.wire.open && distill.status.state === 'ready'")
    (before,) = client.codes("a", 0, 0, 0)
    client.ask("set", "a", 0, 0, 0, other(int(before)))
    page.until(f"distill.grid.at(0, 0, 0) === {other(int(before))}")


def test_what_keeps_a_player_from_sound_is_said_in_a_sentence(
    browser: Browser, tmp_path: Path
) -> None:
    with running_server(tmp_path, "device", more=["--device", "no such card"]) as server:
        with server.client() as client:
            address = str(client.status()["web_address"])
        page = browser.open(f"{address}/page/", 390, 844, phone=True)
        page.until("!document.querySelector('#trouble').hidden")
        said = page.run("document.querySelector('#trouble').textContent")
        assert said.startswith("No sound output: ")
        assert unheard() in said
        card = "Check the sound card, or" if has_portaudio() else "Or"
        assert said.endswith(f". {card} start the server with --output.")
        with server.client() as client:
            assert client.status()["note_output"] == said
        assert page.run("document.documentElement.scrollWidth") <= 390
    page.until(
        "document.querySelector('#trouble').textContent.startsWith('No Distill server answers')"
    )
    page.call("Page.close")


@pytest.mark.parametrize(("width", "height", "phone"), SIZES)
def test_nothing_overlaps_and_nothing_is_cut_off(
    opened: Opener, width: int, height: int, phone: bool
) -> None:
    page = opened(width, height, phone=phone)
    boxes = page.run(f"""[...document.querySelectorAll({json.dumps(TOUCHABLE)})]
        .filter((one) => one.getClientRects().length)
        .map((one) => [one.id || one.textContent, ...["left", "top", "right", "bottom"]
            .map((side) => one.getBoundingClientRect()[side])])""")
    assert len(boxes) > 12
    for name, left, top, right, bottom in boxes:
        assert left >= -1, name
        assert top >= -1, name
        assert right <= width + 1, name
        assert bottom <= height + 1, name
        assert right - left >= 32, name
        assert bottom - top >= 36, name
    for number, one in enumerate(boxes):
        for two in boxes[number + 1 :]:
            apart = (
                one[3] <= two[1] + 1 or two[3] <= one[1] + 1
                or one[4] <= two[2] + 1 or two[4] <= one[2] + 1
            )  # fmt: skip
            assert apart, (one[0], two[0])
    for tab in ("edit", "blend", "write", "sound", "train", "log"):
        page.click(f"#tab-{tab}")
        wide = page.run(f"document.querySelector('#{tab}').scrollWidth")
        assert wide <= page.run(f"document.querySelector('#{tab}').clientWidth"), tab
    assert page.run("document.documentElement.scrollWidth") <= width


def test_every_control_has_a_name_for_those_who_do_not_see_it(opened: Opener) -> None:
    page = opened()
    nameless = page.run("""[...document.querySelectorAll("button, select, input, canvas")]
        .filter((one) => !(one.ariaLabel || one.labels?.length || one.textContent.trim()
            || one.title)).map((one) => one.outerHTML)""")
    assert nameless == []
