import re
from xml.etree import ElementTree as ET

import pytest

from distill.pages.rendering import _environment
from distill.training.report.chart import Curve, bar_chart, line_chart, ticks

NAN = float("nan")


def curves(*args) -> str:
    return _environment().get_template("chart.html.jinja").module.line_chart(line_chart(*args))


def bars(*args, **more) -> str:
    return (
        _environment().get_template("chart.html.jinja").module.bar_chart(bar_chart(*args, **more))
    )


def drawn(svg: str, tag: str) -> list[ET.Element]:
    return list(ET.fromstring(svg).iter(tag))  # noqa: S314 - our own drawing


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in drawn(svg, "text")]


@pytest.mark.parametrize(
    ("low", "high", "wanted"),
    [
        (0, 10, [0, 2.5, 5, 7.5, 10]),
        (2.6, 5.9, [2, 3, 4, 5, 6]),
        (3.0, 3.0, [1, 2, 3, 4, 5]),
        (0, 0, [-0.5, -0.25, 0, 0.25, 0.5]),
        (-3, 2, [-4, -2, 0, 2]),
    ],
)
def test_ticks_are_round_and_enclose_the_values(low, high, wanted) -> None:
    assert ticks(low, high) == pytest.approx(wanted)


def test_a_curve_is_to_scale_and_its_dots_show_the_values() -> None:
    svg = curves([Curve([(0, 6.0), (500, 4.0), (1000, 3.0)], "mel error")], "Codec", "dB")
    dots = drawn(svg, "circle")
    across = [float(dot.attrib["cx"]) for dot in dots]
    down = [float(dot.attrib["cy"]) for dot in dots]
    assert across[1] - across[0] == pytest.approx(across[2] - across[1], abs=0.2)
    assert (down[1] - down[0]) / (down[2] - down[1]) == pytest.approx(2.0, abs=0.01)
    titles = [dot.find("title").text for dot in dots]
    assert titles[1] == "mel error, step 500: 4 dB"
    assert {"0", "1000", "dB", "steps", "3", "6"} <= set(texts(svg))


def test_a_rule_is_labelled_and_has_no_dots() -> None:
    svg = curves([Curve([(0, 3.0), (9, 3.0)], "frequency alone", "rule")], "Prior", "nats")
    assert "frequency alone" in texts(svg)
    assert drawn(svg, "circle") == []


def test_points_that_are_not_finite_are_omitted_and_an_empty_chart_is_none() -> None:
    svg = curves([Curve([(0, NAN), (1, 2.0), (2, float("inf"))], "x")], "x", "")
    assert len(drawn(svg, "circle")) == 1
    assert line_chart([Curve([(0, NAN)], "x"), Curve([], "y")], "x", "") is None


def test_a_long_curve_has_its_last_dot_and_not_too_many() -> None:
    points = [(n, 1.0 + n % 7) for n in range(5001)]
    dots = drawn(curves([Curve(points, "x")], "x", ""), "circle")
    assert len(dots) <= 62
    assert dots[-1].find("title").text.startswith("x, step 5,000: ")


def test_untrusted_labels_stay_text() -> None:
    svg = curves([Curve([(0, 1.0), (1, 2.0)], "<script>&", "rule")], '"><script>', "<b>")
    assert drawn(svg, "script") == []
    assert "<script>&" in texts(svg)


def heights(svg: str) -> list[float]:
    path = next(p for p in drawn(svg, "path") if p.attrib["class"] == "bar")
    return [-float(up) for up in re.findall(r"v(-?[\d.]+)h", path.attrib["d"])]


def test_bars_are_sorted_and_as_high_as_their_share() -> None:
    assert heights(bars([1, 6, 0, 3], "usage", most=0.6)) == pytest.approx([90.0, 45.0, 15.0])
    assert heights(bars([0, 0], "usage", most=1.0)) == []


def test_the_dashed_line_marks_equal_use_of_all_codes() -> None:
    svg = bars([5, 5, 0, 0], "usage", most=0.5)
    rule = next(p for p in drawn(svg, "path") if p.attrib["class"] == "rule")
    assert rule.attrib["d"].startswith("M0 45.0H")


def test_thousands_of_codes_are_drawn_in_groups() -> None:
    assert len(heights(bars([1] * 4096, "usage", most=1 / 4096))) == 256
