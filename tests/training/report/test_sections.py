"""The sections of a page as data, from untrusted reports."""

import pytest

from distill.codec.codec_config import CodecConfig
from distill.training.report.sections import (
    codec_errors,
    geometry,
    health,
    prior_figures,
    training_curves,
    usage,
)

ROW = {
    "level": 0, "used": 0.75, "dead": 0.021, "perplexity": 40.4, "commitment": 0.05,
    "velocity": 0.2, "warnings": [],
}  # fmt: skip
NATS = {"prior": 2.33, "unigram": 4.11, "bigram": 2.99}


def test_metrics_are_listed_by_kind_and_by_level() -> None:
    assert codec_errors({"music": 2.823, "drums": 1.9}) == (("music", 2.823), ("drums", 1.9))
    two = prior_figures([NATS, {**NATS, "prior": 3.0}], 128)
    assert two is not None
    assert two.table.rows[0] == ("level 0 (coarse)", "2.33", "2.99", "4.11")
    assert (two.size, two.weak) == (128, (1,))
    assert two.uniform == pytest.approx(4.852, abs=1e-3)
    one = prior_figures([NATS], 128)
    assert one is not None
    assert one.weak == ()


def test_metrics_without_baselines_are_listed_too() -> None:
    figures = prior_figures([2.0, 3.5], 8)
    assert figures is not None
    assert figures.table.rows[1] == ("level 1 (fine)", "3.50", "", "")


def test_without_data_sections_are_empty_or_none() -> None:
    assert codec_errors({}) == training_curves({}) == usage([]) == ()
    assert prior_figures([], 8) is None
    assert health({}, 8) is None


def test_the_health_of_a_level_is_listed_with_its_warnings() -> None:
    sick = {**ROW, "level": 1, "warnings": ["a few codes do all the work"]}
    found = health({"health": [ROW, sick]}, 64)
    assert found is not None
    assert found.table.rows[0][:4] == ("level 0 (coarse)", "75%", "40", "2.1%")
    assert found.warnings == ((1, "a few codes do all the work"),)
    assert found.size == 64
    assert (found.legend, found.curves) == ((), ())


def test_the_history_of_the_health_is_drawn_for_each_metric_and_level() -> None:
    history = [{"step": step, "levels": [ROW, ROW], "held_db": 3.0} for step in (10, 20, 30)]
    found = health({"health": [ROW, ROW], "history": history}, 64)
    assert found is not None
    assert found.legend == (("level 0 (coarse)", 0.0), ("level 1 (fine)", 1.0))
    assert len(found.curves) == 5
    assert [len(curve.dots) for figure in found.curves for curve in figure.chart.curves] == [3] * 10
    last = found.curves[0].chart.curves[1]
    assert (last.label, last.dots[-1].step, last.dots[-1].value) == ("level 1 (fine)", 30, 0.75)
    short = health({"health": [ROW], "history": history[:1]}, 64)
    assert short is not None
    assert short.curves == ()


def test_both_stages_are_drawn_and_the_prior_with_its_baselines() -> None:
    codec = {"steps": 6812, "curve": [[0, 5.0], [500, 3.0]]}
    prior = {"steps": 9, "curve": [[3, 4.0], [9, 3.0]], "levels": [NATS, {**NATS, "bigram": 4.0}]}
    first, second = training_curves({"codec": codec, "prior": prior})
    assert first.note == "6,812 steps"
    assert [(curve.label, curve.style) for curve in second.chart.curves] == [
        ("prior", "main"), ("bigram", "rule"), ("unigram", "rule"),
    ]  # fmt: skip
    assert len(training_curves({"codec": codec, "prior": None})) == 1


def test_an_invalid_report_is_ignored() -> None:
    invalid = {"steps": "many", "curve": [[1], "x", [1, "y"], None], "levels": [3], "health": [7]}
    assert training_curves({"codec": invalid, "prior": invalid}) == ()
    assert training_curves({"codec": [], "prior": "x"}) == ()
    found = health({"health": [7], "history": [1, {"step": 2}]}, 8)
    assert found is not None
    assert found.table.rows == (("level 0",),)


def test_usage_says_how_many_codes_occur() -> None:
    first, second = usage([[6, 2, 0, 0], [1, 1, 1, 1]])
    assert (first.used, first.size, first.top_share) == (2, 4, 0.75)
    assert (second.used, second.size, second.top_share) == (4, 4, 0.25)
    assert second.chart.bars[0][1] == pytest.approx(first.chart.bars[0][1] / 3)


def test_unused_codes_have_no_bars() -> None:
    (level,) = usage([[0, 0]])
    assert (level.used, level.top_share, level.chart.bars) == (0, 0.0, ())


def test_the_geometry_is_a_sentence() -> None:
    assert geometry(CodecConfig(size=128, levels=4)) == (
        "4 levels of 128 codes, 8 bands, columns of 171 ms: 1.3 kbit/s"
    )
