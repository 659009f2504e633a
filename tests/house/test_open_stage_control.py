"""The session of Open Stage Control: its words are the server's, its ranges are the registry's."""

import copy
import json
from itertools import combinations

import pytest

import distill.commands  # noqa: F401 - fills the vocabulary
import stage
from distill.commands.describe import ROOT as WIRE
from distill.commands.grammar import parse
from distill.errors import DistillError
from distill.parameters import PARAMETERS
from distill.session.live_meters import LIVE_METERS
from kit.answers import ANSWERS


def face():
    """The widgets of the committed file."""
    return json.loads(stage.PLACE.read_text("utf-8"))["content"]["widgets"]


def knobs(widgets):
    """Those that turn a parameter, by its name."""
    head = f"{WIRE}/param/"
    return {w["address"].removeprefix(head): w for w in widgets if w["address"].startswith(head)}


def unknown(widgets):
    """What the server would refuse, or never say."""
    for widget in widgets:
        word = widget["address"].removeprefix(f"{WIRE}/")
        if word.startswith("param/"):
            if word.removeprefix("param/") not in PARAMETERS:
                yield word
        elif widget["type"] == "button":
            words = ["a" if said == "@{slot}" else said for said in widget["preArgs"]]
            try:
                parse(word, words)
            except DistillError:
                yield word
        elif word.startswith("live/"):
            name = word.removeprefix("live/")
            if name not in LIVE_METERS and not (
                name.startswith("level") and name.endswith("/activity")
            ):
                yield word
        elif word not in ANSWERS and widget["id"] != "slot":
            yield word


def overlapping(widgets):
    for one, other in combinations(widgets, 2):
        if all(
            one[begin] < other[begin] + other[size] and other[begin] < one[begin] + one[size]
            for begin, size in (("left", "width"), ("top", "height"))
        ):
            yield one["id"], other["id"]


def outside_of_the_registry(widgets):
    for name, widget in knobs(widgets).items():
        row = PARAMETERS[name]
        if widget["type"] == "fader":
            if widget["range"] != {"min": row.range.low, "max": row.range.high}:
                yield name
        elif row.choices and [*widget["values"].items()] != [
            (choice, index) for index, choice in enumerate(row.choices)
        ]:
            yield name


def test_the_file_is_what_its_source_makes():
    assert stage.PLACE.read_text("utf-8") == stage.session(), (
        "write it anew: PYTHONPATH=server:open_stage_control/source python -m stage"
    )


def test_every_address_and_every_whole_button_is_one_that_the_server_takes():
    assert list(unknown(face())) == []


def test_every_parameter_has_one_control_of_its_own_range():
    assert set(knobs(face())) == set(PARAMETERS)
    assert list(outside_of_the_registry(face())) == []


def test_every_live_value_has_a_meter():
    told = {w["address"].removeprefix(f"{WIRE}/live/") for w in face()}
    assert set(LIVE_METERS) <= told


def test_nothing_overlaps_and_no_name_is_there_twice():
    assert list(overlapping(face())) == []
    names = [widget["id"] for widget in face()]
    assert len(names) == len(set(names))


def test_types_fit_what_is_sent():
    kinds = {"i": int, "f": (int, float), "s": str}
    for widget in face():
        if widget["type"] == "button":
            assert len(widget["typeTags"]) == len(widget["preArgs"])
            for kind, word in zip(widget["typeTags"], widget["preArgs"], strict=True):
                assert isinstance(word, kinds[kind])


def test_the_start_asks_for_every_parameter_and_for_news_at_the_port_of_the_page():
    script = json.loads(stage.PLACE.read_text("utf-8"))["content"]["onCreate"]
    for name in PARAMETERS:
        assert f"send('{WIRE}/param/{name}')" in script
    assert parse("subscribe", [stage.PORT, float(stage.LEASE_S)])
    assert parse("telemetry", [30.0, stage.PORT, float(stage.LEASE_S)])
    assert script.count(f"value: {stage.PORT}}}") == 2
    assert stage.EVERY_S < stage.LEASE_S
    page = (stage.PLACE.parent / "README.md").read_text("utf-8")
    assert f"--osc-port {stage.PORT} " in page


@pytest.mark.parametrize(
    ("rule", "key", "value"),
    [
        (unknown, "address", f"{WIRE}/genrate"),
        (overlapping, "left", 90),
        (outside_of_the_registry, "range", {"min": 0, "max": 7}),
    ],
)
def test_what_is_wrong_would_be_found(rule, key, value):
    widgets = copy.deepcopy(face())
    name = "generate" if rule is not outside_of_the_registry else "gain"
    next(w for w in widgets if w["id"] == name)[key] = value
    assert list(rule(widgets)) != []
