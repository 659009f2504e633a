"""The house as files: what tests about the repository itself read."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "server" / "distill"
PAGES = (
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "*/README.md", "server/VOCABULARY.md",
    "models/*/card.md", "docs/**/*.md",
)  # fmt: skip
_MADE = {"work", "dist", "site", "__pycache__", "lightning_logs"}
_TEXT = {".py", ".md", ".toml", ".cfg", ".txt", ".json", ".yml", ".yaml", ".pd", ".lua", ".maxpat"}


def modules() -> list[Path]:
    """Every module of the program."""
    return sorted(PACKAGE.rglob("*.py"))


def pages() -> list[Path]:
    """Every page that people read."""
    found = (page for pattern in PAGES for page in ROOT.glob(pattern))
    return sorted(page for page in found if not page.relative_to(ROOT).parts[0].startswith("."))


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them, on the site and where the source is shown."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\s-]", "", head).strip().lower().replace(" ", "-") for head in heads}


def texts() -> Iterator[Path]:
    """Every text file of the house, and no file that tools made."""
    for top in sorted(ROOT.iterdir()):
        if top.is_dir() and not top.name.startswith(".") and top.name not in _MADE:
            yield from (
                file
                for file in sorted(top.rglob("*"))
                if file.suffix in _TEXT and not _MADE & set(file.parts)
            )
        elif top.is_file() and (top.suffix in _TEXT or top.name == ".gitignore"):
            yield top
    yield ROOT / ".ci" / "run"
