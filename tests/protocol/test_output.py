"""The codes of the output: the columns that were actually played, in their played version."""

import numpy as np

from distill.codes.carriers import Carriers
from distill.commands.capture import MAX_CAPTURE_S
from distill.protocol.output import (
    KEPT_FRAMES,
    ColumnRendered,
    ModelRef,
    OutputHistory,
    OutputSnapshot,
)
from distill.types import SAMPLE_RATE

COLUMN = 1000
ME = ModelRef("model", "codec", 8, COLUMN)
OTHER = ModelRef("another", "another codec", 8, COLUMN)


def codes(number: int) -> np.ndarray:
    return np.full((3, 2), number % 8, np.int16)


def rendered(number: int, since: int | None = None, code: int | None = None, **more: object):
    begins = int(more.pop("begins", number * COLUMN))
    fields = {"take": 1, "seed": 5, "by": ME, **more}
    return ColumnRendered(
        number=number,
        begins=begins,
        since=begins if since is None else since,
        codes=codes(number if code is None else code),
        **fields,
    )


def output(*pieces: tuple[int, int, int]) -> OutputSnapshot:
    end = max(at + count for at, _, count in pieces)
    return OutputSnapshot("recent", end, end, np.array(pieces, np.int64))


def log(*rows: ColumnRendered) -> OutputHistory:
    made = OutputHistory()
    for row in rows:
        made.append(row)
    return made


def first_codes(played) -> list[int]:
    return played.codes[:, 0, 0].tolist()


def test_columns_at_least_half_played_are_found_with_their_start() -> None:
    kept = log(*(rendered(n) for n in range(8)))
    found = kept.played_codes(output((10_000, 0, 6400)), 11_500)
    assert first_codes(found) == [1, 2, 3, 4, 5]
    assert found.begins.tolist() == [11_000, 12_000, 13_000, 14_000, 15_000]
    assert found.takes == ((1, 5),) * 5
    assert found.to_json(11_500) == {"begins": [-500, 500, 1500, 2500, 3500], "seeds": [5]}


def test_silence_has_no_codes() -> None:
    silent = OutputSnapshot("recent", 48_000, 48_000, np.zeros((0, 3), np.int64))
    assert log(rendered(0)).played_codes(silent, 0) is None
    assert OutputHistory().played_codes(output((0, 0, 3000)), 0) is None


def test_columns_older_than_the_recent_audio_are_dropped() -> None:
    kept = log(*(rendered(n, code=n % 5) for n in range(20_000)))
    assert len(kept) == KEPT_FRAMES // COLUMN + 1
    first = 20_000 * COLUMN - MAX_CAPTURE_S * SAMPLE_RATE
    found = kept.played_codes(output((0, 0, 20_000 * COLUMN)), int(first))
    assert len(found.codes) == MAX_CAPTURE_S * SAMPLE_RATE // COLUMN


def test_a_changed_column_counts_in_its_longest_version() -> None:
    kept = log(rendered(0), rendered(1), rendered(1, 1300, 6), rendered(2), rendered(2, 2800, 7))
    assert first_codes(kept.played_codes(output((0, 0, 3000)), 0)) == [0, 6, 2]


def test_a_column_that_a_loop_restarted_before_was_not_played() -> None:
    again = [rendered(n, begins=2900 + n * COLUMN) for n in range(2)]
    kept = log(*(rendered(n) for n in range(4)), *again)  # column 3 was decoded ahead
    assert first_codes(kept.played_codes(output((0, 0, 4900)), 0)) == [0, 1, 2, 0, 1]


def test_an_interrupted_column_counts_by_its_played_part() -> None:
    kept = log(*(rendered(n) for n in range(3)))
    found = kept.played_codes(output((0, 0, 1300), (5000, 1300, 1700)), 0)
    assert first_codes(found) == [0, 1, 2]
    assert found.begins.tolist() == [0, 1000, 5700]


def test_columns_discarded_by_a_panic_do_not_count() -> None:
    kept = log(rendered(0), rendered(1), rendered(0, take=2, begins=2000, code=4))
    assert first_codes(kept.played_codes(output((0, 0, 1000), (3000, 2000, 1000)), 0)) == [0, 4]


def test_a_take_that_was_ended_by_another_leaves_the_columns_that_sounded() -> None:
    kept = log(rendered(0), rendered(1), rendered(0, take=2, seed=9, begins=1200, code=7))
    found = kept.played_codes(output((0, 0, 2200)), 0)
    assert first_codes(found) == [0, 7]
    assert found.to_json(0)["seeds"] == [5, 9]


def test_of_several_codecs_only_the_last_counts() -> None:
    kept = log(rendered(0, by=OTHER), rendered(1, code=3), rendered(2, code=4))
    found = kept.played_codes(output((0, 0, 3000)), 0)
    assert (first_codes(found), found.by) == ([3, 4], ME)
    grid = found.grid("capture x.wav")
    assert (grid.model, grid.size, grid.column, grid.source) == ("codec", 8, 1000, "capture x.wav")


def test_columns_before_a_frame_can_be_left_out_later() -> None:
    found = log(*(rendered(n) for n in range(4))).played_codes(output((0, 0, 4000)), 0)
    assert first_codes(found.after(1600)) == [2, 3]
    assert first_codes(found.after(1500)) == [1, 2, 3]
    assert found.after(9000) is None


def test_the_column_at_a_frame_is_found_as_it_is_there_with_the_one_before() -> None:
    kept = log(
        rendered(0),
        rendered(1),
        rendered(1, COLUMN + 100, code=6),
        rendered(2),
        rendered(3, take=2),
    )

    def at(frame: int) -> list[int | None]:
        return [None if one is None else int(one.codes[0, 0]) for one in kept.at(frame)]

    assert at(-1) == [None, None]
    assert at(0) == [0, None]
    assert at(COLUMN + 99) == [1, 0]
    assert at(COLUMN + 100) == [6, 0]
    assert at(2 * COLUMN) == [2, 6]
    assert at(3 * COLUMN) == [3, None], "another take has no column before"
    assert at(4 * COLUMN) == [None, None], "nothing sounds any more"


def carriers(source: str, column: int) -> Carriers:
    return Carriers.of_source(source, np.zeros((8, 3, 2), np.int16)).taken(np.array([column]))


def test_what_was_played_is_carried_as_it_was() -> None:
    of_x = [rendered(n, carriers=carriers("x", 7 - n)) for n in range(3)]
    kept = log(*of_x, rendered(3), rendered(4, carriers=carriers("y", 5)))
    found = kept.played_codes(output((0, 0, 5000)), 0)
    grid = found.grid("capture")
    assert grid.sources == ("x", "y")
    assert grid.carriers.carried.all(-1).tolist() == [True, True, True, False, True]
    assert grid.carriers.column[:, 0, 0].tolist() == [7, 6, 5, 0, 5]
    assert found.after(3000).grid("later").sources == ("y",)
    assert log(rendered(0)).played_codes(output((0, 0, 1000)), 0).grid("").carriers is None
