import json

from distill.commands.describe import as_json, as_lua, as_markdown, describe
from kit.house import ROOT

SCRIPTS = ROOT / "reaper_scripts" / "Distill"


def test_text_has_a_line_and_a_sentence_for_each_address(run) -> None:
    code, out, _ = run("describe")
    lines = out.splitlines()
    assert code == 0
    assert len(lines) == 2 * len(describe())
    assert "/distill/param/temperature 0.05..2 ratio" in lines
    assert "/distill/generate [slot] [columns] [seconds] [seed] [bars]" in lines
    assert lines[lines.index("/distill/stop no arguments") + 1] == "    Fade out what sounds."


def test_json_is_the_whole_vocabulary(run) -> None:
    _, out, _ = run("describe", "--format", "json")
    assert json.loads(out) == json.loads(json.dumps(as_json()))


def test_md_is_the_vocabulary_page(run) -> None:
    _, out, _ = run("describe", "--format", "md")
    assert out == as_markdown() + "\n"


def test_lua_is_the_module_of_the_reaper_scripts(run) -> None:
    _, out, _ = run("describe", "--format", "lua")
    assert out == as_lua() + "\n"
    assert (SCRIPTS / "lib" / "vocabulary.lua").read_text("utf-8") == out, (
        "generate it again: python3 run.py describe --format lua > "
        "reaper_scripts/Distill/lib/vocabulary.lua"
    )


def test_max_is_a_coll_with_a_row_for_each_verb(run) -> None:
    _, out, _ = run("describe", "--format", "max")
    rows = out.splitlines()
    assert len(rows) == len(as_json()["commands"])
    assert 'stop, "no arguments" "Fade out what sounds.";' in rows


def test_an_unknown_format_is_refused(run) -> None:
    code, _, err = run("describe", "--format", "xml")
    assert code == 2
    assert "'xml' is not one of" in err


def test_the_version_is_printed(run) -> None:
    code, out, _ = run("--version")
    assert (code, out.count(".")) == (0, 2)
