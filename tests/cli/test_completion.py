"""Candidates for a line; names come from a table here, and from a server in test_console."""

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from distill.cli.completion import NAMES, LineCompleter
from distill.cli.console_state import LISTS
from distill.commands.grammar import VERBS, WordList
from distill.parameters import PARAMETERS

THERE = {"slot": ["a", "in"], "model": ["demo", "piano"], "snapshot": ["verse"], "preset": ["dark"],
         "map": ["club"], "sound": ["drums/kick.wav", "pad.ogg"]}  # fmt: skip


def candidates(line):
    found = LineCompleter(lambda kind: THERE.get(kind, [])).get_completions(
        Document(line), CompleteEvent()
    )
    return [one.text for one in found]


def test_an_empty_line_offers_every_command():
    assert set(VERBS) | {"param", "help", "quit"} == set(candidates(""))


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("gen", ["generate"]),
        ("play ", ["a", "in", "bars"]),
        ("play i", ["in"]),
        ("stream ", ["a", "in", "-"]),
        ("load ", ["demo", "piano"]),
        ("recall ", ["verse"]),
        ("blend verse ", ["verse"]),
        ("preset/recall d", ["dark"]),
        ("midi/map ", ["club"]),
        ("only dr", ["drums/kick.wav"]),
        ("avoid drums/kick.wav ", ["drums/kick.wav", "pad.ogg"]),
        ("quote q p", ["pad.ogg"]),
        ("param tem", ["temperature", "tempo"]),
        ("param/fi", []),
        ("param quantize b", ["beat", "bar"]),
        ("param quantize bar ", []),
        ("generate a ", ["columns", "seconds", "seed", "bars"]),
        ("generate a seconds ", []),
        ("generate a seconds 4 s", ["seed"]),
        ("lock a 0-3 all co", ["coarse"]),
        ("randomize a ", ["neighbours", "prior", "noise", "amount", "columns", "bands",
                          "levels", "seed"]),
        ("clip a loop ", ["float", "pcm24", "bars"]),
        ("shift a 3 all all all ", ["on", "off"]),
        ("help gen", ["generate"]),
        ("genrate ", []),
        ("play a 2 ", []),
    ],
)  # fmt: skip
def test_a_line_is_completed_as_the_server_reads_it(line, found):
    assert candidates(line) == found


def test_every_text_of_the_vocabulary_has_a_kind_of_name_or_is_free():
    free = {("clip", "name"), ("capture", "name"), ("cancel", "request")}
    texts = {
        (verb.name, argument.name)
        for verb in VERBS.values()
        for argument in verb.arguments
        if argument.kind in (str, WordList) and not argument.choices
    }
    assert texts == set(NAMES) | free
    assert set(NAMES.values()) <= {*LISTS, "parameter", "target"}


def test_a_control_is_bound_to_a_parameter_or_a_command():
    assert {*PARAMETERS, *VERBS} == set(candidates("midi/learn "))
