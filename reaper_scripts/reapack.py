"""Write ReaPack's index of the scripts: `python3 reapack.py [URL] > index.xml`.

The header of Distill/distill.lua says what the package is; this follows it. URL is where this
folder can be fetched from; without one the index names files relative to itself, as the one that
is kept here does. Standard library only.
"""
# ruff: noqa: INP001 - a program beside the scripts, not a package

import re
import sys
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

HERE = Path(__file__).resolve().parent
PACKAGE = "distill.lua"


def header(text: str) -> dict[str, list[str]]:
    """Read the tags at the beginning of a script: each with its lines."""
    tags: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        tag = re.match(r"-- @(\w+) ?(.*)", line)
        if tag:
            lines = tags.setdefault(tag.group(1), [])
            lines += [tag.group(2)] if tag.group(2) else []
        else:
            lines.append(line.removeprefix("--").strip())
    return tags


def provided(folder: Path) -> list[tuple[str, bool]]:
    """Give the files that the package provides, each with whether it is an action."""
    found: dict[str, bool] = {}
    for line in header((folder / PACKAGE).read_text("utf-8"))["provides"]:
        kind, pattern = line.split(" ", 1)
        for path in sorted(folder.glob(pattern)):
            found[path.relative_to(folder).as_posix()] = kind == "[main]"
    return list(found.items())


def index(url: str = "") -> str:
    """Give index.xml."""
    folder = HERE / "Distill"
    tags = header((folder / PACKAGE).read_text("utf-8"))
    about = escape("\n".join(tags["about"]))
    desc, version, author = (
        quoteattr(tags[tag][0]) for tag in ("description", "version", "author")
    )
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<index version="1" name="Distill">',
        '  <category name="Distill">',
        f'    <reapack name={quoteattr(PACKAGE)} type="script" desc={desc}>',
        f"      <metadata><description><![CDATA[{about}]]></description></metadata>",
        f"      <version name={version} author={author}>",
    ]
    base = f"{url.rstrip('/')}/" if url else ""
    for name, main in provided(folder):
        kind = ' main="main"' if main else ""
        place = escape(f"{base}Distill/{name}")
        lines.append(f"        <source file={quoteattr(name)}{kind}>{place}</source>")
    lines += ["      </version>", "    </reapack>", "  </category>", "</index>"]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(index(*sys.argv[1:2]) + "\n")
