"""The Reaper scripts: the index agrees with their headers, they parse, their words are true."""

import json
import os
import re
import runpy
import subprocess
import xml.etree.ElementTree as ET

import pytest

from distill.commands.grammar import verb
from distill.parameters import find
from kit.house import ROOT
from kit.peers import need
from kit.reaper import OWN_WORDS, SCRIPTS, Reaper

FOLDER = ROOT / "reaper_scripts"
EACH = sorted(SCRIPTS.rglob("*.lua"))
IDS = [path.relative_to(SCRIPTS).as_posix() for path in EACH]
ACTIONS = [path for path in EACH if path.name.startswith("Distill_")]
REAPACK = runpy.run_path(str(FOLDER / "reapack.py"))


def says(text):
    """Find what a script says: verbs, and parameters by name."""
    words = re.findall(r'\bsay(?:\.(\w+)|\["(\w+)"\])\(', text)
    return {one or other for one, other in words}, set(re.findall(r'say\.param\("(\w+)"', text))


def test_the_index_is_what_the_headers_say():
    assert (FOLDER / "index.xml").read_text("utf-8") == REAPACK["index"]() + "\n", (
        "write it anew: python3 reaper_scripts/reapack.py > reaper_scripts/index.xml"
    )


def test_the_index_names_every_script_once_and_the_actions_as_such():
    root = ET.parse(FOLDER / "index.xml").getroot()  # noqa: S314 - our own
    sources = root.findall(".//source")
    assert [source.get("file") for source in sources] == [
        "distill.lua",
        *(f"lib/{path.name}" for path in EACH if path.parent.name == "lib"),
        *(path.name for path in ACTIONS),
    ]
    assert all((FOLDER / str(source.text)).is_file() for source in sources)
    main = {source.get("file") for source in sources if source.get("main")}
    assert main == {path.name for path in ACTIONS}


def test_an_index_for_an_address_names_it_before_every_file():
    root = ET.fromstring(REAPACK["index"]("https://example.org/scripts/"))  # noqa: S314 - our own
    urls = [str(source.text) for source in root.findall(".//source")]
    assert urls[0] == "https://example.org/scripts/Distill/distill.lua"
    assert all(url.startswith("https://example.org/scripts/Distill/") for url in urls)


def test_the_version_is_one_that_reapack_takes():
    (version,) = REAPACK["header"]((SCRIPTS / "distill.lua").read_text("utf-8"))["version"]
    assert re.fullmatch(r"\d+(\.\d+)*", version)
    assert all(int(part) <= 65_535 for part in version.split("."))


@pytest.mark.parametrize("path", EACH, ids=IDS)
def test_a_script_is_part_of_the_package_and_says_in_one_sentence_what_it_is(path):
    lines = path.read_text("utf-8").splitlines()
    if path.name == "distill.lua":
        return
    assert lines[0] == "-- @noindex"
    assert re.fullmatch(r"-- .{20,}", lines[1])
    assert len(lines) <= 200


@pytest.mark.parametrize("path", ACTIONS, ids=lambda path: path.stem)
def test_an_action_is_on_the_page(path):
    page = (FOLDER / "README.md").read_text("utf-8")
    assert f"`{path.name}`" in page


@pytest.mark.parametrize("path", EACH, ids=IDS)
def test_every_word_that_a_script_says_is_in_the_vocabulary(path):
    verbs, parameters = says(path.read_text("utf-8"))
    for word in verbs - set(OWN_WORDS):
        verb(word)
    for name in parameters:
        find(name)


def test_the_words_are_found():
    text = 'ask({ say.generate("a"), say["continue"](b), say.param("gain", 3) })'
    assert says(text) == ({"generate", "continue", "param"}, {"gain"})


@pytest.mark.peer
def test_every_script_is_lua(tmp_path):
    lua = need("lua5.4")
    for path in [*EACH, *(ROOT / "tests" / "kit" / "lua").rglob("*.lua")]:
        code = f"assert(loadfile({str(path)!r}))"
        ran = subprocess.run([lua, "-e", code], capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr


@pytest.mark.peer
@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("reaper.ShowMessage('x')", "reaper has no ShowMessage"),
        ("reaper.AddMediaItemTake()", "reaper has no AddMediaItemTake"),
        ("reaper.defer()", "reaper.defer takes 1 to 1 arguments, got 0"),
        ("reaper.GetTakeName({})", "reaper.GetTakeName takes a living take"),
        ("reaper.InsertTrackAtIndex(0, true)", "outside an undo block"),
        ("reaper.Undo_BeginBlock2(0)", "an undo block is left open"),
        ("reaper.PreventUIRefresh(1)", "PreventUIRefresh is not balanced"),
        ("reaper.ExecProcess('true', 1000)", "Reaper's window would wait"),
        ("os.execute('true')", "stops Reaper's window"),
        ("gfx.circle(1, 2, 3)", "gfx has no circle"),
    ],
)
def test_the_host_of_the_tests_forgives_nothing(tmp_path, code, told):
    scripts = tmp_path / "Distill"
    (scripts / "lib").mkdir(parents=True)
    (scripts / "lib" / "json.lua").write_text((SCRIPTS / "lib" / "json.lua").read_text("utf-8"))
    (scripts / "Distill_Wrong.lua").write_text(code)
    with pytest.raises(AssertionError, match=re.escape(told)):
        Reaper(tmp_path / "r", os.environ, 9000).run("Wrong", scripts=scripts)


@pytest.mark.peer
@pytest.mark.parametrize(
    "text",
    [
        '{"a": [1, -2.5, 1e3, true, false, null], "b": {"c": "d\\"\\\\\\n\\u00e4\\ud83c\\udfb5"}}',
        '[[], {}, "", 0]',
        '" plain "',
    ],
)
def test_the_scripts_read_and_write_json_as_others_do(text):
    code = (
        f"local json = dofile({str(SCRIPTS / 'lib' / 'json.lua')!r})\n"
        "local value = assert(json.read(io.read('a')))\n"
        "local function plain(v) if v == json.null then return 'null' end\n"
        "if type(v) ~= 'table' then return v end\n"
        "local out = {} for k, one in pairs(v) do out[k] = plain(one) end return out end\n"
        "io.write(json.write(plain(value)))"
    )
    ran = subprocess.run(
        [need("lua5.4"), "-e", code], input=text, capture_output=True, text=True, check=True
    )
    expected = json.loads(text, object_hook=lambda row: row or [])  # Lua's {} is a list as well
    assert json.loads(ran.stdout) == json.loads(json.dumps(expected).replace("null", '"null"'))


@pytest.mark.peer
@pytest.mark.parametrize(
    "text", ["", "{", "[1,]", '{"a"}', '"open', "nul", "1 2", '"\\x"', '"\\u12"', "{1:2}"]
)
def test_what_is_no_json_is_told_and_not_guessed(text):
    code = (
        f"local json = dofile({str(SCRIPTS / 'lib' / 'json.lua')!r})\n"
        "local value, why = json.read(io.read('a'))\n"
        "assert(value == nil and why:find('^no JSON'), why)"
    )
    subprocess.run([need("lua5.4"), "-e", code], input=text, text=True, check=True)
