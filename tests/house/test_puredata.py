"""The Pure Data files: their words are the server's, their names meet, nothing lies on another."""

import pytest

import sliders
from distill.parameters import Group, in_group
from kit.pd_rules import RULES
from kit.pure_data import FOLDER, parse

FILES = {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.pd"))}


def sheets(files):
    return [sheet for name, text in files.items() for sheet in parse(text, name)]


@pytest.mark.parametrize("name", RULES)
def test_every_file_keeps_the_rule(name):
    assert list(RULES[name](sheets(FILES))) == []


def test_the_sliders_are_what_their_source_makes():
    assert FILES["distill-knobs.pd"] == sliders.patch(), (
        "write them anew: PYTHONPATH=server:pd/source python -m sliders"
    )


def test_every_parameter_of_the_sound_has_a_slider_of_its_own_range():
    (sheet,) = parse(FILES["distill-knobs.pd"], "distill-knobs.pd")
    found = {box.words[9]: tuple(map(float, box.words[3:5])) for box in sheet.named("hsl")}
    wanted = in_group(Group.GENERATE, Group.SOUNDS, Group.LIVE, Group.OUTPUT)
    assert found == {p.name: (p.range.low, p.range.high) for p in wanted if p.name != "seed"}


PLANTED = [
    ("known_words", "distill.pd", "distill-do generate", "distill-do genrate"),
    ("known_words", "distill-knobs.pd", "distill-knob fine", "distill-knob fien"),
    ("known_words", "distill.pd", "towards \\$1", "toward \\$1"),
    ("known_words", "distill.pd", " stop;", " halt;"),
    ("known_words", "distill.pd", "seconds 2;", "minutes 2;"),
    ("known_words", "distill.pd", "list prepend encode", "list prepend encoed"),
    ("known_words", "distill.pd", "randomize a neighbours", "randomize a neighbors"),
    ("known_words", "distill-line.pd", "ping 0", "pnig 0"),
    ("known_words", "distill-line.pd", "subscribe \\$2 30", "subscribe \\$2 0"),
    ("known_words", "distill-words.pd", "route done error", "route don error"),
    ("known_words", "distill-words.pd", " status;", " statsu;"),
    ("names_match", "distill.pd", "empty distill-help-0", "empty distill-hepl-0"),
    ("names_match", "distill.pd", "s distill-lamp", "s distill-lmap"),
    ("names_match", "distill-words.pd", "r distill-said", "r distill-sayd"),
    ("names_match", "distill-knobs.pd", "empty distill-fine", "empty distill-finer"),
    ("vanilla_alone", "distill-text.pd", "distill-each", "drip"),
    ("whole_cords", "distill-do.pd", "#X connect 1 0 2 0", "#X connect 1 0 99 0"),
    ("whole_cords", "distill-knobs.pd", "8 0 0 0 - - -", "8 0 0 0 - distill-x -"),
    ("tidy_face", "distill.pd", "obj 24 358 distill-knobs", "obj 44 358 distill-knobs"),
    ("tidy_face", "distill.pd", "#X obj 504 222 bng", "#X obj 390 225 bng"),
    ("tidy_face", "distill.pd", "#N canvas 20 20 1180", "#N canvas 20 20 700"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "file", "right", "wrong"), PLANTED)
def test_what_breaks_a_rule_is_found(rule, file, right, wrong):
    assert right in FILES[file]
    spoilt = {**FILES, file: FILES[file].replace(right, wrong)}
    assert list(RULES[rule](sheets(spoilt))) != []


def test_every_rule_has_something_planted():
    assert {row[0] for row in PLANTED} == set(RULES)
