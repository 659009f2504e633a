"""Run the page's scripts in node without a browser, and check each command they send."""

import json
import re

import numpy as np
import pytest

import distill.commands  # noqa: F401 - fills the vocabulary
from distill.commands.describe import as_json
from distill.commands.grammar import verb
from distill.corpus.file_patterns import matches
from distill.errors import DistillError
from distill.parameters import PARAMETERS, Group, in_group
from kit.node import PAGE, node

SCRIPTS = [pytest.param(path, id=path.name) for path in sorted(PAGE.glob("*.js"))]
SENT = re.compile(
    r"""\b(?:request|act|perform|write)\(\s*["']([a-z/]+)["']|send\([`"']([a-z/]+?)(?:/\$\{|[`"'])"""
)


def verbs_in(text):
    """Give each verb that a script sends to the server."""
    return [one or other for one, other in SENT.findall(text)]


def unknown(text):
    for word in verbs_in(text):
        if word.split("/")[0] == "param":
            continue
        try:
            verb(word)
        except DistillError:
            yield word


@pytest.mark.parametrize("path", SCRIPTS)
def test_every_command_that_the_page_sends_exists(path):
    assert list(unknown(path.read_text("utf-8"))) == []


def test_a_command_that_does_not_exist_would_be_found():
    text = 'store.act("genrate", [1]); wire.request("codes"); act("stop"); wire.send(`param/${x}`)'
    assert verbs_in(text) == ["genrate", "codes", "stop", "param"]
    assert list(unknown(text)) == ["genrate"]


def test_the_page_sends_the_main_commands():
    sent = {w for path in PAGE.glob("*.js") for w in verbs_in(path.read_text("utf-8"))}
    assert {"set", "codes", "undo", "generate", "interpolate", "play", "panic", "cancel"} <= sent
    assert {"files", "sources", "find", "quote", "map"} <= sent


def test_every_edit_in_the_page_exists():
    html = (PAGE / "index.html").read_text("utf-8")
    for name in re.findall(r'data-act="([a-z]+)"', html):
        verb(name)


def named(attribute):
    """Give each word that the page names in an attribute."""
    html = (PAGE / "index.html").read_text("utf-8")
    return [name for row in re.findall(f'{attribute}="([^"]+)"', html) for name in row.split()]


def test_the_page_shows_every_group_once_and_names_only_known_parameters():
    assert sorted(named("data-groups")) == sorted(Group)
    assert set(named("data-knobs") + named("data-own")) <= set(PARAMETERS)


def test_the_page_loads_nothing_from_other_hosts():
    for path in [*PAGE.glob("*.js"), *PAGE.glob("*.css"), *PAGE.glob("*.html")]:
        found = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", path.read_text("utf-8"))
        assert [one for one in found if "www.w3.org" not in one] == [], path.name


def test_each_third_party_script_has_its_version_and_licence_beside_it():
    for path in (PAGE / "vendor").glob("*.js"):
        assert path.with_suffix(".LICENSE").is_file()
        assert f"`{path.name}`" in (PAGE / "vendor" / "README.md").read_text("utf-8")


pytestmark = pytest.mark.peer


def test_oklab_gives_white_black_and_red_as_in_the_paper():
    got = node(
        "colour.js", "return [it.rgb(1,0,0), it.rgb(0,0,0), it.rgb(0.62796,0.22486,0.12585)]"
    )
    assert got == [[255, 255, 255], [0, 0, 0], [255, 0, 0]]


def test_louder_codes_are_lighter_whatever_the_sign_of_the_first_axis():
    script = """
        const places = Float32Array.from([-1,0,0, 0,0,0, 1,0,0]);
        const light = (n) => (n & 255) + ((n >>> 8) & 255) + ((n >>> 16) & 255);
        return [...it.codeInks(places, [1, -1])].map(light);
    """
    up, down = np.reshape(node("colour.js", script), (2, 3))
    assert up[0] < up[1] < up[2]
    assert down.tolist() == up[::-1].tolist()


def test_near_codes_have_similar_colours_and_far_codes_do_not():
    script = """
        const places = Float32Array.from([0,0,0, 0.02,0,0.02, 0,0.9,-0.9, -0.9,0,0]);
        return [...it.codeInks(places, [1])]
            .map((n) => [n & 255, (n >>> 8) & 255, (n >>> 16) & 255]);
    """
    first, near, far, dark = np.array(node("colour.js", script), float)
    assert np.linalg.norm(first - near) < 12
    assert np.linalg.norm(first - far) > 60
    assert np.linalg.norm(first - dark) > 60


def test_the_palette_has_every_code_once_with_similar_codes_side_by_side():
    rng = np.random.default_rng(0)
    places = rng.uniform(-1, 1, (64, 3)) * [1, 1, 0]
    found = node("colour.js", f"return it.order(Float32Array.from({places.ravel().tolist()}))")
    assert sorted(found) == list(range(64))
    steps = np.linalg.norm(np.diff(places[found], axis=0), axis=1).mean()
    by_chance = np.linalg.norm(np.diff(places, axis=0), axis=1).mean()
    assert steps < 0.5 * by_chance


def test_a_stroke_becomes_one_request_for_each_column_and_neighbouring_bands():
    script = """
        const cell = (column, band, level, code) => ({column, band, level, code});
        return it.requests([cell(3,1,0,7), cell(3,2,0,7), cell(3,1,0,9), cell(3,4,0,7),
            cell(2,0,1,5), cell(3,3,1,7)]).map(([values]) => values);
    """
    assert node("grid.js", script) == [
        [2, "0", 1, 5],
        [3, "1-2", 0, 9, 7],
        [3, "4", 0, 7],
        [3, "3", 1, 7],
    ]


def test_a_fast_stroke_leaves_no_gaps():
    script = """return it.between({column: 1, band: 0, level: 2}, {column: 5, band: 2, level: 2})
        .map(({column, band}) => [column, band])"""
    assert node("grid.js", script) == [[2, 1], [3, 1], [4, 2], [5, 2]]


PLACES = """
    const sources = {values: ["a", 0, 7, 2], pages: [["drums/kick.wav", 1], ["pluck.wav", 1],
        [2, 0, 61, 1, 0, 7.25, 2, 1, 0, 1, 1, 3, 1, -1, 0]]};
    const carriers = {values: ["a", 0, 7, 2], pages: [["aa", "kick.wav at 54 s", 1],
        ["bb", "pluck.wav", 0], [2, 0, 1, 1, 0, 0.38, 3, 1, 1, 1, -1, 0]]};
    const cells = it.decodePlaces(sources, carriers, 0.5);
"""


def test_where_columns_come_from_is_read_run_by_run_and_said_in_words():
    script = f"""{PLACES}
        return [it.runs(cells, 1, 6, 0.5).map(({{from, to, cell}}) => [from, to, it.words(cell)]),
            cells[1]];
    """
    own = "the codec's own sound"
    assert node("places.js", script) == [
        [
            [1, 1, "drums/kick.wav at 1:01.5"],
            [2, 2, "drums/kick.wav at 0:07.2, 38 % of it"],
            [3, 4, f"{own}: pluck.wav is gone"],
            [5, 5, f"{own}: pluck.wav is gone"],
            [6, 6, own],
        ],
        {"file": "drums/kick.wav", "second": 61.5, "share": 1, "there": True},
    ]


def test_columns_that_go_on_in_a_file_are_one_run_and_a_jump_in_it_begins_another():
    script = """
        const cell = (second) => ({file: "kick.wav", second, share: 1, there: true});
        const cells = [cell(1), cell(1.5004), cell(2.0003), cell(4), cell(4.5)];
        return it.runs(cells, 0, 4, 0.5).map(({from, to}) => [from, to]);
    """
    assert node("places.js", script) == [[0, 2], [3, 4]]


def test_where_columns_come_from_is_known_without_their_shares():
    script = f"{PLACES} return it.decodePlaces(sources, null, 0.5).map((cell) => cell?.share ?? 0)"
    assert node("places.js", script) == [1, 1, 1, 1, 1, 1, 0]


def test_seconds_are_said_as_minutes_and_seconds_and_never_as_sixty_seconds():
    script = """return [it.clock(0), it.clock(59.99), it.clock(60), it.clock(59.96, 1),
        it.clock(3601.25, 1), it.clock(7.3, 1), it.clock(-1)]"""
    wanted = ["0:00", "0:59", "1:00", "0:59.9", "60:01.2", "0:07.3", "0:00"]
    assert node("places.js", script) == wanted


def test_files_next_to_each_other_have_colours_far_apart_that_are_read_on_black():
    script = """return [...Array(40).keys()].map((n) => it.css(n, 0.5)
        .match(/^rgb\\((\\d+) (\\d+) (\\d+) \\/ 0.5\\)$/).slice(1).map(Number))"""
    found = np.array(node("places.js", script), float)
    assert np.linalg.norm(np.diff(found, axis=0), axis=1).min() > 90
    assert (found @ [0.21, 0.72, 0.07]).min() > 100
    near = [np.linalg.norm(found[n + 1 :] - one, axis=1) for n, one in enumerate(found)]
    assert np.concatenate(near).min() > 5


def test_columns_whose_origin_is_known_follow_the_size_of_the_slot():
    script = """
        const grid = new it.Grid();
        grid.resize(4, 2, 1);
        grid.receivePlaces(1, 3, [{file: "kick.wav"}, {file: "kick.wav"}]);
        const files = () => grid.places.map((cell) => cell?.file ?? null);
        const before = files();
        grid.resize(2);
        const cut = files();
        grid.receivePlaces(0, 2, []);
        return [before.slice(1), cut.slice(1), files()];
    """
    kick = "kick.wav"
    assert node("grid.js", script) == [[kick, kick, None], [kick], [None, None]]


FILES = ["drums/Kick.wav", "drums/snare[1].wav", "drums/snare1.wav", "voice/ah.ogg", "hum.flac"]


def test_the_page_and_the_server_mean_the_same_files_by_a_pattern():
    patterns = [
        "kick", "DRUMS", "drums/", "drums/*", "*.wav", "snare?", "snare[1].wav", "snare[!2].wav",
        "snare[0-3]*", "voice/ah.ogg", "ah.ogg", "a", "h?m*", "*", "vo", "[", "drums/snare[1].wav",
    ]  # fmt: skip
    script = f"""return {json.dumps(patterns)}.map((pattern) =>
        {json.dumps(FILES)}.map((file) => it.matches(file, pattern)))"""
    wanted = [[matches(file, pattern) for file in FILES] for pattern in patterns]
    assert node("corpus.js", script) == wanted
    assert {sum(row) for row in wanted} == {0, 1, 2, 3, 5}


def test_a_file_is_taken_out_of_a_pattern_by_naming_the_others_and_added_by_its_name():
    script = f"""
        const all = {json.dumps(FILES)};
        const change = (patterns, files, add) => it.changed(patterns, all, files, add);
        return [change([], ["hum.flac"], true), change(["hum*"], ["hum.flac"], true),
            change(["hum*", "drums"], ["drums/Kick.wav"], false), change(["hum"], all, false)];
    """
    assert node("corpus.js", script) == [
        ["hum.flac"],
        ["hum*"],
        ["hum*", "drums/snare[1].wav", "drums/snare1.wav"],
        [],
    ]


def test_many_files_are_named_by_the_folders_that_are_whole():
    script = """
        const name = (folder) => (_, at) => `${folder}/${at}.wav`;
        const all = [..."ab"].flatMap((folder) => [...Array(20)].map(name(folder)));
        return it.changed([], all, all.filter((file) => file !== "b/7.wav"), true);
    """
    found = node("corpus.js", script)
    assert found == ["a", *(f"b/{at}.wav" for at in range(20) if at != 7)]


MAP = """
    const points = it.decodeMap([3, 4], [["kick.wav", "ah.ogg"], ["2"],
        [0, 0, 0, 1.5, 1, 1, 1, 2, 0.4, 0.5, 2, 0], [0.5, 0.9, 0, 9]]);
"""


def test_the_map_is_read_in_pages_and_the_nearest_point_is_that_on_the_screen():
    script = f"""{MAP}
        const nearest = (wide) => it.nearest(points, 0.2, 0.9, wide).file;
        return [points, nearest(1), nearest(0.1), nearest(9), it.nearest([], 0, 0)];
    """
    kick = [("kick.wav", 0, 0, 1.5), ("ah.ogg", 1, 1, 2), ("2", 0.4, 0.5, 0)]
    wanted = [
        {"x": x, "y": y, "file": file, "second": second}
        for file, x, y, second in [*kick, ("kick.wav", 0.5, 0.9, 9)]
    ]
    assert node("corpus.js", script) == [wanted, "kick.wav", "kick.wav", "2", None]


def test_what_sounds_is_the_nearest_point_of_its_file():
    script = f"""{MAP}
        const second = (file, second) => it.pointAt(points, {{file, second}})?.second ?? null;
        return [second("kick.wav", 2), second("kick.wav", 8), second("ah.ogg", 0), second("x", 0)];
    """
    assert node("corpus.js", script) == [1.5, 9, 2, None]


def test_a_pixel_of_the_map_is_a_place_with_y_upwards_and_back():
    script = """
        const place = it.fromPixels(...it.toPixels({x: 0.25, y: 0.75}, 300, 200), 300, 200);
        return [place, it.toPixels({x: 0, y: 1}, 300, 200), it.fromPixels(-9, 999, 300, 200)];
    """
    place, corner, outside = node("map.js", script)
    assert place == {"x": pytest.approx(0.25), "y": pytest.approx(0.75)}
    assert max(corner) < 20
    assert outside == {"x": 0, "y": 0}


def test_a_found_place_is_copied_over_the_region_from_its_first_column_on():
    script = """
        const region = {columns: [4, 9], bands: [0, 7], levels: [2, 3]};
        return [it.copyArguments("found", 6, "a", region), it.copyArguments("found", 5, "a", null),
            it.nearness(0.305), it.nearness(1.2)];
    """
    box = ["bands", "0-7", "levels", "2-3"]
    assert node("alike.js", script) == [
        ["found", "a", "columns", "0-5", *box, "at", 4],
        ["found", "a", "columns", "0-4", "at", 0],
        "70 %",
        "0 %",
    ]


def test_places_go_into_a_slot_of_their_own_that_takes_the_place_of_no_other():
    script = """
        const slot = (names, before) => it.foundSlot(new Set(names), before);
        return [slot(["a"], null), slot(["found", "found2"], null), slot(["found"], "found")];
    """
    assert node("found.js", script) == ["found", "found3", "found"]


def test_files_are_filtered_by_a_part_of_their_path():
    script = f"""
        const files = {json.dumps([{"name": name} for name in FILES])};
        return ["", " KICK ", "drums/s", "nothing"].map((text) => it.filtered(files, text).length);
    """
    assert node("sounds.js", script) == [5, 1, 2, 0]


GRID = """
    const grid = new it.Grid();
    grid.resize(4, 2, 1);
    grid.markStale(0, 3);
    const cell = {column: 1, band: 0, level: 0, code: 9};
    const codes = [1, 1, 1, 1, 1, 1, 1, 1];
"""


def test_an_answer_to_an_older_request_does_not_undo_an_edit():
    script = f"""{GRID}
        grid.addEdit([cell], 5);
        grid.endEdit(5, true);
        grid.receive(0, codes, 4);
        const edited = grid.at(1, 0, 0);
        grid.receive(0, codes, 6);
        return [edited, grid.at(1, 0, 0)];
    """
    assert node("grid.js", script) == [9, 1]


def test_an_edit_that_waits_for_its_beat_stays_visible_until_it_is_done():
    script = f"""{GRID}
        grid.addEdit([cell], 5);
        grid.receive(0, codes, 6);
        const waits = grid.at(1, 0, 0);
        grid.endEdit(5, true);
        grid.receive(0, codes, 7);
        return [waits, grid.at(1, 0, 0)];
    """
    assert node("grid.js", script) == [9, 1]


def test_the_cells_of_a_refused_edit_are_read_again():
    script = f"""{GRID}
        grid.receive(0, codes, 1);
        grid.stale.clear();
        grid.addEdit([cell], 5);
        grid.endEdit(5, false);
        return [grid.nextStale(0, 3), grid.edits.length];
    """
    assert node("grid.js", script) == [[0, 3, 0], 0]


def test_only_the_parts_of_a_long_slot_in_view_are_read():
    script = """
        const grid = new it.Grid();
        grid.resize(200, 2, 1);
        grid.markStale(0, 199);
        const seen = [];
        for (let part; (part = grid.nextStale(100, 150)); grid.stale.delete(part[2]))
            seen.push(part);
        return [seen, [...grid.stale]];
    """
    assert node("grid.js", script) == [[[64, 127, 1], [128, 191, 2]], [0, 3]]


def test_known_columns_stay_when_a_slot_grows():
    script = f"""{GRID}
        grid.receive(0, codes, 1);
        grid.resize(6);
        return [grid.at(3, 1, 0), grid.at(4, 0, 0)];
    """
    assert node("grid.js", script) == [1, -1]


def test_locks_arrive_as_alternating_counts_of_free_and_locked_codes():
    script = """
        const grid = new it.Grid();
        grid.resize(3, 2, 1);
        grid.receiveLocks(1, [0, 1, 2, 1]);
        return [...grid.locked];
    """
    assert node("grid.js", script) == [0, 0, 1, 0, 0, 1]


def test_a_region_across_levels_has_all_bands_and_one_within_a_level_its_own():
    script = """
        const at = (column, band, level) => ({column, band, level});
        const [one, two] = [it.region(at(5,1,2), at(2,3,2), 8), it.region(at(1,1,0), at(1,2,3), 8)];
        return [it.regionArguments(one), it.regionArguments(two), it.regionArguments(null)];
    """
    assert node("grid.js", script) == [
        ["columns", "2-5", "bands", "1-3", "levels", "2"],
        ["columns", "1", "bands", "0-7", "levels", "0-3"],
        [],
    ]


LAYOUT = """
    const grid = {columns: 10, bands: 2, levels: 4, inside: ({column, band, level}) =>
        column >= 0 && column < 10 && band >= 0 && band < 2 && level >= 0 && level < 4};
    const layout = new it.Layout(452, 400, grid, {first: 2, count: 8});
"""


def test_the_middle_of_each_box_maps_back_to_its_cell():
    script = f"""{LAYOUT}
        const wrong = [];
        for (let column = 2; column < 10; column++) for (let band = 0; band < 2; band++)
        for (let level = 0; level < 4; level++) {{
            const [[x, y, w, h]] = layout.boxes({{columns: [column, column], bands: [band, band],
                levels: [level, level]}});
            const at = layout.place(x + w / 2, y + h / 2);
            if (at.column !== column || at.band !== band || at.level !== level) wrong.push(at);
        }}
        return wrong;
    """
    assert node("layout.js", script) == []


def test_coarse_rows_are_higher_and_set_apart_and_all_rows_fit():
    script = f"""{LAYOUT}
        const [, above, below] = layout.rows;
        return [layout.rows.map(({{row}}) => row), below.top - above.top - above.height,
            layout.bottom <= 400 - it.FOOT + 0.01];
    """
    rows, gap, fits = node("layout.js", script)
    assert rows[0] == rows[1] == pytest.approx(1.5 * rows[2])
    assert gap >= 16
    assert fits


def test_a_drag_out_of_a_level_stays_in_it():
    script = f"""{LAYOUT}
        const [below, beside] = [{{level: 1}}, {{level: 3}}];
        return [layout.place(10, 5), layout.place(-50, 999, below), layout.place(9999, -9, beside)];
    """
    assert node("layout.js", script) == [
        None,
        {"column": 0, "band": 0, "level": 1},
        {"column": 9, "band": 1, "level": 3},
    ]


def test_a_panel_shows_the_parameters_it_names_or_the_rest_of_its_groups():
    own = ["seed", "map_x", "map_y", "map_pull"]
    script = f"""
        const rows = {json.dumps(as_json()["parameters"])};
        const others = {json.dumps(["morph", *own])};
        const names = (place) => it.shown(rows, place, others).map(({{name}}) => name);
        return [names({{knobs: "morph"}}), names({{groups: "generate"}}),
            names({{groups: "output live"}})];
    """
    assert node("knobs.js", script) == [
        ["morph"],
        [row.name for row in in_group(Group.GENERATE) if row.name not in own],
        [row.name for row in in_group(Group.OUTPUT, Group.LIVE) if row.name != "morph"],
    ]


def test_a_key_turns_a_knob_by_a_hundredth_of_its_range_or_by_one():
    script = f"""
        const rows = {json.dumps(as_json()["parameters"])};
        const turn = (name, there, key, fine = false) => {{
            const row = rows.find((row) => row.name === name);
            return it.turned(row, row.max, there, key, fine) ?? null;
        }};
        return [
            turn("gain", -6, "ArrowUp"), turn("gain", -6, "ArrowDown", true),
            turn("gain", -6, "PageUp"), turn("gain", 12, "ArrowRight"), turn("pan", 0, "ArrowLeft"),
            turn("tempo", 120, "ArrowUp"), turn("tempo", 120, "ArrowUp", true),
            turn("tempo", 120, "PageDown"), turn("top_k", 5, "ArrowUp"),
            turn("top_k", 5, "ArrowUp", true), turn("top_k", 50, "PageUp"),
            turn("temperature", 0.9, "ArrowUp"), turn("temperature", 0.05, "PageDown"),
            it.turned({{min: 20, scale: "log"}}, 20000, 200, "ArrowUp", false),
            it.turned({{min: 20, scale: "log"}}, 20000, 20, "ArrowUp", true),
            turn("gain", 0, "Home"), turn("gain", 0, "g"),
        ];
    """
    assert node("knobs.js", script) == [
        -5.5, -6.05, -1, 12, -0.01,
        121, 120.1, 110, 6,
        6, 60,
        0.91, 0.05,
        pytest.approx(200 * 1000**0.01, rel=1e-5),
        pytest.approx(20 * 1000**0.001, rel=1e-5),
        None, None,
    ]  # fmt: skip


def test_a_midi_control_is_described_in_two_texts():
    script = """
        return [
            it.control(["gain", "cc", 7, 0, "", "absolute", -60, 12]),
            it.control(["tempo", "cc", 9, 2, "Keys", "relative1", 60, 180]),
            it.control(["play a", "pitchbend", -1, 0, "Keys", "trigger"]),
        ];
    """
    assert node("midi.js", script) == [
        ["cc 7", "gain -60..12"],
        ["cc 9 (channel 2, Keys)", "tempo 60..180, relative1"],
        ["pitchbend (Keys)", "play a"],
    ]
