import pytest
from hypothesis import given
from hypothesis import strategies as st

from distill.errors import BadArgument
from distill.parameters import PARAMETERS, Scale


@given(name=st.sampled_from(sorted(PARAMETERS)), position=st.floats(0.0, 1.0))
def test_a_knob_reaches_only_allowed_values_and_round_trips(name, position):
    row = PARAMETERS[name]
    value = row.from_normalized(position)
    assert row.parse(value) == value
    if row.scale is not Scale.STEPS:
        assert row.to_normalized(value) == pytest.approx(position, abs=1e-6)


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_every_default_is_allowed_and_every_row_has_a_sentence(name):
    row = PARAMETERS[name]
    assert row.parse(row.default) == row.default
    assert row.about.endswith(".")
    assert row.name == name


def test_a_choice_is_accepted_by_name_or_number():
    row = PARAMETERS["profile"]
    assert row.parse("low") == 0.0
    assert row.parse(2) == 2.0
    with pytest.raises(BadArgument, match="low, normal, safe"):
        row.parse("turbo")


def test_a_count_refuses_fractions():
    with pytest.raises(BadArgument, match="whole number"):
        PARAMETERS["top_k"].parse(1.5)
