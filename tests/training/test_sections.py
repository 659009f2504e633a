from distill.codec.config import CodecConfig
from distill.training.sections import (
    codec_figures,
    facts,
    geometry,
    health,
    prior_figures,
    training,
    usage,
)

ROW = {
    "level": 0, "used": 0.75, "dead": 0.021, "perplexity": 40.4, "commitment": 0.05,
    "velocity": 0.2, "warnings": [],
}  # fmt: skip
NATS = {"prior": 2.33, "unigram": 4.11, "bigram": 2.99}


def test_facts_leave_out_what_is_unknown_and_keep_words_words() -> None:
    said = facts([("Author", "<Ann & Bob>"), ("Licence", "")])
    assert said == "<dl><dt>Author</dt><dd>&lt;Ann &amp; Bob&gt;</dd></dl>"


def test_figures_are_told_by_kind_and_by_level() -> None:
    assert "<td>music</td><td>2.82 dB</td>" in codec_figures({"music": 2.823, "drums": 1.9})
    said = prior_figures([NATS, {**NATS, "prior": 3.0}], 128)
    assert "<td>level 0 (coarse)</td><td>2.33</td><td>2.99</td><td>4.11</td>" in said
    assert "among 128 codes is 4.85" in said
    assert "At level 1 the prior knows less" in said
    assert "knows less" not in prior_figures([NATS], 128)


def test_figures_without_anything_to_compare_with_are_told_too() -> None:
    assert "<td>level 1 (fine)</td><td>3.50</td><td></td><td></td>" in prior_figures([2.0, 3.5], 8)


def test_nothing_known_is_said() -> None:
    assert "No figure" in codec_figures({})
    assert "No figure" in prior_figures([], 8)
    assert "Nothing is known" in health({}, 8)
    assert training({}) == usage([]) == ""


def test_the_health_of_a_level_is_told_with_its_warnings() -> None:
    sick = {**ROW, "level": 1, "warnings": ["a few codes do all the work"]}
    said = health({"health": [ROW, sick]}, 64)
    assert "<td>level 0 (coarse)</td><td>75%</td><td>40</td><td>2.1%</td>" in said
    assert "<li>Level 1: a few codes do all the work</li>" in said
    assert "No warning" in health({"health": [ROW]}, 64)


def test_health_over_time_is_drawn_for_each_figure_and_level() -> None:
    looks = [{"step": step, "levels": [ROW, ROW], "held_db": 3.0} for step in (10, 20, 30)]
    said = health({"health": [ROW, ROW], "history": looks}, 64)
    assert said.count("<svg") == 5
    assert said.count("<circle") == 5 * 2 * 3
    assert "level 1 (fine), step 30: 0.75" in said
    assert "<svg" not in health({"health": [ROW], "history": looks[:1]}, 64)


def test_both_stages_are_drawn_with_what_the_prior_is_compared_with() -> None:
    codec = {"steps": 6812, "curve": [[0, 5.0], [500, 3.0]]}
    prior = {"steps": 9, "curve": [[3, 4.0], [9, 3.0]], "levels": [NATS, {**NATS, "bigram": 4.0}]}
    said = training({"codec": codec, "prior": prior})
    assert said.count("<svg") == 2
    assert "6,812 steps" in said
    assert ">frequency alone</text>" in said
    assert ">best single neighbour</text>" in said
    assert training({"codec": codec, "prior": None}).count("<svg") == 1


def test_a_report_of_another_kind_is_passed_over() -> None:
    wild = {"steps": "many", "curve": [[1], "x", [1, "y"], None], "levels": [3], "health": [7]}
    assert training({"codec": wild, "prior": wild}) == ""
    assert training({"codec": [], "prior": "x"}) == ""
    assert "level 0" in health({"health": [7], "history": [1, {"step": 2}]}, 8)


def test_usage_says_how_many_codes_occur() -> None:
    said = usage([[6, 2, 0, 0], [1, 1, 1, 1]])
    assert "2 of 4 codes occur; the most frequent is 75.0% of all" in said
    assert "4 of 4 codes occur; the most frequent is 25.0% of all" in said


def test_the_geometry_is_a_sentence() -> None:
    assert geometry(CodecConfig(size=128, levels=4)) == (
        "4 levels of 128 codes, 8 bands, columns of 171 ms: 1.3 kbit/s"
    )
