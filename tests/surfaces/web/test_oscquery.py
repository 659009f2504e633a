"""The OSCQuery tree holds the whole vocabulary."""

import pytest

from distill.commands.describe import ROOT, describe
from distill.commands.grammar import VERBS, verb
from distill.parameters import PARAMETERS, defaults
from distill.surfaces.web.oscquery import EXTENSIONS, find, host_info, tree

TREE = tree(defaults() | {"temperature": 0.5, "seed": 2147483647.0})


def nodes(node=TREE):
    yield node
    for inner in node.get("CONTENTS", {}).values():
        yield from nodes(inner)


def at(path):
    return find(TREE, f"{ROOT}/{path}")


def test_every_address_of_the_vocabulary_is_there_with_its_sentence():
    for row in describe():
        if "/trigger/" in row.address:  # stands for many addresses, for which there is no word
            continue
        assert find(TREE, row.address)["DESCRIPTION"].startswith(row.about), row.address


def test_an_alias_is_an_address_too():
    for row in VERBS.values():
        for alias in row.aliases:
            assert at(alias)["TYPE"] == at(row.name)["TYPE"]


def test_every_node_has_its_full_path_and_access():
    for node in nodes():
        assert find(TREE, node["FULL_PATH"]) is node
        kind = 0 if "TYPE" not in node else 3 if "VALUE" in node else 2
        told = node["FULL_PATH"].startswith("/distill/live/") and kind
        assert node["ACCESS"] == (1 if told else kind)
        assert "TYPE" in node or node["CONTENTS"]


def test_a_value_a_type_and_a_range_are_lists_of_one_length():
    for node in nodes():
        count = len(node.get("TYPE", ""))
        for name in ("VALUE", "RANGE", "UNIT"):
            assert len(node.get(name, [])) in (0, count), node["FULL_PATH"]
        for other in node.get("OVERLOADS", []):
            assert len(other.get("RANGE", [])) == len(other["TYPE"])


def test_a_parameter_has_its_value_and_range():
    node = at("param/temperature")
    assert (node["TYPE"], node["VALUE"], node["RANGE"]) == ("f", [0.5], [{"MIN": 0.05, "MAX": 2.0}])
    position = at("param/temperature/normalized")
    assert position["RANGE"] == [{"MIN": 0.0, "MAX": 1.0}]
    row = PARAMETERS["temperature"]
    assert row.from_normalized(position["VALUE"][0]) == pytest.approx(0.5)


def test_a_whole_number_is_an_int_and_exact():
    node = at("param/seed")
    assert (node["TYPE"], node["VALUE"]) == ("i", [2147483647])
    assert isinstance(node["VALUE"][0], int)


def test_a_choice_lists_its_numbers_and_describes_its_words():
    node = at("param/profile")
    assert node["RANGE"] == [{"MIN": 0, "MAX": 2, "VALS": [0, 1, 2]}]
    assert "0 low, 1 normal, 2 safe" in node["DESCRIPTION"]


def test_units_are_those_of_the_proposal():
    assert at("param/gain")["UNIT"] == ["gain.db"]
    assert at("param/tempo")["UNIT"] == ["time.bpm"]
    assert "UNIT" not in at("param/coarse")
    types, units = at("generate")["TYPE"], at("generate")["UNIT"]
    names = [a.name for a in verb("generate").arguments]
    assert units[names.index("seconds")] == "time.second"
    assert types[names.index("seconds")] == "f"


def test_a_command_has_its_arguments_and_an_overload_of_the_required_ones():
    node = at("encode")
    assert node["TYPE"].startswith("ss")
    assert at("swap")["TYPE"] == "sssssi"
    assert at("swap")["OVERLOADS"] == [{"TYPE": "ss", "RANGE": [None, None]}]
    assert at("set")["TYPE"] == "ssssi"
    assert "OVERLOADS" not in at("set")
    how = at("randomize")["RANGE"][[a.name for a in verb("randomize").arguments].index("how")]
    assert "neighbours" in how["VALS"]
    assert at("stop")["TYPE"] == ""
    assert "RANGE" not in at("stop")


def test_an_unknown_path_has_no_node():
    for path in ("/nope", "/distill/param/nope", "/distill/play/deeper", "/distill/param/gain/x/y"):
        assert find(TREE, path) is None
    assert find(TREE, "/") is TREE
    assert find(TREE, "") is TREE
    assert find(TREE, "/distill/") is TREE["CONTENTS"]["distill"]


def test_host_info_has_the_addresses_and_only_supported_extensions():
    info = host_info(("127.0.0.1", 9000), ("127.0.0.1", 9010))
    assert (info["OSC_IP"], info["OSC_PORT"], info["OSC_TRANSPORT"]) == ("127.0.0.1", 9000, "UDP")
    assert (info["WS_IP"], info["WS_PORT"]) == ("127.0.0.1", 9010)
    told = {name for node in nodes() for name in node} - {"FULL_PATH", "CONTENTS"}
    assert told == {name for name, does in EXTENSIONS.items() if does} - {"LISTEN"}
