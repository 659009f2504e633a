"""Sentences for the answers of the commands; the real answers are in tests/journeys/test_cli.py."""

import pytest

import distill.commands  # noqa: F401 - fills the vocabulary
from distill.cli.answers import SENTENCES, news, sentence
from distill.cli.ended import Ended, count
from distill.cli.osc_client import Answer
from distill.commands.grammar import VERBS


def said(verb, *values, words=(), pages=(), seconds=None):
    answer = Answer(verb, list(values), [list(page) for page in pages])
    return sentence(Ended(answer, list(words), seconds or {}))


def test_every_command_of_the_vocabulary_has_a_sentence_and_no_other_word_has():
    words = {name for row in VERBS.values() for name in (row.name, *row.aliases)}
    assert set(SENTENCES) == words


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (("generate", "a", 24, 7, 4.2), "wrote 24 columns, 4.1 s, into a; seed 7"),
        (("generate", "b", 1, 7, 4.2), "wrote 1 column into b; seed 7"),
        (("continue", "a", 48, 7, 4.2), "continued a, which has 48 columns, 4.1 s now; seed 7"),
        (("encode", "a", 24, 4.09, 1, 1),
         "wrote 24 columns, 4.1 s, into a; its codes came from the clip itself"),
        (("encode", "a", 24, 4.09, 0, 0),
         "wrote 24 columns, 4.1 s, into a; its sound is not kept"),
        (("clip", "/x/a.wav", 96_000, 48_000), "wrote 2.0 s to /x/a.wav"),
        (("capture", "/x/c.wav", 9, 9, 8.0, 0), "wrote the last 8.0 s to /x/c.wav"),
        (("play", "a", 4.096, 9), "plays a, 4.1 s a round; seed 9"),
        (("stream", "-", 9), "the model writes and plays from nothing; seed 9"),
        (("undo", "generate a", 1), "undid: generate a; 1 step left to undo"),
        (("load", "demo", "id", 8, 256, 0, "", ""),
         "loaded demo: 8 levels of 256 codes; it plays, but has no prior to write with"),
        (("recall", "x", 1, ""), "recalled x; everything is as it was"),
        (("recall", "x", 0, "It is silent."), "recalled x. It is silent."),
        (("midi/confirm", "gain", "cc", 7, 1, "Pad", "absolute"),
         "gain is bound to cc 7 on channel 1 of Pad, absolute"),
        (("cancel", 2), "cancelled 2 requests"),
        (("ping", 4), "the server answers"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)  # fmt: skip
def test_an_answer_is_said_in_a_sentence(answer, text):
    assert said(*answer, seconds={"a": 4.096}) == text


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (("param/gain", -3.0), "gain is -3 dB"),
        (("param/gain", "gain", -3.0), "gain is -3 dB"),
        (("param/tempo", "tempo", 96.5), "tempo is 96.5 bpm"),
        (("param/fine", "fine", 0.6000000238418579), "fine is 0.6"),
        (("param/quantize", "quantize", 2.0), "quantize is bar"),
        (("param/seed", 332238391.0), "seed is 332238391"),
        (("param/gain/normalized", 0.5), "gain/normalized is 0.5"),
    ],
    ids=str,
)
def test_a_parameter_is_said_with_its_unit_or_its_word(answer, text):
    assert said(*answer) == text


def test_what_was_asked_decides_where_the_answer_does_not():
    assert said("clear", 1, words=["a"]) == "emptied a; undo brings it back"
    assert said("clear", 3, words=["*"]) == "emptied 3 slots; undo brings them back"
    assert said("listen", "in", 23, words=["-"]) == "recorded 23 columns into in"
    assert said("listen", "-", 0, words=["-"]) == "nothing was being recorded"
    assert said("listen", "in", 23, words=["in"]).startswith("records into in, the last 23 columns")


def test_lists_are_said_by_name_and_empty_ones_say_what_to_do():
    assert said("snapshots", 2, pages=[["verse"], ["2"]]) == "2 snapshots: verse, 2"
    assert said("snapshots", 0).endswith("save one with: snapshot NAME")
    assert said("models", 2, pages=[["demo", 1], ["piano", 0]]) == "demo (loaded), piano"
    assert said("slots", 0) == "all slots are empty; fill one with generate or encode"
    (line,) = said("slots", 1, pages=[["a", 24, 4.096, "file x.wav"]]).splitlines()
    assert line.split() == ["a", "24", "columns", "4.1", "s", "file", "x.wav"]


def test_codes_are_said_column_by_column():
    answer = said("codes", "a", 4, 2, 0, 2, 0, 2, pages=[[1, 2, 3, 4, 5], [6, 7, 8]])
    assert answer.splitlines() == [
        "a: 2 columns from 4 on, 2 bands of 2 levels each",
        "    4  1 2 | 3 4",
        "    5  5 6 | 7 8",
    ]


def test_what_carries_a_slot_is_said_run_by_run():
    sounds = [["aa", "kick.wav", 1], ["bb", "sound bb", 0]]
    runs = [4, 0, 1, 1, 1, 0.62, 3, -1, 0]
    answer = said("carriers", "a", 2, 8, 2, pages=[*sounds, runs])
    assert answer.splitlines() == [
        "a: columns 2-5: carried by kick.wav",
        "a: column 6: carried to 62 % by sound bb (gone)",
        "a: columns 7-9: the codec's own sound",
    ]


@pytest.mark.parametrize(
    ("verb", "values"),
    [
        ("undo", ("generate a",)),
        ("clip", ("a.wav", "many", 48_000)),
        ("fly", ("a", 0.30000001)),
        ("params", ("a",)),
    ],
)
def test_an_answer_of_another_version_is_said_as_it_came(verb, values):
    assert said(verb, *values, pages=[["x", 1]]).splitlines()[0] == "x 1"
    assert said(verb, *values).startswith(f"{verb}: done {values[0]}")


def test_news_that_a_player_waits_for_have_a_sentence_and_others_none():
    late = news("late", [7, "play", "the work was not ready for its bar"])
    assert late == "play: the work was not ready for its bar"
    assert news("clock", ["the external clock has stopped"]) == "the external clock has stopped"
    assert news("midi", ["proposed", "gain", "cc", 7, 1, "Pad"]) == "MIDI: proposed gain cc 7 1 Pad"
    assert news("slot", ["a", 24, 1, 0, 23]) == ""


def test_one_is_singular():
    assert (count(1, "step"), count(0, "step"), count(2, "step")) == (
        "1 step",
        "0 steps",
        "2 steps",
    )


def test_the_sounds_of_the_model_are_listed_with_what_is_left_out():
    pages = [("a.wav", 4.0, 1, "drums/b.wav", 12.5, 0), ("c.wav", 1.25, 1)]
    assert said("files", 3, 2, pages=pages) == (
        "a.wav            4.0 s\n"
        "drums/b.wav     12.5 s  (left out)\n"
        "c.wav            1.2 s\n"
        "writes from 2 of 3 sounds"
    )
    assert said("only", 2, 3, "drums", "808") == "only drums, 808: writes from 2 of 3 sounds"
    assert said("avoid", 3, 3) == "nothing is avoided: writes from all 3 sounds"


def test_the_sources_of_a_slot_are_said_run_by_run():
    pages = [("kick.wav", 1), ("pad.ogg", 0), (5, 0, 1.5, 1, -1, 0.0, 2, 1, 12.25)]
    assert said("sources", "a", 2, 8, 2, pages=pages) == (
        "a: columns 2-6: kick.wav from 1.5 s\n"
        "a: column 7: the codec's own sound\n"
        "a: columns 8-9: pad.ogg (gone) from 12.2 s"
    )


def test_a_load_says_which_patterns_it_drops():
    values = ("load", "demo", "id", 8, 256, 1, "", "")
    assert said(*values, "demo has no sounds 'x'").endswith(
        "; it writes and plays. demo has no sounds 'x'"
    )


def test_places_that_are_found_are_listed_with_how_alike_they_are():
    pages = [("kick.wav", 1.5, 0.0), ("drums/b.wav", 61.25, 0.373)]
    assert said("find", "a", 0, 8, 2, pages=pages) == (
        "kick.wav         1.5 s  100 % alike\ndrums/b.wav     61.2 s   63 % alike"
    )
    assert said("find", "a", 0, 8, 0) == (
        "nothing else in the model's sounds is as long as that region of a"
    )


def test_a_quote_and_a_map_say_what_came():
    assert said("quote", "a", 24, "kick.wav", 12.25, seconds={"a": 4.1}) == (
        "put 24 columns, 4.1 s, of kick.wav from 12.2 s into a"
    )
    assert said("map", 2, 1000).startswith("the places of 1000 moments of 2 sounds; lead there")
