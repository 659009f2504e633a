import math

import pytest
import torch

from distill.nn.health import HealthMeter, perplexity
from distill.nn.quantizer import Quantized


def step(codes: torch.Tensor, commitment: float = 0.1, velocity: float = 0.01, reseeded: float = 0):
    levels = codes.shape[-1]
    return Quantized(
        torch.zeros(1, 1, 1),
        codes,
        torch.full((levels,), commitment),
        torch.full((levels,), reseeded),
        torch.full((levels,), velocity),
    )


EVEN = torch.arange(8).repeat(4).reshape(1, 32, 1)


def warnings_of(*steps: Quantized) -> str:
    meter = HealthMeter(1, 8)
    for one in steps:
        meter.add(one)
    return " ".join(meter.report()[0].warnings)


def test_perplexity_counts_codes_that_are_equally_used() -> None:
    assert perplexity(torch.tensor([5, 5, 5, 5])) == pytest.approx(4.0)
    assert perplexity(torch.tensor([9, 0, 0])) == pytest.approx(1.0)
    assert perplexity(torch.zeros(3, dtype=torch.int64)) == 0.0


def test_a_healthy_codebook_has_no_warnings() -> None:
    meter = HealthMeter(1, 8)
    for _ in range(5):
        meter.add(step(EVEN))
    (row,) = meter.report()
    assert row.warnings == ()
    assert row.used == 1.0
    assert row.perplexity == pytest.approx(8.0)
    assert row.commitment == pytest.approx(0.1)


def test_each_problem_has_its_warning() -> None:
    lonely = torch.zeros(1, 32, 1, dtype=torch.int64)
    assert "only 12% of the codes are used" in warnings_of(step(lonely))
    assert "a few codes do most of the work" in warnings_of(step(lonely))
    assert "codes are replaced per step" in warnings_of(step(EVEN, reseeded=3))
    assert "not a number" in warnings_of(step(EVEN, commitment=math.nan))
    calm = [step(EVEN) for _ in range(200)]
    assert "grows" in warnings_of(*calm, *[step(EVEN, commitment=2.0)] * 100)
    assert "moved far in a single step" in warnings_of(*calm, step(EVEN, velocity=1.0))


def test_a_report_resets_the_meter() -> None:
    meter = HealthMeter(1, 8)
    meter.add(step(torch.zeros(1, 32, 1, dtype=torch.int64)))
    meter.report()
    meter.add(step(EVEN))
    assert meter.report()[0].used == 1.0
