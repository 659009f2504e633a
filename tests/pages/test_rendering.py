"""Templates are rendered strictly, and their data stays text."""

import subprocess
import sys

import pytest
from jinja2 import UndefinedError

from distill.pages import render
from distill.pages.rendering import MARKDOWN, _environment, markdown_text
from kit.house import PACKAGE

TEMPLATES = sorted(path.name for path in (PACKAGE / "pages" / "templates").iterdir())


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_of_the_package_is_found_and_compiles(name):
    assert _environment().get_template(name).name == name


def test_there_is_a_template_for_each_page():
    assert {"report.html.jinja", "manual.html.jinja", f"card.{MARKDOWN}"} <= set(TEMPLATES)


def test_a_missing_name_is_an_error():
    with pytest.raises(UndefinedError, match="page"):
        render("report.html.jinja")


@pytest.mark.parametrize("name", [None, "report.html.jinja", "report.css"])
def test_all_but_markdown_is_escaped(name):
    escapes = _environment().autoescape
    assert escapes(name)
    assert not escapes("card.md.jinja")


def test_a_name_in_markdown_makes_no_tag_and_no_line():
    assert markdown_text("a\n# <script>\t& 'b'") == "a # &lt;script> & 'b'"


def test_importing_the_package_does_not_import_jinja2():
    code = "import sys, distill.pages, distill.commands.manual; sys.exit('jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
