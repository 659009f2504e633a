"""The files of the repository, for tests about the repository itself."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "server" / "distill"
PAGES = (
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "*/README.md", "server/VOCABULARY.md",
    "models/*/card.md", "docs/**/*.md",
)  # fmt: skip
_GENERATED = {"work", "dist", "site", "__pycache__", "lightning_logs"}
_TEXT = {".py", ".md", ".toml", ".cfg", ".txt", ".json", ".yml", ".yaml", ".pd", ".lua", ".maxpat"}


def modules() -> list[Path]:
    """Return every module of the program."""
    return sorted(PACKAGE.rglob("*.py"))


def pages() -> list[Path]:
    """Return every page of the documentation."""
    found = (page for pattern in PAGES for page in ROOT.glob(pattern))
    return sorted(page for page in found if not page.relative_to(ROOT).parts[0].startswith("."))


def anchors(page: Path) -> set[str]:
    """Return the headings of a page as link targets, on the site and on GitHub."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\s-]", "", head).strip().lower().replace(" ", "-") for head in heads}


def texts() -> Iterator[Path]:
    """Yield every text file of the repository, but none that tools generate."""
    for top in sorted(ROOT.iterdir()):
        if top.is_dir() and not top.name.startswith(".") and top.name not in _GENERATED:
            yield from (
                file
                for file in sorted(top.rglob("*"))
                if file.suffix in _TEXT and not _GENERATED & set(file.parts)
            )
        elif top.is_file() and (top.suffix in _TEXT or top.name == ".gitignore"):
            yield top
    yield ROOT / ".ci" / "run"
