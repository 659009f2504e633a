"""What is wrong in a TOML file is told with its line."""

import tomllib

import pytest

from distill.session.toml_lines import line_of, syntax


def test_keys_and_tables_are_found_where_they_stand():
    text = "# fine\na = 1\n[fine]\n  'b' = 2\n"
    assert [line_of(text, key) for key in ("a", "fine", "b", "none")] == [2, 3, 4, 1]


@pytest.mark.parametrize(("text", "line"), [("a = 1\nb = =\n", 2), ("a = 1\n\nb = [1,", 3)])
def test_a_slip_in_the_writing_has_its_line_in_front(text, line):
    with pytest.raises(tomllib.TOMLDecodeError) as error:
        tomllib.loads(text)
    said = syntax(error.value, "mine.toml", text)
    assert said.startswith(f"mine.toml:{line}: not TOML: ")
    assert "at line" not in said
