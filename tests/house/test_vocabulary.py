"""The words of the instrument: each has a sentence, and every page knows the same ones."""

import re

import pytest

import distill.commands  # noqa: F401 - fills the vocabulary
from distill.commands.describe import ROOT as WIRE
from distill.commands.describe import as_json, as_markdown
from distill.commands.grammar import VERBS, parse, read_word, verb
from distill.commands.triggers import command_of
from distill.errors import BY_CODE, DistillError
from distill.parameters import PARAMETERS, find
from distill.session.live_meters import LIVE_METERS
from kit.answers import ANSWERS
from kit.house import ROOT, pages

LIVE = {"live"} | {f"live/{name}" for name in LIVE_METERS}
"""These it sends to who asked for them; below `trigger` stand a verb and its arguments."""


def texts_of_pages():
    return [pytest.param(page.read_text("utf-8"), id=page.name) for page in pages()]


def test_the_page_of_the_vocabulary_is_what_describe_says():
    page = (ROOT / "server" / "VOCABULARY.md").read_text("utf-8")
    assert page.rstrip() == as_markdown().rstrip(), (
        "write it anew: python3 run.py describe --format md > server/VOCABULARY.md"
    )


@pytest.mark.parametrize("name", sorted(VERBS))
def test_every_command_has_a_sentence_and_takes_a_line_of_usage(name):
    about = VERBS[name].about
    assert len(about.split()) >= 4
    assert about[0].isupper()
    assert about[-1] in ".?"


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_every_parameter_has_a_sentence_and_a_default_inside_its_range(name):
    row = PARAMETERS[name]
    assert len(row.about.split()) >= 2
    assert row.about[0].isupper()
    assert row.about.endswith(".")
    assert row.parse(row.default) == row.default


def test_every_default_of_a_command_is_one_that_it_takes():
    for row in as_json()["commands"]:
        for said in row["arguments"]:
            argument = next(a for a in verb(row["name"]).arguments if a.name == said["name"])
            if argument.range is not None and not argument.required:
                argument.range.check(argument.name, argument.default)
            if argument.choices and not argument.required:
                assert argument.default in argument.choices


def test_no_command_hides_another():
    names = [name for row in VERBS.values() for name in (row.name, *row.aliases)]
    assert len(names) == len(set(names))
    assert not set(names) & {"param"}


def unknown_addresses(text):
    for address in re.findall(rf"(?<![\w.~]){WIRE}/([a-z_]+(?:/[a-z_]+[0-9]*)*)", text):
        first, *rest = address.split("/")
        try:
            if address in ANSWERS or address in LIVE or address == "trigger":
                continue
            if first == "param":
                if rest:
                    find(rest[0])
                if rest[1:] not in ([], ["normalized"]):
                    yield address
            elif first == "trigger":
                command_of(address.removeprefix("trigger/"))
            else:
                verb(address)
        except DistillError:
            yield address


@pytest.mark.parametrize("name", sorted(LIVE_METERS))
def test_every_gauge_has_a_sentence_and_a_range(name):
    row = LIVE_METERS[name]
    assert len(row.about.split()) >= 6
    assert row.about[0].isupper() or row.about[0] in "01"
    assert row.about.endswith(".")
    assert row.range.low < row.range.high


@pytest.mark.parametrize("text", texts_of_pages())
def test_every_address_on_a_page_exists(text):
    assert list(unknown_addresses(text)) == []


def test_an_address_that_does_not_exist_would_be_found():
    text = "`/distill/genrate`, /distill/param/gain, /distill/param/colour/x, /distill/ack"
    assert list(unknown_addresses(text)) == ["genrate", "param/colour/x"]


def values_of(types, words):
    kinds = {"i": int, "f": float, "s": str}
    assert len(types) == len(words)
    return [kinds[kind](word) for kind, word in zip(types, words, strict=True)]


def check_oscsend(line):
    """Read a line as liblo and the server would; the request id is not the command's."""
    _, _, _, address, *rest = re.findall(r'"[^"]*"|\S+', line)
    values = values_of(rest[0], [w.strip('"') for w in rest[1:]]) if rest else []
    word = address.removeprefix(f"{WIRE}/")
    first, _, name = word.partition("/")
    if "id" in values[-2:-1]:
        values = values[:-2]
    if first != "param":
        parse(word, values)
    elif values:
        row = find(name.removesuffix("/normalized"))
        (value,) = values
        row.from_normalized(value) if name.endswith("/normalized") else row.parse(value)


@pytest.mark.parametrize("text", texts_of_pages())
def test_every_oscsend_line_on_a_page_is_a_request_that_the_server_takes(text):
    for line in re.findall(r"^\s*(oscsend [^#\n]+)", text, re.MULTILINE):
        check_oscsend(line)


@pytest.mark.parametrize(
    "line",
    [
        "oscsend 127.0.0.1 9000 /distill/genrate s a",
        "oscsend 127.0.0.1 9000 /distill/param/gain f 40",
        "oscsend 127.0.0.1 9000 /distill/shift ss a much",
    ],
)
def test_a_wrong_oscsend_line_would_be_found(line):
    with pytest.raises(DistillError):
        check_oscsend(line)


def send_lines(text):
    """Find what `send` is given on a page, in code and in rows of code, without placeholders."""
    for line in re.findall(r"run\.py send ((?:[^`#\n])+)", text):
        words = [word for word in line.split() if word not in ("…", "...")]
        if words and not any(word.isupper() for word in words if len(word) > 2):
            yield words


def check_send(words):
    """Read a line as `distill send` does."""
    first, _, name = words[0].partition("/")
    if first == "param" and name:
        words = [first, name, *words[1:]]
    values = [read_word(word) for word in words[1:]]
    if words[0] != "param":
        parse(words[0], values)
    elif values[1:]:
        find(values[0]).parse(values[1])
    else:
        find(values[0])


@pytest.mark.parametrize("text", texts_of_pages())
def test_every_send_line_on_a_page_is_a_request_that_the_server_takes(text):
    for words in send_lines(text):
        check_send(words)


@pytest.mark.parametrize("line", ["genrate a", "param gain 40", "shift a much"])
def test_a_wrong_send_line_would_be_found(line):
    (words,) = send_lines(f"    python3 run.py send {line}   # a comment")
    with pytest.raises(DistillError):
        check_send(words)


def test_the_page_of_the_protocol_lists_every_error_code_and_no_other():
    page = (ROOT / "docs" / "protocol.md").read_text("utf-8")
    table = page.split("## Errors", 1)[1].split("\n## ", 1)[0]
    said = set(re.findall(r"^\| `([a-z_]+)` \|", table, re.MULTILINE))
    assert said == set(BY_CODE) - {DistillError.code}
