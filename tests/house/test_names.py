"""One name, one meaning: class names and file names are unique in the program."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.house import PACKAGE

SHARED_STEMS = {"__init__"}
"""File stems that every package may have."""
SURFACE_STEMS = {"server", "process", "translate"}
"""File stems that every surface may have: each surface is built of the same three parts."""


def repeated_classes(root: Path) -> dict[str, list[str]]:
    """Return the class names that occur more than once below `root`, each with its files."""
    found = defaultdict(list)
    for path in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(path.relative_to(root).as_posix())
    return {name: files for name, files in found.items() if len(files) > 1}


def repeated_stems(root: Path) -> dict[str, list[str]]:
    """Return the file stems that occur more than once below `root`, each with its files."""
    found = defaultdict(list)
    for path in _unique_files(root):
        found[path.stem].append(path.relative_to(root).as_posix())
    return {stem: files for stem, files in found.items() if len(files) > 1}


def _unique_files(root: Path) -> Iterator[Path]:
    """Yield the files whose stems must be unique."""
    for path in sorted(root.rglob("*.py")):
        in_surface = path.relative_to(root).parts[0] == "surfaces"
        if path.stem not in SHARED_STEMS and not (in_surface and path.stem in SURFACE_STEMS):
            yield path


def test_no_class_name_is_used_twice():
    assert repeated_classes(PACKAGE) == {}


def test_no_file_stem_is_used_twice():
    assert repeated_stems(PACKAGE) == {}


@pytest.fixture
def tree(tmp_path):
    """A small program without repeated names."""
    for name, text in {
        "__init__.py": "",
        "codec/__init__.py": "",
        "codec/encoder.py": "class Encoder:\n    pass\n",
        "surfaces/osc/server.py": "class OscServer:\n    pass\n",
        "surfaces/osc/translate.py": "",
        "surfaces/web/server.py": "class WebServer:\n    pass\n",
        "surfaces/web/translate.py": "",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def test_a_tree_without_repeated_names_passes(tree):
    assert repeated_classes(tree) == {}
    assert repeated_stems(tree) == {}


@pytest.mark.parametrize(
    "text",
    [
        "class Encoder:\n    pass\n",
        "def make():\n    class Encoder:\n        pass\n",
        "class Outer:\n    class Encoder:\n        pass\n",
    ],
)
def test_a_planted_class_name_is_found(tree, text):
    (tree / "surfaces" / "bytes.py").write_text(text, "utf-8")
    assert repeated_classes(tree) == {"Encoder": ["codec/encoder.py", "surfaces/bytes.py"]}


def test_a_class_name_used_twice_in_one_file_is_found(tree):
    (tree / "pair.py").write_text("class One:\n    pass\n" * 2, "utf-8")
    assert repeated_classes(tree) == {"One": ["pair.py", "pair.py"]}


@pytest.mark.parametrize(
    ("planted", "stem", "files"),
    [
        ("prior/encoder.py", "encoder", ["codec/encoder.py", "prior/encoder.py"]),
        ("surfaces/osc/encoder.py", "encoder", ["codec/encoder.py", "surfaces/osc/encoder.py"]),
    ],
)
def test_a_planted_file_stem_is_found(tree, planted, stem, files):
    path = tree / planted
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("", "utf-8")
    assert repeated_stems(tree) == {stem: files}


def test_stems_of_surfaces_are_shared_by_surfaces_only(tree):
    for folder in ("codec", "prior"):
        (tree / folder).mkdir(exist_ok=True)
        (tree / folder / "server.py").write_text("", "utf-8")
    assert repeated_stems(tree) == {"server": ["codec/server.py", "prior/server.py"]}
