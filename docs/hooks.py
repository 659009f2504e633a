"""Brings pages that live beside their code into the site, and makes links fit both places.

A page in the repository links to files as they lie there, so it reads well where the source is
shown. mkdocs knows only what is in docs/. So each page of `ELSEWHERE` gets an address in the site,
links to such pages lead to these addresses, links to other files of the repository become plain
text, and a link that leads to no file is a warning, which a strict build does not accept.
"""

import logging
import os
import re
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[1]
ELSEWHERE = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "server/VOCABULARY.md": "vocabulary.md",
    "max_patches/README.md": "clients/max.md",
    "pd/README.md": "clients/pure-data.md",
    "touchdesigner/README.md": "clients/touchdesigner.md",
    "reaper_scripts/README.md": "clients/reaper.md",
    "open_stage_control/README.md": "clients/open-stage-control.md",
    "models/demo/card.md": "models/demo.md",
    "models/piano/card.md": "models/piano.md",
    "tests/README.md": "tests.md",
    "benchmarks/README.md": "benchmarks.md",
}
PICTURES = {
    "max_patches/media/distill.png": "clients/max.png",
    "pd/distill.png": "clients/pure-data.png",
}
HERE = {address: source for source, address in ELSEWHERE.items()}
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
log = logging.getLogger("mkdocs.hooks.distill")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages and pictures of other folders."""
    for source, address in ELSEWHERE.items():
        text = (ROOT / source).read_text("utf-8")
        files.append(File.generated(config, address, content=text))
    for source, address in PICTURES.items():
        files.append(File.generated(config, address, content=(ROOT / source).read_bytes()))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn links between files of the repository into links between pages of the site."""
    del config, files
    address = page.file.src_uri
    source = HERE.get(address, f"docs/{address}")
    return LINK.sub(lambda link: moved(link, source, address), markdown)


def moved(link: re.Match[str], source: str, address: str) -> str:
    """Give one link as the site needs it.

    Args:
        link: What `LINK` found.
        source: The page that holds it, in the repository.
        address: The same page in the site.
    """
    sign, text, target = link.groups()
    if target.startswith(("http://", "https://", "#", "mailto:")):
        return link.group()
    path, _, anchor = target.partition("#")
    found = os.path.normpath(PurePosixPath(source).parent / path).replace(os.sep, "/")
    if not (ROOT / found).exists():
        log.warning("%s links to %s, which is not there", source, target)
        return link.group()
    place = address_of(found)
    if place is None:
        return f"{sign}{text}" if not sign else ""
    near = os.path.relpath(place, PurePosixPath(address).parent).replace(os.sep, "/")
    return f"{sign}[{text}]({near}{'#' + anchor if anchor else ''})"


def address_of(found: str) -> str | None:
    """Tell where a file of the repository is in the site; None if it is not there."""
    for known in (found, f"{found}/README.md"):
        if known in ELSEWHERE or known in PICTURES:
            return {**ELSEWHERE, **PICTURES}[known]
    return found.removeprefix("docs/") if found.startswith("docs/") else None
