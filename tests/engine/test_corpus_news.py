"""Clients are told which sounds are written from, and where a stream plays, at each jump."""

from dataclasses import dataclass

import numpy as np
import pytest

from distill.codes.carriers import Carriers
from distill.engine.corpus_news import PERIOD_S, CorpusNews
from distill.protocol.output import ColumnRendered, ModelRef, OutputHistory, PlayheadState
from kit.engines import NoOutput
from kit.instrument import COLUMN, PART, remembering_facts, some_codes, tiny_session

ME = ModelRef("id-tiny", "codec-tiny", 8, COLUMN)
COLUMN_S = COLUMN / 48_000


@dataclass
class Pointed(NoOutput):
    """An output whose playhead a test places, in columns of the ring; -1: silence."""

    column: float = -1

    def __post_init__(self) -> None:
        super().__init__()

    def playhead(self, at_s: float, first: int, most: int) -> PlayheadState:
        ring = -1 if self.column < 0 else round(self.column * COLUMN)
        return PlayheadState(0, np.zeros((0, 2), np.float32), ring, 0)


class Rig:
    """A stream that has rendered columns, and what is told while they play."""

    def __init__(self) -> None:
        self.now = 10.0
        self.session = tiny_session()
        self.session.adopt(remembering_facts())
        self.output, self.log = Pointed(), OutputHistory()
        self.news = CorpusNews(self.session, self.output, self.log, lambda: self.now)

    def render(self, *places: tuple[str, int] | None, take: int = 1) -> None:
        """Log columns end to end, each with the source and its column that carry it."""
        for number, place in enumerate(places):
            codes = some_codes(1, number)
            carriers = None
            if place is not None:
                whole = Carriers.of_source(place[0], some_codes(20))
                carriers = whole.taken(slice(place[1], place[1] + 1))
            at = number * COLUMN
            self.log.append(
                ColumnRendered(take, 7, number, at, at, codes[0], ME, carriers=carriers)
            )

    def heard(self, column: float) -> list[tuple[object, ...]]:
        """Return what is told when the playhead comes to a column."""
        self.now += PERIOD_S
        self.output.column = column
        return [(one.topic, *one.values) for one in self.news.due()]


@pytest.fixture
def rig() -> Rig:
    return Rig()


def test_a_stream_tells_each_jump_and_nothing_where_a_sound_goes_on(rig: Rig) -> None:
    kick, pad = "drums/kick.wav ", "pads/warm.ogg "
    rig.render((kick + "0", 8), (kick + "0", 9), (kick + "1", 0), (kick + "0", 2), (pad + "1", 3))
    rig.session.stream("")
    assert rig.heard(-1) == []
    assert rig.heard(0.1) == [("source", "drums/kick.wav", pytest.approx(8 * COLUMN_S))]
    for column in (0.9, 1.2, 2.5):  # the second part begins where the first one ends
        assert rig.heard(column) == []
    assert rig.heard(3.0) == [("source", "drums/kick.wav", pytest.approx(2 * COLUMN_S))]
    assert rig.heard(4.0) == [("source", "pads/warm.ogg", pytest.approx(PART + 3 * COLUMN_S))]
    rig.session.stop()
    assert rig.heard(4.5) == [("source", "", 0.0)]
    assert rig.heard(4.6) == []


def test_a_stream_is_named_by_the_model_that_plays_it(rig: Rig) -> None:
    rig.render(("drums/kick.wav 0", 1), ("pads/warm.ogg 1", 2))
    rig.session.stream("")
    assert rig.heard(0)[0][1] == "drums/kick.wav"
    other = remembering_facts("other", {"x.wav": 1.0})
    rig.session.adopt(other)
    assert rig.session.sounding is not other
    assert rig.heard(1)[0][1] == "pads/warm.ogg"


def test_what_nothing_carries_has_no_file(rig: Rig) -> None:
    rig.render(("pads/warm.ogg 0", 1), None, None, ("pads/warm.ogg 0", 4))
    rig.session.stream("")
    told = [rig.heard(column) for column in (0, 1, 2, 3)]
    assert [bool(news) for news in told] == [True, True, False, True]
    assert told[1] == [("source", "", 0.0)]


def test_a_gap_in_the_sound_is_no_jump(rig: Rig) -> None:
    rig.render(*[("pads/warm.ogg 0", at) for at in range(6)])
    rig.session.stream("")
    assert len(rig.heard(0.5)) == 1
    assert rig.heard(-1) == []
    assert rig.heard(5.5) == []


def test_the_playhead_is_looked_at_at_a_bounded_rate_and_only_in_a_stream(rig: Rig) -> None:
    rig.render(("pads/warm.ogg 0", 0))
    assert rig.heard(0) == []
    assert rig.news.patience(1.0) == 1.0
    rig.session.stream("")
    assert len(rig.heard(0)) == 1
    assert rig.news.patience(1.0) == pytest.approx(PERIOD_S)
    rig.session.stream("")  # another take, told at the next look
    assert rig.news.due() == []


def test_patterns_are_told_when_they_change_whoever_changed_them(rig: Rig) -> None:
    kept = rig.session.snapshot(b"")
    rig.session.choose_files(["drums"], ["snare*"])
    assert rig.heard(-1) == [("only", 1, 3, "drums"), ("avoid", 1, 3, "snare*")]
    assert rig.heard(-1) == []
    rig.session.choose_files(["drums"], [])
    assert rig.heard(-1) == [("avoid", 2, 3)]
    rig.session.recall("x", kept)
    assert rig.heard(-1) == [("only", 3, 3)]
    rig.session.choose_files(["warm"], [])
    rig.heard(-1)
    rig.session.adopt(remembering_facts("other", {"kick.wav": 1.0}))
    assert rig.heard(-1) == [("only", 1, 1)]
