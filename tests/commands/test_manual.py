"""The manual page shows every address, and its lines to copy parse."""

from dataclasses import replace

import pytest

import distill.commands  # noqa: F401 - fills the vocabulary
from distill.commands.describe import ROOT, as_json
from distill.commands.grammar import VERBS, parse, read_word
from distill.commands.manual import AddressRow, ArgumentRow, CommandSection, Manual, manual
from distill.pages import render
from distill.parameters import PARAMETERS
from distill.session.live_meters import LIVE_METERS
from kit.parsed_html import Page

MANUAL = manual(9123)
PAGE = Page(render("manual.html.jinja", manual=MANUAL))


def test_every_address_is_on_the_page_with_its_sentence() -> None:
    vocabulary = as_json()
    for row in (*vocabulary["parameters"], *vocabulary["gauges"]):
        at = PAGE.texts.index(row["address"])
        assert " ".join(row["about"].split()) in PAGE.texts[at : at + 4]
    assert [one.get("id") for one in PAGE.all("h3")] == list(VERBS)
    for row in vocabulary["commands"]:
        assert row["address"] in PAGE.texts
        assert all(f"{ROOT}/{alias}" in PAGE.texts for alias in row["aliases"])
    assert len(MANUAL.parameters) == len(PARAMETERS)
    assert len(MANUAL.live) == len(LIVE_METERS)


def test_every_line_to_copy_is_on_the_page() -> None:
    assert {section.example for section in MANUAL.commands} <= set(PAGE.texts)


@pytest.mark.parametrize("line", [section.example for section in MANUAL.commands])
def test_a_line_to_copy_parses(line: str) -> None:
    program, host, port, address, *rest = line.split()
    assert (program, host, port) == ("oscsend", "127.0.0.1", "9123")
    tags, words = (rest[0], rest[1:]) if rest else ("", [])
    assert len(tags) == len(words)
    read = {"s": read_word, "i": int, "f": float}
    values = [read[tag](word) for tag, word in zip(tags, words, strict=True)]
    assert parse(address.removeprefix(f"{ROOT}/"), values).verb


def test_every_link_leads_to_a_place_on_the_page() -> None:
    ids = [attributes["id"] for _, attributes in PAGE.tags if "id" in attributes]
    links = [attributes["href"] for attributes in PAGE.all("a")]
    assert len(links) == len(VERBS)
    assert {link.removeprefix("#") for link in links} <= set(ids)
    assert len(ids) == len(set(ids))
    assert not PAGE.all("script")


def test_text_between_backticks_is_code_and_all_else_is_text() -> None:
    odd = "Say `a < b` & <script>'x' \"y\" 🎹</script>"
    section = CommandSection(
        'v"><b>', ("/x/<v>",), (odd,), (ArgumentRow("n", "int", None, "<1..2>"),), "oscsend <&>"
    )
    row = AddressRow("/x/<p>", "0..1 <", odd, "'0'")
    page = Page(render("manual.html.jinja", manual=Manual("/x<", (row,), (section,), (row,))))
    assert page.all("script") == page.all("b") == []
    assert page.all("h3") == [{"id": 'v"><b>'}]
    assert "Say a < b & <script>'x' \"y\" 🎹</script>" in page.text
    assert "a < b" in page.texts
    for text in ("/x<", "/x/<p>", "0..1 <", odd, "'0'", "/x/<v>", "<1..2>", "required"):
        assert text in page.texts


def test_an_argument_that_has_a_default_is_not_required() -> None:
    row = ArgumentRow("n", "int", "3", "")
    section = replace(MANUAL.commands[0], arguments=(row,))
    page = Page(render("manual.html.jinja", manual=replace(MANUAL, commands=(section,))))
    assert "required" not in page.texts
    assert "3" in page.texts
