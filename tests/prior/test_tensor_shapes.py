import pytest

from distill.nn.transformer import Prior
from distill.prior.prior_config import PriorConfig
from distill.prior.tensor_shapes import expected_shapes


@pytest.mark.parametrize(
    "config",
    [
        PriorConfig(8, 2, 3, layers=1, width=8, heads=2, context_columns=2),
        PriorConfig(5, 3, 2, layers=2, width=16, heads=1, depth_layers=2, depth_width=6),
    ],
)
def test_the_shapes_are_those_of_a_prior(config: PriorConfig) -> None:
    made = {name: tuple(value.shape) for name, value in Prior(config).state_dict().items()}
    assert expected_shapes(config) == made
