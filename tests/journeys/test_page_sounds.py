"""The page of a model that remembers sounds: what is heard, its files, places like it, the map."""

from collections.abc import Iterator

import numpy as np
import pytest

from distill.bundle import Bundle
from distill.protocol.tasks import LoadModel
from distill.types import SAMPLE_RATE, Audio
from distill.worker.task_steps import load
from kit.browser import Browser, Page, browsing
from kit.bundles import CONFIG
from kit.carried import drone
from kit.clients import Client
from kit.opened_pages import Opener, eventually, opening
from kit.remembered import remember
from kit.servers import Server
from kit.shared import Shared, shared_server

pytestmark = [pytest.mark.peer, pytest.mark.slow]

COLUMN_S = CONFIG.column_samples / SAMPLE_RATE
COLUMNS = 12
NAMES = ("drums/kick.wav", "drums/snare.wav", "hum.wav")
SIZES = [(1280, 800, False), (400, 850, True)]
HEARD = "document.querySelector('#nowsays').textContent"
SHINING = """() => {
    const map = document.querySelector("#map");
    const { data } = map.getContext("2d").getImageData(0, 0, map.width, map.height);
    return data.filter((_, at) => at % 4 === 0 && data[at] + data[at + 1] + data[at + 2] === 765)
        .length;
}"""
"""How many pixels of the map are white: the ring of the point that sounds."""
LINES = "document.querySelectorAll('#files li')"


def bundle(server: Server) -> Bundle:
    path = str(server.model_file)
    return load(LoadModel(path, server.model)).bundle


def noise(seed: int) -> Audio:
    """Columns of noise, each of its own loudness."""
    rng = np.random.default_rng(seed)
    loud = rng.uniform(0.01, 0.3, COLUMNS).repeat(CONFIG.column_samples)
    return np.asarray(loud[:, None] * rng.uniform(-1, 1, (len(loud), 2)), np.float32)


def with_corpus(server: Server) -> None:
    sounds = [noise(1), noise(2), drone(COLUMNS * CONFIG.column_samples)]
    remember(server.place.library, "tiny", bundle(server), dict(zip(NAMES, sounds, strict=True)))
    with server.client() as client:
        client.ask("load", "tiny")


@pytest.fixture(scope="module")
def shared_remembering(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    with shared_server(tmp_path_factory.mktemp("page-sounds"), prepare=with_corpus) as one:
        yield one


@pytest.fixture
def server(shared_remembering: Shared) -> Server:
    return shared_remembering.restore()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsing(tmp_path_factory.mktemp("profile")) as one:
        yield one


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    with server.client() as one:
        one.ask("quote", "a", NAMES[0], 0.0, "columns", 6)
        yield one


@pytest.fixture
def opened(browser: Browser, client: Client) -> Iterator[Opener]:
    with opening(browser, client) as opener:
        yield opener


def panel(page: Page) -> None:
    """Open the panel once the page knows files and map, and the map is drawn at its size."""
    page.until("distill.corpus.files.length === 3 && distill.corpus.points.length")
    page.click("#tab-corpus")
    page.until("document.querySelector('#map').width > 100")


def spot(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a place of the map is on the screen."""
    page.run("document.querySelector('#map').scrollIntoView()")
    box = page.box("#map")
    wide, high = box["width"] - 24, box["height"] - 24
    return box["x"] + 12 + x * wide, box["y"] + 12 + (1 - y) * high


def value(client: Client, name: str) -> float:
    return float(client.ask(f"param/{name}")[1])


def test_the_strip_names_file_and_second_under_a_finger_too_in_a_colour_of_the_file(
    opened: Opener, client: Client
) -> None:
    page = opened(400, 850, phone=True)
    page.until("!document.querySelector('#carriers').hidden")
    box = page.box("#carriers")
    page.run("""window.notes = [];
        new MutationObserver(() => notes.push(document.querySelector("#from-where").textContent))
            .observe(document.querySelector("#from-where"), {childList: true})""")
    y = box["y"] + box["height"] / 2
    wide = page.run("picture.layout().column")
    page.touch((box["x"] + 52 + 0.5 * wide, y), (box["x"] + 52 + 3.5 * wide, y))
    page.until(f"notes.includes('Column 0: {NAMES[0]} at 0:00.0')")
    page.until(f"notes.includes('Column 3: {NAMES[0]} at 0:00.5')")
    client.ask("quote", "b", NAMES[0], 1.0, "columns", 4)
    page.until("distill.slots.has('b')")
    page.run("distill.open('b')")
    page.until("distill.slot === 'b' && distill.grid.places[0]?.second > 0.8")
    assert page.run(f"distill.corpus.number('{NAMES[0]}')") == 0
    assert page.run(f"distill.corpus.number('{NAMES[2]}')") == 2


def test_what_sounds_is_said_of_a_slot_and_of_a_stream(opened: Opener, client: Client) -> None:
    page = opened()
    page.until("distill.corpus.files.length")
    assert page.run(HEARD) == ""
    client.ask("play", "a")
    page.until(f"{HEARD}.startsWith('{NAMES[0]}  0:0')")
    client.ask("stop")
    page.until(f"{HEARD} === ''")
    client.ask("param/memory", 1.0)
    client.ask("only", "hum")
    page.click("#stream")
    page.until(f"{HEARD}.startsWith('hum.wav  0:0')")
    page.click("#stop")
    page.until(f"{HEARD} === ''")


def test_a_press_writes_only_from_some_sounds_or_from_all_but_some(
    opened: Opener, client: Client
) -> None:
    page = opened()
    panel(page)
    page.click("[aria-label='Avoid drums/snare.wav']")
    page.until(f"{LINES}[1].classList.contains('unused')")
    assert client.status()["avoid"] == NAMES[1]
    page.until("document.querySelector('#filesays').textContent.startsWith('Written from 2 of 3')")
    page.click("[aria-label='Only drums/snare.wav']")
    eventually(client, lambda: client.status()["only"] == NAMES[1])
    assert client.status()["avoid"] == ""
    page.until(f"[...{LINES}].filter((one) => one.classList.contains('unused')).length === 2")
    client.ask("only", "drums/*")
    page.until("document.querySelectorAll('[data-choice=only][aria-pressed=true]').length === 2")
    page.click("[aria-label='Only drums/kick.wav']")  # it is taken out of the pattern
    eventually(client, lambda: client.status()["only"] == NAMES[1])
    page.until("document.querySelectorAll('[data-choice=only][aria-pressed=true]').length === 1")
    page.run("document.querySelector('#filter').focus()")
    for letter in "hum":
        page.key(letter)
    page.until(f"[...{LINES}].filter((one) => !one.hidden).length === 1")
    page.click("[data-choose=only]")
    eventually(client, lambda: client.status()["only"] == ", ".join(NAMES[1:]))
    assert page.run("distill.status.transport") == "stop"  # letters in the filter are no keys


def test_all_sounds_cannot_be_avoided_and_the_page_says_so(opened: Opener, client: Client) -> None:
    page = opened()
    panel(page)
    page.click("[data-choose=avoid]")
    page.until("document.querySelector('#toast').textContent.includes('leaves no sound')")
    assert client.status()["avoid"] == ""
    assert page.run("document.querySelectorAll('#files [aria-pressed=true]').length") == 0


def test_hundreds_of_files_are_listed_and_filtered(opened: Opener) -> None:
    page = opened()
    panel(page)
    page.run("""distill.corpus.receive([...Array(500).keys()].map((n) =>
        ({name: `take/${n}.wav`, seconds: n, use: true})))""")
    page.until(f"{LINES}.length === 500")
    page.run("""(() => {
        const filter = document.querySelector("#filter");
        filter.value = "take/49";
        filter.dispatchEvent(new Event("input"));
    })()""")
    assert page.run(f"[...{LINES}].filter((one) => !one.hidden).length") == 11
    said = page.run("document.querySelector('#filesays').textContent")
    assert said == "11 of 500 shown. Written from all 500 sounds."


def test_places_like_a_region_are_played_and_copied_over_it(opened: Opener, client: Client) -> None:
    page = opened()
    page.until("distill.corpus.files.length")
    page.run("""distill.selection = {columns: [2, 3], bands: [0, distill.grid.bands - 1],
        levels: [0, distill.grid.levels - 1]}; distill.notify("selection")""")
    page.click("#like")
    page.until("document.querySelectorAll('#alike li').length")
    said = page.run("document.querySelector('#likesays').textContent")
    assert said == "Like columns 2-3 of slot a, nearest first:"
    found = client.pages("find", "a", "2-3")
    assert page.run("document.querySelectorAll('#alike li').length") == len(found)
    file, second, _ = found[0]
    page.click("#alike .place")
    page.until("distill.status.transport === 'play' && distill.status.playing === 'found'")
    page.until(f"{HEARD}.startsWith('{file}')")
    (name, _), run = client.pages("sources", "found")
    assert (name, run[2]) == (file, pytest.approx(second, abs=0.01))
    page.click("#alike [aria-label^=Copy]")
    eventually(client, lambda: client.codes("a", "2-3") == client.codes("found", "0-1"))
    page.until(f"distill.grid.places[2]?.file === '{file}'")
    assert abs(page.run("distill.grid.places[2].second") - second) < 0.01
    assert len(client.codes("a")) == 6 * len(client.codes("a", 0))


@pytest.mark.parametrize(("width", "height", "phone"), SIZES)
def test_a_press_on_the_map_plays_the_sound_that_is_there(
    opened: Opener, client: Client, width: int, height: int, phone: bool
) -> None:
    page = opened(width, height, phone=phone)
    panel(page)
    point = page.run("distill.corpus.points.find(({file}) => file === 'hum.wav')")
    where = spot(page, point["x"], point["y"])
    if phone:
        page.touch(where)
    else:
        page.press(where)
    page.until("distill.status.transport === 'play' && distill.status.playing === 'found'")
    page.until(f"{HEARD}.startsWith('hum.wav')")
    assert client.pages("sources", "found")[0] == ("hum.wav", 1)
    assert value(client, "map_pull") == 0
    page.until(f"({SHINING})() > 20")
    client.ask("stop")
    page.until(f"({SHINING})() === 0")


@pytest.mark.parametrize(("width", "height", "phone"), SIZES)
def test_a_drag_on_the_map_leads_what_is_written_until_it_is_let_go(
    opened: Opener, client: Client, width: int, height: int, phone: bool
) -> None:
    page = opened(width, height, phone=phone)
    panel(page)
    path = [spot(page, *place) for place in ((0.5, 0.5), (0.4, 0.6), (0.25, 0.75))]
    (page.touch if phone else page.press)(*path)
    eventually(client, lambda: value(client, "map_pull") == pytest.approx(0.7))
    eventually(client, lambda: value(client, "map_x") == pytest.approx(0.25, abs=0.02))
    eventually(client, lambda: value(client, "map_y") == pytest.approx(0.75, abs=0.02))
    page.until("document.querySelector('#lead').ariaPressed === 'true'")
    assert client.status()["slots"] == 1  # nothing was quoted
    page.click("#lead")
    eventually(client, lambda: value(client, "map_pull") == 0)
    client.ask("param/map_pull", 0.4)
    page.until("document.querySelector('#lead').ariaPressed === 'true'")
    page.click("#lead")
    eventually(client, lambda: value(client, "map_pull") == 0)
    page.click("#lead")
    eventually(client, lambda: value(client, "map_pull") == pytest.approx(0.4))


def test_arrow_keys_move_the_point_of_the_map_and_enter_plays_what_is_there(
    opened: Opener, client: Client
) -> None:
    page = opened()
    panel(page)
    page.run("document.querySelector('#map').focus()")
    for _ in range(3):
        page.key("ArrowRight")
    page.key("ArrowUp")
    eventually(client, lambda: value(client, "map_x") == pytest.approx(0.56, abs=1e-4))
    eventually(client, lambda: value(client, "map_y") == pytest.approx(0.52, abs=1e-4))
    assert value(client, "map_pull") == pytest.approx(0.7)
    page.key("Enter")
    page.until("distill.status.transport === 'play' && distill.status.playing === 'found'")


def test_a_fader_of_another_client_moves_the_mark(opened: Opener, client: Client) -> None:
    page = opened()
    panel(page)
    before = bright(page, 0.9, 0.9)
    client.ask("param/map_x", 0.9)
    client.ask("param/map_y", 0.9)
    client.ask("param/map_pull", 1.0)
    page.until("distill.knobs.get('map_pull') === 1")
    assert bright(page, 0.9, 0.9) > before + 20


def bright(page: Page, x: float, y: float) -> int:
    """How many pixels around a place of the map have the colour of a mark that leads."""
    page.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    box = page.box("#map")
    left, top = (one - box[side] for one, side in zip(spot(page, x, y), "xy", strict=True))
    found: int = page.run(f"""(() => {{
        const pen = document.querySelector("#map").getContext("2d");
        const {{data}} = pen.getImageData({left} - 20, {top} - 20, 40, 40);
        let count = 0;
        for (let at = 0; at < data.length; at += 4) {{
            count += data[at] === 0xf4 && data[at + 1] === 0xf1 && data[at + 2] === 0xe8;
        }}
        return count;
    }})()""")
    return found


@pytest.mark.parametrize(("width", "height", "phone"), SIZES)
def test_all_of_it_fits_and_every_control_has_a_name(
    opened: Opener, width: int, height: int, phone: bool
) -> None:
    page = opened(width, height, phone=phone)
    panel(page)
    for name in ("corpus", "edit"):
        page.click(f"#tab-{name}")
        page.until(f"!document.querySelector('#{name}').hidden")
        wide, room = page.run(
            f"[document.querySelector('#{name}')].map((one) => [one.scrollWidth, one.clientWidth])"
        )[0]
        assert wide <= room, name
    assert page.run("document.documentElement.scrollWidth") <= width
    nameless = page.run("""[...document.querySelectorAll("button, select, input, canvas")]
        .filter((one) => !(one.ariaLabel || one.labels?.length || one.textContent.trim()
            || one.title)).map((one) => one.outerHTML)""")
    assert nameless == []
    small = page.run("""[...document.querySelectorAll("nav button, #corpus button, #corpus input")]
        .filter((one) => one.getClientRects().length)
        .map((one) => one.getBoundingClientRect()).filter(({width, height, left, right}) =>
            width < 32 || height < 36 && height !== 0 || left < 0 || right > innerWidth).length""")
    assert small == 0
