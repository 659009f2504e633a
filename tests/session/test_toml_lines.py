"""Errors in a TOML file are reported with their line."""

import tomllib

import pytest

from distill.session.toml_lines import line_of, syntax


def test_the_lines_of_keys_and_tables_are_found():
    text = "# fine\na = 1\n[fine]\n  'b' = 2\n"
    assert [line_of(text, key) for key in ("a", "fine", "b", "none")] == [2, 3, 4, 1]


@pytest.mark.parametrize(("text", "line"), [("a = 1\nb = =\n", 2), ("a = 1\n\nb = [1,", 3)])
def test_a_syntax_error_starts_with_its_line(text, line):
    with pytest.raises(tomllib.TOMLDecodeError) as error:
        tomllib.loads(text)
    said = syntax(error.value, "mine.toml", text)
    assert said.startswith(f"mine.toml:{line}: not TOML: ")
    assert "at line" not in said
