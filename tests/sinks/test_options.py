"""The output setting, read from one word."""

import pytest

from distill.errors import BadArgument
from distill.sinks.options import SinkOptions


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("device", SinkOptions("device", "Scarlett")),
        ("null", SinkOptions("null", "Scarlett")),
        ("file:out.wav", SinkOptions("file", "Scarlett", "out.wav")),
        ("file:C:\\sound\\out.wav", SinkOptions("file", "Scarlett", "C:\\sound\\out.wav")),
    ],
)
def test_each_form_is_read(output: str, expected: SinkOptions) -> None:
    assert SinkOptions.parse(output, "Scarlett") == expected


@pytest.mark.parametrize("output", ["", "file", "file:", "null:x", "device:x", "speaker"])
def test_anything_else_is_refused(output: str) -> None:
    with pytest.raises(BadArgument, match="output takes device, null or file:PATH"):
        SinkOptions.parse(output)
