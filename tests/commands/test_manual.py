"""The manual page tells every word, and its lines to copy are understood."""

import html
import re
from html.parser import HTMLParser

import pytest

import distill.commands  # noqa: F401 - fills the vocabulary
from distill.commands.describe import ROOT, as_json
from distill.commands.grammar import VERBS, parse, read_word
from distill.commands.manual import as_html
from distill.parameters import PARAMETERS
from distill.session.gauges import GAUGES

PAGE = as_html(9123)


def test_every_address_is_on_the_page_with_its_sentence() -> None:
    told = as_json()
    for row in (*told["parameters"], *told["gauges"]):
        assert f"<code>{row['address']}</code>" in PAGE
        assert html.escape(row["about"]) in PAGE
    for row in told["commands"]:
        assert f"<h3 id={row['name']}><code>{row['address']}</code>" in PAGE
    assert len(re.findall("<h3 ", PAGE)) == len(VERBS)
    assert len(re.findall(f"<code>{ROOT}/param/", PAGE)) == len(PARAMETERS)
    assert len(re.findall(f"<code>{ROOT}/live/", PAGE)) == len(GAUGES)


@pytest.mark.parametrize("line", re.findall("<pre>(.*?)</pre>", PAGE))
def test_a_line_to_copy_is_understood(line: str) -> None:
    program, host, port, address, *rest = html.unescape(line).split()
    assert (program, host, port) == ("oscsend", "127.0.0.1", "9123")
    tags, words = (rest[0], rest[1:]) if rest else ("", [])
    assert len(tags) == len(words)
    read = {"s": read_word, "i": int, "f": float}
    values = [read[tag](word) for tag, word in zip(tags, words, strict=True)]
    assert parse(address.removeprefix(f"{ROOT}/"), values).verb


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.to: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            assert name not in ("src", "onclick")
            if name == "href":
                self.to.append(str(value))
            elif name == "id":
                self.ids.append(str(value))


def test_every_link_leads_to_a_place_on_the_page() -> None:
    links = Links()
    links.feed(PAGE)
    assert len(links.to) == len(VERBS)
    assert {to.removeprefix("#") for to in links.to} <= set(links.ids)
    assert len(links.ids) == len(set(links.ids))
