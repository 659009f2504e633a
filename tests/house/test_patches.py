"""The Max patches: the committed files are what their source makes, and keep the twelve rules."""

import copy
import json
import re
from collections.abc import Callable

import pytest

from kit.house import ROOT
from kit.patch_rules import RULES, Package
from patching.package import files
from patching.parts import ALL

FOLDER = ROOT / "max_patches"
OSC = "patchers/distill.osc.maxpat"
WHOLE = "patchers/distill.maxpat"
LESSON = "examples/distill.tutorial.1.ping.maxpat"


@pytest.fixture(scope="module")
def package():
    return Package.read(FOLDER)


def box_of(package, place, start):
    rows = package.patches[place]["patcher"]["boxes"]
    return next(
        r["box"] for r in rows if r["box"].get("text", r["box"]["maxclass"]).startswith(start)
    )


def lines_of(package, place):
    return package.patches[place]["patcher"]["lines"]


def first_cord(package):
    return lines_of(package, OSC)[0]["patchline"]


def say(start: str, text: str, place: str = OSC) -> Callable[[Package], None]:
    return lambda package: box_of(package, place, start).__setitem__("text", text)


def change(start: str, key: str, value: object, place: str = OSC) -> Callable[[Package], None]:
    return lambda package: box_of(package, place, start).__setitem__(key, value)


def lose(start: str, key: str, place: str = OSC) -> Callable[[Package], None]:
    return lambda package: box_of(package, place, start).pop(key)


PLANTED = [
    (1, "no id", lose("metro", "id")),
    (1, "an id twice", change("metro", "id", "obj-1")),
    (1, "outlets without types", change("metro", "outlettype", [])),
    (1, "a cord to nobody", lambda p: first_cord(p).update(source=["obj-999", 0])),
    (1, "a cord to no port", lambda p: first_cord(p)["destination"].__setitem__(1, 9)),
    (1, "no place on the face", lose("led", "presentation_rect")),
    (2, "an external", say("deferlow", "karma~ loop")),
    (2, "a foreign face", change("led", "maxclass", "bach.roll")),
    (3, "route with too few outlets", say("sel 0", "sel 0 1 2")),
    (3, "a panel with a door that it has not", change("bpatcher", "numinlets", 2, WHOLE)),
    (3, "a script that says other outlets",
     lambda p: p.texts.update({"javascript/distill.grid.js": "outlets = 3;\n"})),
    (4, "a home folder", change("led", "hint", "see /Users/anna/distill")),
    (5, "a panel without a file", change("bpatcher", "name", "distill.gone.maxpat", WHOLE)),
    (5, "a script without a file",
     change("jsui", "filename", "gone.js", "patchers/distill.grid.maxpat")),
    (6, "an address that is not", say("/distill/ping", "/distill/pnig")),
    (6, "too many arguments", say("/distill/ping", "/distill/ping 1 2 3", LESSON)),
    (6, "a value out of range", say("/distill/ping", "/distill/param/coarse 7.", LESSON)),
    (6, "a misspelt address in a script", lambda p: p.texts.update(
        {"javascript/distill.grid.js": 'send(["/distill/codez", 1]);'})),
    (6, "an action that the server does not take",
     say("act vary", "act vary AMOUNT much", "patchers/distill.grid.maxpat")),
    (7, "two on one place", change("metro", "patching_rect", [20.0, 410.0, 77.0, 22.0])),
    (7, "off the face", change("led", "presentation_rect", [900.0, 14.0, 20.0, 20.0])),
    (7, "a text that is cut",
     change("1  Where to", "patching_rect", [20.0, 80.0, 60.0, 22.0])),
    (8, "an instrument that opens as boxes",
     lambda p: p.patches[WHOLE]["patcher"].update(openinpresentation=0)),
    (9, "a light without a hint", lose("led", "hint")),
    (10, "a print", say("deferlow", "print heard")),
    (11, "a word that the object has not", say("port 9001", "prot 9001")),
    (12, "what is heard goes nowhere", lambda p: p.patches[OSC]["patcher"].update(
        lines=[row for row in lines_of(p, OSC) if row["patchline"]["source"][0]
               != box_of(p, OSC, "udpreceive")["id"]])),
]  # fmt: skip


@pytest.fixture(scope="module")
def made():
    """What the source makes; takes seconds."""
    return files()


@pytest.mark.slow
def test_the_files_are_what_their_source_makes(made):
    wrong = [
        place
        for place, text in made.items()
        if not (FOLDER / place).is_file() or (FOLDER / place).read_text("utf-8") != text
    ]
    assert wrong == [], "write them anew: PYTHONPATH=max_patches/source python -m patching"


@pytest.mark.slow
def test_no_patch_lies_around_that_the_source_does_not_make(made):
    there = {p.relative_to(FOLDER).as_posix() for p in FOLDER.rglob("*.max*")}
    assert {place for place in there if place.endswith(("pat", "help"))} - set(made) == set()


@pytest.mark.parametrize("number", RULES, ids=[rule.__name__ for rule in RULES.values()])
def test_every_patch_keeps_the_rule(package, number):
    assert list(RULES[number](package)) == []


@pytest.mark.parametrize(
    ("number", "spoil"), [(row[0], row[2]) for row in PLANTED], ids=[row[1] for row in PLANTED]
)
def test_what_breaks_a_rule_is_found(package, number, spoil):
    spoilt = copy.deepcopy(package)
    spoil(spoilt)
    assert list(RULES[number](spoilt)) != []


def test_every_rule_has_something_planted():
    assert {row[0] for row in PLANTED} == set(RULES)


def test_every_abstraction_has_a_help_and_a_page_of_reference():
    for part in ALL:
        assert (FOLDER / "help" / f"{part.name}.maxhelp").is_file()
        page = (FOLDER / "docs" / f"{part.name}.maxref.xml").read_text("utf-8")
        assert f'name="{part.name}"' in page


def test_the_package_says_what_max_needs_to_know():
    said = json.loads((FOLDER / "package-info.json").read_text("utf-8"))
    assert said["max_version_min"] == "8.0"
    assert (FOLDER / "extras" / said["homepatcher"]).is_file()


def test_every_dial_waits_before_it_is_sent(package):
    for place, patch in package.patches.items():
        boxes = {row["box"]["id"]: row["box"] for row in patch["patcher"]["boxes"]}
        for row in patch["patcher"]["lines"]:
            source = boxes[row["patchline"]["source"][0]]
            target = boxes[row["patchline"]["destination"][0]]
            if source["maxclass"] == "live.dial":
                assert target["text"].startswith("speedlim"), (place, source["varname"])


def test_every_listening_port_is_one_patch_alone(package):
    ports = []
    for place, patch in package.patches.items():
        for row in patch["patcher"]["boxes"]:
            box = row["box"]
            if box.get("name") == "distill.osc.maxpat":
                ports.append(box["args"][1])
            text = re.fullmatch(r"udpreceive (\d+)", box.get("text", ""))
            if text:
                ports.append(int(text[1]))
        assert ports, place
    assert len(ports) == len(set(ports))
