"""The page's own scripts, run by node without a browser; and every word in them by the registry."""

import json
import re

import numpy as np
import pytest

import distill.commands  # noqa: F401 - fills the vocabulary
from distill.commands.describe import as_json
from distill.commands.grammar import verb
from distill.errors import DistillError
from distill.parameters import PARAMETERS, Group, in_group
from kit.node import PAGE, node

SCRIPTS = [pytest.param(path, id=path.name) for path in sorted(PAGE.glob("*.js"))]
SAID = re.compile(
    r"""\b(?:ask|act|perform|write)\(\s*["']([a-z/]+)["']|say\([`"']([a-z/]+?)(?:/\$\{|[`"'])"""
)


def words_of(text):
    """Give each verb that a script names where it speaks to the server."""
    return [one or other for one, other in SAID.findall(text)]


def unknown(text):
    for word in words_of(text):
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
    text = 'desk.act("genrate", [1]); wire.ask("codes"); act("stop"); wire.say(`param/${x}`)'
    assert words_of(text) == ["genrate", "codes", "stop", "param"]
    assert list(unknown(text)) == ["genrate"]


def test_the_commands_that_matter_are_sent():
    said = {w for path in PAGE.glob("*.js") for w in words_of(path.read_text("utf-8"))}
    assert {"set", "codes", "undo", "generate", "interpolate", "play", "panic", "cancel"} <= said


def test_every_edit_in_the_page_exists():
    html = (PAGE / "index.html").read_text("utf-8")
    for name in re.findall(r'data-act="([a-z]+)"', html):
        verb(name)


def named(attribute):
    """Give each word that the page names in an attribute."""
    html = (PAGE / "index.html").read_text("utf-8")
    return [name for row in re.findall(f'{attribute}="([^"]+)"', html) for name in row.split()]


def test_the_page_shows_every_group_once_and_names_no_parameter_that_is_not():
    assert sorted(named("data-groups")) == sorted(Group)
    assert set(named("data-knobs") + named("data-own")) <= set(PARAMETERS)


def test_the_page_names_nothing_outside_itself():
    for path in [*PAGE.glob("*.js"), *PAGE.glob("*.css"), *PAGE.glob("*.html")]:
        found = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", path.read_text("utf-8"))
        assert [one for one in found if "www.w3.org" not in one] == [], path.name


def test_what_is_of_others_has_its_version_and_licence_beside_it():
    for path in (PAGE / "vendor").glob("*.js"):
        assert path.with_suffix(".LICENSE").is_file()
        assert f"`{path.name}`" in (PAGE / "vendor" / "README.md").read_text("utf-8")


pytestmark = pytest.mark.peer


def test_oklab_has_white_black_and_the_reds_where_the_paper_has_them():
    got = node(
        "colour.js", "return [it.rgb(1,0,0), it.rgb(0,0,0), it.rgb(0.62796,0.22486,0.12585)]"
    )
    assert got == [[255, 255, 255], [0, 0, 0], [255, 0, 0]]


def test_louder_codes_are_lighter_whichever_way_the_first_direction_points():
    script = """
        const places = Float32Array.from([-1,0,0, 0,0,0, 1,0,0]);
        const light = (n) => (n & 255) + ((n >>> 8) & 255) + ((n >>> 16) & 255);
        return [...it.paints(places, [1, -1])].map(light);
    """
    up, down = np.reshape(node("colour.js", script), (2, 3))
    assert up[0] < up[1] < up[2]
    assert down.tolist() == up[::-1].tolist()


def test_near_codes_look_alike_and_far_ones_do_not():
    script = """
        const places = Float32Array.from([0,0,0, 0.02,0,0.02, 0,0.9,-0.9, -0.9,0,0]);
        return [...it.paints(places, [1])].map((n) => [n & 255, (n >>> 8) & 255, (n >>> 16) & 255]);
    """
    first, near, far, dark = np.array(node("colour.js", script), float)
    assert np.linalg.norm(first - near) < 12
    assert np.linalg.norm(first - far) > 60
    assert np.linalg.norm(first - dark) > 60


def test_the_palette_has_every_code_once_with_alike_ones_side_by_side():
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
            cell(2,0,1,5), cell(3,3,1,7)]).map(([words]) => words);
    """
    assert node("grid.js", script) == [
        [2, "0", 1, 5],
        [3, "1-2", 0, 9, 7],
        [3, "4", 0, 7],
        [3, "3", 1, 7],
    ]


def test_a_quick_hand_leaves_no_gaps():
    script = """return it.between({column: 1, band: 0, level: 2}, {column: 5, band: 2, level: 2})
        .map(({column, band}) => [column, band])"""
    assert node("grid.js", script) == [[2, 1], [3, 1], [4, 2], [5, 2]]


GRID = """
    const grid = new it.Grid();
    grid.shape(4, 2, 1);
    grid.dirty(0, 3);
    const cell = {column: 1, band: 0, level: 0, code: 9};
    const told = [1, 1, 1, 1, 1, 1, 1, 1];
"""


def test_an_edit_is_not_undone_by_an_answer_that_was_asked_for_before_it():
    script = f"""{GRID}
        grid.edited([cell], 5);
        grid.ended(5, true);
        grid.heard(0, told, 4);
        const kept = grid.at(1, 0, 0);
        grid.heard(0, told, 6);
        return [kept, grid.at(1, 0, 0)];
    """
    assert node("grid.js", script) == [9, 1]


def test_an_edit_that_waits_for_its_beat_stays_on_the_page_until_it_is_done():
    script = f"""{GRID}
        grid.edited([cell], 5);
        grid.heard(0, told, 6);
        const waits = grid.at(1, 0, 0);
        grid.ended(5, true);
        grid.heard(0, told, 7);
        return [waits, grid.at(1, 0, 0)];
    """
    assert node("grid.js", script) == [9, 1]


def test_an_edit_that_was_refused_is_read_again():
    script = f"""{GRID}
        grid.heard(0, told, 1);
        grid.stale.clear();
        grid.edited([cell], 5);
        grid.ended(5, false);
        return [grid.next(0, 3), grid.edits.length];
    """
    assert node("grid.js", script) == [[0, 3, 0], 0]


def test_a_long_slot_is_read_in_parts_those_in_view_only():
    script = """
        const grid = new it.Grid();
        grid.shape(200, 2, 1);
        grid.dirty(0, 199);
        const seen = [];
        for (let part; (part = grid.next(100, 150)); grid.stale.delete(part[2])) seen.push(part);
        return [seen, [...grid.stale]];
    """
    assert node("grid.js", script) == [[[64, 127, 1], [128, 191, 2]], [0, 3]]


def test_columns_that_were_there_stay_when_a_slot_grows():
    script = f"""{GRID}
        grid.heard(0, told, 1);
        grid.shape(6);
        return [grid.at(3, 1, 0), grid.at(4, 0, 0)];
    """
    assert node("grid.js", script) == [1, -1]


def test_locks_come_as_counts_of_free_and_locked_in_turns():
    script = """
        const grid = new it.Grid();
        grid.shape(3, 2, 1);
        grid.heardLocks(1, [0, 1, 2, 1]);
        return [...grid.locked];
    """
    assert node("grid.js", script) == [0, 0, 1, 0, 0, 1]


def test_a_region_over_levels_takes_all_bands_and_one_inside_a_level_its_own():
    script = """
        const at = (column, band, level) => ({column, band, level});
        const [one, two] = [it.region(at(5,1,2), at(2,3,2), 8), it.region(at(1,1,0), at(1,2,3), 8)];
        return [it.words(one), it.words(two), it.words(null)];
    """
    assert node("grid.js", script) == [
        ["columns", "2-5", "bands", "1-3", "levels", "2"],
        ["columns", "1", "bands", "0-7", "levels", "0-3"],
        [],
    ]


LAID = """
    const grid = {columns: 10, bands: 2, levels: 4, inside: ({column, band, level}) =>
        column >= 0 && column < 10 && band >= 0 && band < 2 && level >= 0 && level < 4};
    const laid = new it.Layout(452, 400, grid, {first: 2, count: 8});
"""


def test_every_place_is_found_again_under_the_middle_of_its_box():
    script = f"""{LAID}
        const wrong = [];
        for (let column = 2; column < 10; column++) for (let band = 0; band < 2; band++)
        for (let level = 0; level < 4; level++) {{
            const [[x, y, w, h]] = laid.boxes({{columns: [column, column], bands: [band, band],
                levels: [level, level]}});
            const at = laid.place(x + w / 2, y + h / 2);
            if (at.column !== column || at.band !== band || at.level !== level) wrong.push(at);
        }}
        return wrong;
    """
    assert node("layout.js", script) == []


def test_coarse_rows_are_higher_and_stand_apart_and_all_fits():
    script = f"""{LAID}
        const [, above, below] = laid.rows;
        return [laid.rows.map(({{row}}) => row), below.top - above.top - above.height,
            laid.bottom <= 400 - it.FOOT + 0.01];
    """
    rows, gap, fits = node("layout.js", script)
    assert rows[0] == rows[1] == pytest.approx(1.5 * rows[2])
    assert gap >= 16
    assert fits


def test_a_hand_that_drags_out_of_a_level_stays_in_it():
    script = f"""{LAID}
        const [below, beside] = [{{level: 1}}, {{level: 3}}];
        return [laid.place(10, 5), laid.place(-50, 999, below), laid.place(9999, -9, beside)];
    """
    assert node("layout.js", script) == [
        None,
        {"column": 0, "band": 0, "level": 1},
        {"column": 9, "band": 1, "level": 3},
    ]


def test_a_panel_shows_what_it_names_or_the_rest_of_its_groups():
    script = f"""
        const rows = {json.dumps(as_json()["parameters"])};
        const names = (place) => it.shown(rows, place, ["morph", "seed"]).map(({{name}}) => name);
        return [names({{knobs: "morph"}}), names({{groups: "generate"}}),
            names({{groups: "output live"}})];
    """
    assert node("knobs.js", script) == [
        ["morph"],
        ["temperature", "top_k"],
        [row.name for row in in_group(Group.OUTPUT, Group.LIVE) if row.name != "morph"],
    ]
