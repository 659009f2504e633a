"""What a newcomer finds: pages that tell the truth, files that belong here, models with a card."""

import re
import tomllib

import pytest
import typer

from distill.cli.main import app
from distill.training.recipe import Recipe
from kit.house import PACKAGE, ROOT, anchors, modules, pages, texts

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
HEADINGS = ("## Figures", "## Limits", "## What it was made from", "## Make it again")
FOREIGN = (
    r"(?<![\w.~])/(work|home|Users|root|mnt|private)/\w",
    r"[A-Z]:\\Users",
    r"(extra-)?index-url|find-links",
    r"https?://[^/\s]*(pypi|pythonhosted|artifact|nexus|mirror|proxy)",
)
"""Places that exist on one machine only, and where packages come from."""
SPEAKS_OF_THEM = (
    "tests/house/test_repository.py",
    "tests/house/test_patches.py",
    ".gitignore",
    ".ci/run",
)

MODELS = sorted(place for place in (ROOT / "models").iterdir() if place.is_dir())
PAGES = [pytest.param(page, id=page.relative_to(ROOT).as_posix()) for page in pages()]


EXTRAS = PROJECT["project"]["optional-dependencies"]


@pytest.mark.parametrize("group", ["", *EXTRAS])
def test_every_dependency_says_why_it_is_there(group):
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    listed = EXTRAS[group] if group else PROJECT["project"]["dependencies"]
    for requirement in listed:
        line = next(row for row in text.splitlines() if f'"{requirement}"' in row)
        _, _, reason = line.partition("# ")
        assert len(reason) >= len("types"), requirement


def test_no_file_names_a_place_on_one_machine():
    found = [
        f"{path.relative_to(ROOT).as_posix()}: {match.group()}"
        for path in texts()
        if path.relative_to(ROOT).as_posix() not in SPEAKS_OF_THEM
        for pattern in FOREIGN
        for match in re.finditer(pattern, path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_on_a_page_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if not target.startswith(("http://", "https://")):
            path, _, anchor = target.partition("#")
            found = page.parent / path if path else page
            assert found.exists(), target
            assert not anchor or anchor in anchors(found), target


COMMAND_LINE = r"(?:run\.py |[`:] ?distill |shell_command\(f?[\"'])([a-z]+)((?: [^`#\n]+)?)"
"""How a text, or the program, names a command of Distill and its options."""


def options_of(command):
    return {name for row in command.params for name in (*row.opts, *row.secondary_opts)}


def wrong_command_lines(text):
    """Find what is said of `distill WORD --option`, or run.py, and is not so."""
    commands = typer.main.get_command(app).commands
    for name, rest in re.findall(COMMAND_LINE, text):
        if name not in commands:
            yield from [] if name in ("test", "docs") else [name]  # run.py's own
        elif name != "send":
            known = options_of(commands[name])
            said = re.findall(r"(?<=\s)--[a-z-]+", rest)
            yield from [f"{name} {option}" for option in said if option not in known]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_line_on_a_page_is_one_that_distill_takes(page):
    assert list(wrong_command_lines(page.read_text("utf-8"))) == []


def test_every_command_line_that_the_program_speaks_of_is_one_that_distill_takes():
    wrong = {path.name: list(wrong_command_lines(path.read_text("utf-8"))) for path in modules()}
    assert {name: found for name, found in wrong.items() if found} == {}


def test_a_wrong_command_line_would_be_found():
    text = (
        "train one with: distill train --stages prior, or `distill tarin x`, python3 run.py test\n"
        'shell_command(f"srve {name}")\n'
        'shell_command("serve --modell x")\n'
    )
    assert list(wrong_command_lines(text)) == ["train --stages", "tarin", "srve", "serve --modell"]


@pytest.mark.parametrize("page", PAGES)
def test_every_benchmark_that_a_page_names_is_there(page):
    for name in re.findall(r"benchmarks/\w+\.py", page.read_text("utf-8")):
        assert (ROOT / name).is_file(), name


def test_every_benchmark_says_in_its_first_line_what_it_measures_and_is_on_their_page():
    page = (ROOT / "benchmarks" / "README.md").read_text("utf-8")
    for path in (ROOT / "benchmarks").glob("*.py"):
        assert path.read_text("utf-8").startswith('"""'), path.name
        assert f"`{path.name}`" in page, path.name


@pytest.mark.parametrize("place", MODELS, ids=lambda place: place.name)
def test_a_bundled_model_has_a_card_and_a_recipe_that_makes_it_again(place):
    card = (place / "card.md").read_text("utf-8")
    for heading in HEADINGS:
        assert heading in card, f"{place.name}/card.md lacks {heading}"
    assert Recipe.load(place / "recipe.toml").name == place.name
    assert (place / f"{place.name}.distill").stat().st_size < 25e6


def test_the_rooms_that_the_map_shows_are_the_rooms_there_are():
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    there = {room.parent.name for room in PACKAGE.glob("*/__init__.py")}
    there |= {"errors", "units", "types", "names", "parameters", "installation"}
    floors = page.split("## Floors", 1)[1].split("\n## ", 1)[0]
    named = re.findall(r"^\| (.*?) \|", floors, re.MULTILINE)
    said = set(re.findall(r"`([a-z]+)`", "\n".join(named)))
    assert said == there


def test_every_decision_has_a_number_a_date_a_status_and_a_line_in_the_index():
    folder = ROOT / "docs" / "decisions"
    index = (folder / "index.md").read_text("utf-8")
    files = sorted(folder.glob("[0-9]*.md"))
    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    for file in files:
        number, title, date, status = re.match(
            r"# (\d+)\. (.+)\n\nDate: (\d{4}-\d\d-\d\d)\. Status: (accepted|superseded)\b",
            file.read_text("utf-8"),
        ).groups()
        assert int(number) == int(file.name[:4])
        assert f"| {number} | [{title}]({file.name}) | {date} | {status} |" in index


def test_the_readme_is_a_page_and_names_every_client():
    text = (ROOT / "README.md").read_text("utf-8")
    assert len(text.splitlines()) <= 150
    clients = {path.parent.name for path in ROOT.glob("[!.]*/README.md")}
    clients -= {"server", "models", "tests", "benchmarks"}
    assert [name for name in sorted(clients) if f"({name}/README.md" not in text] == []


def test_the_drawing_of_the_rooms_shows_the_floors_that_the_linter_holds():
    drawn = (ROOT / "docs" / "pictures" / "rooms.svg").read_text("utf-8")
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["type"] == "layers")
    rooms = [room for layer in layers[1:] for room in layer.split(" | ")]
    assert re.findall(r'font-weight="bold">(\w+)<', drawn) == rooms, (
        "draw it anew: python3 docs/pictures/architecture.py"
    )


def test_every_picture_of_the_documentation_is_small_and_on_a_page():
    text = "".join(page.read_text("utf-8") for page in pages())
    for picture in (ROOT / "docs" / "pictures").iterdir():
        if picture.suffix in (".png", ".svg"):
            assert picture.stat().st_size < 200_000, picture.name
            assert f"pictures/{picture.name})" in text, picture.name
