"""A preset survives its file; all errors in a file are reported at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distill.errors import BadArgument, UnknownAddress
from distill.parameters import PARAMETERS, defaults
from distill.session.preset_text import MAX_TEXT, Preset, choose, parse, write

rows = st.sampled_from(list(PARAMETERS.values()))
settings = rows.flatmap(
    lambda row: st.tuples(st.just(row.name), st.floats(0, 1).map(row.from_normalized))
)


@given(st.lists(settings, min_size=1), st.floats(0, 600))
def test_a_written_preset_is_read_back_exactly(pairs, glide_s):
    preset = Preset(dict(pairs), glide_s)
    assert parse(write(preset), "x") == preset


def test_a_preset_is_readable_text():
    text = write(Preset({"coarse": 0.25, "quantize": 2.0, "top_k": 8.0}, 1.5))
    assert "glide = 1.5  # seconds" in text
    assert "coarse = 0.25 " in text
    assert 'quantize = "bar"  # off, beat, bar, 2bars, 4bars' in text
    assert "top_k = 8 " in text


def test_a_short_preset_is_read():
    assert parse("[parameters]\ngain = -6\n", "x") == Preset({"gain": -6.0})
    assert parse('[parameters]\nprofile = 2\nquantize = "beat"', "x").values == {
        "profile": 2.0,
        "quantize": 1.0,
    }


def test_every_error_is_reported_with_its_line():
    text = """glide = "long"
glied = 2
gain = 3

[parameters]
temprature = 1
coarse = 2
fine = nan
top_k = 1.5
quantize = "bars"
width = true
pan = 0.5
"""
    with pytest.raises(BadArgument) as error:
        parse(text, "verse.toml")
    said = str(error.value).splitlines()
    assert [line.split(":")[1] for line in said] == ["1", "2", "3", "6", "7", "8", "9", "10", "11"]
    for line, word in zip(
        said,
        ("seconds", "'glide'", "below", "'temperature'", "0..1", "nan", "whole", "2bars", "number"),
        strict=True,
    ):
        assert line.startswith("verse.toml:")
        assert word in line


@pytest.mark.parametrize(
    "text", ["", "glide = 1\n", "[parameters]\n", "parameters = 3\n", "[[parameters]]\ngain = 1\n"]
)
def test_a_preset_without_parameters_is_refused(text):
    with pytest.raises(BadArgument, match=r"below \[parameters\]"):
        parse(text, "x")


def test_invalid_toml_and_very_long_text_are_refused():
    with pytest.raises(BadArgument, match=r"^x:2: not TOML"):
        parse("glide = 1\n[parameters\n", "x")
    with pytest.raises(BadArgument, match="longer than"):
        parse("#" * (MAX_TEXT + 1), "x")
    with pytest.raises(BadArgument, match=r"0\.\.600"):
        parse("glide = 601\n[parameters]\ngain = 0\n", "x")


def test_parameters_are_chosen_by_name_and_all_excludes_the_stage():
    values = defaults()
    assert choose("gain,coarse fine", values) == {"gain": 0.0, "coarse": 0.0, "fine": 0.0}
    assert set(values) - set(choose("all", values)) == {"profile", "quantize", "tempo", "beats"}
    assert choose("tempo", values) == {"tempo": 120.0}
    with pytest.raises(UnknownAddress, match="did you mean 'gain'"):
        choose("gian", values)
    with pytest.raises(BadArgument, match="all"):
        choose(" ,", values)
