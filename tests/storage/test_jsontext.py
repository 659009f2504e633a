import json

import pytest

from distill.storage import jsontext
from distill.storage.jsontext import MOST_DEPTH


def nested(depth: int, left: str = "[", right: str = "]") -> str:
    return left * depth + right * depth


def test_json_is_parsed_as_text_and_as_bytes() -> None:
    value = {"a": [1, 2.5, None, "ä"], "b": {"c": []}}
    text = json.dumps(value, ensure_ascii=False)
    assert jsontext.parse(text) == jsontext.parse(text.encode()) == value
    assert jsontext.parse("3") == 3


@pytest.mark.parametrize("depth", [MOST_DEPTH + 2, 900, 5000, 200_000])
def test_what_is_nested_too_deeply_is_no_json(depth: int) -> None:
    with pytest.raises(ValueError, match="nested more than 64 deep"):
        jsontext.parse(nested(depth))
    with pytest.raises(ValueError, match="nested more than 64 deep"):
        jsontext.parse(f'{{"a": [0, {nested(depth)}, 1]}}')


def test_the_allowed_depth_is_parsed() -> None:
    assert json.dumps(jsontext.parse(nested(MOST_DEPTH)))


@pytest.mark.parametrize("text", ["", "{", b"\xff", '{"a": 1,}', "9" * 5000])
def test_what_is_no_json_is_a_value_error(text: str | bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of several kinds
        jsontext.parse(text)
