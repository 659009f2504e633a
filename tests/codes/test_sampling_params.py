"""Sampling parameters accept exactly the range of the parameters."""

import pytest

from distill.codes.sampling_params import SamplingParams
from distill.errors import BadArgument
from distill.parameters import PARAMETERS, defaults


def test_the_whole_range_of_the_parameters_is_accepted() -> None:
    low, high = PARAMETERS["temperature"].range.low, PARAMETERS["temperature"].range.high
    assert SamplingParams(low, 0, 7) == SamplingParams(temperature=low, top_k=0, seed=7)
    assert SamplingParams(high).top_k == 0


def test_levels_between_the_coarsest_and_the_finest_are_in_proportion() -> None:
    params = SamplingParams(0.8, fine=0.25)
    assert params.by_level(4).tolist() == pytest.approx([0.8, 0.6, 0.4, 0.2])
    assert params.by_level(1).tolist() == pytest.approx([0.8])
    assert SamplingParams(0.8).by_level(3).tolist() == pytest.approx([0.8] * 3)


def test_the_seed_is_no_part_of_the_choice() -> None:
    assert SamplingParams(0.8, 3, 1, 0.5).same_choice(SamplingParams(0.8, 3, 9, 0.5))
    assert not SamplingParams(0.8, 3, 1, 0.5).same_choice(SamplingParams(0.8, 3, 1, 0.6))


@pytest.mark.parametrize(
    "said",
    [(0.04, 0), (float("nan"), 0), (1.0, -1), (1.0, 2000), (1.0, 0, 1, 0.0), (1.0, 0, 1, 2.0)],
)
def test_values_out_of_the_range_of_the_parameters_are_refused(said: tuple[float, int]) -> None:
    with pytest.raises(BadArgument, match=r"temperature|top_k"):
        SamplingParams(*said)


def test_the_place_on_the_map_counts_only_where_it_is_sought() -> None:
    values = {**defaults(), "map_x": 0.2, "map_y": 0.9}
    assert SamplingParams.of(values, 1) == SamplingParams.of(defaults(), 1)
    sought = SamplingParams.of({**values, "map_pull": 0.5}, 1)
    assert (sought.map_x, sought.map_y, sought.map_pull) == (0.2, 0.9, 0.5)
    with pytest.raises(BadArgument, match="map_x"):
        SamplingParams(map_x=1.5)
