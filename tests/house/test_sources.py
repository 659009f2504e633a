"""Where numbers and methods come from: each `Source:` names something that a reader can find."""

import re

import pytest

from kit.house import PACKAGE, ROOT, anchors, texts

PAPER = re.compile(
    r"\b[A-Z][\w-]+ (?:et al\. |and [A-Z][\w-]+ )?(?:18|19|20)\d\d\b"
    r"|\barXiv:\d{4}\.\d{4,5}\b|\bdoi:10\.\d{4,}/\S+"
)
STANDARD = re.compile(r"\bRFC \d+\b|\bwinerror\.h\b|\bISO(?:/IEC)? \d+|\bITU-[RT] [A-Z]+\.\d+")
PLACE = re.compile(r"\b((?:docs|benchmarks)/[\w./-]+\.(?:md|py))((?:#[\w-]+(?: and )?)*)")
LOST = re.compile(r"\breference/[\w-]+\.md|\breference/prototypes|\bDESIGN\b|\bDECISIONS\b")
"""What was cited once and is in no repository."""


def sources(text):
    """Find what stands behind each `Source:`, up to the end of its paragraph or docstring."""
    for part in re.split(r"\bSource:\s*", text)[1:]:
        yield " ".join(re.split(r'\n\s*\n|"""', part)[0].split())


def named(source):
    """Tell whether a source names a paper, a standard, or a page or benchmark of ours."""
    return any(kind.search(source) for kind in (PAPER, STANDARD, PLACE))


def missing_places(text):
    """Find pages, benchmarks and headings that are named and are not there."""
    for path, places in PLACE.findall(text):
        if not (ROOT / path).is_file():
            yield path
            continue
        known = anchors(ROOT / path) if places else set()
        for anchor in re.findall(r"#([\w-]+)", places):
            yield from [] if anchor in known else [f"{path}#{anchor}"]


CITING = [
    pytest.param(path, id=path.relative_to(PACKAGE).as_posix())
    for path in sorted(PACKAGE.rglob("*.py"))
    if "Source:" in path.read_text("utf-8")
]


@pytest.mark.parametrize("path", CITING)
def test_every_source_names_a_paper_a_standard_a_benchmark_or_a_page(path):
    assert [one for one in sources(path.read_text("utf-8")) if not named(one)] == []


def test_every_page_and_benchmark_that_code_names_is_there():
    code = [path for path in texts() if path.suffix in (".py", ".lua", ".js", ".toml")]
    code = [path for path in code if path.name != "test_sources.py"]
    found = {
        path.relative_to(ROOT).as_posix(): list(missing_places(path.read_text("utf-8")))
        for path in code
    }
    assert {name: places for name, places in found.items() if places} == {}


def test_nothing_cites_a_document_that_is_in_no_repository():
    found = {
        path.relative_to(ROOT).as_posix(): LOST.findall(path.read_text("utf-8"))
        for path in texts()
        if path.name != "test_sources.py"
    }
    assert {name: lost for name, lost in found.items() if lost} == {}


@pytest.mark.parametrize(
    ("source", "known"),
    [
        ("Zeghidour et al. 2021, SoundStream, algorithm 1.", True),
        ("Chen, Guan and Wang 2010, M-search.", True),
        ("Lloyd 1982, as the library does it.", True),
        ("arXiv:2107.03312", True),
        ("RFC 6902", True),
        ("docs/figures.md", True),
        ("benchmarks/vocoder.py", True),
        ("GPT-3.", False),
        ("measured once, on music", False),
        ("reference/quality.md section 2", False),
    ],
)
def test_a_source_that_nobody_can_find_would_be_found(source, known):
    assert named(source) is known


def test_a_page_or_a_heading_that_is_not_there_would_be_found():
    text = "docs/figures.md#sound, docs/figures.md#tunes, docs/nothing.md, benchmarks/nothing.py"
    assert list(missing_places(text)) == [
        "docs/figures.md#tunes", "docs/nothing.md", "benchmarks/nothing.py",
    ]  # fmt: skip


def test_a_source_ends_with_its_paragraph():
    text = '"""A.\n\n    Source: B 1999,\n    part 2.\n\n    Args: c\n"""\n"""Source: D 2000."""'
    assert list(sources(text)) == ["B 1999, part 2.", "D 2000."]
