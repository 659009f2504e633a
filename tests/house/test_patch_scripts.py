"""The script of the code grid, run by node: answers of a server in, messages and a picture out."""

import re
from collections.abc import Iterator

import pytest

from kit.house import ROOT
from kit.max_script import Script

pytestmark = pytest.mark.peer
GRID = ROOT / "max_patches" / "javascript" / "distill.grid.js"
WIDE, HIGH = 500.0, 402.0
CODES = list(range(3 * 2 * 2))
"""Three columns of two bands and two levels: column, band, level."""


@pytest.fixture
def grid() -> Iterator[Script]:
    one = Script(GRID, (WIDE, HIGH))
    yield one
    one.close()


def fill(grid: Script, columns: int = 3) -> str:
    """Answer what the script asks, as the server does; give the script's request id."""
    grid.call("slot", "kick")
    ((_, asked),) = grid.task(grid.due[0][0])
    assert asked[:2] == ["/distill/slots", "id"]
    me = asked[2]
    grid.call("/distill/slots/page", me, 0, 1, "kick", columns, 0.512, "file kick.wav")
    ((_, asked),) = grid.call("/distill/done", me, "slots", 1)
    assert asked == ["/distill/codes", "kick", "0-2", "all", "all", "id", me]
    grid.call("/distill/codes/page", me, 1, 2, *CODES[8:])  # pages may come in any order
    grid.call("/distill/codes/page", me, 0, 2, *CODES[:8])
    grid.call("/distill/done", me, "codes", "kick", 0, 3, 0, 2, 0, 2)
    return str(me)


def middle(column: int, level: int, band: int) -> tuple[float, float]:
    row = (HIGH - 18 - 12) / 4
    return 44 + (column + 0.5) * (WIDE - 44) / 48, (level * 2 + 1 - band + 0.5) * row + 12 * level


def test_every_code_is_drawn_once_coarse_above_fine(grid: Script) -> None:
    fill(grid)
    calls = grid.draw()
    cells = [call[1:] for call in calls if call[0] == "rectangle"][1:]
    assert len(cells) == len(CODES)
    assert max(y for _, y, _, _ in cells[:6]) < min(y for _, y, _, _ in cells[6:]) - 12
    said = [call[1] for call in calls if call[0] == "show_text"]
    assert said[:2] == ["coarse", "fine"]


def test_an_empty_slot_says_what_to_do(grid: Script) -> None:
    said = [call[1] for call in grid.draw() if call[0] == "show_text"]
    assert said == ["slot a is empty: drop a sound on it, or generate"]


@pytest.mark.parametrize(
    ("news", "asks"),
    [
        (("kick", 3, 7, 1, 1), True),  # a column that is seen
        (("kick", 60, 7, 50, 59), True),  # it became longer
        (("kick", 3, 7, 48, 50), False),  # a column that is not seen
        (("snare", 3, 7, 0, 2), False),
        (("kick", 0, 7, 0, -1), True),
    ],
)
def test_codes_are_read_again_when_what_is_seen_has_changed(
    grid: Script, news: tuple[str | int, ...], *, asks: bool
) -> None:
    fill(grid)
    before = list(grid.due)
    grid.call("/distill/slot", *news)
    assert (grid.due != before) is asks


def test_a_code_is_drawn_where_the_hand_is(grid: Script) -> None:
    fill(grid)
    grid.call("mode", 1)
    grid.call("code", 9)
    sent = grid.call("onclick", *middle(2, 1, 1), 1, 0, 0, 0, 0)
    assert sent[0] == [0, ["/distill/set", "kick", 2, 1, 1, 9, "id", "edit"]]
    assert grid.call("ondrag", *middle(2, 1, 1), 1) == []


def test_a_code_is_picked_up_with_the_option_key(grid: Script) -> None:
    fill(grid)
    assert grid.call("onclick", *middle(1, 0, 1), 1, 0, 0, 0, 1) == [
        [1, ["set", "code 6 is in the hand"]]
    ]


def test_a_region_is_chosen_and_every_action_names_it(grid: Script) -> None:
    fill(grid)
    grid.call("onclick", *middle(0, 1, 0), 1, 0, 0, 0, 0)
    grid.call("ondrag", *middle(1, 1, 0), 1)
    grid.call("amount", 0.25)
    region = ["columns", "0-1", "bands", "0", "levels", "1", "id", "edit"]
    for words, want in (
        (("vary", "AMOUNT"), ["/distill/vary", "kick", 0.25]),
        (("fill", "FIRST"), ["/distill/fill", "kick", 0]),
        (("shift", -1), ["/distill/shift", "kick", -1]),
    ):
        assert grid.call("act", *words) == [[0, [*want, *region]]]
    grid.call("all")
    assert grid.call("act", "lock") == [[0, ["/distill/lock", "kick", "id", "edit"]]]


def test_a_drag_over_two_levels_takes_all_bands(grid: Script) -> None:
    fill(grid)
    grid.call("onclick", *middle(0, 0, 0), 1, 0, 0, 0, 0)
    said = grid.call("ondrag", *middle(2, 1, 1), 1)
    assert said == [[1, ["set", "columns 0-2   bands 0-1   levels 0-1"]]]


def test_an_end_of_its_own_reading_reads_nothing_again(grid: Script) -> None:
    me = fill(grid)
    assert grid.due == []
    grid.call("/distill/done", me, "codes", "other", 0, 3, 0, 2, 0, 2)
    assert grid.due == []


def test_pages_stop_at_both_ends(grid: Script) -> None:
    fill(grid)
    for by in (-1, 1):
        grid.call("page", by)
        grid.task(grid.due[0][0])
    assert [call[1] for call in grid.draw() if call[0] == "show_text"][-1] == "0"


def test_the_script_is_of_the_kind_that_max_8_reads() -> None:
    text = re.sub(r"//.*", "", GRID.read_text("utf-8"))
    assert re.findall(r"=>|\b(?:let|const|class)\b|`|\.\.\.", text) == []
