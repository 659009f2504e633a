import json

import distill.commands  # noqa: F401 - fills the vocabulary
from distill.commands.describe import as_json, as_markdown, describe
from distill.commands.grammar import VERBS
from distill.parameters import PARAMETERS
from distill.session.live_meters import LIVE_METERS


def row(address):
    return next(r for r in describe() if r.address == address)


def test_every_parameter_verb_and_meter_has_one_row_and_triggers_one():
    addresses = [r.address for r in describe()]
    assert (
        len(addresses) == len(set(addresses)) == len(PARAMETERS) + len(VERBS) + len(LIVE_METERS) + 1
    )


def test_a_parameter_shows_its_range_and_unit():
    assert row("/distill/param/gain").arguments == "-60..12 dB"
    assert row("/distill/param/profile").arguments == "low, normal, safe"
    assert row("/distill/param/seed").arguments == "0..2147483647"


def test_a_verb_shows_required_and_optional_arguments():
    assert row("/distill/encode").arguments == "file [slot] [start] [length] [carry]"
    assert row("/distill/undo").arguments == "no arguments"


def test_json_round_trips_and_has_kinds_defaults_and_aliases():
    data = json.loads(json.dumps(as_json()))
    clip = next(c for c in data["commands"] if c["name"] == "clip")
    assert clip["aliases"] == ["decode"]
    slot, _, form, _ = clip["arguments"]
    assert (slot["kind"], slot["default"], slot["required"]) == ("slot", "a", False)
    assert form["allowed"] == "float, pcm24"
    gain = next(p for p in data["parameters"] if p["name"] == "gain")
    assert (gain["min"], gain["max"], gain["unit"]) == (-60.0, 12.0, "dB")


def test_the_page_has_a_heading_for_each_verb_and_both_names_of_one_with_two():
    page = as_markdown()
    for name in VERBS:
        assert f"### `/distill/{name}`" in page
    assert "### `/distill/clip`, `/distill/decode`" in page
    assert "| `/distill/param/profile` | normal |" in page
